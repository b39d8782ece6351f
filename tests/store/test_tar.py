"""Members of a pack: the one shape, as any tar reads it."""

import io
import tarfile

from hypothesis import given
from hypothesis import strategies as st

from muniment.model import digest
from muniment.store.tar import BLOCK, Member, header, padded, parsed, whole

SIZES = st.integers(0, 2**33 - 1)
IDS = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(IDS, SIZES)
def test_a_header_is_read_back(id: str, size: int) -> None:
    assert parsed(header(id, size), 4096) == Member(id, 4096 + BLOCK, size)


@given(IDS, SIZES, st.integers(0, BLOCK * 8 - 1))
def test_no_bit_of_a_header_can_change_unseen(id: str, size: int, bit: int) -> None:
    block = bytearray(header(id, size))
    block[bit // 8] ^= 1 << bit % 8
    member = parsed(bytes(block), 0)
    assert member is None or header(member.id, member.size) != header(id, size)
    assert member is None  # the checksum covers what the fixed fields do not


@given(st.lists(st.binary(max_size=1500), min_size=1, max_size=5))
def test_python_and_we_agree_on_what_an_archive_holds(contents: list[bytes]) -> None:
    data = b"".join(piece for c in contents for piece in whole(digest(c), c))
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        read = [(m.name, tar.extractfile(m).read()) for m in tar]  # type: ignore[union-attr]
        assert all(m.mode == 0o400 and m.mtime == 0 and m.uid == m.gid == 0 and m.uname == "" for m in tar.getmembers())
    assert read == [(digest(c), c) for c in contents]


@given(st.binary(max_size=600))
def test_foreign_bytes_are_no_header(data: bytes) -> None:
    assert parsed(data, 0) is None


def test_sizes_are_rounded_up_to_blocks() -> None:
    assert [padded(n) for n in (0, 1, 512, 513)] == [0, 512, 512, 1024]
