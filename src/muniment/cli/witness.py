"""`muniment witness`, the archive's side: name witnesses, write what is carried to them, take in what they answer, send over HTTP.

Nothing is sent unless `send` is typed with an address, and beyond this machine only with the route named.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from muniment.archive import DOORS
from muniment.archive.witnesses import Heard
from muniment.cli import files, session, show
from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.policy import QUORUM
from muniment.preserve.witness import MOST_BYTES

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE = 30
"""Seconds."""
FreshOption = Annotated[bool, typer.Option("--fresh", help="Ask for the newest checkpoint, though others were asked for an earlier one.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What this archive calls the witness.")]


class UnreachedError(MunimentError):
    """A witness could not be reached."""


def trust(
    keys: Annotated[
        list[str], typer.Argument(metavar="NAME=FILE...", help="A name of your choice, and the file witness.vkey it gave you.")
    ],
    quorum: Annotated[int, typer.Option("--quorum", metavar="K", help="How many must cosign.")] = QUORUM,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Say whose cosignatures count, all anew, and how many of them are needed."""
    lines = tuple(_named(one) for one in keys)
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["witness-trust"].through(desk, {"witnesses": lines, "quorum": quorum})
    show.answer(made, is_json=is_json)
    if not is_json:
        show.note("Compare each key with its witness by a way you trust, and give each this archive's keys/log.vkey.")


def _named(word: str) -> str:
    name, is_pair, path = word.partition("=")
    if not is_pair or not path:
        raise BadInputError(f"“{word}” is not NAME=FILE.", advice="For example: north=north.vkey.")
    return f"{name} {files.read_text(Path(path)).strip()}"


def request(
    name: NameArgument,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to carry to the witness: request.txt.")],
    is_fresh: FreshOption = False,
    archive: session.ArchiveOption = None,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Write what to carry to a witness: the ledger's size and root with a proof, and nothing of what it holds."""
    if out.exists():
        raise BadInputError(f"{out} exists already.", advice="Name another file.")
    with session.desk(archive, passphrase_fd) as desk:
        body = DOORS["witness-request"].through(desk, {"witness": name, "fresh": is_fresh})
    out.write_bytes(body)
    show.note(f"Carry {out} to {name}. What comes back: “muniment witness accept reply.txt”.")


def accept(
    reply: Annotated[Path, typer.Argument(metavar="REPLY", help="The file that the witness wrote.")],
    name: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Which witness, where it did not sign.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Take in a witness's reply: keep its cosignature, or raise the alarm."""
    with session.desk(archive, passphrase_fd) as desk:
        heard = DOORS["witness-accept"].through(desk, {"reply": files.read_text(reply), "witness": name})
    _told(heard, is_json=is_json)


def send(
    name: NameArgument,
    address: Annotated[str, typer.Argument(metavar="URL", help="The address it answers at.")],
    via: Annotated[
        str | None, typer.Option("--via", metavar="ROUTE", help="direct: over the network as it is. Not needed on this machine.")
    ] = None,
    is_fresh: FreshOption = False,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Ask a witness over HTTP now, and take in what it answers."""
    _routed(address, via)
    with session.desk(archive, passphrase_fd) as desk:
        body = DOORS["witness-request"].through(desk, {"witness": name, "fresh": is_fresh})
        status, reply = posted(f"{address.rstrip('/')}/add-checkpoint", body)
        heard = DOORS["witness-accept"].through(desk, {"reply": reply, "witness": name, "status": status})
    _told(heard, is_json=is_json)


def _routed(address: str, via: str | None) -> None:
    """Whether this address may be called by the route that was named."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInputError(f"{address} is not an address of a witness.", advice="Write it as http://… or https://….")
    if parts.hostname in LOOPBACK:
        return
    if via is None:
        raise BadInputError(
            f"{parts.hostname} is not this machine: whoever watches the network would see that you call it.",
            advice="Say --via direct if they may; else carry the request on a stick, or reach the witness through a tunnel on loopback.",
        )
    if via != "direct":
        raise BadInputError(f"There is no route {via!r} to a witness.", advice="“direct”, or a tunnel of your own on loopback.")


def posted(address: str, body: bytes) -> tuple[int, str]:
    """The status and the body of the answer.

    Raises:
        UnreachedError: nobody answered, or not in text.
    """
    asked = urllib.request.Request(address, data=body, headers={"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310 - checked above
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read(MOST_BYTES).decode()
    except urllib.error.HTTPError as exc:
        return exc.code, exc.read(MOST_BYTES).decode("utf-8", "backslashreplace")
    except (OSError, UnicodeDecodeError, ValueError) as exc:
        raise UnreachedError(
            f"The witness at {address} did not answer: {exc}.",
            advice="Nothing was lost: send again later, or carry the request on a stick.",
        ) from exc


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A witness answers itself. Being sent elsewhere would be a call that nobody asked for."""

    def redirect_request(self, *_: object) -> None:
        return None


def _told(heard: Heard, *, is_json: bool) -> None:
    """The answer; exit 1 where it is no cosignature."""
    show.answer(heard, is_json=is_json)
    if heard.answer == "alarm":
        show.note(
            "ALARM. Packages do not leave until someone explains this: “muniment witness settle”. Change nothing; compare with a backup first."
        )
    if heard.answer != "cosigned":
        raise typer.Exit(1)
