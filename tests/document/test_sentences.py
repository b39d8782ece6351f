"""Lines, paragraphs, sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.sentences import LONGEST, language, sentences


def said(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He fell. She ran.", ["He fell.", "She ran."]),
        ("Mr. Orsk v. Prell was heard. It closed.", ["Mr. Orsk v. Prell was heard.", "It closed."]),
        ("Lena Orsk (b. 1971) left.", ["Lena Orsk (b. 1971) left."]),
        ('"Stop!" he said. They did.', ['"Stop!" he said.', "They did."]),
        ("J. Orsk was freed at 5.20 a.m. on Monday.", ["J. Orsk was freed at 5.20 a.m. on Monday."]),
    ],
)
def test_a_stop_ends_a_sentence_unless_it_shortens_a_word(text: str, parts: list[str]) -> None:
    assert said(text) == parts


def test_lines_broken_for_width_are_one_paragraph() -> None:
    text = "The men were taken from their homes at night and driven to\nthe barracks, where they were questioned for several hours\nbefore being let go."
    assert len(said(text)) == 1


def test_a_title_over_a_dateline_is_a_title() -> None:
    kinds = [
        s.kind
        for s in sentences("Two hanged as courts step up use of capital punishment\nKestrel Watch, 14 June 2025\n\nText follows here.")
    ]
    assert kinds[0] == "heading"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("- the release of all", "bullet"),
        ("Subscribe to our newsletter", "noise"),
        ("The trial", "heading"),
        ("Lena Orsk, 34, nurse, arrested 3 May", "prose"),
    ],
)
def test_each_line_has_its_kind(text: str, kind: str) -> None:
    assert sentences(text)[0].kind == kind


@given(st.text(max_size=400))
def test_sentences_follow_each_other_and_none_is_too_long(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 < s.end - s.start <= LONGEST for s in found)
    assert all(language(text[s.start : s.end]) == s.language for s in found)
