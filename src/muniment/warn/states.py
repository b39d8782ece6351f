"""Where a person's proceedings stand and how near the danger is: proposed over accepted claims, decided by people.

The rules, in their order (contracts 1b; standards 7.3):
1. Whoever at least one accepted claim calls dead is never urgent. A denial beside it is shown, and settles nothing.
2. Whoever was released or acquitted is out of danger, unless a later arrest or sentence is certainly after it.
3. The furthest step that a claim asserts or alleges is where the proceedings stand; denials stand against it.
4. A sign of imminent danger counts unless it is certainly before the sentence: a vague date counts.
5. An execution announced counts until a reviewed claim, known later, says that it was averted.
6. A sentence upheld is a danger to life where a death sentence is documented, or where no other sentence is.
A statement alleged to be coerced proves only that it was made: no rule here reads it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from muniment.link import contradict
from muniment.model.claim import Act, Claim
from muniment.model.finding import Finding
from muniment.model.when import When
from muniment.warn.case import Case
from muniment.warn.ladder import LEVELS, STEPS, Level, Rung, ladder

RULE = f"muniment.warn.states@{ladder().version}"
FRESH = timedelta(days=92)
"""A disappearance is in its first three months: the urgent procedure of the Working Group."""


class Reason(msgspec.Struct, frozen=True):
    """Why the danger is put where it is, with the claims for it, those against, and the dates given."""

    code: str
    words: str
    level: Level
    claims: tuple[str, ...]
    against: tuple[str, ...] = ()
    dates: tuple[When, ...] = ()


class Contested(msgspec.Struct, frozen=True):
    """Claims that exclude each other, side by side. `about` is the step or sign, `property` what they differ in."""

    about: str
    property: str
    sides: tuple[tuple[str, ...], ...]


class State(msgspec.Struct, frozen=True):
    """What the accepted claims about one person come to. `stage` is the furthest step, `outcome` how it ended, if it did."""

    entry: str
    stage: str | None
    outcome: str | None
    level: Level
    reached: tuple[Reason, ...] = ()
    reasons: tuple[Reason, ...] = ()
    contested: tuple[Contested, ...] = ()
    is_capital: bool = False

    @property
    def is_urgent(self) -> bool:
        """Whether an urgent appeal fits."""
        return self.level != "none"

    @property
    def steps(self) -> tuple[str, ...]:
        """The codes of the steps some claim documents, in the ladder's order."""
        return tuple(reason.code for reason in self.reached)

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that fit, first the one to think of first."""
        fits = ladder().letters
        if not self.outcome and any(reason.code == "disappeared" for reason in self.reasons):
            return fits["disappeared"]
        return fits[self.outcome or self.level]

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim this rests on, each once."""
        return tuple(dict.fromkeys(c for r in (*self.reasons, *self.reached) for c in r.claims))

    @property
    def against(self) -> tuple[str, ...]:
        """Every claim against it, each once."""
        both = (*(c for r in (*self.reasons, *self.reached) for c in r.against), *_minor(self.contested))
        return tuple(dict.fromkeys(c for c in both if c not in self.claims))


def state(case: Case, entry: str, at: datetime) -> State:
    """What the accepted claims say of one person's proceedings as of a moment.

    Raises:
        UnknownError: the entry is not in this case.
    """
    said = case.accepted(entry)
    reached = [reason for step in ladder().step if (reason := _reason(case, step, said))]
    outcome, why = _outcome(case, said)
    is_capital = _is_capital(reached, said)
    signs = [reason for sign in ladder().sign if (reason := _reason(case, sign, said))]
    reached = [r for r in reached if STEPS.index(r.code) < STEPS.index("enforcement") or _is_current(r, reached, is_capital)]
    reasons = why if outcome else _reasons(case, reached, signs, is_capital, at, said)
    return State(
        entry=entry, stage=reached[-1].code if reached else None, outcome=outcome, is_capital=is_capital,
        level="none" if outcome else max((r.level for r in reasons), key=LEVELS.index, default="none"),
        reached=tuple(reached), reasons=tuple(reasons), contested=_contested(case, (*reached, *signs, *why)),
    )  # fmt: skip


def findings(state: State, *, made_by: str, at: datetime, new_id: Callable[[str], str], compartment: str = "open") -> tuple[Finding, ...]:
    """The state as two proposed findings: where the proceedings stand, and how near the danger is. Nobody has decided them."""
    if not state.claims:
        return ()
    shared = {
        "about": state.entry, "standard": "SP1", "claims": state.claims, "against": state.against, "rule": RULE,
        "made_by": made_by, "made_at": at, "compartment": compartment, "kind": "finding",
    }  # fmt: skip
    stands = {"question": "procedural-state", "answer": state.outcome or state.stage or "unknown"}
    danger = {"question": "danger", "answer": state.level, "alternatives": tuple(c.about for c in state.contested)}
    return tuple(msgspec.convert({"id": new_id("fi"), **shared, **asked}, Finding) for asked in (stands, danger))


