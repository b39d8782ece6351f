"""What a disk may hold after the power went, from a record of everything that was done to it (recorder.c).

POSIX promises little: bytes are on the disk once their file was flushed, a name once its folder was. Whatever was not flushed may be
there, in part, in another order, or not at all. So a disk here is what was flushed, and a list of what was not: any part of that list
may have happened. Of one write a beginning of whole sectors may be there; a rename is there or not; a folder that was not flushed
hides what was put below it. File systems in use keep more order than this (ext4 flushes a new file's name with the file).

Source: Pillai et al., All File Systems Are Not Created Equal, OSDI 2014 (what an application may rely on, and how states are made);
Mohan et al., Finding Crash-Consistency Bugs with Bounded Black-Box Crash Testing, OSDI 2018.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

SECTOR = 512
FOLDER = None
GONE = " (deleted)"
"""What Linux adds to the name of an open file that has none any more."""


class Act(NamedTuple):
    """One recorded call; `data` is what was written."""

    what: str
    path: str
    other: str
    offset: int
    data: bytes


class Node:
    """A file: the bytes that were flushed, and the changes since."""

    def __init__(self, durable: bytes = b"") -> None:
        self.durable = bytearray(durable)
        self.pending: list[Act] = []

    def sync(self) -> None:
        apply(self.durable, self.pending)
        self.pending = []


class Named(NamedTuple):
    """A change of names that no flush has confirmed: a node (FOLDER for a folder) under a name, or a name that went."""

    what: str
    path: str
    other: str
    node: Node | None


Tree = dict[str, bytes | None]
"""Path -> bytes, or FOLDER."""
Keep = Callable[[list[Act]], list[Act]]


def acts(log: bytes, root: Path) -> Iterator[Act]:
    """The record, read; paths as they are below the root."""
    at, base = 0, f"{root}/"
    while at < len(log):
        end = log.index(b"\n", at)
        what, path, other, offset, length = log[at:end].decode().split("\t")
        at = end + 1 + int(length)
        yield Act(what, path.removeprefix(base), other.removeprefix(base), int(offset), log[end + 1 : at])


def apply(data: bytearray, changes: list[Act]) -> None:
    """Writes and cuts, in this order; what was never written in between is zeros."""
    for act in changes:
        if act.what == "truncate":
            data[act.offset :] = b""
            data.extend(bytes(act.offset - len(data)))
        else:
            data.extend(bytes(max(0, act.offset - len(data))))
            data[act.offset : act.offset + len(act.data)] = act.data


def tree(root: Path) -> Tree:
    """The files and folders below a folder; of sockets nothing, and of SQLite's shared memory nothing: it lives in no disk."""
    found: Tree = {}
    for path in sorted(root.rglob("*")):
        if path.is_dir():
            found[path.relative_to(root).as_posix()] = FOLDER
        elif path.is_file() and not path.name.endswith("-shm"):
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


class Disk:
    """A disk at one moment: `names` as a process sees them, `durable` as they were flushed, and what is between."""

    def __init__(self, begun: Tree) -> None:
        self.names = {path: FOLDER if data is FOLDER else Node(data) for path, data in begun.items()}
        self.durable = dict(self.names)
        self.removed: dict[str, Node] = {}
        self.pending: list[Named] = []

    def do(self, act: Act) -> None:
        """One act. A file that is still open lives on without its name, which may come back: what is done to it counts."""
        node = self.removed.get(act.path.removesuffix(GONE)) if act.path.endswith(GONE) else self.names.get(act.path)
        if act.what in ("create", "mkdir"):
            self._named(Named("link", act.path, "", Node() if act.what == "create" else FOLDER))
        elif act.what == "rename":
            self._named(Named("rename", act.path, act.other, node))
        elif act.what == "unlink":
            self._named(Named("unlink", act.path, "", None))
        elif act.what == "sync" and act.path in self.names and node is FOLDER:
            self._flushed(act.path)
        elif node is not None:
            node.sync() if act.what == "sync" else node.pending.append(act)

    def _named(self, change: Named) -> None:
        went = change.other if change.what == "rename" else change.path if change.what == "unlink" else ""
        if (node := self.names.get(went)) is not FOLDER:
            self.removed[went] = node
        done(self.names, change)
        if not change.path.endswith("-shm"):
            self.pending.append(change)

    def _flushed(self, folder: str) -> None:
        """The names in a folder: all changes of them, and of a rename both ends."""
        for change in [one for one in self.pending if folder in (above(one.path), above(one.other))]:
            done(self.durable, change)
            gone = {change.path} if change.what == "rename" else set()  # a file that was moved has left the folder it was made in
            at = self.pending.index(change)
            self.pending = [one for n, one in enumerate(self.pending) if n != at and not (n < at and one.path in gone)]

    def states(self, chance: random.Random, mixtures: int) -> Iterator[Tree]:
        """What may be there if the power goes now: nothing unflushed, names alone, bytes alone, everything, and mixtures."""
        yield self._state([], lambda _: [])
        yield self._state(self.pending, lambda _: [])
        yield self._state([], lambda changes: changes)
        yield self._state(self.pending, lambda changes: changes)
        for _ in range(mixtures):
            some = [one for one in self.pending if chance.random() < 0.5]
            yield self._state(some, lambda changes: part(changes, chance))

    def _state(self, changes: list[Named], kept: Keep) -> Tree:
        names = dict(self.durable)
        for change in changes:
            done(names, change)
        found: Tree = {}
        for path in sorted(names):
            if above(path) and found.get(above(path), b"") is not FOLDER:
                continue
            node = names[path]
            if node is not FOLDER:
                data = bytearray(node.durable)
                apply(data, kept(node.pending))
            found[path] = FOLDER if node is FOLDER else bytes(data)
        return found


def done(names: dict[str, Node | None], change: Named) -> None:
    if change.what == "link":
        names[change.path] = change.node
    elif change.what == "unlink":
        names.pop(change.path, None)
    else:
        names.pop(change.path, None)
        names[change.other] = change.node


def above(path: str) -> str:
    """The folder a name stands in; empty for the root, whose own name is always there."""
    parent = PurePosixPath(path).parent.as_posix()
    return "" if parent == "." else parent


def part(changes: list[Act], chance: random.Random) -> list[Act]:
    """Some of the changes of a file, of the last of them perhaps only whole sectors."""
    how = chance.choice(["none", "beginning", "some", "torn"])
    if how == "none" or not changes:
        return []
    if how == "some":
        return [one for one in changes if chance.random() < 0.5]
    kept = changes[: chance.randint(1, len(changes))]
    if how == "torn" and kept[-1].what == "write":
        first = -kept[-1].offset % SECTOR  # to where a sector ends
        ends = [0, *range(first, len(kept[-1].data), SECTOR)]
        kept = [*kept[:-1], kept[-1]._replace(data=kept[-1].data[: chance.choice(ends)])]
    return kept


def mark(state: Tree) -> bytes:
    """The same for the same state."""
    sum = hashlib.sha256()
    for path, data in sorted(state.items()):
        sum.update(f"{path}\0{'folder' if data is FOLDER else len(data)}\0".encode() + (data or b""))
    return sum.digest()


def lay(state: Tree, folder: Path) -> None:
    """The state as files."""
    folder.mkdir(parents=True)
    for path, data in sorted(state.items()):
        if data is FOLDER:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(data)
            (folder / path).chmod(0o600)
