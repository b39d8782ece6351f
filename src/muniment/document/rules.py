"""The rules, in order: from a text to everything proposed from it.

1 fold the text; 2 cut it into sentences, each with its kind and language; 3 find names, and join them to persons; 4 read each
sentence for acts, their people and their fields; 5 find counts, speech and recommendations; 6 map every span back to the raw
text. The same text gives the same bytes. Text is data: nothing it says changes what the rules do.
"""

import hashlib
from datetime import date as Day

import msgspec

from muniment.document.cast import Cast
from muniment.document.dates import DateMention, document_date
from muniment.document.dates import Reader as Dates
from muniment.document.extraction import RULESET, Document, Extraction
from muniment.document.linking import Reader
from muniment.document.names import Latin
from muniment.document.parts import Seen
from muniment.document.people import Gathering
from muniment.document.persian import Arabic
from muniment.document.quantities import quantities
from muniment.document.reading import language
from muniment.document.recommendations import recommendations
from muniment.document.sentences import Sentence, sentences
from muniment.document.speech import attributions
from muniment.model.errors import BadInputError
from muniment.model.text import Folded, fold


def extract(
    text: str, *, date: str | None = None, lang: str | None = None, media_type: str | None = None, sha256: str | None = None
) -> Extraction:
    """Everything the rules propose from a text; `date` (YYYY-MM-DD) is the document's own.

    Raises:
        BadInputError: `date` is no day.
    """
    folded = _dashed(text, fold(text))  # 1
    today = _day(date) or document_date(folded.text)
    lines = sentences(folded.text)  # 2
    names = _names(folded.text, lines)  # 3
    dates = _dates(folded.text, lines, today)
    cast, whose = _cast(lines, names)
    reader = Reader(cast, whose)
    for line in lines:  # 4
        if line.kind != "noise":
            reader.read(folded.text, line, names[line.start], dates[line.start])
    gathering = Gathering(text, folded)
    return Extraction(
        document=_document(text, today, lang or language(text), media_type, sha256), ruleset=RULESET,
        people=gathering.people(cast, reader.done),
        quantities=quantities(text, folded, lines, names, dates),  # 5, 6
        recommendations=recommendations(text, folded, lines),
        attributions=attributions(text, folded, lines, cast, names),
    )  # fmt: skip


def _dashed(raw: str, folded: Folded) -> Folded:
    """The folded view with the dashes that part clauses kept apart from the hyphens that join words."""
    letters = list(folded.text)
    for at, letter in enumerate(letters):
        if letter == "-":
            mark = raw[folded.offsets[at]]
            spaced = 0 < at < len(letters) - 1 and letters[at - 1].isspace() and letters[at + 1].isspace()
            if mark in "\u2014\u2015" or (mark in "\u2012\u2013" and spaced):
                letters[at] = "\u2014"
    return msgspec.structs.replace(folded, text="".join(letters))


def _day(date: str | None) -> Day | None:
    try:
        return Day.fromisoformat(date) if date else None
    except ValueError as exc:
        raise BadInputError(f"“{date}” is not a day.", advice="Write YYYY-MM-DD.") from exc


def _document(text: str, today: Day | None, lang: str | None, media_type: str | None, sha256: str | None) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        sha256=sha256, media_type=media_type, lang=lang, date=today.isoformat() if today else None, chars=len(text), text_sha256=digest
    )


def _names(text: str, lines: tuple[Sentence, ...]) -> dict[int, tuple[Seen, ...]]:
    """The names of each sentence, by where it starts."""
    finders = {"en": Latin(text), "fa": Arabic(text)}
    return {line.start: finders[line.language].find(text, line.start, line.end) if line.kind != "noise" else () for line in lines}


def _dates(text: str, lines: tuple[Sentence, ...], today: Day | None) -> dict[int, tuple[DateMention, ...]]:
    reader = Dates(today)
    return {line.start: reader.read(text, line.start, line.end, line.language) for line in lines if line.kind != "noise"}


def _cast(lines: tuple[Sentence, ...], names: dict[int, tuple[Seen, ...]]) -> tuple[Cast, dict[int, int]]:
    """Everybody named in running text, and whom each mention means; a heading only repeats them."""
    cast = Cast()
    whose = {seen.start: cast.person(seen) for line in lines if line.kind != "heading" for seen in names[line.start]}
    whose |= {seen.start: cast.known(seen) for line in lines if line.kind == "heading" for seen in names[line.start]}
    return cast, {start: person for start, person in whose.items() if person is not None}
