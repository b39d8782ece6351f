"""Documents say what the program says: commands from their help, links that lead somewhere, every noun in the glossary."""

import os
import re
import subprocess
import sys

import pytest

from muniment import model
from tests.rules.source import ROOT, tracked

PAGES = [path for path in tracked() if path.suffix == ".md"]
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


def test_every_noun_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
    prefixes = {f"`{prefix}-`" for prefix in model.KINDS_BY_PREFIX} if hasattr(model, "KINDS_BY_PREFIX") else set()
    words = {"evidence", "custody event", "source", "passage", "derived text", "claim", "record", "entry", "judgement", "finding",
             "submission", "demand", "consent", "condition", "agent", "ledger", "checkpoint", "register", "package"}  # fmt: skip
    assert sorted(word for word in words if f"| **{word}**" not in glossary) == []
    assert sorted(prefix for prefix in prefixes if prefix not in glossary) == []
