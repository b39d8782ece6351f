"""The one shape of a member in a pack: a POSIX ustar header, the ciphertext, zeros up to the next 512 bytes.

Every field but name, size and checksum is fixed (mode 0400, no owner, time 0), so a header either is the one and only
header of its name and size, or it is not ours: no bit of it can change unseen. Any `tar` lists and unpacks a pack.
"""

from __future__ import annotations

import re

import msgspec

BLOCK = 512
ZEROS = b"\0" * BLOCK
END = ZEROS * 2
LARGEST = 64 << 20
"""The largest member a pack takes: the index beside it has eight digits for sizes."""
_DIGITS = re.compile(rb"[0-9a-f]{64}[0-7]{11}")


class Member(msgspec.Struct, frozen=True, gc=False):
    """An object in a pack: its id, the offset of its first byte, its size."""

    id: str
    offset: int
    size: int

    @property
    def end(self) -> int:
        """Where the next header stands."""
        return self.offset + padded(self.size)


def padded(size: int) -> int:
    """A size rounded up to whole blocks."""
    return -(-size // BLOCK) * BLOCK


def _frame(name: bytes, size: bytes, checksum: bytes) -> bytes:
    fields = (
        name.ljust(100, b"\0"), b"0000400\0", b"0000000\0", b"0000000\0", size, b"\0", b"00000000000\0", checksum, b"0",
        b"\0" * 100, b"ustar\x0000", b"\0" * 64, b"0000000\0", b"0000000\0",
    )  # fmt: skip
    return b"".join(fields).ljust(BLOCK, b"\0")


_BARE = _frame(b"", b"\0" * 11, b" " * 8)
_SUM, _BETWEEN, _TIME, _AFTER = sum(_BARE), _BARE[64:124], _BARE[135:148], _BARE[156:]


def header(id: str, size: int) -> bytes:
    """The header of a member. Its checksum is that of the fixed bytes, of the name and of the size."""
    return _header(id.encode(), b"%011o" % size)


def _header(name: bytes, digits: bytes) -> bytes:
    return b"%b%b%b%b%06o\0 %b" % (name, _BETWEEN, digits, _TIME, _SUM + sum(name) + sum(digits), _AFTER)


def parsed(block: bytes, at: int) -> Member | None:
    """The member whose header this is, when it stands at `at`; None for anything but exactly our header."""
    name, digits = block[:64], block[124:135]
    if _header(name, digits) != block or not _DIGITS.fullmatch(name + digits):
        return None
    return Member(name.decode(), at + BLOCK, int(digits, 8))


def whole(id: str, content: bytes) -> tuple[bytes, bytes, bytes]:
    """A member as it is appended: header, content, padding."""
    return header(id, len(content)), content, ZEROS[: padded(len(content)) - len(content)]
