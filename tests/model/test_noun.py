"""What all nouns share: an id of its kind, arrows that go down only, versions and times that cannot be vague."""

import json
import re
from typing import Any

import pytest
from hypothesis import given

from muniment.model.canonical import NOUNS, PREFIX, SchemaError, decode
from tests.model.nouns import nouns
from tests.model.test_canonical import golden

BELOW = ["source", "evidence", "text", "passage", "claim", "record", "judgement", "entry", "finding", "submission"]


@pytest.mark.parametrize("kind", sorted(NOUNS))
@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "ev-1"), ("id", "EV-" + "0" * 32), ("version", 0), ("version", 2**53), ("schema", 0), ("compartment", "secret"),
     ("made_at", "2026-11-22T14:20:05"), ("made_at", "yesterday"), ("made_by", None), ("kind", "fact")],
)  # fmt: skip
def test_a_header_out_of_its_range_is_refused(kind: str, field: str, value: object) -> None:
    with pytest.raises(SchemaError):
        decode(json.dumps({**golden(kind), field: value}).encode())


@given(nouns())
def test_what_a_noun_rests_on_is_named_by_role_and_id(noun: Any) -> None:
    for role, id in noun.rests_on():
        assert re.fullmatch(r"[a-z-]+", role)
        assert re.fullmatch(r"[a-z]{2}-[0-9a-f]{32}", id)


def test_arrows_go_down_only() -> None:
    """Nothing rests on what stands above it, in the order of the line from bytes to letters."""
    for kind in BELOW:
        for _, id in decode(json.dumps(golden(kind)).encode()).rests_on():
            below = next(name for name, prefix in PREFIX.items() if prefix == id[:2])
            if below in BELOW:
                assert BELOW.index(below) < BELOW.index(kind) or below == kind, f"{kind} rests on {below}"
