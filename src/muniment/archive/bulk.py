"""Accepting in bulk: what one rule proposed of one property, accepted at once by a person who has read a random sample of it and found
nothing to change.

Whatever a mistake would cost most is never among it: what two people have to read, deaths and sentences of death and all that is said of
them, how somebody stands now, what was said under coercion or exonerates, what is not told as done, and what comes from a page whose
letters or order are not sure. Every claim accepted so remembers how; all of them can be taken back at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.reliability import Drawn, quoted
from muniment.archive.second_reader import is_among
from muniment.document.claims import DOUBTFUL
from muniment.model.claim import Act, Claim
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.noun import Compartment, Count
from muniment.model.passage import Passage
from muniment.model.standing import Reading
from muniment.model.terms import Property

SAMPLE = 59
"""How many are read first. 59 without one error say, with 95 % certainty, that fewer than 5 in 100 are wrong: 0.95 to the 59th is below
0.05. Source: Clopper and Pearson, The Use of Confidence or Fiducial Limits (1934)."""
MOST = 2_000
"""Claims accepted, or taken back, in one act of the ledger; where there are more, ask once more."""
LEVEL: Compartment = "open"
MODALITIES = frozenset({"asserted", "alleged"})
GRAVE = frozenset({"execution", "execution_risk", "killing", "death_in_custody", "death_sentence", "sentence_upheld", "appeal_rejected"})
PERSONAL = frozenset({"status"})


class BulkRule(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule proposed of one property and nobody has decided on: so many `proposed`, and those of them that may be accepted in
    bulk."""

    by_rule: str
    property: Property
    proposed: int
    may: int


class Bulk(msgspec.Struct, frozen=True, kw_only=True):
    """A sample of what one rule proposed of one property, and how its reader got on: `read` of it, `wrong` of these not accepted as they
    were proposed. `rest` are the undecided outside it. `most_wrong` bounds the share of errors among all (95 %, one-sided), where none was
    found; `is_met` says that the rest may be accepted, `accepted` how many were before."""

    by_rule: str
    property: Property
    seed: int
    population: int
    drawn: tuple[Drawn, ...]
    read: int
    wrong: int
    rest: int
    most_wrong: float | None
    is_met: bool
    accepted: int


