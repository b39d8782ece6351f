"""Both languages say everything, no template speaks by itself, and Persian is written as Persian is written."""

import re
from pathlib import Path
from string import Formatter

import pytest

from muniment.web.pages.verify import SENTENCES
from muniment.web.words import WordError, counted, decimal, number, say, vocabulary
from muniment.web.words.rooms import sentences

SRC = Path(__file__).parents[2] / "src" / "muniment"
TEMPLATES = sorted((SRC / "web" / "templates").glob("**/*.html"))
CALL = re.compile(r"""\bt\(\s*(["'])([a-z_.\-]+)\1\s*(~?)""")
ALLOWED = {"EN", "فا", "English", "فارسی", "sha256"}
SPOKEN = ("title", "aria-label", "placeholder", "alt")


PERSIAN = {**vocabulary("fa"), **sentences()}
"""What is said in Persian: the interface's words by their keys, the rooms' by their English."""


def bare(template: str) -> str:
    """The template without its expressions, statements and comments."""
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)


def letters(text: str) -> list[str]:
    """Runs of letters that are not allowed to stand in a template by themselves."""
    found = re.findall(r"[^\W\d_]{2,}\d*", re.sub(r"&[a-z]+;", " ", text))
    return [word for word in found if word not in ALLOWED]


def test_both_languages_hold_the_same_keys() -> None:
    assert vocabulary("en").keys() == vocabulary("fa").keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_every_word_a_template_asks_for_exists_in_both(path: Path) -> None:
    for _, key, grows in CALL.findall(path.read_text(encoding="utf-8")):
        for lang in ("en", "fa"):
            known = vocabulary(lang)
            assert any(k.startswith(key) for k in known) if grows else key in known, (lang, key)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    text = bare(path.read_text(encoding="utf-8"))
    spoken = [value for name in SPOKEN for value in re.findall(rf'\b{name}="([^"]*)"', text)]
    shown = re.sub(r"<[^>]*>", " ", re.sub(r"<!doctype[^>]*>", "", text))
    shown = re.sub(r'\b[a-z-]+="[^"]*"', " ", shown)  # a macro that writes attributes
    assert [w for piece in (shown, *spoken) for w in letters(piece)] == []


def test_the_parts_to_be_put_in_are_the_same_in_both() -> None:
    for key in vocabulary("en"):
        parts = [{name for _, name, _, _ in Formatter().parse(vocabulary(lang)[key]) if name} for lang in ("en", "fa")]
        assert parts[0] == parts[1], key


def test_persian_has_persian_letters_digits_and_quotation_marks() -> None:
    for key, words in PERSIAN.items():
        assert not re.search("[\u064a\u0643\u0660-\u0669]", words), f"{key}: Arabic letters or digits"
        assert not re.search(r'["“”]', words), f"{key}: quotation marks"
        assert not re.search(r"[0-9]", re.sub(r"\{\w+\}|sha256sum|[A-Za-z][\w.-]*[0-9-]+[\w-]*", "", words)), f"{key}: Latin digits"


def test_persian_prefixes_and_plurals_stand_off_by_half_a_space() -> None:
    wrong = re.compile(r"(?<!\S)(می|نمی) \S|\S (ها|های|هایی|ترین)(?!\S)")
    assert {key: words for key, words in PERSIAN.items() if wrong.search(words)} == {}


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_interface_neither_praises_nor_shouts_nor_loads_a_word(lang: str) -> None:
    loaded = re.compile(r"!|regime|terroris|martyr|criminal|رژیم|تروریست|شهید|تبهکار|ادعا(?!شده)", re.IGNORECASE)
    assert {key: words for key, words in vocabulary(lang).items() if loaded.search(words)} == {}


def test_an_unknown_word_is_refused_and_not_left_blank() -> None:
    with pytest.raises(WordError, match="no words for"):
        say("en", "no.such.key")
    with pytest.raises(WordError, match="no words in"):
        say("xx", "name")
    with pytest.raises(WordError, match="need"):
        say("en", "log.signed")


def test_numbers_take_the_digits_of_the_language() -> None:
    assert (decimal("en", -0.125, 2), decimal("fa", -0.125, 2)) == ("\u22120.12", "\u2066\u2212۰٫۱۲\u2069")
    assert (number("en", 48213), number("fa", 48213)) == ("48,213", "۴۸٬۲۱۳")
    assert counted("en", "home.people", 1) == "one person"
    assert counted("fa", "home.people", 3) == "۳ تن"


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_what_a_check_proves_and_does_not_is_said_whole(lang: str) -> None:
    """The verifiers grow sentences; each has its words here, or the page that verifies would refuse."""
    assert [key for key in SENTENCES.values() if key not in vocabulary(lang)] == []
