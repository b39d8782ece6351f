"""Whatever the bytes: every parser answers with what it found or why not, in words that can be kept; it never raises, never hangs."""

import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.canonical import encode
from muniment.preserve.formats import folder, item, items
from muniment.preserve.formats.contents import Member
from muniment.preserve.formats.found import MOST_NAMED, MOST_STATED, MOST_WORDS, Found, Notes, plain
from muniment.preserve.formats.offered import KNOWN
from tests.preserve.formats.makers import make_jpeg, make_mp4, make_wacz, make_warc, make_zip
from tests.preserve.formats.test_autoarchiver import PAGE
from tests.preserve.formats.test_media import XMP, make_pdf

GOOD: dict[str, Callable[[], bytes]] = {
    "application/wacz": lambda: make_zip(make_wacz()), "application/zip": lambda: make_zip(make_wacz(), packed=True),
    "application/warc": lambda: make_warc(gzip=False), "application/gzip": make_warc, "application/pdf": make_pdf,
    "video/mp4": make_mp4, "image/jpeg": lambda: make_jpeg() + XMP, "image/png": make_jpeg, "image/tiff": make_jpeg,
    "image/gif": make_jpeg, "image/webp": make_jpeg,
}  # fmt: skip
HASH = "ab" * 32
FOLDERS = {"bagit": ("bagit.txt", "manifest-sha256.txt", "bag-info.txt", "fetch.txt", "data/a"), "wacz": tuple(make_wacz()),
           "proofmode": (f"{HASH}.proof.json", f"{HASH}.proof.csv", f"{HASH}.asc", "pubkey.asc", "a.jpg"),
           "autoarchiver": (PAGE, "metadata.json", "a.mp4")}  # fmt: skip


def sound(answer: bytes) -> Found:
    """An answer that can be kept as it is."""
    found = msgspec.json.decode(answer, type=Found)
    words = [found.damaged or "", found.unread or "", *(one.words for one in found.stated)]
    words += [text for c in found.verdict.checks for text in (c.found, c.where, c.expected) if text]
    assert all(c.isprintable() or c in "\u200c\u200d" for text in words for c in text)
    assert len(found.stated) <= MOST_STATED
    assert len(found.verdict.checks) < 1000
    encode(found.verdict)
    assert found.damaged or found.unread or found.verdict.checks or found.stated or found.counted
    return found


@pytest.mark.parametrize("media_type", sorted(KNOWN))
def test_a_good_file_with_bytes_changed_cut_or_doubled(media_type: str) -> None:
    good, dice = GOOD[media_type](), random.Random(media_type)
    sound(item(media_type, good))
    for _ in range(25):
        data = bytearray(good)
        for _ in range(dice.choice([1, 3, 30])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        at = dice.randrange(len(data))
        sound(item(media_type, bytes(dice.choice([data, data[:at], data[at:], data + data, data[:at] + data[at // 2 :]]))))


@given(st.sampled_from(sorted(KNOWN)), st.binary(max_size=300))
def test_bytes_that_are_anything(media_type: str, data: bytes) -> None:
    sound(item(media_type, data))


MAGIC = {"application/zip": b"PK\x03\x04", "application/gzip": b"\x1f\x8b\x08\x00", "application/warc": b"WARC/1.0\r\n", "application/pdf": b"%PDF-1.7",
         "video/mp4": b"\0\0\0\x10ftypmp42", "image/jpeg": b"\xff\xd8\xff\xe1", "image/png": b"\x89PNG\r\n\x1a\n", "image/tiff": b"II*\0"}  # fmt: skip


@given(st.sampled_from(sorted(MAGIC)), st.binary(max_size=400))
def test_bytes_that_begin_well(media_type: str, data: bytes) -> None:
    sound(item(media_type, MAGIC[media_type] + data))


@given(st.data())
def test_folders_whose_files_are_anything(data: st.DataObject) -> None:
    format = data.draw(st.sampled_from(sorted(FOLDERS)))
    text = st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode()), st.sampled_from([b"{}", b"[]", b"null", b"1"])
    )
    held = {name: Member(len(body), {"sha256": HASH}, body) for name in FOLDERS[format] if (body := data.draw(text)) is not None}
    sound(folder(format, msgspec.msgpack.encode(held)))


def test_one_bad_file_among_several_costs_the_others_nothing() -> None:
    answer = items("image/jpeg video/mp4 application/pdf", msgspec.msgpack.encode([make_jpeg(), b"junk", make_pdf()]))
    assert [bool(found.damaged) for found in msgspec.json.decode(answer, type=list[Found])] == [False, True, False]


@given(st.text(st.characters(exclude_categories=())))
def test_words_out_of_a_file_can_be_kept(words: str) -> None:
    said = plain(words)
    assert said.encode().decode() == said
    assert len(said) <= MOST_WORDS


def test_a_thousand_failures_are_named_up_to_fifty_and_counted() -> None:
    notes = Notes("x")
    for n in range(1000):
        notes.failed("list", str(n), "a", "b")
    checks = notes.found().verdict.checks
    assert len(checks) == MOST_NAMED + 1
    assert checks[-1].found == "950 more of this kind, not named here"
