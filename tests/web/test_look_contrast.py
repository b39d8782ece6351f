"""Every pair of colours that meets on a page, computed from the stylesheet: 4.5 for text, 3.0 for controls and marks."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src" / "muniment" / "web" / "static"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall((STATIC / "tokens.css").read_text(encoding="utf-8"))}

TEXT = (
    *((ink, paper) for ink in ("ink", "ink-2", "ink-3", "gall", "green", "ochre", "seal", "red") for paper in ("sheet", "inset")),
    ("ink", "ground"), ("ink-2", "ground"), ("ink-3", "ground"), ("ink", "mark"), ("ink", "kept"), ("ink", "ochre-wash"),
    ("ink-2", "ochre-wash"), ("ochre", "ochre-wash"), ("seal", "seal-wash"), ("ink", "gall-wash"), ("gall", "gall-wash"),
    ("on-gall", "gall"), ("on-green", "green"), ("on-ochre", "ochre"), ("on-mark-line", "mark-line"), ("on-bed", "bed"),
    ("on-bed-2", "bed"), ("gall", "on-gall"),
)  # fmt: skip
MARKS = (
    ("edge", "sheet"),
    ("edge", "inset"),
    ("mark-line", "sheet"),
    ("mark-line", "mark"),
    ("green", "kept"),
    ("gall", "ground"),
    ("red", "ground"),
)


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of an sRGB colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_agrees_with_the_known_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(ink: str, paper: str, theme: int) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[paper][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "paper"), MARKS)
def test_controls_and_marks_can_be_seen(mark: str, paper: str, theme: int) -> None:
    assert contrast(TOKENS[mark][theme], TOKENS[paper][theme]) >= 3.0


def test_red_is_spent_on_danger_to_a_person_and_on_nothing_else() -> None:
    rules = [
        rule.split("{")[0].strip()
        for name in ("muniment.css", "pages.css")
        for rule in re.findall(r"[^{}]+\{[^{}]*var\(--red\)[^{}]*\}", (STATIC / name).read_text(encoding="utf-8"))
    ]
    assert rules
    assert [r for r in rules if not re.search(r"danger|\.red|\.hours", r)] == []


def test_no_colour_is_written_outside_the_tokens() -> None:
    for name in ("muniment.css", "pages.css"):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;, )])", (STATIC / name).read_text(encoding="utf-8")) == []
