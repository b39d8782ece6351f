"""A real browser at a house that is really served: comes in, remembers what it complained about, asks axe-core."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.web.conftest import House
from tests.web.served import PASSWORD

AXE = Path(__file__).parents[1] / "material" / "vendor" / "axe.min.js"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium; never one of playwright's own."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("MUNIMENT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next(found for name in names if name and (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


def enter(browser: Any, house: House, login: str, *, lang: str = "en", theme: str = "light", **options: Any) -> Any:
    """A fresh page of somebody logged in, by keys alone. `said` collects what the page complains of."""
    settings = {"viewport": {"width": 1440, "height": 900}, "color_scheme": theme, "reduced_motion": "reduce"} | options
    page = browser.new_context(**settings).new_page()
    page.set_default_timeout(10_000)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{house.address}/login")
    page.fill("main [name=name]", login)
    page.fill("main [name=password]", PASSWORD)
    page.press("main [name=password]", "Enter")
    page.wait_for_url(f"{house.address}/")
    page.click(f".langs button[value={lang}]")  # an account remembers the language of whoever came before
    page.wait_for_selector(f".langs button[value={lang}][aria-current]")
    return page


def axe(page: Any, *rules: str) -> list[str]:
    """What axe-core finds on the page, one line each; by some of its rules alone where they are named."""
    before = list(page.said)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("asked => axe.run(document, asked)", {"resultTypes": ["violations"], **only})
    page.said[:] = before  # what axe-core tries out itself is not the page's
    return [f"{v['id']}: {n['html'][:200]}" for v in found["violations"] for n in v["nodes"]]


def select(page: Any, words: str) -> None:
    """Select words of the document, wherever they stand."""
    page.evaluate(
        """words => { const walk = document.createTreeWalker(document.getElementById('document'), NodeFilter.SHOW_TEXT);
        for (let node; node = walk.nextNode();) { const at = node.data.indexOf(words); if (at < 0) continue;
          const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + words.length);
          getSelection().removeAllRanges(); getSelection().addRange(range); return; } throw new Error('not there: ' + words); }""",
        words,
    )  # fmt: skip


def until(page: Any, true: str, seconds: float = 15) -> None:
    """Until a page says yes. Asked from here: the content policy lets nothing in the page wait by itself."""
    end = time.monotonic() + seconds
    while not _says(page, true):
        assert time.monotonic() < end, true
        page.wait_for_timeout(50)


def _says(page: Any, true: str) -> bool:
    from playwright.sync_api import Error

    try:
        return bool(page.evaluate(true))
    except Error as exc:  # the page went elsewhere while it was asked
        assert "context was destroyed" in str(exc), exc
        return False


def settled(page: Any) -> None:
    """Until htmx has put the answer in its place."""
    page.wait_for_load_state("load")
    until(page, "!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def press(page: Any, key: str) -> None:
    """Press a key and wait for what it opens: another page, or another part of this one."""
    page.keyboard.press(key)
    page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    settled(page)
