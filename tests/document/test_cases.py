"""Cases: the rules are tried on what people decided; what holds, what does not, and a file that is none."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.cases import Case, Text, texts, tried
from muniment.model.errors import BadInputError

BODY = "Nader Kelarud, 34, was arrested on 3 October 2024 in Korsha."
AGE = {"is": "number", "n": 34}
DAY = {"is": "when", "earliest": "2024-10-03", "latest": "2024-10-03", "words": "the third of October"}
ACT = {"is": "act", "type": "arrest"}


def held(
    property: str, value: dict[str, Any], *, is_wanted: bool = True, at: tuple[int, int] = (0, len(BODY)), modality: str = "asserted"
) -> bool:
    case = msgspec.convert(
        {"start": at[0], "end": at[1], "property": property, "value": value, "modality": modality, "is_wanted": is_wanted}, Case
    )
    (does,) = tried(Text(evidence="ev-1", text=BODY, cases=(case,)))
    return does


@pytest.mark.parametrize(
    ("property", "value"), [("age", AGE), ("date", DAY), ("act", ACT), ("name", {"is": "name", "text": "NADER  Kelarud"})]
)
def test_what_the_rules_propose_holds_where_it_is_wanted_and_not_where_it_is_not(property: str, value: dict[str, Any]) -> None:
    assert held(property, value)
    assert not held(property, value, is_wanted=False)


@pytest.mark.parametrize(
    ("property", "value", "more"),
    [
        ("age", {"is": "number", "n": 35}, {}),
        ("age", AGE, {"at": (40, 50)}),
        ("act", ACT, {"modality": "alleged"}),
        ("act", {"is": "act", "type": "execution"}, {}),
        ("date", {**DAY, "latest": "2024-10-04", "precision": "interval"}, {}),
    ],
)
def test_another_value_place_or_sense_is_another_claim(property: str, value: dict[str, Any], more: dict[str, Any]) -> None:
    assert not held(property, value, **more)
    assert held(property, value, is_wanted=False, **more)


@given(st.one_of(st.binary(max_size=60), st.sampled_from([b"{}", b"[{}]", b'[{"text": 1}]', b"[" * 5000])))
def test_a_file_that_is_none_says_so(data: bytes) -> None:
    try:
        assert texts(data) == ()
    except BadInputError as exc:
        assert "no file of cases" in str(exc)
