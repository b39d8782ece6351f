"""`muniment timestamp`: have the ledger's head stamped by time authorities, over a network or by two files on a stick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS
from muniment.archive.timestamps import Times
from muniment.cli import session, show
from muniment.model.errors import BadInputError


def now(
    archive: session.ArchiveOption = None, is_json: session.JsonOption = False, passphrase_fd: session.FdOption = None
) -> None:  # fmt: skip
    """Have the head stamped now; answers 1 when something waits that was sent."""
    with session.desk(archive, passphrase_fd) as desk:
        made: Times = DOORS["timestamp"].through(desk, {})
    show.answer(made, is_json=is_json)
    sent = {one.name for one in made.authorities if one.via != "stick"}
    if any(chain.rpartition("+")[2] in sent for head in made.heads for chain in head.wanted):
        raise typer.Exit(1)


def authority(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called here: small letters, digits, dashes.")],
    root: Annotated[Path, typer.Option("--root", metavar="FILE", help="Its root certificate, in PEM; intermediates may stand beside it.")],
    url: Annotated[str, typer.Option("--url", help="Where it is asked.")] = "",
    via: Annotated[str, typer.Option("--via", help="The route: direct, tor, socks:HOST:PORT; stick asks by files alone.")] = "stick",
    every: Annotated[int | None, typer.Option("--every", metavar="HOURS", help="The beat of all authorities; 24 unless set.")] = None,
    archive: session.ArchiveOption = None, is_json: session.JsonOption = False, passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Name a time authority. With a route, requests leave this machine from now on; they hold the digest of a signed head."""
    given = {"name": name, "url": url, "via": via, "roots": _read(root).decode("ascii", "replace"), "hours": every}
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["timestamp-authority"].through(desk, given)
    show.answer(made, is_json=is_json)
    if not is_json:
        show.note("Compare the digest of its root with one that the authority publishes.")


def request(
    out: Annotated[Path, typer.Argument(metavar="OUT.tsq", help="The request to write.")],
    of: Annotated[str | None, typer.Option("--of", metavar="NAME", help="The authority it goes to.")] = None,
    archive: session.ArchiveOption = None, is_json: session.JsonOption = False, passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Write a request to carry to a time authority."""
    if out.exists():
        raise BadInputError(f"{out} exists already.", advice="Name another file: a request is never written over.")
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["timestamp-request"].through(desk, {"authority": of})
    out.write_bytes(made.request)
    show.answer({"file": str(out), "size": made.size, "chain": made.chain}, is_json=is_json)
    if not is_json:
        show.note("Send it as application/timestamp-query, bring the whole reply back: “muniment timestamp accept REPLY.tsr”.")


def accept(
    reply: Annotated[Path, typer.Argument(metavar="REPLY.tsr", help="The whole reply, as the authority sent it.")],
    archive: session.ArchiveOption = None, is_json: session.JsonOption = False, passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Take in a reply that was carried here."""
    data = _read(reply)
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["timestamp-accept"].through(desk, {"reply": data})
    show.answer(made, is_json=is_json)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BadInputError(f"{path} cannot be read: {exc.strerror}.", advice="Check the path.") from exc
