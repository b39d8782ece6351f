"""Zips seen from outside: bombs, overlaps, twins, climbing names, ciphers and broken lists; nothing is ever unpacked to a disk."""

import random
import struct
import time
import zipfile
import zlib
from io import BytesIO

import msgspec
import pytest

from muniment.preserve.formats import contents, item
from muniment.preserve.formats.contents import Below, Folder, Member, UnreadError, Zip, is_tame
from muniment.preserve.formats.found import DamagedError, Found, Notes
from tests.preserve.formats.makers import make_wacz, make_zip

ZEROS = bytes(16 << 20)


def looked(data: bytes) -> Found:
    return msgspec.json.decode(item("application/zip", data), type=Found)


def faults(data: bytes) -> list[str]:
    notes = Notes("zip")
    Zip(data).faults(notes)
    return [f"{c.where}: {c.found}" for c in notes.checks if c.verdict == "failed"]


def test_a_plain_zip_is_looked_at_from_outside_and_not_unpacked() -> None:
    found = looked(make_zip({"a/b.txt": b"words", "c.zip": make_zip({"d": b"e"})}))
    assert (found.format, found.verdict.answer) == ("zip", "not_checked")
    assert dict(found.counted)["members"] == 2


def test_a_bomb_is_counted_and_never_unpacked() -> None:
    bomb = make_zip({f"{n}.bin": ZEROS for n in range(4)}, packed=True)
    start = time.monotonic()
    found = looked(bomb)
    assert time.monotonic() - start < 1
    assert dict(found.counted)["bytes unpacked, as stated"] == 4 * len(ZEROS)


def test_a_bomb_in_the_shape_of_a_bundle_is_stopped_by_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "BUDGET", 1 << 20)
    members = make_wacz() | {"archive/more.warc": ZEROS}
    found = msgspec.json.decode(item("application/wacz", make_zip(members, packed=True)), type=Found)
    assert any("more than the" in (c.found or "") for c in found.verdict.having("not_checked")), found.verdict


def test_a_member_that_lies_about_its_size_is_not_believed() -> None:
    data = bytearray(make_zip({"a.txt": bytes(100_000)}, packed=True))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    zip = Zip(bytes(data))
    with pytest.raises(UnreadError):
        zip.data("a.txt")


def test_members_of_one_name_overlapping_or_leading_out_are_faults() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zip, pytest.warns(UserWarning, match="Duplicate"):
        zip.writestr("twice", b"one")
        zip.writestr("twice", b"two")
        zip.writestr("../climbs", b"x")
        zip.writestr("/rooted", b"x")
    assert faults(out.getvalue()) == ["twice: 2 members", "../climbs: a name that leads out of it", "/rooted: a name that leads out of it"]
    data = bytearray(make_zip({"a": b"1" * 50, "b": b"2" * 50}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 42 : at + 46] = struct.pack("<I", 0)
    assert "overlaps" in faults(bytes(data))[0]


def test_a_zip_with_names_in_other_scripts_has_no_faults() -> None:
    assert faults(make_zip({"نامه.txt": b"x" * 9, "ü.txt": b"y", "z": b""})) == []


@pytest.mark.parametrize("name", ["/a", "../a", "a/../b", "a\\b", "c:a", "a\0", "a\nb", ""])
def test_a_name_that_leads_out_is_known(name: str) -> None:
    assert not is_tame(name)


@pytest.mark.parametrize("name", ["a", "a/b", "..a/b..", "نامه\u200cها", "ab:c"])
def test_a_name_that_stays_is_let_in(name: str) -> None:
    assert is_tame(name)


def test_a_cipher_is_not_read() -> None:
    data = bytearray(make_zip({"a": b"words"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(UnreadError, match="encrypted"):
        Zip(bytes(data)).data("a")


def test_a_damaged_member_is_found_by_its_sum() -> None:
    data = make_zip({"a": b"some words"}).replace(b"some words", b"some wordz")
    with pytest.raises(UnreadError, match="cannot be unpacked"):
        Zip(data).digest("a", "sha256")


def test_a_truncated_zip_says_how_many_members_are_whole() -> None:
    data = make_zip({f"{n}.txt": b"words" * 100 for n in range(5)})
    with pytest.raises(DamagedError, match=r"2 whole members, then it breaks off inside the one that begins at byte 1,070"):
        Zip(data[:1500])
    with pytest.raises(DamagedError, match="0 whole members"):
        Zip(b"")


def test_too_many_members_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_MEMBERS", 3)
    with pytest.raises(UnreadError, match="at most 3"):
        Zip(make_zip({str(n): b"" for n in range(4)}))


def test_random_damage_never_ends_in_another_error() -> None:
    data = make_zip({"a.txt": b"words" * 50, "b.bin": zlib.compress(b"x")}, packed=True)
    dice = random.Random(3)
    for _ in range(300):
        at = dice.randrange(len(data))
        try:
            zip = Zip(data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :])
            zip.faults(Notes("zip"))
            for name in zip.names():
                zip.digest(name, "md5")
        except DamagedError:
            pass


def test_a_folder_gives_what_was_sent_along_and_says_what_was_not() -> None:
    held = Folder({"x/a": Member(5, {"sha256": "00"}, b"words"), "x/b": Member(9, {"sha256": "11"})})
    below = Below(held, "x/")
    assert (below.names(), below.size("b"), below.digest("b", "sha256"), below.data("a")) == (["a", "b"], 9, "11", b"words")
    assert len(below.digest("a", "md5")) == 32
    with pytest.raises(UnreadError):
        below.digest("b", "md5")
