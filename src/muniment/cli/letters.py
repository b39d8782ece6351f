"""`muniment draft` and `muniment release`: letters as files, with what is still missing said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from muniment.archive import DOORS
from muniment.cli import session, show
from muniment.model.errors import BadInputError


def draft(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="urgent-appeal.")],
    people: Annotated[list[str], typer.Argument(metavar="PERSON...", help="Register entries (en-…).")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the DOCX, PDF, JSON and text.")] = None,
    cover: Annotated[Path | None, typer.Option("--cover", help="TOML with what only the drafter can say.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Draft a letter from accepted claims; it always renders, gaps as questions."""
    given: dict[str, Any] = {"kind": kind, "ids": tuple(people)}
    if cover is not None:
        given["cover"] = _toml(cover)
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["draft"].through(desk, given)
    files = _written(made.files, out)
    gaps = [gap.question for gap in made.submission.gaps()]
    if is_json:
        told = {"id": made.submission.id, "kind": kind, "gaps": gaps, "files": files}
        show.answer(told, is_json=True)
        return
    print(f"{made.submission.id}  {made.submission.title}")
    print("".join(f"  {path}\n" for path in files), end="")
    print("".join(f"  ? {question}\n" for question in gaps), end="")
    print("".join(f"  missing before release: {c.what}" + (f" ({c.found})" if c.found else "") + "\n"
                  for c in made.gate.checks if c.verdict == "failed"), end="")  # fmt: skip


def release(
    id: Annotated[str, typer.Argument(metavar="ID", help="The draft (su-…).")],
    expected: Annotated[int, typer.Option("--expected", help="The version you read.")],
    words: Annotated[str, typer.Option("--words", help="Why it may leave, in a sentence.")] = "released from the command line",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the files that leave.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Release a letter: refused, naming everything missing, until consent, second decision and linter are satisfied."""
    with session.desk(archive, passphrase_fd) as desk:
        sent = DOORS["release"].through(desk, {"id": id, "expected": expected, "words": words})
    files = _written(sent.files, out)
    show.answer({"id": id, "state": sent.submission.state, "files": files}, is_json=is_json)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadInputError(f"{path} cannot be read as TOML: {exc}.") from exc


def _written(files: Any, out: Path | None) -> list[str]:
    """Write the files below `out`; their names hold no name of a person."""
    if out is None:
        return [file.name for file in files]
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        (out / file.name).write_bytes(file.body)
    return [str(out / file.name) for file in files]
