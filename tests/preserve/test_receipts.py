"""Receipts on paper: identifier, digest and time in both languages, and nothing else of the item."""

import json
from datetime import UTC, datetime
from importlib.resources import as_file

import pypdfium2
import pytest

from muniment.act.rendering.page import FONTS
from muniment.preserve.receipts import Language, Slip, data, pdf, told

AT = datetime(2026, 11, 22, 14, 20, 5, tzinfo=UTC)
SLIPS = [Slip(f"ev-{n:032}", f"{n:064}", AT) for n in range(1, 13)]


def words(made: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_item_stands_on_it_with_its_digest(language: Language) -> None:
    with as_file(FONTS) as fonts:
        made = pdf(SLIPS, language, AT, fonts)
        assert made == pdf(SLIPS, language, AT, fonts), "a fixed time makes the same bytes"
    text = "".join(words(made).split())
    for slip in SLIPS:
        assert (slip.id if language == "en" else slip.id[3:]) in text  # what reads a right-to-left page back turns the hyphen
        assert slip.sha256 in text
    assert language == "fa" or "sha256sum" in text


def test_as_data_it_holds_three_things_a_line() -> None:
    rows = [json.loads(line) for line in data(SLIPS).splitlines()]
    assert [set(row) for row in rows] == [{"id", "sha256", "time"}] * 12
    assert rows[0]["time"] == "2026-11-22T14:20:05Z"


def test_a_time_is_said_in_both_calendars_in_persian() -> None:
    assert told(AT, "en") == "2026-11-22 14:20:05 UTC"
    assert told(AT, "fa") == "۱۴۰۵/۰۹/۰۱، ۱۴:۲۰:۰۵ \u2066(2026-11-22 14:20:05 UTC)\u2069"
