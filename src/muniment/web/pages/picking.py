"""Dates picked by their parts on a page: selects and two numbers, so that it works by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from muniment.model.calendars import Calendar
from muniment.model.errors import BadInputError
from muniment.model.text import plain
from muniment.web.dates import LEADS, NAMES
from muniment.web.sheets.forms import Picker
from muniment.web.sheets.parts import Lang, Option
from muniment.web.words import number, say

PARTS = ("year", "month", "day", "until_year", "until_month", "until_day")
LONGEST_YEAR = 4


def picker(lang: Lang, post: Mapping[str, Any], name: str) -> Picker:
    """The picker of a field, with what was picked so far."""
    said = {part: plain(str(post.get(f"{name}-{part}", ""))).strip() for part in PARTS}
    calendar = post.get(f"{name}-calendar") or LEADS[lang][0]
    return Picker(
        calendars=tuple(Option(value=code, words=say(lang, f"change.{code}"), is_chosen=code == calendar) for code in get_args(Calendar)),
        months=_months(lang, said["month"]), days=_days(lang, said["day"]), until_months=_months(lang, said["until_month"]),
        until_days=_days(lang, said["until_day"]), year=said["year"], until_year=said["until_year"],
        words=str(post.get(f"{name}-words", "")), is_approximate=bool(post.get(f"{name}-about")),
    )  # fmt: skip


def _months(lang: Lang, chosen: str) -> tuple[Option, ...]:
    """The twelve months, each by its number and its name in all three calendars: the one that counts is the calendar's chosen."""
    leads = dict.fromkeys((*LEADS[lang], *get_args(Calendar)))
    named = [" / ".join(NAMES[calendar][lang][i].removesuffix("ٔ") for calendar in leads) for i in range(12)]
    return tuple(Option(value=str(i), words=f"{number(lang, i)} · {words}", is_chosen=chosen == str(i)) for i, words in enumerate(named, 1))


def _days(lang: Lang, chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value=str(day), words=number(lang, day), is_chosen=chosen == str(day)) for day in range(1, 32))


def picked(lang: Lang, post: Mapping[str, Any], name: str) -> dict[str, object] | None:
    """What was picked, as a form takes it; None where nothing was.

    Raises:
        BadInputError: a part that is no number, or parts without their year.
    """
    said = {part: plain(str(post.get(f"{name}-{part}", ""))).strip() for part in PARTS}
    words = str(post.get(f"{name}-words", "")).strip()
    given = {part: value for part, value in said.items() if value}
    if not given and not words:
        return None
    if any(not (value.isascii() and value.isdigit() and len(value) <= LONGEST_YEAR) for value in given.values()):
        raise BadInputError(say(lang, "form.no_number"))
    if "year" not in given:
        raise BadInputError(say(lang, "form.no_year"))
    parts: dict[str, object] = {part: int(value) for part, value in given.items()}
    return {**parts, "calendar": post.get(f"{name}-calendar") or "gregorian", "words": words or None,
            "is_approximate": bool(post.get(f"{name}-about"))}  # fmt: skip
