"""Write docs/guide/commands.md from the commands' own help; with --check, only say whether it has drifted.

Help is the source, the page its copy: nobody edits the page by hand, and a test runs the check.
"""

import contextlib
import io
import os
import sys
from pathlib import Path

os.environ["COLUMNS"] = "100"  # help wraps to the terminal; the page must not

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "commands.md"
HEAD = """# Commands

Written by `make docs` from `muniment COMMAND --help`; a test fails when the two differ. `--json` prints for machines.
Exit codes: 0 done; 1 the answer is no, failed or refused; 2 usage or bad input; 3 an error inside; 4 nothing failed but a declared
check could not run.

"""


def said(*words: str) -> str:
    """What a command prints."""
    from muniment.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main(list(words))
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def page() -> str:
    """The whole page, one section a command."""
    from muniment.cli.verbs import VERBS

    sections = [f"## {verb}\n\n```\n{said(verb, '--help')}\n```\n" for verb in VERBS]
    return HEAD + f"```\n{said('--help')}\n```\n\n" + "\n".join(sections)


def main(words: list[str]) -> int:
    """Write or check; answers the exit code."""
    text = page()
    if words == ["--check"]:
        same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        sys.stdout.write("" if same else "docs/guide/commands.md is not what --help says now. Run: make docs\n")
        return 0 if same else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
