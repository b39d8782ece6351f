"""Subtitles, SubRip (.srt) and WebVTT (W3C): what is said, a line a sentence, before it the time of the recording at which it begins.

Cues that go on in the middle of a sentence are joined, so that a sentence is read as one. Styles, positions and notes are left out.
"""

import re
from collections.abc import Iterator

from muniment.document.readers.text import decoded
from muniment.document.reading import Reading, ReadingError, joined

STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{STAMP}\s*-->\s*{STAMP}(?:\s.*)?")
MARKUP = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>\n]{1,200})>")
ENDS = tuple('.!?؟…。"”»')
MOST_JOINED = 400
"""Characters of cues joined to one line where no sentence ends."""
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}


def read(data: bytes) -> Reading:
    """The words of the cues, `[hh:mm:ss.mmm] words` a line.

    Raises:
        ReadingError: no cue is in it.
    """
    text, encoding, is_guess = decoded(data)
    cues = list(_cues(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not cues:
        raise ReadingError("There is no cue in this file.")
    flags = (f"encoding_guessed:{encoding}",) if is_guess else ()
    return joined(["\n".join(f"[{at}] {words}" for at, words in _sentences(cues))], flags=flags, tool="muniment subtitles")


def _cues(text: str) -> Iterator[tuple[str, str]]:
    """(time, words) of each cue that has words."""
    at: str | None = None
    words: list[str] = []
    for line in [*text.split("\n"), ""]:
        if at is None:
            found = TIMING.fullmatch(line)
            at = _clock(found) if found else None
        elif line.strip():
            words.append(_plain(line))
        else:
            if said := " ".join(filter(None, words)):
                yield at, said
            at, words = None, []


def _clock(found: re.Match[str]) -> str:
    hours, minutes, seconds, rest = (found[1] or "0", found[2], found[3], found[4])
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}.{rest:0<3}"


def _plain(line: str) -> str:
    """The words of a line without its markup; whose voice it is stays."""
    line = MARKUP.sub("", VOICE.sub(r"\1: ", line))
    for entity, sign in ENTITIES.items():
        line = line.replace(entity, sign)
    return " ".join(line.split())


def _sentences(cues: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    begun, said = cues[0]
    for at, words in cues[1:]:
        if said.endswith(ENDS) or words.startswith(("-", "–")) or len(said) + len(words) > MOST_JOINED:
            yield begun, said
            begun, said = at, words
        else:
            said = f"{said} {words}"
    yield begun, said
