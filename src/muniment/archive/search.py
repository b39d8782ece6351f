"""The doors that look across the archive: search, and trace (any noun down to sealed bytes)."""

from __future__ import annotations

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.register import part
from muniment.model.canonical import digest, encode
from muniment.model.evidence import Evidence
from muniment.model.noun import Limit, Noun
from muniment.model.text import key
from muniment.store import Hits


@door("search", noun="archive", permission="search.run", ledger=("search.run",))
def search(desk: Desk, *, query: str, limit: Limit = 50) -> Hits:
    """Find words or a name, in any script. That a search was run is ledgered, as a tag that does not give the words."""
    desk.archive.note("search.run", desk.agent, desk.archive.seals.tag(key(query)))
    return desk.archive.shelf.search(query, compartments=desk.compartments, limit=limit)


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One noun of a chain and what it rests on; at the bottom, evidence with its digest."""

    id: str
    kind: str
    version: int
    said: str = ""
    role: str = ""
    digest: str = ""
    entry: int | None = None
    evidence: str | None = None
    sha256: str | None = None
    rests_on: tuple[Step, ...] = ()


@door("trace", noun="archive", permission="trace.see")
def trace(desk: Desk, *, id: str) -> Step:
    """Walk any submission, finding, claim or entry down to the sealed bytes it rests on."""
    return _step(desk, id, "", frozenset())


def _step(desk: Desk, id: str, role: str, above: frozenset[str]) -> Step:
    noun = _noun(desk, id)
    below = tuple(
        _step(desk, to, how, above | {id})
        for how, to in noun.rests_on()
        if to not in above and not to.startswith(("so-", "ju-")) and how != "text"
    )
    entries = desk.archive.shelf.entries_of(id)
    item = noun if isinstance(noun, Evidence) else None
    return Step(
        id, noun.kind(), noun.version, said(noun), role, digest(encode(noun)), entries[-1].seq if entries else None,
        item.id if item else None, item.sha256 if item else None, below,
    )  # fmt: skip


def _noun(desk: Desk, id: str) -> Noun:
    if id.startswith("en-"):
        return part(desk, [id]).entries[0]
    return desk.get(id, Noun)


def said(noun: Noun) -> str:
    """A noun in a few words, for a list or a chain."""
    for field in ("quote", "title", "name", "question", "text", "given_by", "event"):
        words = getattr(noun, field, None)
        if isinstance(words, str) and words and not words.startswith("tx-"):
            return words
    value = getattr(noun, "value", None)
    if value is not None:
        texts = (getattr(value, f, None) for f in ("text", "words", "type", "n", "number", "action"))
        return f"{getattr(noun, 'property', '')}: {next((str(t) for t in texts if t is not None), '')}"
    return ""
