"""Which files may enter, one row of bad input after the other; every file read twice."""

import os
import socket
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.preserve.intake import ChangedDuringIntakeError, Incoming, IntakeError, again, confirmed, look, shown, steady, twin, walk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"as it was written")
    return path


def test_a_file_is_looked_at_whole(file: Path) -> None:
    looked = look(Incoming(file.name, file))
    assert (looked.size, looked.data) == (17, b"as it was written")
    assert confirmed(looked) == b"as it was written"


def test_a_large_file_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(bytes(3 << 20))
    looked = look(Incoming(path.name, path))
    assert (looked.size, looked.data, len(looked.head)) == (3 << 20, None, 4096)


def test_an_empty_file_enters(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert confirmed(look(Incoming("empty", tmp_path / "empty"))) == b""


def odd(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "odd"
    if kind == "link":
        path.symlink_to(tmp_path / "letter.txt")
    elif kind == "link to a folder":
        path.symlink_to(tmp_path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(path)[-100:] if len(str(path)) < 100 else os.path.relpath(path))
    else:
        return Path("/dev/zero")
    return path


@pytest.mark.parametrize(("kind", "why"), [("link", "symbolic link"), ("link to a folder", "symbolic link"), ("pipe", "pipe"),
                                           ("socket", "socket"), ("device", "device")])  # fmt: skip
def test_what_is_no_file_is_refused_by_what_it_is(kind: str, why: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    path = odd(file.parent, kind)
    with pytest.raises(IntakeError, match=why):
        look(Incoming("odd", path))


def test_a_pipe_put_in_a_files_place_is_not_waited_for(file: Path) -> None:
    """Between the look and the opening: opening a pipe for reading would wait for ever."""
    real = os.lstat(file)
    file.unlink()
    os.mkfifo(file)
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "lstat", lambda path: real)
    try:
        with pytest.raises(IntakeError, match="pipe"):
            look(Incoming("letter", file))
    finally:
        patch.undo()


def appended(path: Path) -> None:
    with path.open("ab") as out:
        out.write(b"!")


def rewritten(path: Path) -> None:
    """As many bytes, and the time of writing set back."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def removed(path: Path) -> None:
    path.unlink()


def linked(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


CHANGES = [appended, rewritten, replaced, removed, linked]


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_while_it_is_read_is_refused(change: object, file: Path) -> None:
    with pytest.raises(IntakeError), steady(file) as (stream, _):
        stream.read(4)
        change(file)  # type: ignore[operator]


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_between_its_two_readings_is_refused(change: object, file: Path) -> None:
    looked = look(Incoming(file.name, file))
    change(file)  # type: ignore[operator]
    with pytest.raises(IntakeError):
        confirmed(looked)


@pytest.mark.parametrize("change", CHANGES)
def test_a_large_file_that_changes_between_its_two_readings_is_refused(change: object, tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(os.urandom(2 << 20))
    looked = look(Incoming(path.name, path))
    change(path)  # type: ignore[operator]
    with pytest.raises(IntakeError), again(looked) as stream:
        stream.read()


def test_bytes_changed_behind_every_clock_are_seen_by_their_digest(file: Path) -> None:
    looked = look(Incoming(file.name, file))
    rewritten(file)
    state = file.stat()
    blind = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_dev)
    with pytest.raises(ChangedDuringIntakeError):
        confirmed(type(looked)(looked.incoming, looked.sha256, looked.size, looked.head, looked.data, blind))


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="No such file"):
        look(Incoming("gone", tmp_path / "gone"))


def test_bytes_handed_in_are_taken_as_they_are() -> None:
    assert confirmed(look(Incoming("x", data=b"bytes"))) == b"bytes"
    assert look(Incoming("x")).size == 0


def test_folders_are_entered_in_order_and_what_may_not_enter_comes_out_to_be_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").touch()
    (tmp_path / "a.txt").touch()
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [one.name for one in walk([tmp_path])]
    assert found == [f"{tmp_path.name}/{name}" for name in ("a.txt", "b/2.txt", "b/loop")]


@pytest.mark.parametrize("named", [".", "..", "./sub/..", "sub"])
def test_a_name_never_climbs_out(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.txt").touch()
    monkeypatch.chdir(tmp_path if named != ".." else tmp_path / "sub")
    names = [one.name for one in walk([Path(named)])]
    assert names
    assert not any(".." in name or name.startswith(("/", ".")) for name in names)


@pytest.mark.parametrize("named", ["nowhere", "a\0b"])
def test_a_path_that_is_not_there_is_bad_input(named: str) -> None:
    with pytest.raises(BadInputError, match="no file or folder"):
        list(walk([Path(named)]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_listed_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    (one,) = walk([tmp_path])
    with pytest.raises(IntakeError, match="cannot be listed"):
        look(one)


def test_a_folder_that_vanished_or_shut_is_refused_and_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    real = os.scandir

    def scandir(path: object) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)
    (one,) = walk([tmp_path])
    monkeypatch.undo()
    with pytest.raises(IntakeError, match="cannot be listed"):
        look(one)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("نامه\u200cها.txt", "نامه\u200cها.txt"),
        ("annex\u202efdp.exe", "annex\\u202efdp.exe"),
        ("line\nbreak", "line\\u000abreak"),
        (os.fsdecode(b"caf\xe9.txt"), "caf\\xe9.txt"),
        ("a\\xe9", "a\\\\xe9"),
        ("x" * 255, "x" * 255),
    ],
)
def test_names_are_kept_and_what_cannot_be_seen_is_made_visible(name: str, seen: str) -> None:
    assert shown(name) == seen


names = st.text(st.characters(exclude_categories=()), max_size=20).map(lambda t: os.fsdecode(t.encode("utf-8", "surrogatepass")))


@given(names, names)
def test_no_two_names_look_alike(one: str, two: str) -> None:
    assert shown(one).isprintable() or "\u200c" in one or "\u200d" in one
    assert (shown(one) == shown(two)) == (one == two)
    shown(one).encode("utf-8")


def test_two_spellings_of_an_accent_are_twins() -> None:
    one, two = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    assert one != two
    assert twin(one) == twin(two)


def test_nothing_is_changed_by_looking(file: Path) -> None:
    before = file.stat()
    confirmed(look(Incoming(file.name, file)))
    after = file.stat()
    assert (before.st_mtime_ns, before.st_ctime_ns, stat.S_IMODE(before.st_mode)) == (
        after.st_mtime_ns,
        after.st_ctime_ns,
        stat.S_IMODE(after.st_mode),
    )
