"""Write the pages that the program and the notes dictate; with --check, only say which of them have drifted.

docs/guide/commands.md comes from the commands' own help, docs/decisions/README.md from the titles of the notes, and the verifier
for browsers, verify.html, from its parts: the source is the source, the page its copy. Nobody edits these by hand, and a test runs the check.
"""

import contextlib
import io
import os
import re
import sys
from pathlib import Path

os.environ["COLUMNS"] = "100"  # help wraps to the terminal; the page must not

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS = """# Commands

Written by `make docs` from `muniment COMMAND --help`; a test fails when the two differ.

"""
DECISIONS = """# Decisions

What a newcomer could question, a page each: problem, choices, choice, price paid. Written by `make docs` from the notes' titles.

| | |
|---|---|
"""


def said(*words: str) -> str:
    """What a command prints."""
    from muniment.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main(list(words))
    return "```\n" + "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines()) + "\n```\n"


def commands() -> str:
    """The front page, then every command under its heading."""
    from muniment.cli.verbs import GROUPS

    parts = [COMMANDS + said("--help")]
    for title, verbs in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [f"### {verb}\n\n{said(verb, '--help')}" for verb in verbs]
    return "\n".join(parts)


def decisions() -> str:
    """A line a note, in the order of their numbers."""
    notes = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    titles = {note: note.read_text(encoding="utf-8").split("\n", 1)[0] for note in notes}
    return DECISIONS + "".join(
        f"| {note.name[:4]} | [{re.sub(r'^# [0-9]+ ', '', title)}]({note.name}) |\n" for note, title in titles.items()
    )


def verifier() -> str:
    """The one file that a browser opens."""
    from muniment.preserve.page import joined

    return joined()


VERIFIER = DOCS.parent / "src" / "muniment" / "preserve" / "standalone" / "verify.html"
PAGES = {VERIFIER: verifier, DOCS / "guide" / "commands.md": commands, DOCS / "decisions" / "README.md": decisions}


def main(words: list[str]) -> int:
    """Write or check; answers the exit code."""
    drifted = {
        path: text for path, make in PAGES.items() if (text := make()) != (path.read_text(encoding="utf-8") if path.exists() else "")
    }
    if words == ["--check"]:
        sys.stdout.write("".join(f"{path.relative_to(DOCS.parent)} is behind what it is made from. Run: make docs\n" for path in drifted))
        return 1 if drifted else 0
    for path, text in drifted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
