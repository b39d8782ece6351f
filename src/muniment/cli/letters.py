"""`draft`, `submission`, `release`: letters as files, with what is still missing said."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from muniment.archive import DOORS
from muniment.cli import plain, session, show
from muniment.cli.files import read_toml, write_new

OutOption = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the DOCX, PDF, JSON and text.")]
WHY = "released from the command line"


def draft(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="urgent-appeal.", show_default=False)],
    people: Annotated[list[str], typer.Argument(metavar="PERSON...", help="Register entries (en-…).", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the DOCX, PDF, JSON and text.")] = Path(),
    cover: Annotated[Path | None, typer.Option("--cover", metavar="FILE", help="TOML with what only the drafter can say.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Draft a letter from accepted claims; it always renders, gaps as questions."""
    given: dict[str, Any] = {"kind": kind, "ids": tuple(people)}
    if cover is not None:
        given["cover"] = read_toml(cover)
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["draft"].through(desk, given)
    files = _written(made.files, out)
    gaps = [gap.question for gap in made.submission.gaps() if not gap.left_unknown]
    _told(made, files, {"id": made.submission.id, "kind": kind, "gaps": gaps, "files": files} if is_json else None)


def submission(
    id: Annotated[str, typer.Argument(metavar="ID", help="A letter (su-…).", show_default=False)],
    out: OutOption = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """One letter with what stands between it and its release; with --out also its files."""
    with session.desk(archive, passphrase_fd) as desk:
        known = DOORS["submission"].through(desk, {"id": id, "with_files": out is not None})
    files = _written(known.files, out) if out is not None else []
    _told(known, files, {"submission": known.submission, "gate": known.gate, "files": files} if is_json else None)


def release(
    id: Annotated[str, typer.Argument(metavar="ID", help="The draft (su-…).", show_default=False)],
    expected: Annotated[int, typer.Option("--expected", metavar="N", help="The version you read.", show_default=False)],
    words: Annotated[
        str | None, typer.Option("--words", metavar="WORDS", help="Why it may leave; no name here, it stays in the shell's history.")
    ] = None,
    out: OutOption = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Release a letter: refused, naming everything missing, until consent, second decision and linter are satisfied."""
    why = words or _why()
    with session.desk(archive, passphrase_fd) as desk:
        sent = DOORS["release"].through(desk, {"id": id, "expected": expected, "words": why})
    files = _written(sent.files, out) if out is not None else []
    _told(sent.submission, files, {"id": id, "state": sent.submission.state, "files": files} if is_json else None)


def _why() -> str:
    """Why it may leave: asked on a terminal, else the next line of standard input, else that a command did it."""
    return session.ask("why it may leave, in a sentence", session.FOR_GOOD) if sys.stdin.isatty() else sys.stdin.readline().strip() or WHY


def _told(letter: object, files: Iterable[str], machine: dict[str, Any] | None) -> None:
    """The letter in lines, with the files it became; or, for a machine, this object."""
    if machine is None:
        print("\n".join([*plain.lines(letter), *(f"  {path}" for path in files)]))
    else:
        show.answer(machine, is_json=True)


def _written(files: Iterable[Any], out: Path) -> list[str]:
    """Write the files below `out`; their names hold no name of a person."""
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        write_new(out / file.name, file.body)
    return [str(out / file.name) for file in files]
