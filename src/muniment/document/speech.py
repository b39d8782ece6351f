"""Who is said to have said what: quotations with the speaker the text names, and words reported without marks.

A quotation takes the frame of its own sentence, after it or before it; a sentence that is nothing but a quotation goes on with
the speaker of its paragraph. Terms and charges in quotation marks are nobody's speech. Reported speech needs an explicit frame.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from muniment.document import charges
from muniment.document.extraction import Attribution
from muniment.document.frames import MASK, Frame, frames, subject
from muniment.document.lexicon import as_written, words
from muniment.document.parts import Seen
from muniment.document.quotes import Quoted, quotations
from muniment.document.sentences import Sentence
from muniment.model.text import Folded

PREFIX, LEAST_WORDS, FRAMED_WORDS, BARE_WORDS, REPORTED_WORDS = 120, 2, 3, 6, 4


def attributions(
    raw: str, folded: Folded, lines: tuple[Sentence, ...], names: dict[int, tuple[Seen, ...]], meant: dict[int, str] | None = None
) -> tuple[Attribution, ...]:
    """Speech of the document, in order; `meant` tells whom the pronoun at an offset means."""
    listening = _Listening(raw, folded, [s for several in names.values() for s in several], meant or {})
    for _, group in groupby((line for line in lines if line.kind not in ("noise", "heading")), key=lambda line: line.paragraph):
        listening.hear(list(group))
    return tuple(listening.found)


class _Listening:
    """Goes through the paragraphs and remembers who spoke last."""

    def __init__(self, raw: str, folded: Folded, names: list[Seen], meant: dict[int, str]) -> None:
        self.raw, self.folded, self.text = raw, folded, folded.text
        self.names, self.meant = names, meant
        self.found: list[Attribution] = []
        self.last = ""
        self.spoke_at = -1
        self.continues = False
        """Whether the last sentence was a framed quotation, which the next may go on with."""

    def hear(self, lines: list[Sentence]) -> None:
        start, end = lines[0].start, lines[-1].end
        quotes = quotations(self.raw, self.folded, start, end)
        outer = [q for q in quotes if q.depth == 0]
        masked = self._masked(start, end, outer)
        for first, last, language in _joined(lines, outer):
            here = [q for q in outer if first <= q.start < last]
            said = masked[first - start : last - start].replace("\n", " ")
            found = frames(said, language)
            self._sentence(first, last, language, said, here, found)
        for quote in (q for q in quotes if q.depth):
            self._nested(quote, next(o for o in outer if o.start <= quote.start <= o.end))

    def _masked(self, start: int, end: int, quotes: list[Quoted]) -> str:
        letters = list(self.text[start:end])
        for quote in quotes:
            letters[quote.start - start : quote.end - start] = MASK * (quote.end - quote.start)
        return "".join(letters)

    def _sentence(self, first: int, last: int, language: str, said: str, quotes: list[Quoted], found: list[Frame]) -> None:
        accused = [(c.start, c.end) for c in charges.find(self.text[first:last].replace("\n", " "), language)] if quotes else []
        spoken = [q for q in quotes if self._is_speech(q) and not any(a <= q.start - first < b for a, b in accused)]
        taken = False
        for number, quote in enumerate(spoken):
            frame = self._frame_of(quote.start - first, quote.end - first, found)
            if len(self.text[quote.start : quote.end].split()) < FRAMED_WORDS and (
                frame is None or (frame.kind == "quoting" and language == "en")
            ):
                continue
            if frame is None:
                speaker = (
                    self.last
                    if self._is_bare(said, spoken) and self.continues and number == 0
                    else self._inside(quote, said[: quote.start - first], language)
                )
                if speaker:
                    self._add(speaker, "quote", quote.start, quote.end, first, last)
                    taken = True
                continue
            if number and self._goes_on(spoken[number - 1], quote, frame, first):
                continue
            self._add(self._speaker(frame, first, said), "quote", quote.start, quote.end, first, last)
            taken = True
        if not taken and found:
            taken = self._report(first, last, language, said, found)
        if not taken and found and found[0].speaker.casefold() not in words_of_pronouns():
            self.last, self.spoke_at = as_written(self.raw, self.folded, first, said, found[0].speaker), last
        self.continues = taken

    def _is_speech(self, quote: Quoted) -> bool:
        words = self.text[quote.start : quote.end].split()
        return len(words) >= LEAST_WORDS

    def _is_bare(self, said: str, quotes: list[Quoted]) -> bool:
        outside = said.replace(MASK, "").strip(' ".,!?;:')
        return not outside and len(self.text[quotes[0].start : quotes[0].end].split()) >= BARE_WORDS

    def _inside(self, quote: Quoted, before: str, language: str) -> str | None:
        """The speaker of a quotation that holds its own verb of saying: 'X "described ..."', '"X expressed alarm ..."'."""
        if language == "fa":
            return None
        words = self.text[quote.start : quote.end].replace("\n", " ")
        first = words.split()[0].casefold()
        if first in words_of_saying() and before.strip():
            return subject(before)
        own = next((f for f in frames(words, "en") if f.end < 70), None)
        return own.speaker if own and own.speaker.casefold() not in words_of_pronouns() else None

    @staticmethod
    def _frame_of(start: int, end: int, found: list[Frame]) -> Frame | None:
        """The frame that governs a quotation: right after it, else the last before it, else an "according to" behind it."""
        after = next((f for f in found if f.start >= end and f.start - end <= 6), None)
        before = next((f for f in reversed(found) if f.end <= start), None)
        inner = next((f for f in reversed(found) if f.kind == "according" and f.end <= start and start - f.end < 60), None)
        if inner is not None and after is not None and after.start - end <= 6 and _is_arabic(inner.speaker):
            return inner
        later = next((f for f in found if f.start >= end and f.kind == "according"), None)
        return after or before or later

    @staticmethod
    def _goes_on(before: Quoted, quote: Quoted, frame: Frame, first: int) -> bool:
        """Whether a quotation only goes on after its own frame (“…,” she said, “…”)."""
        return before.end <= first + frame.start and first + frame.end <= quote.start and quote.start - before.end < 140

    def _nested(self, quote: Quoted, outer: Quoted) -> None:
        """Words quoted inside a quotation, where the quotation itself frames them."""
        if len(self.text[quote.start : quote.end].split()) < FRAMED_WORDS:
            return
        inside = self.text[outer.start : quote.start].replace("\n", " ")
        found = frames(inside, "en")
        if found and len(inside) - found[-1].end < 80:
            self._add(self._speaker(found[-1], outer.start, inside), "quote", quote.start, quote.end, outer.start, outer.end)

    def _report(self, first: int, last: int, language: str, said: str, found: list[Frame]) -> bool:
        frame = next((f for f in found if f.kind != "quoting"), None)
        if frame is None:
            return False
        told = _told(said, frame, language)
        if told is None or told[1] - told[0] < 12 or len(said[told[0] : told[1]].split()) < REPORTED_WORDS:
            return False
        self._add(self._speaker(frame, first, said), "reported", first + told[0], first + told[1], first, last)
        return True

    def _speaker(self, frame: Frame, base: int, said: str) -> str:
        who = as_written(self.raw, self.folded, base, said, frame.speaker)
        if who.casefold() not in words_of_pronouns():
            return who
        if self.last and 0 <= base - self.spoke_at <= 3 and self._last_named(base + frame.start) is None:
            return self.last
        if (person := self._meant(frame, base, said)) is not None:
            return person
        if _GOES_ON.search(said[frame.start : frame.end]) and self.last:
            return self.last
        named = self._last_named(base + frame.start) if who.casefold() in ("he", "she", "او", "وی") else None
        return named or self.last or who

    def _meant(self, frame: Frame, base: int, said: str) -> str | None:
        """Whom the pronoun of a frame means, as the reading of acts found."""
        own = said[frame.start : frame.end].casefold()
        at = max(own.rfind("he "), own.rfind("she "), own.rfind(" he"), own.rfind(" she"))
        found = re.search(r"\b(?:s?he)\b", own)
        return self.meant.get(base + frame.start + found.start()) if found and at >= 0 else None

    def _last_named(self, before: int) -> str | None:
        """The last person named since somebody last spoke."""
        if self.text[before - 60 : before].rsplit(".", 1)[-1].strip(' \n"').startswith("Asked"):
            return None
        near = [s for s in self.names if self.spoke_at < s.start < before and s.alias != "?" and before - s.start < 400]
        return near[-1].name if near else None

    def _add(self, speaker: str, kind: str, start: int, end: int, first: int, last: int) -> None:
        if not speaker:
            return
        self.last, self.spoke_at = speaker, last
        whole = self.folded.raw(min(first, start), max(last, end))
        words = self.raw[slice(*self.folded.raw(start, end))]
        self.found.append(Attribution(
            speaker=speaker, quote_prefix=" ".join(words.split())[:PREFIX], kind="quote" if kind == "quote" else "reported",
            quote=self.raw[slice(*whole)], span=whole, rule="speech",
        ))  # fmt: skip


_GOES_ON = re.compile(r"افزود|اضافه\sکرد|ادامه\sداد|همچنین|خاطرنشان|تصریح\sکرد|یاداور")
"""«وی افزود»: whoever spoke last goes on."""


def _is_arabic(said: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in said)


def words_of_saying() -> frozenset[str]:
    """English verbs of saying, in every form."""
    return words("speech", "en", "telling") | words("speech", "en", "quoting")


def words_of_pronouns() -> frozenset[str]:
    """Pronouns that can speak, in both languages."""
    return words("speech", "en", "pronouns") | words("speech", "fa", "pronouns")


def _joined(lines: list[Sentence], quotes: list[Quoted]) -> Iterator[tuple[int, int, str]]:
    """Sentences, put together where one quotation runs across them."""
    start, end, language = lines[0].start, lines[0].end, lines[0].language
    for line in lines[1:]:
        if any(q.start < end and q.end > line.start for q in quotes):
            end = line.end
            continue
        yield start, end, language
        start, end, language = line.start, line.end, line.language
    yield start, end, language


_TOLD = r"(?:him|her|them|us|me|reporters|journalists|(?:the |an? )?\w+(?: \w+)?|[A-Z]\w+(?: [A-Z]\w+)*)"
_THAT = re.compile(rf"\s(?:{_TOLD}\s)?(?:(?:in|on|by|at) (?:the |an? )?\w+(?: \w+)?\s)?that\s")
_SAID = re.compile(r"\s(?=(?:he|she|they|it|the|his|her|their|a|an|no|at|in|on)\b|[A-Z]|\d)")


def _told(said: str, frame: Frame, language: str) -> tuple[int, int] | None:
    """The words reported: after "said that", or what "according to X" or ", X said" stands beside."""
    rest = re.compile(r"[\s,،:]*(?:که\s)?" if language == "fa" else r"[\s,:]*").match(said, frame.end)
    at = rest.end() if rest else frame.end
    end = len(said.rstrip(" ."))
    if frame.kind == "according":
        before = len(said[: frame.start].rstrip(" ,،"))
        return (0, before) if before >= 25 or end - at < 12 else (at, end)
    if language == "fa":
        return at, end
    inverted = said[frame.end :].lstrip().startswith(frame.speaker)
    clause = None if inverted else _THAT.match(said, frame.end) or _SAID.match(said, frame.end)
    if clause:
        return clause.end(), end
    lead = said[: frame.start].rstrip()
    return (0, len(lead.rstrip(" ,"))) if lead.endswith(",") and frame.end >= len(said.rstrip(" .")) - 60 else None
