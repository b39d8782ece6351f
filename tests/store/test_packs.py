"""The vault: what was answered for is there, whole, for anyone with tar and sha256sum."""

import errno
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from muniment.model import digest
from muniment.model.errors import MunimentError, UnknownError
from muniment.store import Vault
from muniment.store.errors import DamagedError, FlushError, FullError
from tests.store.makers import other_process


def test_an_object_is_named_by_the_digest_of_its_bytes_and_comes_back(vault: Vault) -> None:
    id = vault.put(b"sealed")
    assert id == digest(b"sealed")
    assert vault.get(id) == vault.open(id).read() == b"sealed"
    assert vault.has(id) and not vault.has("0" * 64)


def test_an_empty_object_is_an_object(vault: Vault) -> None:
    assert vault.get(vault.put(b"")) == b""


@pytest.mark.parametrize("id", ["0" * 64, "", "../packs/000001.tar", "A" * 64, "0" * 63 + "\n"])
def test_what_is_not_there_is_said_to_be_unknown(vault: Vault, id: str) -> None:
    vault.put(b"x")
    with pytest.raises(UnknownError):
        vault.get(id)


def test_large_objects_lie_on_their_own(vault: Vault) -> None:
    large = os.urandom(5000)
    small, id = vault.put_many([b"small", large])
    assert (vault.root / "objects" / id[:2] / id[2:]).read_bytes() == large == vault.get(id)
    assert vault.get(small) == b"small"
    assert {(i, where) for i, where, _, _ in vault.ids()} == {(small, "packs/000001.tar"), (id, f"objects/{id[:2]}/{id[2:]}")}


@pytest.mark.parametrize("size", [100, 5000])
def test_a_file_is_moved_in_from_incoming(vault: Vault, size: int) -> None:
    data, path = os.urandom(size), vault.incoming / "upload"
    path.write_bytes(data)
    assert vault.get(vault.put_file(path)) == data
    assert not path.exists()


def test_one_flush_makes_a_whole_batch_safe(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.put(b"first")
    flushes = []
    real = os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda fd: (flushes.append(fd), real(fd)))
    vault.put_many([bytes([n]) for n in range(6)])
    assert len(flushes) == 1


def test_tar_and_sha256sum_read_a_pack_without_us(vault: Vault, tmp_path: Path) -> None:
    ids = vault.put_many([os.urandom(n * 40) for n in range(50)])
    assert (vault.root / "packs" / "000001.tar.sha256").exists()
    vault.put(b"one more, in a pack that is still open")
    out = tmp_path / "out"
    out.mkdir()
    for pack in ("000001.tar", "000002.tar"):
        said = subprocess.run(["tar", "-xvf", str(vault.root / "packs" / pack), "-C", str(out)], capture_output=True, check=True)
        assert said.stderr == b""
    sums = "".join(f"{path.name}  {path.name}\n" for path in out.iterdir())
    subprocess.run(["sha256sum", "--quiet", "-c", "-"], input=sums.encode(), cwd=out, check=True)
    assert {path.name for path in out.iterdir()} > set(ids)
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "000001.tar.sha256"], cwd=vault.root / "packs", check=True)


def test_a_full_pack_is_closed_for_good_and_the_next_begun(vault: Vault) -> None:
    ids = [vault.put(os.urandom(1000)) for _ in range(20)]
    packs = sorted(path.name for path in (vault.root / "packs").glob("*.tar"))
    assert packs == ["000001.tar", "000002.tar", "000003.tar", "000004.tar"]
    assert os.stat(vault.root / "packs" / "000001.tar").st_mode & 0o777 == 0o400
    assert all(vault.get(id) for id in ids)
    again = Vault(vault.root)
    assert all(again.get(id) for id in ids)
    assert list(vault.check()) == []


def test_the_next_command_goes_on_with_the_same_pack(vault: Vault) -> None:
    for n in range(5):
        one = Vault(vault.root)
        one.put(bytes([n]))
        one.close()
    assert [path.name for path in (vault.root / "packs").glob("*.tar")] == ["000001.tar"]
    assert len(list(vault.ids())) == 5


def test_two_open_vaults_append_to_packs_of_their_own_and_read_each_other(vault: Vault) -> None:
    other = Vault(vault.root)
    mine, theirs = vault.put(b"mine"), other.put(b"theirs")
    assert vault.get(theirs) == b"theirs" and other.get(mine) == b"mine"
    assert {where for _, where, _, _ in vault.ids()} == {"packs/000001.tar", "packs/000002.tar"}
    later = other.put(b"later")
    assert vault.get(later) == b"later"
    assert list(vault.check()) == []
    other.close()


