"""Subtitles: the words of the cues as sentences, each with the time at which it begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.readers.subtitles import read
from muniment.document.reading import ReadingError

SRT = """1
00:00:01,500 --> 00:00:03,000
<i>He was arrested</i>

2
00:00:03,500 --> 00:00:05,000
in Selmand
on Tuesday.

3
01:02:03,040 --> 01:02:04,000
Then nothing.
"""
VTT = """WEBVTT - Title

NOTE a note
that is not said

STYLE
::cue { color: red }

intro
00:01.500 --> 00:03.000 align:start position:0%
<v Narges M.>آزاد شد.</v>

00:00:04.000 --> 00:00:05.000
&amp; <c.yellow>then</c> <00:00:04.500>more
"""


def test_srt_cues_become_sentences_with_their_time() -> None:
    assert read(SRT.encode()).text == "[00:00:01.500] He was arrested in Selmand on Tuesday.\n[01:02:03.040] Then nothing."


def test_webvtt_notes_and_styles_are_not_said_and_voices_are() -> None:
    assert read(VTT.encode()).text == "[00:00:01.500] Narges M.: آزاد شد.\n[00:00:04.000] & then more"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_any_kind(ends: str) -> None:
    assert read(SRT.replace("\n", ends).encode()).text == read(SRT.encode()).text


def test_an_older_encoding_is_read_and_said() -> None:
    found = read("1\n00:00:01,000 --> 00:00:02,000\nنادر بازداشت شد.\n".encode("cp1256"))
    assert found.text == "[00:00:01.000] نادر بازداشت شد."
    assert found.flags == ("encoding_guessed:windows-1256",)


def test_speakers_in_turn_keep_their_lines_and_joined_cues_have_an_end() -> None:
    assert read(b"00:01.000 --> 00:02.000\nWho\n\n00:03.000 --> 00:04.000\n- Me\n").text.count("\n") == 1
    endless = b"".join(b"00:%02d.000 --> 00:59.000\n%s\n\n" % (n, b"word " * 30) for n in range(50))
    assert max(map(len, read(endless).text.split("\n"))) < 500


@pytest.mark.parametrize("data", [b"", b"WEBVTT\n", b"1\n00:00:01,000 -> 00:00:02,000\nwords\n", b"00:01.000 --> 00:02.000\n\n"])
def test_a_file_without_cues_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="no cue"):
        read(data)


@given(
    st.lists(
        st.sampled_from([*SRT.split("\n"), *VTT.split("\n"), "99:99:99,999 --> 0:0", "<" * 50, "{\\"]) | st.text(max_size=20), max_size=30
    )
)
def test_nonsense_is_read_or_refused(lines: list[str]) -> None:
    try:
        found = read("\n".join(lines).encode("utf-8", "replace"))
    except ReadingError:
        return
    assert all(line.startswith("[") for line in found.text.split("\n"))
