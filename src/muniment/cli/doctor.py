"""`muniment doctor`: what is healthy and what is not, on one page; with --drill, a backup restored aside and thrown away."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS, archive_folder
from muniment.archive.doctor import without_keys
from muniment.archive.drill import drill as run_drill
from muniment.cli import session, show
from muniment.cli.progress import bytes_bar
from muniment.cli.verify import CODES, passphrase_or_none, print_checks, trimmed
from muniment.model.errors import MunimentError
from muniment.model.verdict import Verdict


def doctor(
    drill: Annotated[
        Path | None, typer.Option("--drill", metavar="BACKUP", help="Restore this backup aside, check it, throw it away.")
    ] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """What is healthy here and what is not: programs, disk, clock, fixity, backups, drills, keys, waiting work, ledger."""
    if drill is not None:
        _drill(drill, archive, passphrase_fd, is_json=is_json)
        return
    verdict = _looked(archive, passphrase_fd)
    if is_json:
        show.answer({"verdict": verdict.answer, "checks": [trimmed(check) for check in verdict.checks]}, is_json=True)
    else:
        print_checks(verdict)
        print("\n" + verdict.answer.replace("_", " "))
    if CODES[verdict.answer]:
        raise typer.Exit(CODES[verdict.answer])


def _looked(archive: str | None, descriptor: int | None) -> Verdict:
    """With keys where there are any, else as far as it goes without."""
    root = archive_folder(archive)
    try:
        with session.desk_if(archive, lambda: passphrase_or_none(descriptor)) as desk:
            found: Verdict = DOORS["doctor"].through(desk, {})
            return found
    except MunimentError as exc:
        if os.environ.get("MUNIMENT_PASSPHRASE_FILE") or descriptor is not None:
            show.note(str(exc))
        return without_keys(root, datetime.now(UTC))


def _drill(backup: Path, archive: str | None, descriptor: int | None, *, is_json: bool) -> None:
    with session.desk(archive, descriptor) as desk, bytes_bar() as progress:
        done = run_drill(desk, backup, progress=progress)
    if is_json:
        show.answer(done, is_json=True)
        return
    print(f"passed: {done.nouns:,} noun versions and {done.entries:,} ledger entries came back, as they were at {done.made_at}")
    if done.since:
        show.note(f"{done.since:,} entries were made since that backup.")