class Bulked(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims were decided at once, and how many are left to be."""

    answer: str
    claims: int
    left: int


@door("bulk-rules", noun="claim", permission="claim.review")
def rules(desk: Desk) -> tuple[BulkRule, ...]:
    """What each rule proposed that nobody has decided on, property by property, and how much of it may be accepted in bulk."""
    proposed, may = Counter[tuple[str, Property]](), Counter[tuple[str, Property]]()
    for claims in desk.windows(Claim):
        waiting = [claim for claim in claims if claim.rule and claim.compartment == LEVEL and not claim.standing.readings]
        proposed.update((claim.rule or "", claim.property) for claim in waiting)
        may.update((claim.rule or "", claim.property) for claim in _fit(desk, waiting))
    ordered = sorted(proposed, key=lambda key: (-may[key], -proposed[key], key))
    return tuple(BulkRule(by_rule=rule, property=name, proposed=proposed[rule, name], may=may[rule, name]) for rule, name in ordered)


@door("bulk-sample", noun="claim", permission="claim.review")
def sample(desk: Desk, *, by_rule: str, property: Property, seed: Count) -> Bulk:
    """Draw the sample of what one rule proposed of one property that has to be read before the rest is accepted.

    Drawn by the digest of seed and identifier. Each of it is read as any other claim.
    """
    everything = _population(desk, by_rule, property)
    drawn = sorted(everything, key=lambda claim: _rank(seed, claim))[:SAMPLE]
    answers = [_drawn(desk, claim) for claim in drawn]
    read, wrong = sum(one.answer is not None for one in answers), sum(one.is_wrong is True for one in answers)
    kept, note = {claim.id for claim in drawn}, _note(by_rule, property, seed)
    return Bulk(
        by_rule=by_rule, property=property, seed=seed, population=len(everything), drawn=tuple(quoted(desk, answers)), read=read, wrong=wrong,
        rest=sum(claim.id not in kept and not claim.standing.current() for claim in everything),
        most_wrong=1 - 0.05 ** (1 / read) if read and not wrong else None,
        is_met=bool(answers) and all(one.is_wrong is False for one in answers),
        accepted=sum(_said(claim, desk.agent.id) == note for claim in everything),
    )  # fmt: skip


@door("bulk-accept", noun="claim", permission="claim.review", ledger=("claim.bulk-accepted",))
def accept(desk: Desk, *, by_rule: str, property: Property, seed: Count) -> Bulked:
    """Accept the rest of what one rule proposed of one property, in your name, once you accepted each of the sample as it was proposed.

    Raises:
        BadInputError: something of the sample was not read, or not accepted as it was.
    """
    drawn = sample(desk, by_rule=by_rule, property=property, seed=seed)
    if not drawn.is_met:
        raise BadInputError(
            f"{drawn.read} of {len(drawn.drawn)} of the sample are read, and {drawn.wrong} of them were not accepted as they were proposed.",
            advice="Nothing was accepted. Where one was wrong, read the rest one by one.",
        )
    rest = [claim for claim in _population(desk, by_rule, property) if not claim.standing.current()]
    return _decided(desk, "claim.bulk-accepted", rest, "accepted", _note(by_rule, property, seed))


@door("bulk-undo", noun="claim", permission="claim.review", ledger=("claim.reviewed",))
def undo(desk: Desk, *, by_rule: str, property: Property, seed: Count) -> Bulked:
    """Take back all that you accepted in bulk with this sample, but for what you or others decided on since. Both remain written."""
    note = _note(by_rule, property, seed)
    return _decided(
        desk, "claim.reviewed", [c for c in _population(desk, by_rule, property) if _said(c, desk.agent.id) == note], None, None
    )


def _decided(desk: Desk, type: str, claims: list[Claim], answer: str | None, note: str | None) -> Bulked:
    now = claims[:MOST]
    if now:
        with desk.act(type) as act:
            reading = msgspec.convert({"by": act.agent.id, "at": act.at, "answer": answer, "note": note}, Reading)
            act.add(*(replace(claim, version=claim.version + 1, made_by=act.agent.id, made_at=act.at, standing=claim.standing.read(reading))
                      for claim in now))  # fmt: skip
    return Bulked(answer=answer or "undone", claims=len(now), left=len(claims) - len(now))


def _population(desk: Desk, by_rule: str, property: Property) -> list[Claim]:
    """What the rule proposed of the property and nobody but this person has touched, undecided or decided by them."""
    found = desk.archive.shelf.tagged([property], kind="claim", compartments=(LEVEL,)) if LEVEL in desk.compartments else []
    mine = {desk.agent.id}
    claims = [one for one in found if isinstance(one, Claim) and one.rule == by_rule and {r.by for r in one.standing.readings} <= mine]
    return list(_fit(desk, claims))


def _fit(desk: Desk, claims: list[Claim]) -> Iterator[Claim]:
    """Those that may be accepted in bulk."""
    twice = at.read(desk.archive.root).read_twice
    likely = [claim for claim in claims if _is_light(claim) and not is_among(twice, claim)]
    deeds = desk.those((claim.about for claim in likely if claim.about.startswith("cl-")), Claim)
    passages = desk.those((claim.passages[0] for claim in likely if claim.passages), Passage)
    texts = desk.those((passage.text for passage in passages.values() if passage.text), DerivedText)
    for claim in likely:
        deed, passage = deeds.get(claim.about), passages.get(claim.passages[0]) if claim.passages else None
        text = texts.get(passage.text or "") if passage else None
        if (
            text is not None
            and not DOUBTFUL & set(text.flags)
            and (not claim.about.startswith("cl-") or (deed is not None and _holds(deed)))
        ):
            yield claim


def _is_light(claim: Claim) -> bool:
    """Whether a mistake in it would be one among many."""
    is_grave = isinstance(claim.value, Act) and claim.value.type in GRAVE
    is_marked = claim.is_coerced or claim.is_exculpatory
    return not (is_grave or is_marked or claim.property in PERSONAL) and claim.modality in MODALITIES


def _holds(deed: Claim) -> bool:
    """Whether what is said of an act may be accepted beside others: the act is light itself and nobody rejected it."""
    return _is_light(deed) and deed.standing.state != "rejected"


def _drawn(desk: Desk, claim: Claim) -> Drawn:
    one = Drawn(id=claim.id, version=claim.version, property=claim.property, value=claim.value, modality=claim.modality)
    answer = claim.standing.current().get(desk.agent.id)
    if answer is None:
        return one
    first = desk.versions(claim.id, Claim)[0]
    is_changed = (claim.value, claim.modality) != (first.value, first.modality)
    return replace(one, answer=answer, is_wrong=None if answer == "unsure" else answer != "accepted" or is_changed)


def _said(claim: Claim, me: str) -> str | None:
    """The note of this person's reading that holds."""
    return (
        next((r.note for r in reversed(claim.standing.readings) if r.by == me and r.answer is not None), None)
        if me in claim.standing.current()
        else None
    )


def _note(by_rule: str, property: Property, seed: int) -> str:
    return f"in bulk: {property} by {by_rule}, after a sample of {SAMPLE} with seed {seed}"


def _rank(seed: int, claim: Claim) -> bytes:
    return hashlib.sha256(f"{seed} {claim.id}".encode()).digest()
