"""The door that turns corrections into cases: what people decided otherwise than the rules proposed, with the whole text it stood in.

A text leaves so only where it is invented: of a real one, no sentence goes to those who write rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from muniment.archive.desk import Desk
from muniment.archive.document import placed
from muniment.archive.doors import door
from muniment.document.cases import Case, Text, meant
from muniment.document.extraction import RULESET
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.errors import RefusedError
from muniment.model.evidence import Evidence
from muniment.model.passage import Passage, Stretch


@door("corrections", noun="claim", permission="excerpt.make", ledger=("excerpt.made",))
def corrections(desk: Desk, *, ids: tuple[str, ...] = ()) -> tuple[Text, ...]:
    """What people corrected, rejected or added in invented items, as cases that the rules can be tried on again. Nothing else leaves so."""
    items = [desk.get(id, Evidence) for id in ids] if ids else list(chain.from_iterable(desk.windows(Evidence)))
    if real := [item.id for item in items if not item.invented] if ids else []:
        raise RefusedError("Only the text of an invented item leaves as a case.", missing=(f"{real[0]} is not marked as invented",),
                           advice="Make the case again with an invented text that has the same form.")  # fmt: skip
    found = tuple(text for item in items if item.invented and not item.withdrawn for text in _of(desk, item))
    count = sum(len(text.cases) for text in found)
    desk.archive.note("excerpt.made", desk.agent, f"{count} cases of {len(found)} invented texts")
    return found


def _of(desk: Desk, item: Evidence) -> Iterator[Text]:
    """The texts of an item that claims were corrected in."""
    claims, places = placed(desk, item.id)
    for text in desk.resting_on(item.id, DerivedText):
        cases = tuple(case for claim in claims if (at := _at(claim, places, text)) for case in _cases(desk, claim, at))
        if cases:
            yield Text(evidence=item.id, text=text.body, cases=cases)


def _at(claim: Claim, places: dict[str, Passage], text: DerivedText) -> Stretch | None:
    passage = places.get(claim.passages[0])
    return next((w for w in passage.where if isinstance(w, Stretch)), None) if passage and passage.text == text.id else None


def _cases(desk: Desk, claim: Claim, at: Stretch) -> Iterator[Case]:
    """What was decided against a rule's proposal: the proposal is not wanted, what it was corrected to is; nor is what a person added missing again."""
    state, first = claim.standing.state, desk.versions(claim.id, Claim)[0] if claim.version > 1 else claim
    is_ruled = (first.rule or "").endswith(RULESET)
    is_same = (meant(claim.value), claim.modality) == (meant(first.value), first.modality)
    if is_ruled and (state == "rejected" or (state == "accepted" and not is_same)):
        yield _case(first, at, is_wanted=False)
    if state == "accepted" and (not is_same if is_ruled else claim.rule is None and not claim.field):
        yield _case(claim, at, is_wanted=True)


def _case(claim: Claim, at: Stretch, *, is_wanted: bool) -> Case:
    return Case(start=at.start, end=at.end, property=claim.property, value=claim.value, modality=claim.modality, is_wanted=is_wanted)
