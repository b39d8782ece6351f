"""Searching: every word asked for must be there; words in quotation marks must follow each other; names match in any script.

Up to 5,000 answers come ranked (bm25, titles and names worth more); above that the newest come first and the count says
only *more than 5,000*. Each word is quoted before the database sees it: no query language can be smuggled in.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any
from unicodedata import category

import msgspec
from django.db import connection

from muniment.model.noun import Noun
from muniment.model.text import fold
from muniment.store.bulk import every, marks, one
from muniment.store.words import bones, terms, words

__all__ = ["Hit", "Hits", "hit", "places", "words"]

CAP = 5001
BEFORE, AFTER = 60, 120
STEP, LAP = 4096, 256
_PIECE = re.compile(r'"([^"]*)"|([^"]+)')

Phrase = tuple[str, ...]


class Hit(msgspec.Struct, frozen=True):
    """One noun found. `snippet` begins at offset `snippet_start` of its words; `marks` are offsets inside the snippet."""

    id: str
    kind: str
    version: int
    title: str
    snippet: str
    snippet_start: int
    marks: tuple[tuple[int, int], ...] = ()


class Hits(msgspec.Struct, frozen=True):
    """What was found. `total_capped` stops at 5,001: *more than 5,000*."""

    total_capped: int
    items: tuple[Hit, ...]


def asked(query: str) -> list[Phrase]:
    """What a query asks for: single words, and phrases where it has quotation marks (of any script)."""
    found: list[Phrase] = []
    for phrase, loose in _PIECE.findall(fold(query).text):
        if phrase:
            found.append(tuple(terms(phrase)))
        found += [(word,) for word in terms(loose)]
    return [phrase for phrase in dict.fromkeys(found) if phrase]


def places(query: str, compartments: Collection[str], limit: int, name_key: Callable[[str], str] | None) -> tuple[list[int], int]:
    """The places of the best answers within these compartments, and how many there are, counted to the cap."""
    phrases, names, levels = asked(query), bones(query, name_key), sorted(compartments)
    if not phrases or not levels or limit < 1:
        return [], 0
    find = _sqlite if connection.vendor == "sqlite" else _postgres
    return find(phrases, names, levels, limit)


def _sqlite(phrases: Sequence[Phrase], names: Sequence[str], levels: Sequence[str], limit: int) -> tuple[list[int], int]:
    match = "{title body} : (" + " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases) + ")"
    if names:
        match = f"({match}) OR names : (" + " AND ".join(f'"{name}"' for name in names) + ")"
    source = f"""FROM store_words w JOIN store_current c ON c.serial = w.rowid
                 WHERE store_words MATCH %s AND c.compartment IN ({marks(levels)})"""
    total = int(one(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT {CAP})", (match, *levels))[0])
    order = "w.rowid DESC" if total >= CAP else "bm25(store_words, 4.0, 1.0, 6.0), w.rowid DESC"
    found = every(f"SELECT w.rowid {source} ORDER BY {order} LIMIT {int(limit)}", (match, *levels))
    return [place for (place,) in found], total


def _postgres(phrases: Sequence[Phrase], names: Sequence[str], levels: Sequence[str], limit: int) -> tuple[list[int], int]:
    wanted = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in phrases]
    each = " INTERSECT ".join(["SELECT current FROM store_words WHERE terms @@ %s::tsquery"] * len(wanted))
    params: list[Any] = list(wanted)
    if names:
        each = f"({each}) UNION SELECT current FROM store_words WHERE names @@ %s::tsquery"
        params.append(" & ".join(f"'{name}'" for name in names))
    source = f"FROM ({each}) AS w JOIN store_current c ON c.serial = w.current WHERE c.compartment IN ({marks(levels)})"
    total = int(one(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT {CAP}) AS counted", (*params, *levels))[0])
    rank = "(SELECT max(ts_rank(t.terms, %s::tsquery)) FROM store_words t WHERE t.current = c.serial) DESC, c.serial DESC"
    if total >= CAP:
        found = every(f"SELECT c.serial {source} ORDER BY c.serial DESC LIMIT {int(limit)}", (*params, *levels))
    else:
        ranked = (*params, *levels, " | ".join(wanted))
        found = every(f"SELECT c.serial {source} ORDER BY {rank} LIMIT {int(limit)}", ranked)
    return [place for (place,) in found], total


def hit(noun: Noun, query: str) -> Hit:
    """A noun as an answer, with a piece of its own words around the first match."""
    said = words(noun)
    title, body = (said.title, said.body or said.title) if said else ("", "")
    wanted = {word for phrase in asked(query) for word in phrase}
    first = _first(body, wanted)
    start = max(0, first - BEFORE) if first > BEFORE else 0
    snippet = body[start : start + BEFORE + AFTER]
    return Hit(noun.id, noun.kind(), noun.version, title, snippet, start, _marked(snippet, wanted))


def _first(body: str, wanted: set[str]) -> int:
    """The offset of the first wanted word, reading no further than needed; 0 if there is none (a name in another script)."""
    for start in range(0, len(body), STEP):
        window = body[start : start + STEP + LAP]
        if found := _marked(window, wanted):
            return start + found[0][0]
    return 0


def _marked(text: str, wanted: set[str]) -> tuple[tuple[int, int], ...]:
    """Where the wanted words stand in a raw text, each with the marks on its last letter."""
    folded = fold(text)
    spans = (m.span() for m in re.finditer(r"\w+", folded.text))
    return tuple(
        _with_marks(text, *folded.raw(start, end)) for start, end in spans if not wanted.isdisjoint(_terms(folded.text[start:end]))
    )


@lru_cache(maxsize=1 << 14)
def _terms(word: str) -> tuple[str, ...]:
    return tuple(terms(word))


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    while end < len(text) and category(text[end]) == "Mn":
        end += 1
    return start, end
