"""`muniment witness`, the witness's side: a folder and a key of its own, and no archive. It loads neither database nor web interface.

A request comes on a stick (`cosign`) or over HTTP on loopback (`serve`): the same bytes, the same rules, the same memory.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from muniment.cli import files, show
from muniment.cli.answering import Server
from muniment.cli.secret import passphrase
from muniment.model.errors import BadInputError
from muniment.preserve.witness_folder import Witness, begin, unlocked
from muniment.protect.keyring import long_enough

PORT = 8766
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The witness's folder.")]
FdOption = Annotated[int | None, typer.Option("--passphrase-fd", metavar="N", help="Read the passphrase from this descriptor.")]


def memory() -> Path:
    """Where this machine remembers outside the witness's folder what was cosigned."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "muniment"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the witness.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Under what name it signs: witness.example/north.")],
    passphrase_fd: FdOption = None,
) -> None:
    """Make a witness: a folder and a key of its own. It needs no archive."""
    made = begin(folder, name, long_enough(passphrase(passphrase_fd, again=True)), memory())
    print(made.key.vkey)
    show.note(f"Give {folder / 'witness.vkey'} to the archives that shall trust this witness. Never copy the folder back from a backup.")


def add_log(
    folder: FolderArgument,
    key: Annotated[Path, typer.Argument(metavar="FILE", help="The archive's keys/log.vkey.")],
) -> None:
    """Watch one more ledger, known by the key its archive gave you."""
    watched = Witness(folder, memory()).watch(files.read_text(key).strip())
    show.note(f"Watching {watched.name}. Compare its key with the archive by a way you trust: {watched.vkey}")


def cosign(
    folder: FolderArgument,
    request: Annotated[Path, typer.Argument(metavar="REQUEST", help="What an archive wrote: request.txt.")],
    reply: Annotated[Path, typer.Argument(metavar="REPLY", help="The file to write and carry back: reply.txt.")],
    passphrase_fd: FdOption = None,
) -> None:
    """Cosign a ledger's head from a stick, if it keeps all that was seen of this ledger before; else write the refusal."""
    witness = Witness(folder, memory())
    if reply.exists():
        raise BadInputError(f"{reply} exists already.", advice="Name another file.")
    body = files.read_bytes(request)
    made = witness.answer(body, unlocked(witness, passphrase(passphrase_fd)), int(time.time()))
    files.write_new(reply, made.body.encode())
    if made.status == 200 and made.seen:
        show.note(f"Cosigned {made.seen.size} entries. Carry {reply} back.")
        return
    show.note(
        f"Refused. {made.body.strip()}{' entries were cosigned here last' if made.status == 409 else ''}. Carry {reply} back all the same."
    )
    raise typer.Exit(1)


def serve(
    folder: FolderArgument,
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = PORT,
    passphrase_fd: FdOption = None,
) -> None:
    """Answer requests over HTTP on this machine until stopped with Ctrl-C. Reach it from elsewhere through SSH or an onion service."""
    witness = Witness(folder, memory())
    signer = unlocked(witness, passphrase(passphrase_fd))
    try:
        server = Server(witness, signer, port, lambda: int(time.time()))
    except OSError as exc:
        raise BadInputError(f"Port {port} is not free: {exc.strerror}.", advice="Name another with --port.") from exc
    show.note(f"{witness.key.name} answers at http://127.0.0.1:{server.server_address[1]}/add-checkpoint")
    with server:
        server.serve_forever()
