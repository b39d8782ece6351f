"""`muniment excerpt`: claims, records or people as a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS
from muniment.cli import session, show
from muniment.cli.files import write_parts
from muniment.model.errors import BadInputError


def excerpt(
    form: Annotated[str, typer.Option("--as", metavar="csv|xlsx|jsonl|jsonld|ftm", help="The form of the file.", show_default=False)],
    purpose: Annotated[
        str,
        typer.Option("--for", metavar="count|submit|share-with-state|publication|prosecution|sanctions", show_default=False,
                     help="What it is for: whoever did not agree to that stays out."),
    ],
    out: Annotated[Path, typer.Option("--out", help="The file to write.", show_default=False)],
    of: Annotated[str | None, typer.Option("--of", metavar="claims|records|people", help="What of the archive.")] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="ID", help="Only what rests on this item.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="Only what is told of this entry.")] = None,
    proposed: Annotated[bool, typer.Option("--proposed", help="Also what nobody has reviewed, marked so.")] = False,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Take claims, records or people out as a file for other programs. The reason is asked, and is kept in the ledger."""
    if out.exists():
        raise BadInputError(f"{out} exists already.", advice="Name another file: an excerpt is never written over.")
    if not out.parent.is_dir():
        raise BadInputError(f"There is no folder {out.parent}.", advice="Make it first; nothing left the archive.")
    given = {"form": form, "purpose": purpose, "of": of, "evidence": evidence, "person": person, "proposed": proposed}
    with session.desk(archive, passphrase_fd) as desk:
        reason = session.ask("reason", session.FOR_GOOD)
        made = DOORS["excerpt"].through(desk, {**given, "reason": reason})
        write_parts(out, made.parts)
    told = {"file": str(out), "rows": made.manifest.rows, "evidence": made.manifest.evidence, "withheld": made.manifest.withheld}
    show.answer(told, is_json=is_json)
