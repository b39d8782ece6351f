"""After logging out, the browser's own profile on disk holds no word of the archive: in no cache, history, form, session or title."""

import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.browsing import ARGS
from tests.web.conftest import House
from tests.web.served import CANARY, PASSWORD

pytestmark = pytest.mark.needs("chromium")

NAME, PERSIAN = "Esmarin", "اسمارین"
WORDS = (CANARY, NAME, PERSIAN, "Communiqué", PASSWORD)


def spellings(word: str) -> list[bytes]:
    """A word as it may lie on a disk."""
    utf8 = word.encode()
    shifted = [base64.b64encode(b"\0" * n + utf8 + b"\0\0")[4 if n else 0 : -4] for n in range(3)]
    return [utf8, word.encode("utf-16-le"), quote(word).encode(), word.encode("unicode_escape"), *(s for s in shifted if len(s) > 7)]


def found(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Which words lie in which files."""
    every = [(word, spelled) for word in words for spelled in spellings(word)]
    hits = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            hits += [f"{word} in {path.relative_to(folder)}" for word, spelled in every if spelled in data]
    return sorted(set(hits))


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Path]:
    """A profile folder, looked at after the browser is gone."""
    yield tmp_path / "profile"
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


def launch(playwright: Any, profile: Path) -> Any:
    """The system's browser with a profile on disk."""
    names = (os.environ.get("MUNIMENT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next(found for name in names if name and (found := shutil.which(name)))
    return playwright.chromium.launch_persistent_context(str(profile), executable_path=path, args=ARGS)


def test_the_scan_finds_a_word_that_a_page_left_behind(profile: Path) -> None:
    """The scan itself is tried: a page that stores a word is found out."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = launch(playwright, profile)
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<title>x</title>", headers={"Content-Type": "text/html"}))
        page.goto("http://127.0.0.1:9/")
        page.evaluate(f"localStorage.setItem('k', {CANARY!r})")
        context.close()
    assert found(profile, (CANARY,)) != []


def test_a_profile_holds_no_word_of_the_archive_after_logging_out(house: House, profile: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = launch(playwright, profile)
        page = context.new_page()
        page.goto(f"{house.address}/login")
        page.fill("#name", "verrin")
        page.fill("#password", PASSWORD)
        page.click("main button.primary")
        page.wait_for_url(f"{house.address}/")
        for address in ("/evidence", f"/evidence/{house.items['Communiqué no. 9']}", f"/evidence/{house.items['Letter, photographed']}", "/people",
                        f"/people/{house.people['Behan Esmarin']}", f"/review/{house.items['Communiqué no. 9']}", "/ledger", "/submissions",
                        f"/trace/{house.people['Behan Esmarin']}"):  # fmt: skip
            page.goto(house.address + address)
            page.wait_for_load_state("load")
            assert not [word for word in WORDS if word in page.title() or word in page.url]
        for query in (CANARY, NAME, PERSIAN):
            page.goto(f"{house.address}/search")
            page.fill("#q", query)
            page.click("main button.primary")
            page.wait_for_load_state("load")
            assert not [word for word in WORDS if word in page.title() or word in page.url]
            assert page.locator(".hit").count() > 0
        page.go_back()
        page.goto(f"{house.address}/settings")
        page.click("form[action='/logout'] button")
        page.wait_for_url("**/login")
        page.go_back()
        assert CANARY not in page.content()
        context.close()
    assert found(profile, WORDS) == []
