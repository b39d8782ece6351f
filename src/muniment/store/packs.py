"""The vault: sealed objects named by the SHA-256 of their ciphertext, in append-only packs and, when large, one by one.

    packs/000001.tar            members named by their id; closed at 256 MiB with .tar.sha256; .idx.jsonl can be made again
    objects/ab/cdef…            objects over 1 MiB
    incoming/<process>/         what is not safe yet

What `put` has answered for is on the disk. Nothing is ever changed or removed here. Readable with `tar` and `sha256sum`
alone; every byte of every file is covered by `check`, which needs no key.

    >>> import tempfile, pathlib
    >>> vault = Vault(pathlib.Path(tempfile.mkdtemp()))
    >>> vault.get(vault.put(b"sealed"))
    b'sealed'
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from muniment.model.errors import UnknownError
from muniment.store.blobs import Kept
from muniment.store.errors import DamagedError, FlushError, disk
from muniment.store.fixity import Fault, Looked, check, look, parts
from muniment.store.flush import folder, place, rename, sync, sync_folder
from muniment.store.incoming import Incoming
from muniment.store.pack import Pack, file_digest, line, walk
from muniment.store.tar import LARGEST, Member
from muniment.store.writer import Writer, lock, start

__all__ = ["Fault", "Vault"]

_ID = re.compile(r"[0-9a-f]{64}")


class Vault:
    """The objects of one archive. Threads may share it; processes each append to a pack of their own."""

    def __init__(self, root: Path, *, loose_over: int = 1 << 20, close_at: int = 256 << 20) -> None:
        self.root = root
        self._loose_over, self._close_at = min(loose_over, LARGEST), close_at
        self._packs_folder, self._objects = root / "packs", root / "objects"
        self._incoming = Incoming(root / "incoming")
        self._packs: dict[str, Pack] = {}
        self._writer: tuple[int, Writer] | None = None
        self._turn, self._look = threading.RLock(), threading.Lock()
        self._stopped: FlushError | None = None

    @property
    def incoming(self) -> Path:
        """A folder for half-written files, this process's own, wiped after its death."""
        return self._incoming.folder()

    def put(self, ciphertext: bytes) -> str:
        """Store one object; answers its id when it is safe on the disk."""
        return self.put_many([ciphertext])[0]

    def put_many(self, ciphertexts: Sequence[bytes], ids: Sequence[str] = ()) -> list[str]:
        """Store objects with one flush for all that go into the pack. `ids` are theirs where whoever made them has hashed them.

        Raises:
            FullError: no room; none of them was stored in the pack. FlushError: the disk did not confirm; taking in stops.
        """
        named = list(ids) or [hashlib.sha256(data).hexdigest() for data in ciphertexts]
        with self._turn:
            self._going()
            pairs = list(zip(named, ciphertexts, strict=True))
            if small := [(id, data) for id, data in pairs if len(data) <= self._loose_over]:
                self._append(small)
            for id, data in pairs:
                if len(data) > self._loose_over:
                    self._loose(id, data)
            return named

    def put_file(self, path: Path, id: str | None = None) -> str:
        """Store a file written into `incoming`, moving it; answers its id when it is safe on the disk."""
        with self._turn:
            self._going()
            try:
                if path.stat().st_size <= self._loose_over:
                    (stored,) = self.put_many([path.read_bytes()], [id] if id else [])
                    path.unlink()
                    return stored
                with path.open("rb", buffering=0) as file:
                    self._sync(file.fileno(), path.name)
                return self._name(path, id or file_digest(path))
            except OSError as exc:
                raise disk(exc, path.name) from exc

    def get(self, object_id: str) -> bytes:
        """The ciphertext, compared with its name on the way.

        Raises:
            UnknownError: no such object. DamagedError: there is one, and its bytes are not what was stored.
        """
        found = self._find(object_id)
        try:
            data = found.read_bytes() if isinstance(found, Path) else found[0].read(found[1])
        except OSError as exc:
            raise disk(exc, object_id) from exc
        if hashlib.sha256(data).hexdigest() != object_id:
            where = f"objects/{object_id[:2]}/{object_id[2:]}" if isinstance(found, Path) else found[0].name
            raise DamagedError(f"The object {object_id} in {where} is not what was stored.", advice="Restore it from a backup.")
        return data

    def open(self, object_id: str) -> BinaryIO:
        """The ciphertext as a stream. Not compared with its name: the seal inside rejects any change as it is opened."""
        found = self._find(object_id)
        try:
            return found.open("rb") if isinstance(found, Path) else io.BytesIO(found[0].read(found[1]))
        except OSError as exc:
            raise disk(exc, object_id) from exc

    def has(self, object_id: str) -> bool:
        """Whether there is such an object."""
        try:
            self._find(object_id)
        except UnknownError:
            return False
        return True

    def ids(self) -> Iterator[tuple[str, str, int, int]]:
        """Every object by what the files themselves say: id, file, offset, size."""
        for pack in self._listed():
            for found in walk(pack.path):
                if isinstance(found, Member):
                    yield found.id, pack.name, found.offset, found.size
        for path in sorted(self._objects.glob("??/*")):
            yield path.parent.name + path.name, f"objects/{path.parent.name}/{path.name}", 0, path.stat().st_size

    def kept(self) -> Iterator[Kept]:
        """The files that hold it all, packs first: what a copy of the vault must hold. A pack still being filled is safe as far as it says."""
        for pack in self._listed():
            pack.refresh()
            if pack.is_closed:
                files = (pack.path, pack.index_path, pack.sum_path)
                yield from (Kept(f"packs/{path.name}", path.stat().st_size, True) for path in files if path.exists())
            elif safe := pack.committed():
                yield Kept(pack.name, safe, False)
        for path in sorted(self._objects.glob("??/*")):
            yield Kept(f"objects/{path.parent.name}/{path.name}", path.stat().st_size, True)

    def check(self) -> Iterator[Fault]:
        """Every fault in any byte of the vault, without a key; nothing when it is whole."""
        return check(self.root)

    def parts(self) -> list[str]:
        """The parts in which the vault is looked at, in order."""
        return parts(self.root)

    def look(self, part: str) -> Looked:
        """Every byte of one part, without a key."""
        return look(self.root, part)

    def recover(self) -> list[str]:
        """At the start: wipe what dead processes left, cut half-written ends, drop empty packs, make missing indexes again.

        What a living process holds is left alone. Answers what was done, a line each.
        """
        with self._turn:
            done = [*self.sweep(), *self._unbegun()]
            for pack in self._listed():
                done += self._mended(pack) if not pack.is_closed else self._indexed(pack)
            return done

    def sweep(self) -> list[str]:
        """Wipe the half-written files of dead processes; answers whose."""
        return [f"incoming/{name}: wiped, its process is gone" for name in self._incoming.wipe()]

    def close(self) -> None:
        """Let another process append; remove the folder of half-written files."""
        with self._turn:
            if self._writer is not None and self._writer[0] == os.getpid():
                self._writer[1].release()
            self._writer = None
            self._incoming.close()
            for pack in self._packs.values():
                pack.forget()
            self._packs.clear()

    def _going(self) -> None:
        if self._stopped is not None:
            raise self._stopped

    def _append(self, objects: Sequence[tuple[str, bytes]]) -> None:
        writer = self._writing()
        try:
            writer.append(objects)
        except FlushError as exc:
            self._stopped, self._writer = exc, None
            raise
        if writer.length >= self._close_at:
            self._writer = None
            writer.close(self.incoming)
            writer.pack.refresh()

    def _writing(self) -> Writer:
        """This process's pack: one that nobody holds and that is not full, else the next."""
        if self._writer is not None and self._writer[0] == os.getpid():
            return self._writer[1]
        folder(self._packs_folder)
        writer = self._free() or self._new()
        self._packs[writer.pack.path.name] = writer.pack
        self._writer = (os.getpid(), writer)
        return writer

    def _free(self) -> Writer | None:
        for pack in self._listed():
            writer = None if pack.is_closed else lock(pack)
            if writer is not None and writer.length < self._close_at:
                return writer
            if writer is not None:
                writer.close(self.incoming)
        return None

    def _new(self) -> Writer:
        while True:
            taken = [int(path.stem) for path in self._packs_folder.glob("*.tar") if path.stem.isdecimal()]
            writer = start(self._packs_folder, max(taken, default=0) + 1)
            if writer is not None:
                return writer

    def _loose(self, id: str, data: bytes) -> None:
        try:
            place(data, self._target(id), self.incoming / "object", 0o400)
        except FlushError as exc:
            self._stopped = exc
            raise

    def _name(self, path: Path, id: str) -> str:
        path.chmod(0o400)
        rename(path, self._target(id))
        return id

    def _target(self, id: str) -> Path:
        return folder(folder(self._objects) / id[:2]) / id[2:]

    def _sync(self, descriptor: int, what: str) -> None:
        try:
            sync(descriptor, what)
        except FlushError as exc:
            self._stopped = exc
            raise

    def _find(self, id: str) -> Path | tuple[Pack, Member]:
        if _ID.fullmatch(id):
            for pack in list(self._packs.values()):
                if (member := pack.where(id)) is not None:
                    return pack, member
            loose = self._objects / id[:2] / id[2:]
            if loose.is_file():
                return loose
            with self._look:
                if (found := self._looked_again(id)) is not None:
                    return found
        raise UnknownError(f"The vault holds no object {id}.", advice="Run “muniment verify”; restore it from a backup.")

    def _looked_again(self, id: str) -> tuple[Pack, Member] | None:
        """Packs may have grown or come since; last, the packs themselves are read, past an index that is behind."""
        packs = self._listed()
        for learn in (Pack.refresh, Pack.rescan):
            for pack in packs:
                learn(pack)
                if (member := pack.where(id)) is not None:
                    return pack, member
        return None

    def _listed(self) -> list[Pack]:
        """Every pack, oldest first."""
        for path in sorted(self._packs_folder.glob("*.tar")):
            if path.name not in self._packs:
                self._packs[path.name] = Pack(path)
        return [self._packs[name] for name in sorted(self._packs)]

    def _unbegun(self) -> list[str]:
        """Remove the empty index of a pack whose own name was lost with the power: a line comes only after both names are safe."""
        paths = [path for path in self._packs_folder.glob("*.idx.jsonl") if not path.stat().st_size]
        lost = [path for path in paths if not path.with_name(path.name.replace(".idx.jsonl", ".tar")).exists()]
        for path in lost:
            path.unlink()
        return [f"packs/{path.name}: removed, its pack was never begun" for path in lost]

    def _mended(self, pack: Pack) -> list[str]:
        if pack.is_tidy():
            return []
        size = pack.path.stat().st_size
        writer = lock(pack)
        if writer is None:
            return []
        try:
            if writer.length == 0 and pack is self._listed()[-1]:  # one before the last is kept: no number may be missing
                pack.path.unlink()
                pack.index_path.unlink(missing_ok=True)
                sync_folder(pack.path.parent)
                del self._packs[pack.path.name]
                return [f"{pack.name}: removed, nothing was ever stored in it"]
            cut = size - writer.length
            return [f"{pack.name}: {cut} half-written bytes cut from its end"] if cut else []
        finally:
            writer.release()

    def _indexed(self, pack: Pack) -> list[str]:
        if pack.index_path.exists():
            return []
        members = sorted((m for m in walk(pack.path) if isinstance(m, Member)), key=lambda member: member.id)
        place(b"".join(map(line, members)), pack.index_path, self.incoming / "index", 0o400)
        return [f"{pack.name}: index made again"]
