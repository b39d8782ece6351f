"""A record in a file of its own: it comes back as it was, or is said not to be."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.archive.written import NotAsWrittenError, read, written


class Note(msgspec.Struct, frozen=True):
    """Anything."""

    text: str
    count: int = 0


NOTES = st.builds(Note, st.text(st.characters(codec="utf-8")), st.integers(-(2**53), 2**53))


@given(NOTES)
def test_what_was_written_is_read_again(note: Note) -> None:
    assert read(written(note), Note, "note.json") == note


@given(NOTES, st.data())
def test_a_flipped_bit_is_told(note: Note, data: st.DataObject) -> None:
    kept = bytearray(written(note))
    bit = data.draw(st.integers(0, 8 * len(kept) - 1))
    kept[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotAsWrittenError, match=r"note\.json"):
        read(bytes(kept), Note, "note.json")


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"record":{"text":"a"},"sha256":"0"}', b'{"record":7,"sha256":"0"}'])
def test_what_is_no_such_file_is_told(data: bytes) -> None:
    with pytest.raises(NotAsWrittenError):
        read(data, Note, "note.json")
