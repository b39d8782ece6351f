"""Pages as they leave the press: nothing inline, nothing foreign, small, one heading, names never in a title."""

import gzip
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from muniment.model.noun import short
from muniment.web.press import environment, press
from muniment.web.sheets.parts import Part
from tests.web.samples import Sample

STATIC = Path(__file__).parents[2] / "src" / "muniment" / "web" / "static"
PAGES = [(lang, name) for lang in ("en", "fa") for name in Sample("en").all()]
ALWAYS = (
    "tokens.css",
    "muniment.css",
    "pages.css",
    "print.css",
    "vendor/pico.min.css",
    "vendor/htmx.min.js",
    "theme.js",
    "keys.js",
    "review.js",
    "mark.svg",
)


@pytest.fixture(scope="module")
def printed() -> dict[tuple[str, str], str]:
    """Every sample page in both languages."""
    return {(lang, name): press(*Sample(lang).all()[name]) for lang, name in PAGES}


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_a_page_has_no_inline_style_script_or_handler(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    html = printed[page]
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:|hx-on|hx-vals=.js", html)


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_a_page_has_one_heading_one_main_and_says_its_language(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    html = printed[page]
    assert len(re.findall("<h1", html)) == 1
    assert len(re.findall("<main", html)) == 1
    assert f'<html lang="{page[0]}" dir="{"rtl" if page[0] == "fa" else "ltr"}"' in html


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_ids_are_used_once(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    ids = re.findall(r'\sid="([^"]+)"', printed[page])
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_a_page_weighs_under_100_kb_compressed_with_all_it_loads(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    loads = [gzip.compress((STATIC / name).read_bytes()) for name in ALWAYS]
    assert len(gzip.compress(printed[page].encode())) + sum(map(len, loads)) < 100_000


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_every_form_that_posts_carries_the_token(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    for form in re.findall(r"<form.*?</form>", printed[page], flags=re.DOTALL):
        assert 'method="post"' in form
        assert "csrfmiddlewaretoken" in form


@pytest.mark.parametrize("page", PAGES, ids="-".join)
def test_no_name_and_no_search_stands_in_a_title_or_an_address(printed: dict[tuple[str, str], str], page: tuple[str, str]) -> None:
    title = re.search(r"<title>(.*?)</title>", printed[page])
    addresses = re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', printed[page])
    for name in ("Esmarin", "اسمارین", "Torvali", "تروالی"):
        assert title is not None
        assert name not in title[1]
        assert not [a for a in addresses if name in a]


def test_a_page_in_persian_shows_no_english_word_of_the_interface(printed: dict[tuple[str, str], str]) -> None:
    html = re.sub(r"<(title|script|svg|code|kbd|pre)\b.*?</\1>", " ", printed["fa", "home"], flags=re.DOTALL)
    shown = re.sub(r"<bdi[^>]*lang=\"en\".*?</bdi>|<[^>]*>", " ", html, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{2,}", shown)) <= {"EN", "UTC", "Okari", "Verrin", "ev"}


def test_what_a_stranger_wrote_is_printed_as_text() -> None:
    template, shell, sheet = Sample("en").all()["refusal"]
    from msgspec.structs import replace

    html = press(template, shell, replace(sheet, found='<img src=x onerror="alert(1)">'))
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_field_that_is_missing_is_an_error_and_not_a_blank() -> None:
    _, shell, _ = Sample("en").all()["home"]
    with pytest.raises(UndefinedError):
        press("home", shell, Part())


def test_the_thread_keeps_its_order_and_says_each_line_in_words(printed: dict[tuple[str, str], str]) -> None:
    thread = re.search(r'<nav class="thread".*?</nav>', printed["en", "verify"], flags=re.DOTALL)
    assert thread is not None
    nouns = re.findall(r'class="noun">(\w+)<', thread[0])
    assert nouns == ["Evidence", "Passages", "Claims", "Records", "Register", "Findings", "Submissions"]
    assert "a check failed here" in thread[0]


def test_origins_are_spoken(printed: dict[tuple[str, str], str]) -> None:
    assert 'aria-label="2 independent origins, 1 reviewed"' in printed["en", "person"]
    assert "۲ خاستگاه مستقل، ۱ بازخوانده" in printed["fa", "person"]


def test_an_id_is_short_for_the_eye_and_whole_in_the_page(printed: dict[tuple[str, str], str]) -> None:
    assert short("ev-7d20c4a1f00b4be3a6c98e1155d20a37") == "ev-7d…d20a37"
    assert "ev-7d20c4a1f00b4be3a6c98e1155d20a37" in printed["en", "item"]


def test_htmx_may_neither_evaluate_nor_remember(printed: dict[tuple[str, str], str]) -> None:
    assert environment("en")
    for html in printed.values():
        assert '{"allowEval":false,"includeIndicatorStyles":false,"historyCacheSize":0}' in html


def test_stylesheets_use_logical_properties_only() -> None:
    physical = re.compile(
        r"(?:^|[;{\s])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[;{\s](?:left|right|top|bottom|width|height|min-width|max-height):"
    )
    for name in ("muniment.css", "pages.css"):
        text = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        assert physical.findall(text) == []