def _reason(case: Case, rung: Rung, said: Iterable[Claim]) -> Reason | None:
    claims = [claim for claim in said if rung.counts(claim)]
    if not claims:
        return None
    against = tuple(c.id for c in said if c.modality == "denied" and not c.is_coerced and rung.says(c))
    dates = tuple(dict.fromkeys(date for claim in claims for date in case.dates(claim)))
    return Reason(rung.code, rung.words, rung.level, tuple(c.id for c in claims), against, dates)


def _outcome(case: Case, said: tuple[Claim, ...]) -> tuple[str | None, list[Reason]]:
    ends = {rung.code: reason for rung in ladder().outcome if (reason := _reason(case, rung, said))}
    if dead := ends.get("dead"):  # (1)
        return "dead", [dead]
    free = ends.get("free")
    if free and not _again(case, free, said):  # (2)
        return "free", [free]
    return None, []


def _again(case: Case, free: Reason, said: tuple[Claim, ...]) -> bool:
    """Whether a step or sign is dated certainly after every date of the release. An undated release is not overtaken."""
    rungs = (*ladder().step, *ladder().sign)
    later = [d for c in said for d in case.dates(c) if any(rung.counts(c) for rung in rungs)]
    return bool(free.dates) and any(all(end.before(date) == "yes" for end in free.dates) for date in later)


def _is_capital(reached: list[Reason], said: Iterable[Claim]) -> bool:
    if any(reason.code == "sentenced" for reason in reached):
        return True
    acts = {claim.value.type for claim in said if isinstance(claim.value, Act) and claim.modality != "denied"}
    other = "prison_sentence" in acts and not acts & {"execution", "execution_risk"}
    return any(reason.level == "high" for reason in reached) and not other  # (6)


def _is_current(reason: Reason, reached: list[Reason], is_capital: bool) -> bool:
    """(4): a sign is set aside when each of its dates is certainly before the death sentence."""
    sentence = next((r for r in reached if r.code == "sentenced"), None)
    if not is_capital or sentence is None or not reason.dates or not sentence.dates:
        return True
    return not all(date.before(sentenced) == "yes" for date in reason.dates for sentenced in sentence.dates)


def _reasons(
    case: Case, reached: list[Reason], signs: list[Reason], is_capital: bool, at: datetime, said: tuple[Claim, ...]
) -> list[Reason]:  # fmt: skip
    steps = [r for r in reached if r.level != "none" and (is_capital or r.level == "immediate")]
    current = [r for r in signs if _is_current(r, reached, is_capital)]
    weighed = [_averted(case, _recent(reason, at), said) for reason in current]
    return sorted((*steps, *weighed), key=lambda reason: -LEVELS.index(reason.level))


def _recent(reason: Reason, at: datetime) -> Reason:
    if reason.code != "disappeared":
        return reason
    since = When.between((at - FRESH).date(), None)
    old = reason.dates and all(date.before(since) == "yes" for date in reason.dates)
    return reason if old else msgspec.structs.replace(reason, level="immediate")


def _averted(case: Case, reason: Reason, said: Iterable[Claim]) -> Reason:
    """(5): an announced execution, once a claim known later says it was averted, is a danger of the second degree."""
    if reason.code != "execution_announced":
        return reason
    known = [item.taken_at for id in reason.claims if (c := case.claim(id)) and (item := case.item(c.evidence))]
    stays = [c for c in said if c.modality == "averted" and isinstance(c.value, Act) and c.value.type == "execution"]
    later = [c.id for c in stays if known and (item := case.item(c.evidence)) and item.taken_at >= max(known)]
    if not later:
        return reason
    return msgspec.structs.replace(reason, level="high", against=(*reason.against, *later))


def _contested(case: Case, reasons: Iterable[Reason]) -> tuple[Contested, ...]:
    found = []
    for reason in reasons:
        if reason.against:
            found.append(Contested(reason.code, "denied", (reason.claims, reason.against)))
        dated = [(id, d) for id in reason.claims if (c := case.claim(id)) for d in case.details(c.id) if isinstance(d.value, When)]
        sides: dict[str, tuple[str, ...]] = {}
        for _, date in dated:
            if any(contradict(date.value, other.value) for _, other in dated):
                assert isinstance(date.value, When)
                sides[date.value.edtf] = (*sides.get(date.value.edtf, ()), date.id)
        if sides:
            found.append(Contested(reason.code, "date", tuple(sides.values())))
    return tuple(found)


def _minor(contested: Iterable[Contested]) -> list[str]:
    return [claim for c in contested for side in c.sides[1:] for claim in side]
