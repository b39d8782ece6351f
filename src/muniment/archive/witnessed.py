"""What the archive keeps of its witnesses: whom it trusts, what they cosigned, what was asked of them, and what they refused.

    keys/policy.txt                 whose cosignatures count, and how many (C2SP tlog-policy)
    log/witnessed/<size>.note       a checkpoint with the cosignatures that came for it
    log/witnessed/asked/<name>.<size>.txt   a request on its way; the bytes of C2SP tlog-witness
    log/witnessed/told/<name>.<size>.txt   the size that a witness says it saw, where no cosignature of that size came back; empty
    log/witnessed/evidence/…        request and reply where a witness refused or signed badly: for whoever has to explain it
    log/witnessed/alarm.json        there while no one has explained it; packages do not leave

A witness's refusal is the one thing that can show that this archive was forked, cut, or put back from an older copy as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from muniment.archive.log import Head, Log
from muniment.archive.written import read, written
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError
from muniment.model.noun import Moment
from muniment.preserve import note, policy, tiles
from muniment.preserve.merkle import EMPTY, consistency
from muniment.preserve.note import Cosignature
from muniment.preserve.policy import Policy, Witness
from muniment.preserve.witness import Request, joined
from muniment.protect.keyring import Keyring
from muniment.store.flush import place_all, sync_folder

POLICY = "keys/policy.txt"
Why = Literal["size", "history", "key", "signature"]
_NOTE = re.compile(r"(0|[1-9][0-9]{0,14})\.note")
_OF_WITNESS = re.compile(r"([a-z0-9-]+)\.(0|[1-9][0-9]{0,14})\.txt")


class Cosigned(msgspec.Struct, frozen=True):
    """A checkpoint of this log and who cosigned it."""

    size: int
    note: str
    by: tuple[Cosignature, ...]


class Alarm(msgspec.Struct, frozen=True):
    """A witness refused, or signed badly: of a size never offered, another history, another key, or with a bad signature. `evidence` is
    the file that holds request and reply."""

    at: Moment
    witness: str
    why: Why
    told: str
    evidence: str


class Witnessed:
    """The files about witnesses. Every write is whole and on disk before it returns."""

    def __init__(self, root: Path, log: Log) -> None:
        self.root, self.log, self.folder = root, log, log.folder / "witnessed"

    def policy(self) -> Policy | None:
        """Whom this archive trusts; None before anyone was named.

        Raises:
            BadInputError: the file is not what this program wrote.
        """
        path = self.root / POLICY
        return policy.parse(path.read_text(encoding="utf-8", errors="backslashreplace")) if path.exists() else None

    def needed(self) -> Policy:
        """The policy, for whoever cannot go on without.

        Raises:
            BadInputError: nobody was named yet.
        """
        found = self.policy()
        if found is None:
            raise BadInputError("This archive has no witnesses yet.", advice="Name them with “muniment witness trust”.")
        return found

    def cosigned(self, trusted: Policy | None = None) -> Iterator[Cosigned]:
        """The checkpoints with cosignatures, smallest first. A cosignature by someone not trusted now is not counted.

        Raises:
            NoteError: one of them is not as it was written.
        """
        trusted = trusted or self.policy()
        for size, path in self.notes():
            text = path.read_text(encoding="utf-8", errors="backslashreplace")
            yield Cosigned(size, text, note.cosignatures(text, trusted.keys if trusted else []))

    def notes(self) -> list[tuple[int, Path]]:
        """Size and file of every cosigned checkpoint, smallest first."""
        found = ((_NOTE.fullmatch(path.name), path) for path in self.folder.glob("*.note"))
        return sorted((int(match[1]), path) for match, path in found if match)

    def last(self, witness: Witness) -> int:
        """The size that this witness saw last, as far as this archive knows."""
        return max(
            [0, *self._sizes("told", witness.name), *(one.size for one in self.cosigned() if any(by.key == witness.key for by in one.by))]
        )

    def request(self, witness: Witness, ring: Keyring, *, is_fresh: bool = False) -> tuple[int, Request]:
        """What to ask of a witness, and of how many entries: its last size, the proof from there, the checkpoint. Witnesses who are
        asked one after the other sign one checkpoint: the newest that some were asked for and not enough have cosigned. It is kept
        until the answer comes.

        Raises:
            BadInputError: the witness saw more than this archive holds.
        """
        head, old = self.log.head().size, self.last(witness)
        if old > head:
            raise BadInputError(
                f"{witness.name} has seen {old} entries, and this archive holds {head}.",
                advice="It is an older copy: bring back the newer one.",
            )
        size = head if is_fresh else self.open_round() or head
        size = head if size < old else size
        made = self.about(old, size, head, self._checkpoint(size, ring))
        self._write({f"asked/{witness.name}.{size}.txt": made.body.encode()})
        return size, made

    def about(self, old: int, size: int, head: int, checkpoint: str) -> Request:
        """What a witness that saw `old` entries is asked about `size` of them, out of a log of `head`."""
        return Request(old, tuple(consistency(old, size, tiles.Tree(self.log.read, head).subtree) if old else ()), checkpoint)

    def requests(self) -> list[tuple[int, Path]]:
        """Size and file of every request on its way, of all witnesses."""
        found = ((_OF_WITNESS.fullmatch(path.name), path) for path in sorted((self.folder / "asked").glob("*.txt")))
        return [(int(match[2]), path) for match, path in found if match]

    def open_round(self) -> int | None:
        """The largest size that some were asked for, or cosigned, and not enough have; None when there is none."""
        trusted = self.needed()
        enough = max((one.size for one in self.cosigned(trusted) if trusted.holds(one.by)), default=-1)
        sizes = [*(size for size, _ in self.notes()), *(size for one in trusted.witnesses for size in self.asked(one.name))]
        return max((size for size in sizes if enough < size <= self.log.head().size), default=None)

    def asked(self, name: str) -> list[int]:
        """The sizes for which this witness was asked and has not answered, largest first."""
        return self._sizes("asked", name)

    def _sizes(self, below: str, name: str) -> list[int]:
        """The sizes in the names of the files below `asked` or `told` that are about this witness, largest first."""
        found = (_OF_WITNESS.fullmatch(path.name) for path in (self.folder / below).glob("*.txt"))
        return sorted((int(match[2]) for match in found if match and match[1] == name), reverse=True)

    def offered(self, witness: Witness) -> set[int]:
        """The sizes this witness may have seen, if nobody but this archive asked it."""
        return {*self.asked(witness.name), *(one.size for one in self.cosigned() if any(by.key == witness.key for by in one.by))}

    def fitting(self, witness: Witness, lines: Iterable[str], ring: Keyring) -> int | None:
        """The size whose checkpoint these lines of a witness sign; None where they fit none that was asked."""
        mine = [line for line in lines if witness.wrote(line)]
        for size in dict.fromkeys([*self.asked(witness.name), *(size for size, _ in self.notes()), self.log.head().size]):
            try:
                if size <= self.log.head().size and note.cosignatures(joined(self._checkpoint(size, ring), mine), [witness.key]):
                    return size
            except note.NoteError:
                continue
        return None

    def keep(self, size: int, witness: Witness, lines: Iterable[str], ring: Keyring) -> Cosignature:
        """Put a witness's lines, which fit, under the checkpoint of that size; what was asked up to there is answered."""
        path = self.folder / f"{size}.note"
        before = path.read_text(encoding="utf-8") if path.exists() else self._checkpoint(size, ring)
        mine = [line for line in lines if witness.wrote(line)]
        self._write({f"{size}.note": joined(before, mine).encode()})
        for done in self.asked(witness.name):
            if done <= size:
                (self.folder / "asked" / f"{witness.name}.{done}.txt").unlink(missing_ok=True)
        self._forget_told(witness)
        return next(by for by in note.cosignatures(path.read_text(encoding="utf-8"), [witness.key]))

    def told(self, witness: Witness, size: int) -> None:
        """Remember the size that a witness says it saw."""
        self._forget_told(witness)
        self._write({f"told/{witness.name}.{size}.txt": b""})

    def _forget_told(self, witness: Witness) -> None:
        for size in self._sizes("told", witness.name):
            (self.folder / "told" / f"{witness.name}.{size}.txt").unlink(missing_ok=True)

    def alarm(self) -> Alarm | None:
        """What no one has explained yet."""
        path = self.folder / "alarm.json"
        return read(path.read_bytes(), Alarm, "log/witnessed/alarm.json") if path.exists() else None

    def alarmed(self, name: str, why: Why, told: str, reply: bytes, at: Moment) -> Alarm:
        """Keep request and reply as evidence, then raise the alarm."""
        requests = [self.folder / "asked" / f"{name}.{size}.txt" for size in self.asked(name)]
        asked = requests[0].read_bytes() if requests else b""
        kept = b"--- what was asked\n" + asked + b"--- what was answered\n" + reply
        evidence = f"evidence/{at:%Y%m%dT%H%M%SZ}-{name}-{digest(kept)[:8]}.txt"
        made = Alarm(at, name, why, told, f"log/witnessed/{evidence}")
        self._write({evidence: kept})
        self._write({"alarm.json": written(made)})
        return made

    def settled(self) -> None:
        """Someone explained it. The evidence stays."""
        (self.folder / "alarm.json").unlink(missing_ok=True)
        sync_folder(self.folder)

    def trust(self, trusted: Policy) -> None:
        """Trust these witnesses from now on, and no others."""
        place_all({self.root / POLICY: trusted.text.encode()}, self.log.drafts())

    def _checkpoint(self, size: int, ring: Keyring) -> str:
        """The checkpoint of an earlier size: the same bytes as when it was signed, or of another history."""
        root = tiles.Tree(self.log.read, self.log.head().size).subtree(0, size) if size else EMPTY
        return self.log.signed(Head(size, root.hex()), ring)

    def _write(self, files: dict[str, bytes]) -> None:
        place_all({self.folder / name: data for name, data in files.items()}, self.log.drafts())
