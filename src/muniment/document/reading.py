"""A reading: the text of a document as a reader found it, with its pages, its language, and what could not be read."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from muniment.model.errors import BadInputError

STOP = {"en": {"the", "and", "of", "in", "was", "to"}, "fa": {"و", "در", "به", "از", "که", "را"}, "ar": {"في", "من", "على", "أن", "إلى"}}
PERSIAN_ONLY = frozenset("پچژگ")


class ReadingError(BadInputError):
    """A document could not be read; the words are the reader's."""


class Reading(msgspec.Struct, frozen=True):
    """`pages` are offset pairs into `text`; `flags` such as `ocr`, `order_uncertain`; `unread` says what was not read.

    `doubtful` are the stretches whose order is not sure: no number, age or date is proposed from them.
    """

    text: str
    pages: tuple[tuple[int, int], ...] = ()
    lang: str | None = None
    flags: tuple[str, ...] = ()
    unread: str | None = None
    tool: str = "muniment"
    doubtful: tuple[tuple[int, int], ...] = ()


def language(text: str) -> str | None:
    """The language of a text by its letters and commonest words; None when there are too few to tell."""
    letters = Counter("arabic" if "\u0600" <= c <= "\u06ff" else "latin" for c in text[:20000] if c.isalpha())
    if not letters:
        return None
    words = Counter(text[:20000].lower().split())
    if letters["arabic"] > letters["latin"]:
        persian = sum(words[w] for w in STOP["fa"]) + sum(c in PERSIAN_ONLY for c in text[:20000])
        return "fa" if persian >= sum(words[w] for w in STOP["ar"]) else "ar"
    return "en" if sum(words[w] for w in STOP["en"]) >= 2 or letters["latin"] < 200 else None


def joined(pages: list[str], *, doubtful: Sequence[int] = (), flags: tuple[str, ...] = (), **fields: object) -> Reading:
    """A reading of several pages, a blank line between them; `doubtful` are the numbers of those whose order is not sure."""
    spans, at = [], 0
    for page in pages:
        spans.append((at, at + len(page)))
        at += len(page) + 2
    text = "\n\n".join(pages)
    unsure = tuple(spans[i] for i in doubtful)
    marks = (*flags, "order_uncertain") if unsure else flags
    return msgspec.convert(
        {"text": text, "pages": tuple(spans), "lang": language(text), "doubtful": unsure, "flags": marks, **fields}, Reading
    )
