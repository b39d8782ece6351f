"""The pages in a real browser, under their real content policy: accessible, quiet, narrow enough, and worked by keys alone.

Each page is a sample sheet, served on loopback exactly as the press prints it.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from muniment.web.policy import POLICY
from muniment.web.press import press
from tests.web.browsing import axe, select
from tests.web.samples import Sample

pytestmark = pytest.mark.needs("chromium")

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "muniment" / "web" / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
NAMES = tuple(Sample("en").all())


def print_pages() -> dict[str, bytes]:
    """Address -> page, for every sample in both languages; `off` is the home page with single-letter keys switched off."""
    pages = {f"/{lang}/{name}": press(*page) for lang in ("en", "fa") for name, page in Sample(lang).all().items()}
    template, shell, sheet = Sample("en").all()["home"]
    pages["/en/off"] = press(template, replace(shell, single_keys=False), sheet)
    return {address: html.encode() for address, html in pages.items()}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A loopback server with the sample pages and the interface's own files."""
    pages = print_pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            file = STATIC / path.removeprefix("/static/")
            body = file.read_bytes() if path.startswith("/static/") and file.is_file() else pages.get(path) or pages.get(f"/en{path}")
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", TYPES.get(file.suffix, "text/html; charset=utf-8"))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page that remembers what it complained about."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    fresh = context.new_page()
    fresh.said = []
    fresh.on("console", lambda message: fresh.said.append(message.text))
    fresh.on("pageerror", lambda error: fresh.said.append(str(error)))
    fresh.on("requestfailed", lambda request: fresh.said.append(request.url))
    yield fresh
    context.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("fa", "dark")])
def test_axe_finds_nothing_and_the_page_complains_of_nothing(page: Any, site: str, lang: str, theme: str, name: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(f"{site}/{lang}/{name}")
    page.wait_for_load_state("networkidle")
    assert page.said == []
    assert axe(page) == []


@pytest.mark.parametrize("name", ["home", "person", "review", "submission"])
def test_axe_finds_nothing_with_the_themes_exchanged(page: Any, site: str, name: str) -> None:
    for lang, theme in (("en", "dark"), ("fa", "light")):
        page.emulate_media(color_scheme=theme)
        page.goto(f"{site}/{lang}/{name}")
        assert axe(page) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_no_page_scrolls_sideways_at_320_pixels(page: Any, site: str, lang: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/{lang}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["home", "review", "person", "submission"])
def test_touch_targets_of_a_phone_are_large_enough(page: Any, site: str, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/en/{name}")
    small = page.evaluate("[...document.querySelectorAll('.button, .tabs a')].filter(b => b.getClientRects().length"
                          " && b.getBoundingClientRect().height < 43.5).map(b => b.textContent)")  # fmt: skip
    assert small == []


def test_a_letter_does_what_is_printed_on_it(page: Any, site: str) -> None:
    page.goto(f"{site}/en/home")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "query"
    page.keyboard.type("rd/")
    assert page.input_value("input[name=query]") == "rd/"
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_url("**/review")


def test_question_mark_shows_the_keys_of_the_page(page: Any, site: str) -> None:
    page.goto(f"{site}/en/review")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys")


def test_single_letter_keys_can_be_switched_off(page: Any, site: str) -> None:
    page.goto(f"{site}/en/off")
    page.keyboard.press("/")
    page.keyboard.press("r")
    assert page.url.endswith("/en/off")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert not page.is_visible("kbd.key >> nth=0")


def test_j_and_k_walk_through_the_rows(page: Any, site: str) -> None:
    page.goto(f"{site}/fa/home")
    for key, wanted in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate("[...document.querySelectorAll('[data-step]')].findIndex(e => e.classList.contains('at'))") == wanted


def test_the_place_of_a_key_counts_on_a_persian_keyboard(page: Any, site: str) -> None:
    page.goto(f"{site}/fa/home")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ق', code: 'KeyR', bubbles: true}))")
    page.wait_for_url("**/review")


@pytest.mark.parametrize(("lang", "words", "key", "property"), [
    ("en", "Branch 2 of the Ostrin Bench", "p", "place"), ("en", "Arvin Sotalek", "n", "name"),
    ("fa", "شنبه‌شب", "d", "date"), ("fa", "برهم زدن آرامش رود", "c", "charge"),
])  # fmt: skip
def test_words_selected_and_a_letter_make_a_claim_at_their_code_points(
    page: Any, site: str, lang: str, words: str, key: str, property: str
) -> None:
    page.goto(f"{site}/{lang}/review")
    select(page, words)
    page.keyboard.press(key)
    form = page.evaluate("Object.fromEntries(new FormData(document.querySelector('#new form')))")
    text = "\n".join("".join(run.text for run in p.runs) for p in Sample(lang).review().paragraphs)
    start = text.index(words)
    assert (form["property"], form["quote"]) == (property, words)
    assert (int(form["start"]), int(form["end"])) == (start, start + len(words))


def test_a_letter_without_a_selection_makes_nothing(page: Any, site: str) -> None:
    page.goto(f"{site}/en/review")
    page.keyboard.press("n")
    assert not page.is_visible("#new")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_dashed_line_ties_the_passage_to_its_claim_in_both_directions(page: Any, site: str, lang: str) -> None:
    page.goto(f"{site}/{lang}/review")
    page.wait_for_selector(".tie.tied")
    ring, card = page.locator(".tie circle").bounding_box(), page.locator(".claim.selected[data-selected]").bounding_box()
    edge = card["x"] + (card["width"] if lang == "fa" else 0)
    assert abs(ring["x"] + ring["width"] / 2 - edge) < 4
    assert page.locator(".tie path").get_attribute("stroke-dasharray") == "6 4"


def test_everything_on_the_desk_is_reached_by_tab_alone(page: Any, site: str) -> None:
    page.goto(f"{site}/en/review")
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Accepta", "Edite", "Rejectr", "Unsureu", "Skip to the page"} <= reached


def test_a_chosen_theme_shows_at_once(page: Any, site: str) -> None:
    page.goto(f"{site}/en/settings")
    page.check("input[name=theme][value=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 22)"
    page.check("input[name=theme][value='']")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(233, 236, 234)"


def test_paper_shows_whole_ids_and_no_buttons(page: Any, site: str) -> None:
    page.goto(f"{site}/en/item")
    page.emulate_media(media="print")
    assert not page.is_visible(".bar")
    assert not page.is_visible(".title .acts")
    assert page.is_visible("text=ev-7d20c4a1f00b4be3a6c98e1155d20a37 >> nth=0")
    assert page.is_visible("text=Log sound")
