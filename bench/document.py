"""How fast documents are read: characters a CPU second in English and Persian, growth at ten times the length, and hard lines.

    python bench/document.py [--chars 200000] [--from DIR]

The text is that of the annotated documents in `tests/material/extract/open` (or DIR), repeated. CPU is user + system seconds
of this process. Growth is the time for ten times the text over ten times the time: 1.0 is linear. Figures of another machine
say nothing, ratios may.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from muniment.document import extract
from muniment.document.sentences import language

ROOT = Path(__file__).parents[1]
HARD = {
    "a line of letters": "a" * 1_000_000,
    "a line of capitals": "Aa " * 333_000,
    "a line of quotation marks": '"' * 300_000,
    "a line of digits": "1 " * 300_000,
    "a line of «به»": "به " * 200_000,
    "a line of one sentence": "was arrested and " * 30_000,
}


def texts(folder: Path) -> dict[str, str]:
    """The documents of each language, joined."""
    out = {"en": "", "fa": ""}
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        out[language(text)] += text + "\n\n"
    return out


def seconds(text: str) -> float:
    """CPU seconds to read a text."""
    began = time.process_time()
    extract(text, date="2025-01-01")
    return time.process_time() - began


def repeated(text: str, chars: int) -> str:
    """A text of about so many characters."""
    return (text * (chars // len(text) + 1))[:chars]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=200_000)
    parser.add_argument("--from", dest="folder", type=Path, default=ROOT / "tests" / "material" / "extract" / "open")
    options = parser.parse_args()
    began = time.process_time()
    subprocess.run(
        [sys.executable, "-c", "from muniment.document import extract; extract('A B was arrested. الف')"], check=True, cwd=ROOT / "src"
    )
    for name, text in texts(options.folder).items():
        extract(text, date="2025-01-01")
        small, large = seconds(repeated(text, options.chars // 10)), seconds(repeated(text, options.chars))
        print(f"{name}: {options.chars / large:,.0f} characters a CPU second; growth at 10x: {large / (10 * small):.2f}")
    for name, line in HARD.items():
        tenth, whole = seconds(line[: len(line) // 10]), seconds(line)
        print(f"{name} ({len(line):,} characters): {whole:.1f} s; growth at 10x: {whole / (10 * max(tenth, 0.001)):.2f}")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "muniment", "extract", "--text", str(next(options.folder.glob("*.txt")))],
        check=True,
        cwd=ROOT / "src",
        stdout=subprocess.DEVNULL,
    )
    print(f"start-up of `muniment extract`: {time.perf_counter() - started:.2f} s wall; this run: {time.process_time() - began:.1f} s CPU")


if __name__ == "__main__":
    main()
