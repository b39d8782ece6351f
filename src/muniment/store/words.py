"""The words by which a noun is found, and the index that holds them: names, quotations, titles, bodies of derived texts.

Words are folded (one spelling for keyboards, digits, vowel marks, ZWNJ), lowered, freed of Latin accents and cut at
everything that is neither letter, mark nor number, the same way for the index and for a query; so both kinds of database
agree on what a word is.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unicodedata import category, normalize

import msgspec
from django.db import connection

from muniment.model.agent import Agent
from muniment.model.claim import Asked, Claim, Number, Quantity, Said
from muniment.model.consent import Condition, Consent
from muniment.model.derived import DerivedText
from muniment.model.evidence import Evidence
from muniment.model.finding import Finding
from muniment.model.judgement import Judgement
from muniment.model.name import Name
from muniment.model.noun import Noun
from muniment.model.passage import Passage
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.submission import Demand, Submission
from muniment.model.text import key
from muniment.store.bulk import chunks, do, marks, pour

ACCENTS = re.compile("[\u0300-\u036f]+")
LONGEST = 200
"""Characters of a word that are indexed. PostgreSQL refuses lexemes over 2 kB."""
PART, LAP = 8000, 16
"""Words of one search row on PostgreSQL (a tsvector ends at 1 MB and at position 16383), and how far rows overlap."""
SHORTEST_NAME = 3


class Words(msgspec.Struct, frozen=True):
    """Names, the title that is worth more, and the body that a snippet is shown from."""

    title: str = ""
    body: str = ""
    names: tuple[str, ...] = ()


class _Cut(dict[int, int]):
    def __missing__(self, code: int) -> int:
        self[code] = code if category(chr(code))[0] in "LMN" else 32
        return self[code]


_CUT = _Cut()


def terms(text: str) -> list[str]:
    """The words of a text as they are indexed and asked for."""
    folded = key(text)
    if not folded.isascii():
        folded = normalize("NFC", ACCENTS.sub("", normalize("NFD", folded)))
    return [word[:LONGEST] for word in folded.translate(_CUT).split()]


def words(noun: Noun) -> Words | None:
    """What this noun is found by; None when there is nothing to find."""
    said = _said(noun)
    return said if said.title or said.body or said.names else None


def _said(noun: Noun) -> Words:
    said = _SAID.get(type(noun))
    return said(noun) if said else Words()


def _claimed(claim: Claim) -> Words:
    voices = tuple(voice.name for voice in claim.stated_by if voice.name)
    value = claim.value
    match value:
        case Name():
            return Words(value.text, _lines(*voices), (value.text,))
        case Said():
            return Words(value.speaker, _lines(value.words, *voices), (value.speaker,))
        case Asked():
            return Words(value.addressee, _lines(value.action, *voices))
        case Quantity():
            return Words(value.subject, _lines(str(value.number), value.period, *voices))
        case Number():
            return Words(body=_lines(*voices))
    return Words(str(getattr(value, "text", None) or getattr(value, "words", None) or ""), _lines(*voices))


def _lines(*texts: str | None) -> str:
    return "\n".join(filter(None, texts))


_SAID: dict[type[Noun], Callable[[Any], Words]] = {
    Evidence: lambda n: Words(n.title or n.name or "", _lines(n.name if n.title else None, n.note, n.collector)),
    DerivedText: lambda n: Words(body=n.body),
    Passage: lambda n: Words(body=n.quote),
    Claim: _claimed,
    Source: lambda n: Words(n.name, _lines(n.connection, n.note), (n.name,)),
    Agent: lambda n: Words(n.name, names=(n.name,)),
    Finding: lambda n: Words(n.question, _lines(n.answer, *n.alternatives)),
    Judgement: lambda n: Words(body=n.reason),
    Record: lambda n: Words(n.list or "", n.key or ""),
    Submission: lambda n: Words(n.title, _lines(*(s.text for s in n.sentences()), *(g.question for g in n.gaps()))),
    Demand: lambda n: Words(n.addressee, n.action),
    Consent: lambda n: Words(n.given_by, _lines(n.capacity, n.how, *(a.why for a in n.answers)), (n.given_by,)),
    Condition: lambda n: Words(n.provider, n.words or ""),
}


def index(texts: Sequence[tuple[int, Words]], name_key: Callable[[str], str] | None) -> None:
    """Make nouns findable: the place of each in `store_current`, and its words."""
    if connection.vendor == "sqlite":
        rows = [(at, " ".join(terms(w.title)), " ".join(terms(w.body)), _bones(w, name_key)) for at, w in texts]
        pour("store_words", ("rowid", "title", "body", "names"), rows)
        return
    for some in chunks((row for at, w in texts for row in _parts(at, w, name_key)), 200):
        pour("store_words", ("current", "terms", "names"), some)


def forget(places: Sequence[int]) -> None:
    """Take the words of these nouns out of the index."""
    column = "rowid" if connection.vendor == "sqlite" else "current"
    for some in chunks(places):
        do(f"DELETE FROM store_words WHERE {column} IN ({marks(some)})", some)


def bones(name: str, name_key: Callable[[str], str] | None) -> list[str]:
    """The keys of a name's words; none when they are too short to tell anyone apart."""
    found = terms(name_key(name)) if name_key else []
    return found if sum(map(len, found)) >= SHORTEST_NAME else []


def _bones(said: Words, name_key: Callable[[str], str] | None) -> str:
    return " ".join(bone for name in said.names for bone in bones(name, name_key))


def _parts(place: int, said: Words, name_key: Callable[[str], str] | None) -> Iterator[tuple[Any, ...]]:
    all_of = [(word, "A") for word in terms(said.title)] + [(word, "D") for word in terms(said.body)]
    names = vector([(bone, "A") for bone in _bones(said, name_key).split()])
    for start in range(0, max(len(all_of), 1), PART):
        yield place, vector(all_of[start : start + PART + LAP]), names if start == 0 else None


def vector(weighed: Sequence[tuple[str, str]]) -> str:
    """A tsvector as PostgreSQL reads it: words with place and weight. They hold letters, marks and digits only."""
    return " ".join(f"'{word}':{at}{weight}" for at, (word, weight) in enumerate(weighed, 1))
