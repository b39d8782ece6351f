"""The doors that ask how good the reviewing is: a random sample read once more, and how far readers agree.

A sample is drawn by the digest of seed and identifier, so anyone can draw it again and nobody can choose it; what is decided later
can only push others out of it. What someone else decided on a drawn thing is not told before the asker has answered for themself.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappush, heappushpop
from itertools import chain
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.document.agreement import Agreement, Rate, agreement, rate
from muniment.model.claim import Claim, Content
from muniment.model.judgement import Judgement
from muniment.model.noun import Count
from muniment.model.passage import Passage
from muniment.model.terms import Modality, Property

What = Literal["claims", "links"]
Size = Annotated[int, msgspec.Meta(ge=1, le=1000)]
ALL = "all"


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of a sample: a claim with the words it stands on, or a judgement with its two records. `decided` (by others) and
    `is_wrong` are told once the asker has answered; `is_wrong` is None where the asker is unsure."""

    id: str
    version: int
    property: Property | None = None
    value: Content | None = None
    modality: Modality | None = None
    quote: str = ""
    left: str = ""
    right: str = ""
    answer: str | None = None
    decided: str | None = None
    is_wrong: bool | None = None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn out of `population`, things that others have decided, and the rate of errors among those read once more."""

    of: What
    seed: int
    population: int
    drawn: tuple[Drawn, ...]
    errors: Rate


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """How far the readers of one property agree; `all` for all of them."""

    property: str
    agreement: Agreement


@door("sample", noun="claim", permission="claim.see")
def sample(desk: Desk, *, seed: Count, of: What = "claims", n: Size = 50) -> Sample:
    """Draw decided claims or links at random, to be read once more by you; the error rate among those you have read.

    Drawn from what others decided and you may decide on too. A claim is wrong where you decided otherwise or corrected it, a link
    where you judged otherwise. The same seed draws the same again.
    """
    each = _claims(desk.through("claim.review")) if of == "claims" else _links(desk.through("record.judge"))
    population, lowest = 0, list[tuple[int, str, Drawn]]()
    for one in each:
        population += 1
        keep = heappush if population <= n else heappushpop
        keep(lowest, (-_rank(seed, one), one.id, one))
    drawn = [one for *_, one in sorted(lowest, reverse=True)]
    if of == "claims":
        drawn = quoted(desk, drawn)
    answered = [one.is_wrong for one in drawn if one.is_wrong is not None]
    return Sample(of=of, seed=seed, population=population, drawn=tuple(drawn), errors=rate(sum(answered), len(answered)))


def _rank(seed: int, drawn: Drawn) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed} {drawn.id}".encode()).digest())


def _claims(desk: Desk) -> Iterator[Drawn]:
    """The claims on which others came to one clear decision."""
    me = desk.agent.id
    for claim in chain.from_iterable(desk.windows(Claim)):
        before = _as_others_left_it(desk, claim)
        decided = _by_others(before, me)
        if decided not in ("accepted", "rejected"):
            continue
        answer = claim.standing.current().get(me)
        one = Drawn(id=claim.id, version=claim.version, property=claim.property, value=claim.value, modality=claim.modality)
        is_other = answer != decided or (claim.value, claim.modality) != (before.value, before.modality)
        yield one if answer is None else replace(one, answer=answer, decided=decided, is_wrong=None if answer == "unsure" else is_other)


def _as_others_left_it(desk: Desk, claim: Claim) -> Claim:
    """The version that others decided on. A correction begins the readings anew: theirs are then in a version before."""
    me = desk.agent.id
    if claim.version == 1 or _by_others(claim, me) or me not in claim.standing.current():
        return claim
    return next((one for one in reversed(desk.versions(claim.id, Claim)) if _by_others(one, me)), claim)


def _by_others(claim: Claim, me: str) -> str:
    """What the readers besides `me` agree on; empty where they do not, or there are none."""
    answers = {answer for by, answer in claim.standing.current().items() if by != me}
    return answers.pop() if len(answers) == 1 else ""


def quoted(desk: Desk, drawn: Sequence[Drawn]) -> list[Drawn]:
    """The claims with the words that they stand on."""
    claims = desk.those((one.id for one in drawn), Claim)
    places = desk.those((claim.passages[0] for claim in claims.values()), Passage)
    return [replace(one, quote=places[claims[one.id].passages[0]].quote) for one in drawn]


def _links(desk: Desk) -> Iterator[Drawn]:
    """The judgements that others made, same or different."""
    me = desk.agent.id
    for judgement in chain.from_iterable(desk.windows(Judgement)):
        is_mine = judgement.made_by == me
        before = _judged_by_another(desk, judgement) if is_mine else judgement
        if before is None or before.answer not in ("same", "different"):
            continue
        answer = judgement.answer if is_mine else None
        one = Drawn(id=judgement.id, version=judgement.version, left=judgement.left, right=judgement.right)
        is_other = None if answer == "unsure" else answer != before.answer
        yield one if answer is None else replace(one, answer=answer, decided=before.answer, is_wrong=is_other)


def _judged_by_another(desk: Desk, judgement: Judgement) -> Judgement | None:
    """The last version that someone else made, if anyone did."""
    if judgement.version == 1:
        return None
    return next((one for one in reversed(desk.versions(judgement.id, Judgement)) if one.made_by != desk.agent.id), None)


@door("agreement", noun="claim", permission="claim.see")
def agree(desk: Desk) -> tuple[Field, ...]:
    """How far readers agree, property by property: Krippendorff's alpha over claims that two or more have decided, with its interval.

    An answer is accepted, rejected or unsure; one taken back is none. A correction begins the readings of a claim anew. The last
    line, `all`, is over all properties.
    """
    units: dict[str, Counter[tuple[str, ...]]] = {}
    for claim in chain.from_iterable(desk.windows(Claim)):
        answers = tuple(sorted(claim.standing.current().values()))
        if len(answers) > 1:
            units.setdefault(claim.property, Counter())[answers] += 1
    fields = [Field(property=name, agreement=agreement(units[name].elements())) for name in sorted(units)]
    return (*fields, Field(property=ALL, agreement=agreement(sum(units.values(), Counter()).elements()))) if units else ()
