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
from muniment.model.canonical import NOUNS, PREFIX, SCHEMA, UPCAST, SchemaError, decode, digest, encode
from tests.model.nouns import nouns, struct_types

GOLDEN = Path(__file__).parent / "golden"


def golden(kind: str) -> dict[str, Any]:
    """The first golden noun of a kind, as plain fields."""
    fields: dict[str, Any] = json.loads((GOLDEN / f"{kind}.1.json").read_bytes())
    return fields


@given(nouns())
def test_a_noun_comes_back_equal_and_its_digest_is_stable(noun: Any) -> None:
    payload = encode(noun)
    assert decode(payload) == noun
    assert digest(encode(decode(payload))) == digest(payload)


@given(nouns())
def test_canonical_bytes_are_those_of_rfc_8785(noun: Any) -> None:
    assert encode(noun) == rfc8785.dumps(json.loads(encode(noun)))


def test_the_published_vector_of_rfc_8785_section_3_2_3_is_met_for_what_nouns_hold() -> None:
    strings = {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}
    expected = b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert msgspec.json.encode(strings, order="sorted") == expected == rfc8785.dumps(strings)


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_no_noun_has_a_float_a_list_or_a_dict_field(kind: str) -> None:
    forbidden = (kinds.FloatType, kinds.ListType, kinds.DictType, kinds.SetType, kinds.AnyType)
    assert not [t for t in struct_types(NOUNS[kind]) if isinstance(t, forbidden)]


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_an_unknown_field_is_refused(kind: str) -> None:
    with pytest.raises(SchemaError, match="surprise"):
        decode(json.dumps({**golden(kind), "surprise": 1}).encode())


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_a_schema_from_the_future_is_not_guessed_at(kind: str) -> None:
    with pytest.raises(SchemaError, match="newer"):
        decode(json.dumps({**golden(kind), "schema": SCHEMA[kind] + 1}).encode())


def test_an_older_schema_is_raised_in_memory_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a source's name had been `called` first, then `title`."""
    old = {name: value for name, value in golden("source").items() if name != "name"} | {"schema": 1, "called": "A newspaper"}
    monkeypatch.setitem(
        UPCAST, ("source", 1), lambda f: {k: v for k, v in f.items() if k != "called"} | {"title": f["called"], "schema": 2}
    )
    monkeypatch.setitem(UPCAST, ("source", 2), lambda f: {k: v for k, v in f.items() if k != "title"} | {"name": f["title"], "schema": 3})
    monkeypatch.setitem(SCHEMA, "source", 3)
    raised = decode(json.dumps(old).encode())
    assert (raised.schema, raised.name) == (3, "A newspaper")  # type: ignore[attr-defined]
    for junk in (b"[]", b"7", b"\xff", b'{"kind": []}'):
        with pytest.raises(SchemaError):
            decode(junk)


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53) + 1, 0])
def test_whole_numbers_are_exact_to_their_bounds_and_refused_beyond(number: int) -> None:
    fields = {**golden("claim"), "property": "age", "value": {"is": "number", "n": number}}
    assert f'"n":{number}'.encode() in encode(decode(json.dumps(fields).encode()))
    for beyond in (2**53, -(2**53), 1.5, "7"):
        with pytest.raises(SchemaError):
            decode(json.dumps({**fields, "value": {"is": "number", "n": beyond}}).encode())


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_written_as_rfc_8785_writes_it(text: str) -> None:
    assert msgspec.json.encode({"text": text}, order="sorted") == rfc8785.dumps({"text": text})


@pytest.mark.parametrize("character", [chr(c) for c in range(0x20)] + ['"', "\\", "/", "\x7f", "\u2028", "\ufeff", "é", "😀"])
def test_every_escape_of_rfc_8785_section_3_2_2_2_is_met(character: str) -> None:
    assert msgspec.json.encode(character) == rfc8785.dumps(character)


def test_the_golden_files_show_every_kind_of_value_and_of_place() -> None:
    shown = b"".join(path.read_bytes() for path in GOLDEN.glob("*.json"))
    tags = {t.cls.__struct_config__.tag for kind in NOUNS.values() for t in struct_types(kind) if isinstance(t, kinds.StructType)}
    assert {tag for tag in tags if tag and f'"{tag}"'.encode() not in shown} == set()


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
