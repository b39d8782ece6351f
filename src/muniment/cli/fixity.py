"""`muniment fixity-run`: every sealed byte looked at now, with a progress bar."""

from __future__ import annotations

import typer

from muniment.archive import DOORS
from muniment.cli import session, show
from muniment.cli.progress import bytes_bar


def run(archive: session.ArchiveOption = None, is_json: session.JsonOption = False, passphrase_fd: session.FdOption = None) -> None:
    """Look at every sealed byte now, without a key: objects, packs, ledger files. What failed is in the ledger and in the item's custody."""
    with session.desk(archive, passphrase_fd) as desk, bytes_bar() as progress:
        report = DOORS["fixity-run"].through(desk, {"progress": progress})
    show.answer(report, is_json=is_json)
    if report.faults:
        show.note(
            "“muniment verify” names every fault; “muniment ledger” shows what was found. Restore from a backup, beside this archive."
        )
        raise typer.Exit(1)
