"""`countersign` and `handed-over`: a sheet that giver and receiver sign, on the receiver's side and back on the giver's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS
from muniment.cli import session, show
from muniment.cli.files import read_bytes, read_text, write_new
from muniment.preserve import handover, note

SheetArgument = Annotated[Path, typer.Argument(metavar="SHEET", help="The handover sheet.", show_default=False)]


def countersign(
    sheet: SheetArgument,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Your Ed25519 key in PEM.", show_default=False)],
    giver: Annotated[Path | None, typer.Option("--giver", metavar="FILE", help="The giver's verifier key: keys/log.vkey.")] = None,
    is_json: session.JsonOption = False,
) -> None:
    """Sign a handover sheet as its receiver; the name you sign under is asked. The sheet is written again with your line below."""
    note_text, known = read_text(sheet), note.parse_vkey(read_text(giver).strip()) if giver else None
    receiver = handover.Receiver(read_bytes(key), session.ask("the name you sign under, without spaces"))
    signed = handover.countersigned(note_text, receiver, known)
    beside = key.with_suffix(".vkey")
    write_new(beside, f"{receiver.key.vkey}\n".encode())
    write_new(sheet, signed.encode())
    show.answer({"sheet": str(sheet), "key": str(beside), "giver": "checked" if giver else "not checked"}, is_json=is_json)
    if not is_json:
        show.note(f"Send {sheet} and {beside} back to the giver; let them compare the key with you by voice.")


def handed_over(
    sheet: SheetArgument,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The receiver's verifier key (.vkey).", show_default=False)],
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Write a handover that both signed into the chain of custody."""
    given = {"sheet": read_text(sheet), "key": read_text(key)}
    with session.desk(archive, passphrase_fd) as desk:
        items = DOORS["handed-over"].through(desk, given)
    show.answer({"transferred": list(items)}, is_json=is_json)
