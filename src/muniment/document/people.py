"""The people of a document as they are proposed: their acts put together, their age, and what the acts come to.

Two sentences that tell of one act make one act, with what each adds; acts whose dates differ stay two. A status is the last
asserted act by date, else by place in the text; death ends the story. Nothing is added that no sentence says.
"""

from collections.abc import Iterable

import msgspec

from muniment.document.ages import is_at_arrest
from muniment.document.cast import Cast, Member
from muniment.document.done import Done
from muniment.document.extraction import Act, Person
from muniment.document.places import is_site
from muniment.model.terms import Status
from muniment.model.text import Folded

REAL = frozenset({"asserted", "alleged"})
FINAL: dict[str, Status] = {"execution": "executed", "death_in_custody": "dead", "killing": "dead"}
STEPS: dict[str, Status] = {
    "arrest": "detained", "detention": "detained", "solitary_confinement": "detained", "charge": "detained",
    "enforced_disappearance": "disappeared", "prison_sentence": "imprisoned", "death_sentence": "on_death_row",
    "execution_risk": "on_death_row", "release": "released", "acquittal": "released",
}  # fmt: skip
_WEIGHT: dict[Status, int] = {"detained": 0, "disappeared": 1, "imprisoned": 2, "on_death_row": 3, "released": 4}
"""Of two steps that no date tells apart, a later one of the same or a heavier state stands."""


class Gathering:
    """Turns the cast and what was done to its members into proposals on the raw text."""

    def __init__(self, raw: str, folded: Folded) -> None:
        self.raw, self.folded = raw, folded

    def people(self, cast: Cast, done: Iterable[Done]) -> tuple[Person, ...]:
        """Everybody the document names, in the order of their first mention."""
        acts: dict[int, list[Done]] = {}
        for one in done:
            acts.setdefault(one.person, []).append(one)
        return tuple(self._person(member, acts.get(number, [])) for number, member in enumerate(cast.people))

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.folded.raw(start, end)

    def _person(self, member: Member, found: list[Done]) -> Person:
        whole = next((s for s in member.seen if s.name == member.name), member.seen[0])
        span = self._span(whole.start, whole.end)
        real = [d for d in found if d.modality in REAL]
        is_subject = bool(real) or (not member.is_other and (bool(found) or member.is_held))
        acts = self._acts(found) if is_subject else ()
        status, at = standing(acts)
        age = member.age_seen
        return Person(
            quote=self.raw[slice(*span)], span=span, rule="name", name=whole.full or self._words(span), role="subject" if is_subject else "other",
            age=member.age, age_span=self._span(age.start, max(age.end, age.reach)) if age else None, status=status, status_span=at,
            age_at_arrest=member.age if age and is_at_arrest(self.folded.text, age.start, max(age.end, age.reach)) else None,
            aliases=tuple(member.aliases), acts=acts,
        )  # fmt: skip

    def _words(self, span: tuple[int, int]) -> str:
        return " ".join(self.raw[slice(*span)].split())

    def _acts(self, found: list[Done]) -> tuple[Act, ...]:
        made: list[Act] = []
        for done in found:
            new = self._act(done)
            same = next((i for i, act in enumerate(made) if is_same(act, new) and not _began_anew(made[i + 1 :], act, new)), None)
            if same is None:
                made.append(new)
            else:
                made[same] = joined(made[same], new)
        return _without_echoes(_contested(made))

    def _act(self, done: Done) -> Act:
        span = self._span(done.start, done.end)
        fields: dict[str, object] = {}
        for name in ("date", "place", "court"):
            mention = getattr(done, name)
            if mention is not None:
                at = self._span(mention.start, mention.end)
                fields[name] = done.date.value if name == "date" and done.date else self._words(at)
                fields[f"{name}_span"] = at
                if name == "date":
                    fields["date_words"] = self._words(at)
        spans = tuple(self._span(c.start, c.end) for c in done.charges)
        return Act(
            quote=self.raw[slice(*span)], span=span, rule=done.rule, type=done.type, modality=done.modality,
            charges=tuple(map(self._words, spans)), charge_spans=spans, **fields,  # type: ignore[arg-type]
        )  # fmt: skip


