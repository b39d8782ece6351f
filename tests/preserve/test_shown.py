"""The form that may be shown: nobody who acted, everything that was said."""

import msgspec
import pytest
from msgspec import UNSET

from muniment.model.canonical import NOUNS, decode, encode
from muniment.model.claim import Words
from muniment.model.evidence import Withdrawal
from muniment.model.standing import Reading, Standing
from muniment.preserve.shown import ACTORS, shown
from tests.makers import NOW, make_claim, make_evidence


def test_who_acted_is_gone_and_what_was_said_stays() -> None:
    standing = Standing(readings=(Reading(by="ag-first", at=NOW, answer="accepted"), Reading(by="ag-second", at=NOW, answer="rejected")))
    claim = make_claim(Words(text="by the guards, says ag-first"), made_by="ag-first", standing=standing)
    form = shown(encode(claim))
    assert form.actors == ("ag-first", "ag-second")
    seen = decode(form.payload)
    assert seen.made_by == "actor-1"
    assert [reading.by for reading in seen.standing.readings] == ["actor-1", "actor-2"]  # type: ignore[attr-defined]
    assert seen.value == claim.value  # type: ignore[attr-defined]
    assert seen.id == claim.id


def test_it_is_canonical_and_the_same_each_time() -> None:
    payload = encode(make_evidence(collector="Verrin Ashdale"))
    form = shown(payload)
    assert form == shown(payload)
    assert encode(decode(form.payload)) == form.payload
    assert b"Verrin" not in form.payload


def test_what_names_nobody_is_left_as_it_is() -> None:
    gone = Withdrawal(by="ag-x", at=NOW, reason="asked", rested=0)
    form = shown(encode(make_evidence(collector=None, withdrawn=gone)))
    assert msgspec.json.decode(form.payload)["collector"] is None
    assert "ag-x" in form.actors


def texts(kind: type[msgspec.Struct]) -> set[str]:
    """The names of every text field of a noun and of the parts inside it."""
    found: set[str] = set()
    waiting: list[object] = [msgspec.inspect.type_info(kind)]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        for field in getattr(one, "fields", ()) if isinstance(one, msgspec.inspect.StructType) else ():
            found |= {field.encode_name} if "Str" in type(field.type).__name__ or "Union" in type(field.type).__name__ else set()
            waiting.append(field.type)
        inside = [getattr(one, name, UNSET) for name in ("item_type", "types", "item_types")]
        for part in (p for each in inside if each is not UNSET for p in (each if isinstance(each, tuple) else (each,))):
            if id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)
    return found


SAID = {"given_by"}
"""Ends like an actor and is none: who gives consent is what a consent says."""


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_every_field_that_says_by_whom_is_known_here(kind: str) -> None:
    """A new `…_by` in a noun that is not masked would leave with every package."""
    names = texts(NOUNS[kind])
    assert "made_by" in names
    assert {name for name in names if name == "by" or name.endswith("_by")} - SAID <= ACTORS
