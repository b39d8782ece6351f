"""The front page of the command line: every command under its heading, in the order a user meets it. Loads nothing else."""

import shutil
import textwrap
from collections.abc import Iterable

from muniment.cli.verbs import FAMILIES, GROUPS, VERBS

HEAD = """Muniment: evidence sealed, claims reviewed, a register, and letters that walk back to bytes.

Usage: muniment COMMAND [ARGUMENTS]     muniment COMMAND --help     muniment --version
"""
FOOT = """An archive is a folder: --archive DIR, else MUNIMENT_ARCHIVE, else ./archive. --json prints for machines.
Exit codes: 0 done; 1 the answer is no, failed or refused; 2 usage or bad input; 3 an error inside; 4 a declared check could
not run; 130 stopped with Ctrl-C. Words and names are asked for or read from a file: an argument would stay in the shell's history.
"""
WIDEST = 110


def front() -> str:
    """The whole front page."""
    blocks = [f"{title}\n{_block({verb: first(verb) for verb in verbs})}" for title, verbs in GROUPS.items()]
    return "\n".join([HEAD, *blocks, _filled(FOOT)])


def first(verb: str) -> str:
    """The first sentence of a command's help."""
    return VERBS[verb].summary.split(". ")[0].rstrip(".") + "."


def of(family: str) -> str:
    """`muniment user`: its words."""
    said = {word: VERBS[verb].summary for word, verb in FAMILIES[family].items()}
    return f"Usage: muniment {family} WORD [ARGUMENTS]\n\n" + _block(said)


def examples(verb: str) -> str | None:
    """What stands under a command's options: lines to type."""
    lines = VERBS[verb].examples
    return "\b\nFor example:\n" + "\n".join(f"  muniment {line}" for line in lines) if lines else None


def _block(said: dict[str, str]) -> str:
    width = max(map(len, said)) + 4
    return "".join(_entry(name, summary, width) for name, summary in said.items())


def _entry(name: str, summary: str, width: int) -> str:
    lines = textwrap.wrap(summary, _columns() - width)
    return "".join(f"{start:<{width}}{line}\n" for start, line in zip([f"  {name}", *[""] * len(lines)], lines, strict=False))


def _filled(text: str) -> str:
    return "\n".join(textwrap.wrap(" ".join(text.split()), _columns())) + "\n"


def _columns() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, WIDEST)


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that offers what was probably meant; empty when nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(f'“{name}”' for name in near)}?" if near else " “muniment --help” lists them."
