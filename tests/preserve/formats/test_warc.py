"""WARC files walked record by record: what warcio wrote is whole, and whatever breaks off or was changed is found and placed."""

import random
import zlib
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from muniment.preserve.formats import warc
from muniment.preserve.formats.found import DamagedError
from tests.preserve.formats.makers import PAGE, bad, line, make_warc, said


@pytest.mark.parametrize("gzip", [True, False])
def test_what_warcio_wrote_is_read_as_warcio_reads_it(gzip: bool) -> None:
    data = make_warc(4, gzip=gzip)
    ours = list(warc.records(data))
    theirs = ArchiveIterator(BytesIO(data))
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.headers["warc-record-id"] == other.rec_headers.get_header("WARC-Record-ID")
        other.content_stream().read()
        closing = 0 if gzip else 4  # which warcio leaves out of the length of what is not compressed
        assert (mine.offset, mine.length - closing) == (theirs.get_record_offset(), theirs.get_record_length())
    found = warc.examine(data)
    assert found.verdict.answer == "passed"
    assert dict(found.counted) == {"records": 5, "response records": 4, "warcinfo records": 1}
    assert line(found, "payload digests").found == "4 made again and found the same"


def test_what_it_says_of_itself_is_stated_and_no_more() -> None:
    found = warc.examine(make_warc())
    assert said(found, "warcinfo software") == ["an invented crawler"]
    assert said(found, "WARC-Target-URI") == [f"https://tavrin.example/{n}" for n in range(3)]
    assert any("served as recorded" in words for words in found.verdict.does_not_prove)


@pytest.mark.parametrize("gzip", [True, False])
def test_every_truncation_is_found_and_placed(gzip: bool) -> None:
    """A reader for replay passes over most of these without a word."""
    data = make_warc(2, gzip=gzip)
    ends = {record.offset for record in warc.records(data)}
    for at in range(1, len(data), 1 if gzip else 5):
        if at in ends:
            continue  # between two records: a shorter file that is whole; its record count is ledgered
        found = warc.examine(data[:at])
        assert found.damaged, f"cut at {at} of {len(data)}"
        assert "byte" in found.damaged
        assert found.verdict.answer == "failed"


def test_every_changed_byte_of_a_block_is_found() -> None:
    data = make_warc(2, gzip=False)
    dice = random.Random(7)
    start = data.index(PAGE[:40])
    for _ in range(100):
        at = start + dice.randrange(len(PAGE))
        changed = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        assert {what for what, _ in bad(warc.examine(changed))} & {"block digests", "payload digests"}, at


def test_a_chunked_body_may_be_counted_with_or_without_its_marks() -> None:
    chunked = b"5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n"
    assert warc.unchunked(chunked) == b"firstsecond"
    data = make_warc(1, gzip=False, body=chunked, headers={"Transfer-Encoding": "chunked"})
    assert warc.examine(data).verdict.answer == "passed"
    (record,) = [one for one in warc.records(data) if one.type == "response"]
    raw = record.headers["warc-payload-digest"]
    for body, answer in ((b"firstsecond", "passed"), (b"something else", "not_checked")):
        other = make_warc(1, gzip=False, body=body)
        stated = next(one for one in warc.records(other) if one.type == "response").headers["warc-payload-digest"]
        assert warc.examine(data.replace(raw.encode(), stated.encode())).verdict.answer == answer


@pytest.mark.parametrize("cut", [b"5\r\nfir", b"zz\r\n", b"", b"5", b"-5\r\nfirst\r\n", b"99999999999\r\n"])
def test_what_is_not_chunked_is_not_guessed_at(cut: bytes) -> None:
    assert warc.unchunked(cut) is None


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (b"WARC/1.1\r\nContent-Length: x\r\n\r\n", "no length"),
        (b"WARC/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "no length"),
        (b"WARC/1.1\r\nContent-Length: 3\r\n\r\nabcd\r\n\r\n", "not followed"),
        (b"WARC/1.1\r\nContent-Length: 3\r\n", "break off"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "should begin"),
        (b"WARC/1.1\r\n" + b"x" * 400_000, "do not end"),
    ],
)
def test_a_record_that_is_none_is_said_to_be_none(made: bytes, why: str) -> None:
    with pytest.raises(DamagedError, match=why):
        list(warc.records(made))


def test_records_packed_into_one_gzip_member_cannot_be_pointed_to() -> None:
    packer = zlib.compressobj(wbits=31)
    data = packer.compress(make_warc(2, gzip=False)) + packer.flush()
    found = warc.examine(data)
    assert dict(found.counted)["records"] == 3
    assert len([one for one in bad(found) if one[0] == "compression"]) == 2


def test_a_record_without_a_digest_is_not_checked() -> None:
    data = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 5\r\n\r\nwords\r\n\r\n"
    assert warc.examine(data).verdict.answer == "not_checked"
    unknown = b"WARC/1.0\r\nWARC-Block-Digest: blake9:abc\r\nContent-Length: 5\r\n\r\nwords\r\n\r\n"
    assert warc.examine(unknown).verdict.answer == "not_checked"


@pytest.mark.parametrize("spelling", ["sha256:{hex}", "SHA-256:{upper}", "sha256:{b32}", "sha256:{bare}"])
def test_a_digest_is_known_in_every_spelling(spelling: str) -> None:
    import base64
    import hashlib

    made = hashlib.sha256(b"words").digest()
    b32 = base64.b32encode(made).decode()
    stated = spelling.format(hex=made.hex(), upper=made.hex().upper(), b32=b32, bare=b32.rstrip("="))
    data = f"WARC/1.0\r\nWARC-Block-Digest: {stated}\r\nContent-Length: 5\r\n\r\n".encode()
    assert warc.examine(data + b"words\r\n\r\n").verdict.answer == "passed"
    assert warc.examine(data + b"wordz\r\n\r\n").verdict.answer == "failed"


def test_what_unpacks_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MOST_UNPACKED", 1 << 20)
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(b"WARC/1.0\r\nContent-Length: 9999999\r\n\r\n" + bytes(9_999_999)) + packer.flush()
    assert "more than" in (warc.examine(bomb).damaged or "")