def test_threads_read_while_others_write(vault: Vault) -> None:
    import threading

    ids: list[str] = []
    wrong: list[str] = []
    ended = threading.Event()

    def write() -> None:
        for n in range(30):
            ids.extend(vault.put_many([os.urandom(200 + n) for _ in range(5)]))

    def read() -> None:
        other = Vault(vault.root)
        while not ended.is_set():
            for id in list(ids):
                wrong.extend(id for v in (vault, other) if digest(v.get(id)) != id)
        other.close()

    writers, readers = [threading.Thread(target=write) for _ in range(2)], [threading.Thread(target=read) for _ in range(2)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    for thread in readers:
        thread.join()
    assert len(ids) == 300 and wrong == []
    assert list(vault.check()) == []


def test_an_index_that_is_gone_is_not_missed(vault: Vault) -> None:
    ids = [vault.put(os.urandom(900)) for _ in range(15)]
    vault.close()
    for path in (vault.root / "packs").glob("*.idx.jsonl"):
        path.unlink()
    fresh = Vault(vault.root)
    assert all(fresh.get(id) for id in ids)
    fresh.close()
    assert "packs/000001.tar: index made again" in Vault(vault.root).recover()
    assert list(vault.check()) == []


def test_damage_is_told_apart_from_absence(vault: Vault) -> None:
    small, large = vault.put_many([b"A" * 100, b"B" * 3000])
    vault.close()
    for where, offset in ((vault.root / "packs" / "000001.tar", 512 + 7), (vault.root / "objects" / large[:2] / large[2:], 9)):
        where.chmod(0o600)
        with where.open("r+b") as file:
            file.seek(offset)
            file.write(b"!")
    for id in (small, large):
        with pytest.raises(DamagedError, match=id):
            vault.get(id)


def test_a_full_disk_refuses_the_batch_and_leaves_the_vault_whole(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vault.put(b"kept")
    real, room = os.write, [3000]

    def short(fd: int, data: bytes) -> int:
        if room[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(fd, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(FullError, match="room"):
        vault.put_many([os.urandom(1500) for _ in range(4)])
    monkeypatch.setattr(os, "write", real)
    assert list(vault.check()) == []
    after = vault.put(b"after")
    assert vault.get(kept) == b"kept" and vault.get(after) == b"after"
    assert len(list(vault.ids())) == 2


def test_a_really_full_filesystem_leaves_everything_readable(tmp_path: Path) -> None:
    """Not a simulation: a file size limit of the kernel in another process."""
    script = """
import os, resource, signal, sys
from pathlib import Path
from muniment.store import Vault
from muniment.store.errors import FullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
vault = Vault(Path(sys.argv[1]))
while True:
    try:
        print(vault.put(os.urandom(900)), flush=True)
    except FullError as exc:
        sys.exit(7)
"""
    process = other_process(script, str(tmp_path))
    out, _ = process.communicate()
    assert process.returncode == 7
    vault = Vault(tmp_path)
    assert len(out.split()) > 20
    assert all(vault.get(id) for id in out.split())
    assert vault.recover() == [] and list(vault.check()) == []


def test_a_flush_that_fails_stops_everything_that_follows(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vault.put(b"kept")
    real = os.fdatasync

    def failing(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", failing)
    with pytest.raises(FlushError, match="did not confirm"):
        vault.put(b"lost")
    monkeypatch.setattr(os, "fdatasync", real)
    with pytest.raises(FlushError):
        vault.put(b"never tried again")
    assert vault.get(kept) == b"kept"
    assert Vault(vault.root).put(b"a new process may") == digest(b"a new process may")


def test_a_folder_that_cannot_be_written_is_read_and_says_so(vault: Vault) -> None:
    id = vault.put(b"kept")
    vault.close()
    elsewhere = Path("/sys/kernel")  # a folder that even root cannot write
    with pytest.raises(MunimentError, match="packs"):
        Vault(elsewhere).put(b"x")
    assert Vault(vault.root).get(id) == b"kept"


def test_incoming_is_wiped_only_when_its_process_is_gone(vault: Vault) -> None:
    (vault.incoming / "half").write_bytes(b"half-written")
    script = "import sys; from pathlib import Path; from muniment.store import Vault\nv = Vault(Path(sys.argv[1]))\n" \
             "(v.incoming / 'other').write_bytes(b'x'); print(v.incoming, flush=True); sys.stdin.read()"  # fmt: skip
    process = other_process(script, str(vault.root))
    assert process.stdout is not None
    theirs = Path(process.stdout.readline().strip())
    assert vault.recover() == []
    assert (theirs / "other").exists() and (vault.incoming / "half").exists()
    process.kill()
    process.communicate()
    assert vault.recover() == [f"incoming/{theirs.name}: wiped, its process is gone"]
    assert not theirs.exists() and (vault.incoming / "half").exists()


class Vaults(RuleBasedStateMachine):
    """Any order of puts, reopenings, lost indexes and torn ends: everything answered for stays, nothing else appears."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.root = Path(tempfile.mkdtemp())
        self.vault = Vault(self.root, loose_over=1500, close_at=4096)
        self.held: dict[str, bytes] = {}

    @rule(contents=st.lists(st.binary(max_size=2000), max_size=6))
    def put(self, contents: list[bytes]) -> None:
        self.held |= dict(zip(self.vault.put_many(contents), contents, strict=True))

    @rule()
    def reopen(self) -> None:
        self.vault.close()
        self.vault = Vault(self.root, loose_over=1500, close_at=4096)

    @rule(junk=st.binary(min_size=1, max_size=1200))
    def die_half_way(self, junk: bytes) -> None:
        self.vault.close()
        for path in (self.root / "packs").glob("*.tar"):
            if not path.with_name(path.name + ".sha256").exists():
                with path.open("ab") as file:
                    file.write(junk)
        self.vault = Vault(self.root, loose_over=1500, close_at=4096)
        self.vault.recover()

    @rule()
    def lose_the_indexes(self) -> None:
        self.vault.close()
        for path in (self.root / "packs").glob("*.idx.jsonl"):
            path.unlink()
        self.vault = Vault(self.root, loose_over=1500, close_at=4096)
        self.vault.recover()

    @invariant()
    def all_is_there(self) -> None:
        if not hasattr(self, "held"):
            return
        assert {id for id, _, _, _ in self.vault.ids()} == set(self.held)
        assert all(self.vault.get(id) == content for id, content in self.held.items())
        assert list(self.vault.check()) == []
        for id, where, offset, size in self.vault.ids():
            with (self.root / where).open("rb") as file:
                file.seek(offset)
                assert hashlib.sha256(file.read(size)).hexdigest() == id

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            self.vault.close()
            shutil.rmtree(self.root)


TestVaults = Vaults.TestCase
TestVaults.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


@settings(max_examples=20)
@given(st.lists(st.binary(max_size=600), max_size=30))
def test_ids_come_back_in_the_order_given(contents: list[bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder), loose_over=300)
        assert vault.put_many(contents) == [digest(content) for content in contents]
        vault.close()


def test_an_index_with_zeros_in_its_middle_is_made_again(vault: Vault) -> None:
    """The power went: the last line reached the disk, and one before it did not."""
    ids = [vault.put(b"sealed %d" % n) for n in range(4)]
    vault.close()
    (index,) = (vault.root / "packs").glob("*.idx.jsonl")
    whole = index.read_bytes()
    index.write_bytes(whole[:150] + bytes(100) + whole[250:])
    again = Vault(vault.root)
    again.recover()
    assert index.read_bytes() == whole
    assert [again.has(id) for id in ids] == [True] * 4
    assert list(again.check()) == []


def test_the_empty_index_of_a_pack_that_was_never_begun_is_removed(vault: Vault) -> None:
    vault.put(b"sealed")
    vault.close()
    lost = vault.root / "packs" / "000002.idx.jsonl"
    lost.write_bytes(b"")
    assert [fault.where for fault in vault.check()] == ["packs/000002.tar"]
    assert Vault(vault.root).recover() == ["packs/000002.idx.jsonl: removed, its pack was never begun"]
    assert list(vault.check()) == []


def test_an_index_that_names_something_is_never_removed(vault: Vault) -> None:
    """Its pack is missing, and this is all that says so."""
    vault.put(b"sealed")
    vault.close()
    (vault.root / "packs" / "000001.tar").unlink()
    assert Vault(vault.root).recover() == []
    assert [fault.what for fault in vault.check()] == ["a pack is missing"]
