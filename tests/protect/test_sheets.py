"""Key sheets: one destroyable key an item; destroyed means gone, here and in every process that had read it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from muniment.protect.keyring import Keyring, encoded, new_keyring
from muniment.protect.sealing import SealError, seal, unseal
from muniment.protect.sheets import KeyDestroyedError, Sheets

A, B, C = (f"ev-{digit * 32}" for digit in "abc")


@pytest.fixture(scope="module")
def ring() -> Keyring:
    return new_keyring("0" * 16)


@pytest.fixture
def sheets(tmp_path: Path, ring: Keyring) -> Sheets:
    made = Sheets(tmp_path / "sheets", ring)
    made.grow([A, B], "open")
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "sheets").iterdir()}


def test_each_item_has_a_key_of_its_own_that_another_process_finds(sheets: Sheets, tmp_path: Path, ring: Keyring) -> None:
    again = Sheets(tmp_path / "sheets", ring)
    assert str(again.find(A)) == str(sheets.find(A)) != str(again.find(B))


def test_a_sheet_shows_ids_and_keys_to_nobody_and_is_closed_to_others(sheets: Sheets, tmp_path: Path) -> None:
    for path in (tmp_path / "sheets").glob("*.age"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert str(sheets.find(A)).encode() not in path.read_bytes()
    assert (tmp_path / "sheets").stat().st_mode & 0o777 == 0o700


def test_a_destroyed_key_is_in_no_file_and_its_neighbours_stay(sheets: Sheets, tmp_path: Path, ring: Keyring) -> None:
    ciphertext = seal(b"words", [sheets.find(A).to_public()])
    secret, kept = str(sheets.find(A)), str(sheets.find(B))
    sheets.destroy([A])
    assert not sheets.holds(A)
    with pytest.raises(KeyDestroyedError, match=A):
        sheets.find(A)
    again = Sheets(tmp_path / "sheets", ring)
    assert not again.holds(A)
    assert str(again.find(B)) == kept
    texts = [unseal(data, [ring.identity("open")]).decode() for name, data in files(tmp_path).items() if name.endswith(".age")]
    assert secret not in "".join(texts)
    with pytest.raises(SealError):
        unseal(ciphertext, [again.find(B)])


def test_the_old_file_is_overwritten_not_only_unlinked(sheets: Sheets, tmp_path: Path) -> None:
    (path,) = (tmp_path / "sheets").glob("*.age")
    kept = tmp_path / "a second name for the same bytes on disk"
    os.link(path, kept)
    before = kept.read_bytes()
    sheets.destroy([A])
    assert len(kept.read_bytes()) == len(before)
    assert not kept.read_bytes().startswith(b"age-encryption.org/v1")


def test_a_key_destroyed_by_another_process_is_gone_here_too(sheets: Sheets, tmp_path: Path, ring: Keyring) -> None:
    """A server that has been up for days must not go on opening what was withdrawn at the command line."""
    assert sheets.holds(A)
    Sheets(tmp_path / "sheets", ring).destroy([A])
    assert not sheets.holds(A)
    assert sheets.holds(B)
    Sheets(tmp_path / "sheets", ring).destroy([B])
    assert not sheets.holds(B)


def test_two_processes_that_destroy_neighbours_bring_neither_back(tmp_path: Path, ring: Keyring) -> None:
    ids = [f"ev-{n:032x}" for n in range(40)]
    Sheets(tmp_path / "sheets", ring).grow(ids, "open")
    code = (
        "import sys; from pathlib import Path; from muniment.protect.keyring import decoded; from muniment.protect.sheets import Sheets\n"
        "sheets = Sheets(Path(sys.argv[1]), decoded(sys.stdin.buffer.read()))\nfor id in sys.argv[2:]: sheets.destroy([id])"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "sheets"), *ids[half::2][:15]], stdin=subprocess.PIPE,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        for half in (0, 1)
    ]  # fmt: skip
    for process in started:
        process.communicate(encoded(ring), timeout=60)
        assert process.returncode == 0
    left = Sheets(tmp_path / "sheets", ring)
    assert [id for id in ids if left.holds(id)] == ids[30:]


def test_keys_that_were_never_used_leave_with_one_writing(sheets: Sheets, tmp_path: Path) -> None:
    sheets.grow([C, "ev-" + "d" * 32], "restricted")
    sheets.destroy([C, "ev-" + "d" * 32])
    assert [name for name in files(tmp_path) if name.startswith("restricted")] == []
    assert sheets.holds(A)


def test_nothing_to_grow_writes_nothing(sheets: Sheets, tmp_path: Path) -> None:
    before = set(files(tmp_path))
    sheets.grow([], "open")
    assert set(files(tmp_path)) == before


def test_a_sheet_of_a_closed_compartment_says_so_and_opens_with_its_key(tmp_path: Path, ring: Keyring) -> None:
    Sheets(tmp_path / "sheets", ring).grow([C], "sealed-identity")
    closed = Sheets(tmp_path / "sheets", ring.without("sealed-identity"))
    with pytest.raises(KeyDestroyedError, match="closed to you"):
        closed.find(C)
    assert Sheets(tmp_path / "sheets", ring).holds(C)


def test_an_announced_destruction_is_seen_by_all_and_can_be_taken_back(sheets: Sheets, tmp_path: Path, ring: Keyring) -> None:
    sheets.doom(A)
    other = Sheets(tmp_path / "sheets", ring)
    assert other.among_doomed({A, B}) == [A]
    assert other.holds(A), "announced, not done"
    assert other.doomed() == [A]
    other.pardon(A)
    assert sheets.among_doomed({A}) == []
    sheets.doom(B)
    sheets.destroy([B])
    assert other.doomed() == []


def test_an_announcement_of_a_process_that_lives_is_left_to_it(sheets: Sheets, tmp_path: Path) -> None:
    sheets.doom(A)
    (tmp_path / "sheets" / f"doomed-{A}").write_text(str(os.getppid()))
    assert sheets.doomed() == []
    (tmp_path / "sheets" / f"doomed-{A}").write_text("not a number")
    assert sheets.doomed() == [A]


def test_threads_that_look_while_sheets_grow_never_miss_a_key(sheets: Sheets, tmp_path: Path, ring: Keyring) -> None:
    wrong: list[str] = []
    writer = Sheets(tmp_path / "sheets", ring)

    def look() -> None:
        for _ in range(200):
            if not sheets.holds(A):
                wrong.append(A)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(20):
        writer.grow([f"ev-{n:032x}"], "open")
        sheets.holds(f"ev-{n:032x}")
    for thread in threads:
        thread.join()
    assert wrong == []
