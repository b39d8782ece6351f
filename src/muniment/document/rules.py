"""The rules, in order: from a text to everything proposed from it.

1 fold the text; 2 cut it into sentences, each with its kind and language; 3 find names, and join them to persons; 4 read each
sentence for acts, their people and their fields; 5 find counts, speech and recommendations; 6 map every span back to the raw
text. The same text gives the same bytes. Text is data: nothing it says changes what the rules do.
"""

import datetime
import hashlib

from muniment.document import courts, places, tables
from muniment.document.cast import Cast
from muniment.document.clauses import clauses
from muniment.document.dates import DateMention, document_date
from muniment.document.dates import Reader as Dates
from muniment.document.done import Done
from muniment.document.extraction import RULESET, Document, Extraction
from muniment.document.linking import Reader
from muniment.document.names import Latin
from muniment.document.narrator import narrator
from muniment.document.parts import Seen
from muniment.document.people import Gathering
from muniment.document.persian import Arabic
from muniment.document.quantities import quantities
from muniment.document.reading import language
from muniment.document.recommendations import recommendations
from muniment.document.sentences import Sentence, sentences
from muniment.document.speech import attributions
from muniment.document.survival import outlived
from muniment.document.view import view
from muniment.model.errors import BadInputError


def extract(
    text: str, *, date: str | None = None, lang: str | None = None, media_type: str | None = None, sha256: str | None = None
) -> Extraction:
    """Everything the rules propose from a text; `date` (YYYY-MM-DD) is the document's own.

    Raises:
        BadInputError: `date` is no day.
    """
    folded = view(text)  # 1
    today = day(date) or document_date(folded.text)
    listed = tables.rows(folded.text)
    lines = tuple(s for s in sentences(folded.text) if not any(r.start <= s.start < r.end for r in listed))  # 2
    names = named(folded.text, lines)  # 3
    dates = dated(folded.text, lines, today)
    cast, whose = _cast(lines, names)
    reader = Reader(cast, whose)
    if (writer := narrator(folded.text, lines, names)) is not None and (person := cast.person(writer)) is not None:
        reader.focus.narrator = (person,)
    asked = recommendations(text, folded, lines)
    bullets = {folded.raw(line.start, line.end): (line.start, line.end) for line in lines if line.kind == "bullet"}
    reader.demands = tuple(bullets[r.span] for r in asked if r.span in bullets)
    for line in lines:  # 4
        if line.kind != "noise":
            reader.read(folded.text, line, names[line.start], dates[line.start])
    for row in listed:
        reader.done.extend(_row(row, cast, folded.text, today))
    gathering = Gathering(text, folded)
    return Extraction(
        document=_document(text, today, lang or language(text), media_type, sha256), ruleset=RULESET,
        people=gathering.people(cast, outlived(reader.done, reader.alive)),
        quantities=quantities(text, folded, lines, names, dates),  # 5, 6
        recommendations=asked,
        attributions=attributions(text, folded, lines, names, {at: cast.people[who].name for at, who in reader.meant.items()}),
    )  # fmt: skip


def _row(row: tables.Row, cast: Cast, text: str, today: datetime.date | None) -> list[Done]:
    """A row of a list: its person joins the cast, its cells tell what was done."""
    name, age = row.cells["name"], row.cells.get("age")
    years = int(age.text) if age is not None and age.text.isdecimal() and int(age.text) < 120 else None
    person = cast.person(Seen(name.start, name.end, name.text, years, is_held=True, reach=age.end if age and years else name.end))
    return list(tables.done(row, person, Dates(today), text)) if person is not None else []


def day(date: str | None) -> datetime.date | None:
    """The day that YYYY-MM-DD names.

    Raises:
        BadInputError: it is none.
    """
    try:
        return datetime.date.fromisoformat(date) if date else None
    except ValueError as exc:
        raise BadInputError(f"“{date}” is not a day.", advice="Write YYYY-MM-DD.") from exc


def _document(text: str, today: datetime.date | None, lang: str | None, media_type: str | None, sha256: str | None) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        sha256=sha256, media_type=media_type, lang=lang, date=today.isoformat() if today else None, chars=len(text), text_sha256=digest
    )


def named(text: str, lines: tuple[Sentence, ...]) -> dict[int, tuple[Seen, ...]]:
    """The names of each sentence, by where it starts; a capital inside the name of a court or a prison names nobody."""
    latin, arabic = Latin(text), Arabic()
    out: dict[int, tuple[Seen, ...]] = {}
    arabic.learn([s for line in lines if line.language == "fa" and line.kind != "noise" for s in arabic.find(text, line.start, line.end)])
    for line in lines:
        seen = (arabic if line.language == "fa" else latin).find(text, line.start, line.end) if line.kind != "noise" else ()
        if seen and line.language == "en":
            said = text[line.start : line.end].replace("\n", " ")
            taken = [(p.start + line.start, p.end + line.start) for p in (*courts.find(said, "en"), *places.sites(said))]
            seen = tuple(s for s in seen if not any(a < s.end and s.start < b for a, b in taken))
        out[line.start] = seen
    return out


def dated(text: str, lines: tuple[Sentence, ...], today: datetime.date | None) -> dict[int, tuple[DateMention, ...]]:
    """The dates of each sentence, by where it starts."""
    reader = Dates(today)
    return {
        line.start: tuple(d for part in clauses(text, line) for d in reader.read(text, part.start, part.end, part.language))
        for line in lines
        if line.kind != "noise"
    }


def _headed(cast: Cast, seen: Seen, line: Sentence) -> int | None:
    """A heading only repeats names, but a Persian one may give a name that the text below takes up as "this student"."""
    known = cast.known(seen)
    return cast.person(seen) if known is None and line.language == "fa" and " " in seen.name else known


def _cast(lines: tuple[Sentence, ...], names: dict[int, tuple[Seen, ...]]) -> tuple[Cast, dict[int, int]]:
    """Everybody named in running text, and whom each mention means; a heading only repeats them."""
    cast = Cast()
    whose = {seen.start: cast.person(seen) for line in lines if line.kind != "heading" for seen in names[line.start]}
    whose |= {seen.start: _headed(cast, seen, line) for line in lines if line.kind == "heading" for seen in names[line.start]}
    return cast, {start: person for start, person in whose.items() if person is not None}
