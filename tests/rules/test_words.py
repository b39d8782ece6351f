"""The words of the tree: no drawers, every module introduces itself, impartial words, and nothing of the place it was made in."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.source import PACKAGE, ROOT, STANDALONE, modules, texts, tree

DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "shared", "lib", "base_utils"}
LONGEST = 400

LOADED = re.compile(r"\b(regime|terrorists?|martyr(?:s|ed|dom)?|criminals|criminal (?:state|government|authorities))\b", re.IGNORECASE)
DATA = {".toml", ".csv", ".yaml", ".json", ".txt"}  # vocabularies hold what sources write; a reader must know a word to read it
ABOUT_WORDS = {"src/muniment/act/impartial.toml", "tests/rules/test_words.py"}

PLACES = re.compile(
    r"(?<![\w.])(/(?:work|root|home/[a-z]\w*|Users/[A-Za-z]\w*|opt/pypi)/"
    r"|(?:pypi|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs)\.(?:org|com|net)"
    r"|(?:deb|security|snapshot)[.]debian[.]org|(?:extra-)?index[-]url\b)"
)


def test_no_folder_or_module_is_a_drawer() -> None:
    words = {part: name for name in modules() for part in name.split(".")}
    assert sorted(DRAWERS & set(words)) == []


@pytest.mark.parametrize("name", modules())
def test_a_module_says_what_it_promises(name: str) -> None:
    said = ast.get_docstring(tree(modules()[name])) or ""
    assert len(said.split()) >= 3, f"{name} needs a docstring: what it promises, what it refuses, by which standard"


def test_no_module_grew_past_one_noun() -> None:
    long = {name: lines for name, path in modules().items() if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST}
    long.pop("muniment.preserve.standalone.verify", None)  # one file on purpose: a court copies it alone
    assert long == {}, "which second noun hides in them?"


def loaded(path: Path, text: str) -> list[str]:
    """Loaded words outside a marked quotation (“...”, «...», > quoted lines)."""
    if path.relative_to(ROOT).as_posix() in ABOUT_WORDS or path.suffix in DATA or "vendor" in path.parts:
        return []
    plain = re.sub(r"“[^”]*”|«[^»]*»|^>.*$", " ", text, flags=re.MULTILINE)
    return [f"{path.relative_to(ROOT)}: {found.group()}" for found in LOADED.finditer(plain)]


def test_our_own_words_take_no_side() -> None:
    ours = {path: text for path, text in texts().items() if path.is_relative_to(PACKAGE) or path.is_relative_to(ROOT / "docs")}
    ours |= {path: text for path, text in texts().items() if path.parent == ROOT}
    assert [word for path, text in ours.items() for word in loaded(path, text) if path.name != "LICENSE"] == []


def test_a_loaded_word_is_found_and_a_quoted_one_is_not() -> None:
    said = "the regime answered; the letter says “the regime”"
    assert loaded(PACKAGE / "x.py", said) == ["src/muniment/x.py: regime"]


def test_nothing_names_the_machine_or_registry_it_was_made_with() -> None:
    away = {ROOT / "tests" / "rules" / "test_words.py"}
    kept = {path: text for path, text in texts().items() if path not in away and path.suffix != ".LICENSE"}
    assert [f"{path.relative_to(ROOT)}: {found}" for path, text in kept.items() for found in PLACES.findall(text)] == []


def test_no_module_leaves_work_undone() -> None:
    stubs = re.compile(r"(raise NotImplementedError|\b(?:TODO|FIXME|XXX)\b|\bbreakpoint\()")
    found = [f"{name}: {word}" for name, path in modules().items() for word in stubs.findall(path.read_text(encoding="utf-8"))]
    assert found == []


def swallowed(path: Path) -> list[int]:
    """Lines of handlers for any exception at all that do nothing."""
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
    ]


def test_no_error_is_swallowed_whole() -> None:
    assert {name: lines for name, path in modules().items() if path != STANDALONE and (lines := swallowed(path))} == {}
