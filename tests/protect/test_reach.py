"""Any stretch of a sealed object is what the whole would give; what was changed, moved or cut is refused."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.protect import sealing
from muniment.protect.reach import CHUNK, TAG, Reach
from muniment.protect.sealing import SealError

KEY = sealing.fresh()
PLAIN = bytes(range(251)) * 800
SEALED = sealing.seal(PLAIN, [KEY.to_public()])


@given(st.integers(0, len(PLAIN) + 9), st.integers(0, 3 * CHUNK))
def test_any_stretch_is_that_of_the_whole(start: int, length: int) -> None:
    assert Reach(io.BytesIO(SEALED), KEY).read(start, length) == PLAIN[start : start + length]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_its_size_is_told_and_it_is_read_to_its_end(size: int) -> None:
    reach = Reach(io.BytesIO(sealing.seal(PLAIN[:size], [KEY.to_public()])), KEY)
    assert reach.size == size
    assert reach.read(0, size + 1) == PLAIN[:size]


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealError):
        Reach(io.BytesIO(SEALED), sealing.fresh())


@given(st.integers(0, 200))
def test_no_byte_of_the_header_can_be_changed(at: int) -> None:
    changed = SEALED[:at] + bytes([SEALED[at] ^ 1]) + SEALED[at + 1 :]
    with pytest.raises(SealError):
        Reach(io.BytesIO(changed), KEY).read(0, len(PLAIN))


def test_a_changed_chunk_is_refused_and_the_others_are_read() -> None:
    at = len(SEALED) - 10
    reach = Reach(io.BytesIO(SEALED[:at] + bytes([SEALED[at] ^ 1]) + SEALED[at + 1 :]), KEY)
    assert reach.read(0, 10) == PLAIN[:10]
    with pytest.raises(SealError):
        reach.read(len(PLAIN) - 5, 5)


def test_a_cut_at_a_chunk_is_refused_and_chunks_cannot_change_places() -> None:
    begin = len(SEALED) - len(PLAIN) - 4 * TAG
    one, two = SEALED[begin : begin + CHUNK + TAG], SEALED[begin + CHUNK + TAG : begin + 2 * (CHUNK + TAG)]
    with pytest.raises(SealError):
        Reach(io.BytesIO(SEALED[: begin + CHUNK + TAG]), KEY).read(0, 1)
    with pytest.raises(SealError):
        Reach(io.BytesIO(SEALED[:begin] + two + one + SEALED[begin + 2 * (CHUNK + TAG) :]), KEY).read(0, 1)


@given(st.binary(max_size=400))
def test_what_is_no_sealed_object_is_refused(words: bytes) -> None:
    for source in (words, b"age-encryption.org/v1\n" + words, b"age-encryption.org/v1\n-> X25519 " + words + b"\n--- \n"):
        with pytest.raises(SealError):
            Reach(io.BytesIO(source), KEY)
