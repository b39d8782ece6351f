"""Which stretch a player is given; and a recording played in a real browser: silent until asked, by keys alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.archive.recording import MOST
from muniment.document.media import sniff
from muniment.web.pages.recording import ranged
from tests.archive.test_recording import sound
from tests.web import browsing
from tests.web.conftest import House


@pytest.mark.parametrize(
    ("header", "size", "given"),
    [("", 10, (0, 10)), ("", MOST + 1, None), ("bytes=0-", 10, (0, 10)), ("bytes=2-4", 10, (2, 5)), ("bytes=-3", 10, (7, 10)),
     ("bytes=0-", MOST * 3, (0, MOST)), ("bytes=5-99", 10, (5, 10)), ("bytes=-", 10, None), ("bytes=1-2,4-5", 10, None), ("lines=1-2", 10, None)],
)  # fmt: skip
def test_a_range_is_given_as_far_as_it_may(header: str, size: int, given: tuple[int, int] | None) -> None:
    assert ranged(header, size) == given


@given(st.text(max_size=40), st.integers(0, 2**40))
def test_no_header_breaks_it_or_takes_too_much(words: str, size: int) -> None:
    for header in (words, f"bytes={words}"):
        found = ranged(header, size)
        assert found is None or (found[1] <= size and found[1] - found[0] <= MOST)


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"), (b"\x1a\x45\xdf\xa3\x9fB\x82\x88matroska", "video/x-matroska"),
     (b"fLaC\x00", "audio/flac")],
)  # fmt: skip
def test_what_a_browser_plays_is_told_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert sniff(head + bytes(40), "a.bin") == kind


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("fa", "dark")])
def test_a_recording_plays_by_keys_alone_silent_until_asked(browser: Any, house: House, lang: str, theme: str, tmp_path: Any) -> None:
    page = browsing.enter(browser, house, "verrin", lang=lang, theme=theme)
    page.goto(f"{house.address}/evidence")
    page.set_input_files("#files", {"name": f"interview-{lang}.wav", "mimeType": "audio/wav", "buffer": sound(40 + len(theme))})
    page.click("form.intake button.primary")
    page.wait_for_selector("#receipts a, [href^='/evidence/ev-']")
    id = page.get_attribute("[href^='/evidence/ev-']", "href")
    page.goto(house.address + id)
    browsing.until(page, "document.getElementById('player').duration > 40")
    assert page.evaluate("player.muted && player.paused")
    page.keyboard.press("x")
    browsing.until(page, "player.currentTime > 0")
    page.keyboard.press("f")
    browsing.until(page, "player.currentTime > 5")
    page.keyboard.press("m")
    assert not page.evaluate("player.muted")
    page.keyboard.press("x")
    assert page.evaluate("player.paused")
    assert page.said == []
    assert browsing.axe(page) == []
    page.evaluate("player.currentTime = 38")  # beyond the first piece: the browser asks for another range
    browsing.until(page, "player.currentTime >= 38 && player.readyState >= 2")
    page.screenshot(path=str(tmp_path / f"{lang}.png"))
