"""The timeline: bands as wide as the source is vague, inside the drawing, the same in both directions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muniment.web.timeline import Dating, draw

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1960, 1, 1), TODAY)


def dating(first: date, days: int = 0, **more: object) -> Dating:
    return Dating(first=first, last=first + timedelta(days=days), label="an act", **more)  # type: ignore[arg-type]


def test_nothing_dated_is_nothing_drawn() -> None:
    assert draw("en", (), TODAY) is None


def test_a_day_a_month_a_season_and_some_day_between_have_their_own_shape() -> None:
    start = date(2026, 1, 1)
    drawn = draw("en", (dating(start), dating(start, 30), dating(start, 90), dating(start, 90, is_within=True)), TODAY)
    assert drawn is not None
    assert [mark.kind for mark in drawn.marks] == ["day", "month", "season", "between"]


def test_two_sources_that_differ_stand_side_by_side() -> None:
    drawn = draw("en", (dating(date(2024, 10, 3), rival=date(2024, 10, 9)),), TODAY)
    assert drawn is not None
    assert drawn.marks[0].rival_x is not None
    assert drawn.marks[0].rival_x > drawn.marks[0].x


def test_the_leading_calendar_follows_the_language() -> None:
    english, persian = (draw(lang, (dating(date(2024, 10, 3)),), TODAY) for lang in ("en", "fa"))
    assert english is not None
    assert persian is not None
    assert [t.x for t in english.lead] == [t.x for t in persian.second]


@given(st.lists(st.tuples(DAYS, st.integers(0, 700)), min_size=1, max_size=12))
def test_whatever_is_dated_lies_inside_and_the_rules_are_few(acts: list[tuple[date, int]]) -> None:
    drawn = draw("fa", tuple(dating(first, days) for first, days in acts), TODAY)
    assert drawn is not None
    assert all(0 <= mark.x <= mark.x + mark.width <= 1000 for mark in drawn.marks)
    assert len(drawn.lead) <= 10
    assert len(drawn.second) <= 10
    assert drawn.today is None or 0 <= drawn.today <= 1000
    assert [m.x for m in drawn.marks] == sorted(m.x for m in drawn.marks)
