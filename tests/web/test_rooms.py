"""Whatever the rooms say to a reader has its Persian: refusals, reasons, remarks of the linter, questions of a form, words of a reader."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path

import pytest

from muniment.web.words import vocabulary
from muniment.web.words.rooms import is_known, retold, sentences

SRC = Path(__file__).parents[2] / "src" / "muniment"
COMMANDS_ALONE = (  # what is raised here stops a command or the start of the server, and reaches no page
    "act/rendering/text.py", "archive/founding.py", "archive/keys.py", "archive/log.py",
    "archive/rebuild.py", "archive/sequencer.py", "archive/settings.py", "archive/story", "document/__init__.py", "document/extraction.py",
    "document/asking.py", "document/cases.py", "document/endpoint.py", "document/gate.py", "document/offers.py",
    "model/proof.py", "preserve/merkle.py", "preserve/note.py", "preserve/tiles.py", "protect/agent.py",
    "protect/custodians.py", "protect/keyring.py", "sample", "store/config.py", "store/acts.py", "cli", "web/api.py", "web/words", "document/readers/glyphs.py",
)  # fmt: skip
INTERNAL = {"no such address", "no such claim here", "no such file"}  # the page says in its own words that there is nothing
ELSEWHERE = {
    "X9, by X9",
    "Two doors are declared for X9.",
    "date",
    "value",
}  # told with a list of ours (below), to a programmer, of a field
COMPOSED = (  # put together of several strings
    "Consent ", "What was the day of the", "An urgent appeal is asked for", "The file holds {size}", "{count} in place, {erased}",
)  # fmt: skip
LISTS = ("act/mandates.toml", "act/impartial.toml", "act/urgent_appeal/form.toml")
SAID = ("name", "why", "instead", "heading")


def forms(node: ast.expr | None) -> list[str]:
    """Every sentence that an expression can make, with a stand-in for what varies; none where it is no text."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr(values=values):
            return [
                "".join(parts)
                for parts in product(*(forms(v.value) or ["X9"] if isinstance(v, ast.FormattedValue) else forms(v) for v in values))
            ]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return ["".join(parts) for parts in product(forms(left) or ["X9"], forms(right) or ["X9"])]
        case ast.BinOp(left=left, op=ast.Mod()):
            return [re.sub(r"%[sd]", "X9", text) for text in forms(left)]
        case ast.IfExp(body=body, orelse=other):
            return forms(body) + forms(other)
        case ast.BoolOp(values=values):
            return list(chain.from_iterable(map(forms, values)))
    return []


def spoken(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """What an error, a check or a reading says, with its line."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name.endswith("Error") and name not in ("ValueError", "AttributeError", "IndexError", "AssertionError"):
            yield from ((call.lineno, said) for said in call.args[:1])
        if name.endswith("Error") or name in ("Check", "_answer", "Reading", "joined", "Page", "Gap", "failed"):
            yield from (
                (call.lineno, word.value)
                for word in call.keywords
                if word.arg in ("advice", "found", "what", "unread", "why", "question", "ask")
            )
        if name in ("Fault", "Problem"):
            yield from ((call.lineno, said) for said in call.args[:1])
        if name == "failed":
            yield from ((call.lineno, said) for said in call.args[2:])
        if name == "_answer":
            yield from ((call.lineno, said) for said in (call.args[0], *call.args[2:3]))


def modules() -> list[Path]:
    return [path for path in sorted(SRC.rglob("*.py")) if not path.relative_to(SRC).as_posix().startswith(COMMANDS_ALONE)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_every_sentence_of_a_room_has_its_persian(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {(line, form) for line, node in spoken(tree) for form in forms(node)}
    assert (
        sorted(
            (line, form)
            for line, form in said
            if re.search(r"[A-Za-z]{2}", form.replace("X9", "")) and form not in INTERNAL | ELSEWHERE and not is_known(form)
        )
        == []
    )


def strings(value: object) -> Iterator[str]:
    """What a list of ours says to a reader."""
    match value:
        case dict():
            for key, held in value.items():
                if key in SAID:
                    yield str(held)
                elif key == "ask":
                    yield from (words for pair in held.values() for words in pair)
                else:
                    yield from strings(held)
        case list():
            for held in value:
                yield from strings(held)


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_has_its_persian(name: str) -> None:
    said = list(strings(tomllib.loads((SRC / name).read_text(encoding="utf-8"))))
    assert len(said) > 5
    assert [words for words in said if not is_known(words.replace("{who}", "X9"))] == []


def test_every_check_of_an_archive_and_of_a_package_has_its_name() -> None:
    known, found = vocabulary("fa"), set()
    for name in ("archive/check.py", "archive/files.py", "preserve/standalone/verify.py"):
        text = (SRC / name).read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:report\.\w+|\bfailed|\bCheck|\bpassed)\(\s*"([a-z ]+)"|\bwhat(?:, \w+)? = "([a-z ]+)"', text))
    names = {"".join(pair).replace(" ", "_") for pair in found}
    assert len(names) > 12
    assert {name for name in names if f"check.{name}" not in known} == set()


def test_what_varies_stands_on_both_sides() -> None:
    for form, said in sentences().items():
        assert set(re.findall(r"\{(\w+)\}", form)) == set(re.findall(r"\{(\w+)\}", said)), form


def test_no_sentence_is_kept_that_nobody_says_any_more() -> None:
    paths = [path for path in SRC.rglob("*.py") if path.name != "rooms.py"] + [
        SRC / name for name in (*LISTS, "act/urgent_appeal/phrases.toml")
    ]
    made = "\n".join(path.read_text(encoding="utf-8") for path in paths).replace('\\"', '"')
    made = re.sub(r'"\s*\n?\s*f?"', "", made) + made.replace("-", " ")
    stale = [
        form
        for form in sentences()
        if not form.startswith(COMPOSED)
        for piece in re.split(r"\{\w+\}|; ", form)
        if piece.strip(" .:“”()") not in made
    ]
    assert stale == []


def test_a_sentence_is_said_in_persian_with_what_varies_kept_apart() -> None:
    assert retold("fa", "No embargo is running") == "مهلت سکوتی در جریان نیست"
    assert retold("fa", "next-of-kin, by A. Sister") == "آری، از نزدیکان، از \u2068A. Sister\u2069"
    assert retold("fa", "3 open") == "۳ پرسش باز"
    assert retold("en", "3 open") == "3 open"
    assert (
        retold("fa", "Consent to submit: Mr. A. B. (this was never asked)")
        == "رضایت برای فرستادن: \u2068Mr. A. B.\u2069 (این هرگز پرسیده نشد)"
    )
    said = retold("fa", "The box “mdat” at byte 304 says it reaches to byte 812; the bytes end at 528.")
    assert said == "جعبهٔ «\u2068mdat\u2069» در بایت ۳۰۴ می‌گوید تا بایت ۸۱۲ می‌رسد؛ بایت‌ها در ۵۲۸ به پایان می‌رسد."  # one sentence, not two
    assert retold("fa", "5. Consent; 6. What happened: Mr. A. B.") == "۵. رضایت؛ ۶. چه رخ داد: \u2068Mr. A. B.\u2069"


def test_what_is_no_sentence_of_a_room_stays_as_it_was_and_apart() -> None:
    assert retold("fa", "cl-1; cl-2") == "\u2068cl-1\u2069؛ \u2068cl-2\u2069"
    assert retold("fa", "read again, by the sister (invented)") == "\u2068read again, by the sister (invented)\u2069"
    assert retold("fa", None) == ""
