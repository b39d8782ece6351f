"""Documents say what the program says: commands from their help, links that lead somewhere, every noun in the glossary."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from muniment import model
from muniment.cli.verbs import FAMILIES, VERBS
from tests.rules.source import ROOT, texts, tracked

PAGES = [path for path in tracked() if path.suffix == ".md"]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
NORMS = [path for path in sorted((ROOT / "docs" / "norms").glob("*.md")) if path.name != "README.md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_the_page_of_commands_is_what_help_says() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(
        [sys.executable, "setup/docs.py", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: object) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (page.parent / link).exists()] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_states_problem_choices_choice_and_price(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text.startswith(f"# {path.name[:4]} ")  # type: ignore[attr-defined]
    assert [word for word in ("Problem", "Choice", "Price") if word.lower() not in text.lower()] == []
    assert len(text.splitlines()) <= 80, "a decision note is one page"


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) == len(set(numbers))


LAUNCHER = {"test", "bundle", "setup"}
LINE = re.compile(r"muniment ([a-z][a-z-]*)(?: ([a-z]+))?([^`\n]*)")


def typed(page: Path) -> list[tuple[str, str, list[str]]]:
    """The commands a page tells a reader to type: verb, the word after it, options."""
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"^    (.*)$|`([^`\n]+)`", text, re.MULTILINE)
    lines = [line for pair in code for line in pair if re.search(r"(^|\./|[^\w/])muniment [a-z]", line)]
    found = [LINE.search(line) for line in lines]
    return [(at[1], at[2] or "", re.findall(r"(?<!\S)--[a-z][a-z-]*", at[3].split("#")[0])) for at in found if at]


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDE], ids=lambda p: p.name)
def test_a_command_in_the_guide_exists_with_its_options(page: Path) -> None:
    wrong = []
    for verb, word, options in typed(page):
        name = FAMILIES.get(verb, {}).get(word, "" if verb == "user" else verb)
        if verb in LAUNCHER or (verb == "user" and not word):
            continue
        known = options_of(name) if name in VERBS else set()
        wrong += [f"{verb} {word}"] if name not in VERBS else [f"{verb} {option}" for option in options if option not in known]
    assert wrong == []


def options_of(verb: str) -> set[str]:
    """The options a command's own help lists, as the page of commands has it."""
    page = (ROOT / "docs" / "guide" / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"\n### {verb}\n", 1)[1].split("\n### ", 1)[0]
    return set(re.findall(r"--[a-z][a-z-]*", section))


def test_the_check_of_commands_would_find_a_wrong_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("    ./muniment revew ev-… --colour red   # a note\n\nor `muniment user ad`\n", encoding="utf-8")
    assert typed(page) == [("revew", "ev", ["--colour"]), ("user", "ad", [])]


def test_every_page_of_the_guide_is_reached_from_the_front_page() -> None:
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in GUIDE if f"(docs/guide/{page.name}" not in front] == []


def test_what_the_front_page_says_of_the_download_is_what_the_list_weighs() -> None:
    said = re.search(r"\((\d+) for the core\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    weighed = re.search(r"^# download: (\d+) MB", (ROOT / "setup" / "core.lock").read_text(encoding="utf-8"))
    assert said is not None
    assert weighed is not None
    assert said[1] == weighed[1]


def test_every_variable_we_read_is_explained_and_none_is_invented() -> None:
    page = (ROOT / "docs" / "guide" / "unattended.md").read_text(encoding="utf-8")
    told = set(re.findall(r"MUNIMENT_[A-Z_]+", page))
    read = {name for path, text in texts().items() if path.suffix != ".md" for name in re.findall(r"\bMUNIMENT_[A-Z]+(?:_[A-Z]+)*\b", text)}
    assert told == read


@pytest.mark.parametrize("page", NORMS, ids=lambda p: p.stem)
def test_a_norm_names_modules_and_tests_that_exist(page: Path) -> None:
    known = {path.relative_to(ROOT).as_posix(): text for path, text in texts().items()}
    tests = "\n".join(text for name, text in known.items() if name.startswith("tests/"))
    rows = [
        line.split("|")[2:4] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and line.count("|") == 4
    ]
    modules = [name for row in rows for name in re.findall(r"`([\w/]+\.(?:py|toml))`", row[0])]
    files = [name for row in rows for name in re.findall(r"(tests/[\w/]+\.py)", row[1])]
    cases = [name for row in rows for name in re.findall(r"\b(test_\w+)\b(?!\.py)", row[1])]
    assert rows
    assert [name for name in modules if not any(path.endswith(f"/{name}") and path.startswith("src/") for path in known)] == []
    assert [name for name in files if name not in known] == []
    assert [name for name in cases if f"def {name}(" not in tests] == []


def test_every_noun_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
    prefixes = {f"`{prefix}-`" for prefix in model.KINDS_BY_PREFIX} if hasattr(model, "KINDS_BY_PREFIX") else set()
    words = {"evidence", "custody event", "source", "passage", "derived text", "claim", "record", "entry", "judgement", "finding",
             "submission", "demand", "consent", "condition", "agent", "ledger", "checkpoint", "register", "package"}  # fmt: skip
    assert sorted(word for word in words if f"| **{word}**" not in glossary) == []
    assert sorted(prefix for prefix in prefixes if prefix not in glossary) == []


def test_every_row_of_odd_input_is_tried_by_a_test_that_exists() -> None:
    page = (ROOT / "docs" / "guide" / "intake.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition("## What happens to odd input")[2].splitlines() if line.startswith("| ")][1:]
    tests = "\n".join(text for path, text in texts().items() if "tests" in path.parts)
    assert len(rows) > 15
    assert [row for row in rows if not re.search(r"`test_\w+`", row)] == []
    assert [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in tests] == []
