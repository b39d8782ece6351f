"""The log folder: tiles, sealed acts, the head that was last signed, and the checkpoint that says so to everyone.

The anti-fork memory: size and root are on disk before a checkpoint is signed, in `head.json` and once more beside the private
keys, outside the archive. Nothing smaller or different is ever signed after it, so that an older copy of the whole folder,
put back in its place, is seen on the machine that signed more.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from muniment.model.errors import MunimentError
from muniment.preserve import note, tiles
from muniment.preserve.merkle import EMPTY
from muniment.protect.keyring import Keyring, write_private
from muniment.store.flush import place, place_all

MEMORY = "log-head.json"
_ACTS = re.compile(r"([0-9]{12,})-([0-9]{12,})\.age")


class ForkError(MunimentError):
    """What would be signed does not extend what was signed."""


class Head(msgspec.Struct, frozen=True):
    """Size and root of the log, root in hex."""

    size: int
    root: str


NOTHING = Head(0, EMPTY.hex())


class Log:
    """The files under `log/`. Every write is whole or not at all, and on disk before it returns."""

    def __init__(self, folder: Path, origin: str, *, memory: Path | None = None, drafts: Callable[[], Path] | None = None) -> None:
        self.folder, self.origin, self.memory = folder, origin, memory
        self.drafts = drafts or (lambda: folder)

    def read(self, path: str) -> bytes:
        """A tile or bundle. One that gave way to a wider is cut out of that."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            tile = tiles.parsed(path)
            wider = self._wider(path) if tile and tile[2] < tiles.WIDTH else None
            if tile is None or wider is None:
                raise
            return tiles.cut(tile[0], wider.read_bytes(), tile[2])

    def _wider(self, path: str) -> Path | None:
        """The narrowest tile that holds this one."""
        partial = (self.folder / path).parent
        width = int(Path(path).name)
        widths = [int(p.name) for p in partial.glob("[0-9]*") if p.name.isdecimal()] if partial.is_dir() else []
        if fits := [w for w in widths if w > width]:
            return partial / str(min(fits))
        full = partial.with_name(partial.name.removesuffix(".p"))
        return full if full.is_file() else None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Tiles and bundles, each whole, the folders flushed once at the end."""
        place_all({self.folder / path: data for path, data in files.items()}, self.drafts())

    def prune(self, old: int, size: int) -> None:
        """Remove the partial tiles of a log of `old` that gave way to those of `size`."""
        for level, shift in (("entries", 0), *((str(n), 8 * n) for n in range(8))):
            for n in range((old >> shift) // tiles.WIDTH, (size >> shift) // tiles.WIDTH + 1):
                width = min(tiles.WIDTH, max(0, (size >> shift) - n * tiles.WIDTH))
                self._pruned(self.folder / (tiles.path(level, n) + ".p"), width)

    def _pruned(self, folder: Path, width: int) -> None:
        for path in folder.glob("*") if folder.is_dir() else ():
            if path.name != str(width):
                path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer at a time, of all processes; for seconds at most."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def keep_acts(self, first: int, last: int, sealed: bytes) -> None:
        """A batch of sealed ledger entries, by their numbers."""
        self.write({f"acts/{first:012d}-{last:012d}.age": sealed})

    def drop_acts(self, size: int) -> None:
        """Remove batches that a crash left before their entries had their numbers: they will be numbered again.

        Raises:
            ForkError: such a batch is under the signed head.
        """
        for first, _, path in self.acts():
            if first >= size:
                if first < self.head().size:
                    raise ForkError(f"Act {first} was signed and has no row.", advice="Run “muniment rebuild”; do not go on.")
                path.unlink()

    def acts(self) -> Iterator[tuple[int, int, Path]]:
        """The batches of sealed acts, in order: first number, last number, file."""
        for path in sorted((self.folder / "acts").glob("*")):
            if match := _ACTS.fullmatch(path.name):
                yield int(match[1]), int(match[2]), path

    def head(self) -> Head:
        """What was last signed; an empty log before that."""
        return _head(self.folder / "head.json") or NOTHING

    def remembered(self) -> Head | None:
        """What this machine last signed, by the memory outside the archive; None where there is none."""
        return _head(self.memory) if self.memory else None

    def _memory_shown(self) -> str:
        """Where the memory outside lies, as far as a page may show it."""
        return f"{'/'.join(self.memory.parts[-3:])} in your configuration folder (~/.config)" if self.memory else MEMORY

    def agrees(self, size: int) -> None:
        """Whether a ledger of `size` may be gone on with.

        Raises:
            ForkError: more than that was signed, here or by the memory outside.
        """
        signed, outside = self.head().size, self.remembered() or NOTHING
        if outside.size > signed:
            raise ForkError(
                f"This archive was signed at {outside.size} entries on this machine, and holds {signed}: it is an older copy.",
                advice=f"It can be read and verified. Bring back the newer one. If that is lost, and you brought this one back on purpose, "
                f"tell its custodians, then move away the file {self._memory_shown()}: what was signed after this copy is then given up.",
            )
        if size < signed:
            raise ForkError(
                f"The database holds {size} ledger entries, but {signed} were signed: it is an older copy, or was cut.",
                advice="Run “muniment rebuild”: vault and ledger hold all of it.",
            )

    def publish(self, head: Head, ring: Keyring) -> None:
        """Remember the head, then sign and publish it.

        Raises:
            ForkError: it does not keep what was signed before.
        """
        self.agrees(head.size)
        tree = tiles.Tree(self.read, head.size)
        for before in (self.head(), self.remembered() or NOTHING):
            if before.size and tree.subtree(0, before.size).hex() != before.root:
                raise ForkError("The log no longer holds what was signed.", advice="Run “muniment verify”; do not go on.")
        kept = msgspec.json.encode(head)
        place(kept, self.folder / "head.json", self.drafts() / "head")
        if self.memory:  # second: a crash in between must not leave more outside than inside
            write_private(self.memory, kept)
        place(self.signed(head, ring).encode(), self.folder / "checkpoint", self.drafts() / "checkpoint")

    def signed(self, head: Head, ring: Keyring) -> str:
        """The checkpoint for a head."""
        text = note.Checkpoint(self.origin, head.size, bytes.fromhex(head.root)).text
        return note.sign(text, self.origin, self.key(ring), ring)

    def is_published(self, size: int) -> bool:
        """Whether the checkpoint on disk is that of the head, and the head has this size."""
        head, lines = self.head(), self.checkpoint().split("\n")
        text = note.Checkpoint(self.origin, head.size, bytes.fromhex(head.root)).text
        return head.size == size and (size == 0 or lines[:3] == text.split("\n")[:3])

    def key(self, ring: Keyring) -> note.Key:
        """The verifier key of this log."""
        return note.Key(self.origin, ring.log_public)

    def checkpoint(self) -> str:
        """The signed checkpoint, empty before the first; bytes that are no text are shown as such and fit no signature."""
        path = self.folder / "checkpoint"
        return path.read_text(encoding="utf-8", errors="backslashreplace") if path.exists() else ""

    def best(self, after: int) -> tuple[str, bool]:
        """The head to be stamped, and whether witnesses cosigned it: the newest cosigned one, unless one of this size or newer was
        stamped before; else the signed one."""
        sizes = [int(path.stem) for path in (self.folder / "witnessed").glob("*.note") if path.stem.isdecimal()]
        if sizes and max(sizes) > after:
            return (self.folder / "witnessed" / f"{max(sizes)}.note").read_text(encoding="utf-8"), True
        return self.checkpoint(), False


def _head(path: Path) -> Head | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Head)
    except FileNotFoundError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise ForkError(f"{path.name} cannot be read: what was last signed is not known.", advice="Run “muniment verify”.") from exc
