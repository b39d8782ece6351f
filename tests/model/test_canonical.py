"""Canonical bytes: RFC 8785, there and back, refused when unknown; and every schema ever shipped still opens."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect as kinds

from muniment.model import MunimentError
from muniment.model.canonical import NOUNS, PREFIX, SchemaError, decode, digest, encode
from tests.model.nouns import nouns, struct_types

GOLDEN = Path(__file__).parent / "golden"


@given(nouns())
def test_a_noun_comes_back_equal_and_its_digest_is_stable(noun: Any) -> None:
    payload = encode(noun)
    assert decode(payload) == noun
    assert digest(encode(decode(payload))) == digest(payload)


@given(nouns())
def test_canonical_bytes_are_those_of_rfc_8785(noun: Any) -> None:
    assert encode(noun) == rfc8785.dumps(json.loads(encode(noun)))


def test_the_published_vector_of_rfc_8785_section_3_2_3_is_met_for_what_nouns_hold() -> None:
    strings = {"string": "€$\u000f\nA'B\"\\\\\"/", "literals": [None, True, False]}
    expected = b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert msgspec.json.encode(strings, order="sorted") == expected == rfc8785.dumps(strings)


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_no_noun_has_a_float_a_list_or_a_dict_field(kind: str) -> None:
    forbidden = (kinds.FloatType, kinds.ListType, kinds.DictType, kinds.SetType, kinds.AnyType)
    assert not [t for t in struct_types(NOUNS[kind]) if isinstance(t, forbidden)]


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_an_unknown_field_is_refused(kind: str) -> None:
    fields = json.loads((GOLDEN / f"{kind}.1.json").read_bytes())
    with pytest.raises(SchemaError, match="surprise"):
        decode(json.dumps({**fields, "surprise": 1}).encode())


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda p: p.stem)
def test_every_schema_ever_shipped_still_opens(path: Path) -> None:
    payload = path.read_bytes().strip()
    noun = decode(payload)
    assert noun.kind() == path.name.split(".")[0]
    if noun.schema == 1:
        assert encode(noun) == payload


def test_every_kind_has_a_golden_file_and_a_prefix() -> None:
    assert {p.name.split(".")[0] for p in GOLDEN.glob("*.json")} == set(NOUNS) == set(PREFIX)
    assert len(set(PREFIX.values())) == len(PREFIX)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda t: t.encode("utf-8", "replace"))))
def test_bytes_that_are_no_noun_are_refused_with_our_own_error(payload: bytes) -> None:
    with pytest.raises(MunimentError):
        decode(payload)