def is_same(one: Act, other: Act) -> bool:
    """Whether two sentences tell of one act: a type, a modality, dates that can agree."""
    if (one.type, one.modality) != (other.type, other.modality):
        return False
    if one.date is None or other.date is None:
        return True
    return one.date.startswith(other.date) or other.date.startswith(one.date)


_UNDOES = {"arrest": "release", "release": "arrest"}


def _began_anew(between: list[Act], one: Act, other: Act) -> bool:
    """Whether the text tells an opposite act between two tellings, of which only one has a date: two stories, not one."""
    return (one.date is None) != (other.date is None) and any(act.type == _UNDOES.get(one.type) and act.modality in REAL for act in between)


def joined(one: Act, other: Act) -> Act:
    """The first with what the second adds: a missing field, a finer date, a site for a town, further charges."""
    gained: dict[str, object] = {}
    for name in ("date", "place", "court"):
        mine, theirs = getattr(one, name), getattr(other, name)
        finer = theirs is not None and (
            mine is None or (name == "date" and len(theirs) > len(mine)) or (name == "place" and is_site(theirs) and not is_site(mine))
        )
        if finer:
            gained |= {name: theirs, f"{name}_span": getattr(other, f"{name}_span")}
            if name == "date":
                gained["date_words"] = other.date_words
    new = [i for i, charge in enumerate(other.charges) if charge.casefold() not in {c.casefold() for c in one.charges}]
    if new:
        gained["charges"] = (*one.charges, *(other.charges[i] for i in new))
        gained["charge_spans"] = (*one.charge_spans, *(other.charge_spans[i] for i in new))
    return _replaced(one, gained)


def _replaced(act: Act, gained: dict[str, object]) -> Act:
    return msgspec.structs.replace(act, **gained)


def _contested(acts: list[Act]) -> list[Act]:
    """What was only alleged and is then denied stands as denied; two assertions stand side by side."""
    denied = {act.type for act in acts if act.modality == "denied"}
    return [_replaced(act, {"modality": "denied"}) if act.modality == "alleged" and act.type in denied else act for act in acts]


def _without_echoes(acts: list[Act]) -> tuple[Act, ...]:
    """A risk of execution says nothing of someone who was executed, nor a death said again of someone who died in custody."""
    real = {act.type for act in acts if act.modality in REAL}
    echoes = {"execution_risk"} if "execution" in real else set()
    if "death_in_custody" in real and not any(act.charges or act.court for act in acts if act.type == "killing"):
        echoes.add("killing")
    return tuple(act for act in acts if act.type not in echoes)


def standing(acts: tuple[Act, ...]) -> tuple[Status | None, tuple[int, int] | None]:
    """What the acts come to, and the words that say so."""
    real = [act for act in acts if act.modality in REAL]
    ended = next((act for act in real if act.type in FINAL), None)
    if ended is not None:
        return FINAL[ended.type], ended.span
    last: Act | None = None
    for act in real:
        if act.type in STEPS and (last is None or _follows(act, last)):
            last = act
    averted = any(act.type == "death_sentence" and act.modality == "averted" for act in acts)
    if last is None or (averted and STEPS[last.type] == "on_death_row"):
        return None, None
    return STEPS[last.type], last.span


def _follows(act: Act, last: Act) -> bool:
    """Whether an act came after another: by its date where both have one, else told later and no lighter."""
    if act.date and last.date and ":" not in act.date + last.date and act.date[: len(last.date)] != last.date[: len(act.date)]:
        return act.date > last.date
    return _WEIGHT[STEPS[act.type]] >= _WEIGHT[STEPS[last.type]]
