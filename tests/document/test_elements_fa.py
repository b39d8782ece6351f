"""Pronouns, sets, relations and unnamed people in a Persian sentence."""

import pytest

from muniment.document.cast import Cast
from muniment.document.elements import Element
from muniment.document.elements_fa import find
from muniment.document.focus import Focus
from muniment.document.parts import Seen
from muniment.model.text import plain


def focus() -> Focus:
    cast = Cast()
    for name in ("سهراب دانش نیا", "کامران اذرپور"):
        cast.person(Seen(0, 1, name))
    made = Focus(cast)
    made.move([Element(0, 1, "people", (0, 1))], ())
    return made


def people(said: str, view: Focus | None = None) -> list[tuple[int, ...]]:
    return [e.people for e in find(plain(said), [], view or focus(), lambda _: False) if e.kind == "pronoun"]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("هر دو بازداشت شدند", [(0, 1)]), ("آنان را بردند", [(0, 1)]), ("متهم ردیف دوم آزاد شد", [(1,)]), ("موکل ردیف ۱ آزاد شد", [(0,)]), ("متهم ردیف سوم آزاد شد", []), ("دو تن از آنان اعدام شدند", []),
    ],
)  # fmt: skip
def test_sets_and_members_of_sets_are_resolved(said: str, who: list[tuple[int, ...]]) -> None:
    assert people(said) == who


def test_a_relation_means_whom_the_document_introduced_by_it() -> None:
    view = focus()
    view.kin["پدر"] = 1
    assert people("پدرمان را بردند", view) == [(1,)]
    assert people("پدر در آن سال دستگیر شد", view) == [(1,)]


def test_a_name_that_begins_like_a_relation_is_none() -> None:
    assert people("پدرام را بردند") == []


def test_a_year_before_from_is_nobody() -> None:
    assert find(plain("در ۲۲ سنبله ۱۴۰۲ از خانه بازداشت شد"), [], focus(), lambda _: False) == []
