"""The folder of time stamps beside the log: which heads were to be stamped, what was asked, what came back.

    log/tst/<size>.note                the head as it was stamped, byte for byte
    log/tst/<size>.<chain>.tsq, .tsr   a request, and the whole response that was accepted
    log/tst/<size>.json                what is still wanted, what was accepted, what went wrong
    log/tst/refused/<sha256>.tsr       replies that were not accepted, as they came

A chain is named by who made it: `alpha` stamped the note; `alpha+beta` is beta's token over the note and alpha's response, so that
the first outlives its algorithm and its certificate (RFC 4998 calls it renewal). What is wanted and not there is the queue: it
needs no database, and outlives one.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from muniment.archive.written import NotAsWrittenError, read, written
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError, UnknownError
from muniment.model.noun import Count, Digest, Moment
from muniment.preserve.stamp import Case
from muniment.store.flush import folders, place

NAME = "[a-z0-9][a-z0-9-]{0,31}"
MOST_LINKS = 5
"""Renewals in one chain: its name is the name of a file."""
CHAIN = rf"{NAME}(?:\+{NAME}){{0,{MOST_LINKS}}}"
KEPT_REFUSALS = 3
"""Of one head, in its record: the last. The ledger has them all."""


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """A token that was accepted: the time it names, when it came by our clock, which program accepted it, its response's digest."""

    chain: str
    at: Moment
    received: Moment
    verifier: str
    sha256: Digest


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A time that it did not work, and why; the digest of the reply where there was one."""

    chain: str
    at: Moment
    why: str
    reply: Digest | None = None


class Stamped(msgspec.Struct, frozen=True, kw_only=True):
    """One head of the log: kept when, with cosignatures or not, and how far its stamps are."""

    size: Count
    kept: Moment
    is_cosigned: bool = False
    wanted: tuple[str, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def first(self) -> Moment | None:
        """The earliest time by which an authority had seen this head."""
        return min((stamp.at for stamp in self.stamps), default=None)

    def delay(self, now: Moment) -> float:
        """Seconds from the head to its first stamp, or until now: by this machine's clock, but for the stamp's own."""
        return ((self.first or now) - self.kept).total_seconds()

    def tips(self) -> tuple[Stamp, ...]:
        """The last stamp of each chain."""
        return tuple(s for s in self.stamps if not any(o.chain.rpartition("+")[0] == s.chain for o in self.stamps))


def by(chain: str) -> str:
    """The authority that makes the last token of a chain."""
    return chain.rpartition("+")[2]


def below(chain: str) -> str:
    """The chain that the last token of this one is laid over; empty for the first."""
    return chain.rpartition("+")[0]


class Stamps:
    """The files under `log/tst/`. Every write is whole or not at all."""

    def __init__(self, folder: Path, drafts: Callable[[], Path]) -> None:
        self.folder, self._drafts = folder, drafts

    def sizes(self) -> list[int]:
        """The sizes of the heads with a record, smallest first."""
        return sorted(int(path.stem) for path in self.folder.glob("*.json") if path.stem.isdecimal())

    def record(self, size: int) -> Stamped:
        """What is known of one head.

        Raises:
            UnknownError: no head of this size was kept.
            NotAsWrittenError: its record is damaged.
        """
        try:
            record = read((self.folder / f"{size}.json").read_bytes(), Stamped, f"log/tst/{size}.json")
        except FileNotFoundError as exc:
            raise UnknownError(f"No head of {size} entries was kept to be stamped.", advice="“muniment timestamps” lists them.") from exc
        if record.size != size:
            raise NotAsWrittenError(f"log/tst/{size}.json is that of another head.", advice="Run “muniment verify”.")
        return record

    def records(self, newest: int | None = None) -> Iterator[Stamped]:
        """The records, newest first; those that cannot be read are left to `verify`."""
        for size in reversed(self.sizes()[-newest if newest else 0 :]):
            with suppress(MunimentError):
                yield self.record(size)

    def keep(self, record: Stamped, note: bytes) -> None:
        """Keep a head, to be stamped."""
        with self._alone():
            if not (self.folder / f"{record.size}.json").exists():
                self._place(f"{record.size}.note", note)
                self._write(record)

    def want(self, size: int, chains: Sequence[str]) -> tuple[str, ...]:
        """Put chains in the queue of a head; answers those that were neither there nor stamped."""
        more: list[str] = []

        def step(head: Stamped) -> Stamped:
            there = {*head.wanted, *(stamp.chain for stamp in head.stamps)}
            more[:] = [chain for chain in chains if chain not in there]
            return replace(head, wanted=(*head.wanted, *more))

        self._change(size, step)
        return tuple(more)

    def stamp(self, size: int, made: Stamp) -> None:
        """Write down a token that was accepted, and take its chain out of the queue."""
        self._change(
            size,
            lambda head: replace(
                head,
                wanted=tuple(chain for chain in head.wanted if chain != made.chain),
                stamps=(*(one for one in head.stamps if one.chain != made.chain), made),
            ),
        )

    def put_off(self, size: int, why: Refusal) -> None:
        """Write down that a request did not work."""
        self._change(size, lambda head: replace(head, refusals=(*head.refusals, why)[-KEPT_REFUSALS:]))

    def _change(self, size: int, step: Callable[[Stamped], Stamped]) -> None:
        """The record after this step; no other process comes between."""
        with self._alone():
            self._write(step(self.record(size)))

    def message(self, size: int, chain: str) -> bytes:
        """The bytes that the last token of a chain is about: the note, and the response that it is laid over."""
        return self.note(size) + (self.reply(size, below(chain)) if below(chain) else b"")

    def note(self, size: int) -> bytes:
        """The head as it is stamped."""
        return (self.folder / f"{size}.note").read_bytes()

    def reply(self, size: int, chain: str) -> bytes:
        """The whole response that was accepted."""
        return (self.folder / f"{size}.{chain}.tsr").read_bytes()

    def request(self, size: int, chain: str) -> bytes | None:
        """The request that was last made for a chain, if any."""
        path = self.folder / f"{size}.{chain}.tsq"
        return path.read_bytes() if path.exists() else None

    def asked(self, size: int, chain: str, request: bytes) -> None:
        """Keep a request, whose nonce its reply must name."""
        self._place(f"{size}.{chain}.tsq", request)

    def answered(self, size: int, chain: str, reply: bytes) -> None:
        """Keep the whole response that was accepted."""
        self._place(f"{size}.{chain}.tsr", reply)

    def refused(self, reply: bytes) -> str:
        """Keep a reply that was not accepted, as it came; answers its digest."""
        found = digest(reply)
        self._place(f"refused/{found}.tsr", reply)
        return found

    def _write(self, record: Stamped) -> None:
        self._place(f"{record.size}.json", written(record))

    def _place(self, name: str, data: bytes) -> None:
        target = self.folder / name
        folders(target.parent)
        place(data, target, self._drafts() / f"tst-{target.name}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (folders(self.folder) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def authority_pem(root: Path, name: str) -> tuple[str, str]:
    """The roots and the intermediates that were given for an authority, as PEM; empty where there are none."""
    paths = (root / "keys" / f"tsa-{name}{end}.pem" for end in ("", ".chain"))
    roots, others = (path.read_text(encoding="ascii", errors="replace") if path.exists() else "" for path in paths)
    return roots, others


def stamp_case(root: Path, stamps: Stamps, size: int, chain: str) -> Case:
    """A response that was accepted, beside what it is about, to be judged again.

    Raises:
        FileNotFoundError: something of it is missing.
    """
    roots, others = authority_pem(root, by(chain))
    return Case(stamps.message(size, chain), stamps.reply(size, chain), roots, others, stamps.request(size, chain) or b"")


def named(words: str) -> bool:
    """Whether an authority may be called so."""
    return re.fullmatch(NAME, words) is not None
