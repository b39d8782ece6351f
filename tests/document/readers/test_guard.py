"""The one way in: limits that are said, an answer that is checked, and words in place of every failure."""

import random

import msgspec
import pytest

from muniment.document.readers import MOST_CHARACTERS, READERS, WORD, guard
from muniment.document.reading import Reading, ReadingError
from muniment.protect.sandbox import Limits

NOISE = random.Random(7).randbytes(3000)


def test_it_reads_what_it_is_given() -> None:
    assert guard.read("text/plain", "سلام\r\n۲۷".encode()) == Reading(
        text="سلام\n۲۷", pages=((0, 7),), lang="fa", tool="muniment text (utf-8)"
    )


@pytest.mark.parametrize("media", sorted(set(READERS)))
def test_noise_under_any_name_comes_back_as_words(media: str) -> None:
    found = guard.read(media, NOISE)
    assert found.text == "" and found.unread and found.unread.isprintable()


@pytest.mark.parametrize(
    ("media", "size", "words"),
    [
        ("text/plain", 0, "empty"),
        ("text/plain", 200_000_000, "holds 200,000,000 bytes; of this kind (text/plain) at most 67,108,864 are read"),
        ("application/pdf", 1 << 40, "at most 536,870,912"),
        ("video/mp4", 10, "No reader for video/mp4"),
        ("application/octet-stream", 10, "neither text nor any document known here"),
    ],
)
def test_what_is_not_opened_is_said_before_its_bytes_are_fetched(media: str, size: int, words: str) -> None:
    assert words in (guard.refusal(media, size) or "")


def test_a_text_beyond_the_limit_says_how_much_is_read() -> None:
    found = guard.read("text/plain", b"a line of text.\n" * 400_000)
    assert found == Reading(text="", unread=f"The text has 6,400,000 characters; at most {MOST_CHARACTERS:,} are read. Split the file.")


def test_a_reader_that_hangs_leaves_words() -> None:
    assert "had not finished" in (guard.read(WORD, NOISE, Limits(seconds=0.01)).unread or "")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no json",
        b'{"text": 3}',
        b'{"text":"ab","pages":[[0,9]]}',
        b'{"text":"ab","doubtful":[[-1,1]]}',
        b'{"text":"ab","pages":[[2,1]]}',
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "run", lambda *_: answer)
    found = guard.read("text/plain", b"x")
    assert found.text == "" and "makes no sense" in (found.unread or "")


def test_a_file_that_cannot_be_read_is_an_error_with_its_name() -> None:
    with pytest.raises(ReadingError, match=r"list\.txt: The file is empty"):
        guard.read_file("list.txt", b"")
    with pytest.raises(ReadingError, match=r"noise\.bin: These bytes are neither text"):
        guard.read_file("noise.bin", NOISE)


def test_what_the_sandbox_answers_is_a_reading() -> None:
    assert msgspec.json.decode(msgspec.json.encode(Reading(text="a", doubtful=((0, 1),))), type=Reading).doubtful == ((0, 1),)
