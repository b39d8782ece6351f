"""A case: the nouns that a question is asked of, handed in by whoever holds the archive. Nothing is fetched here.

Promises one reading of "what is said of this person": claims of the entry's records, claims about their mentions, and claims
about the acts among these. Only accepted claims count; an accepted detail of an act nobody accepted counts for nothing.
"""

from collections.abc import Iterable
from functools import cached_property

import msgspec

from muniment.link import origins
from muniment.model.claim import Claim
from muniment.model.consent import Condition, Consent
from muniment.model.entry import Entry
from muniment.model.errors import UnknownError
from muniment.model.evidence import Evidence
from muniment.model.finding import Finding
from muniment.model.name import Name
from muniment.model.passage import Passage
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.when import When


class Case(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Plain nouns that belong together: one letter's people, or a whole register."""

    entries: tuple[Entry, ...]
    records: tuple[Record, ...] = ()
    claims: tuple[Claim, ...] = ()
    passages: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    consents: tuple[Consent, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _documents(self) -> dict[str, str | None]:
        return {item.id: item.source for item in self.evidence}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {id: place for place, id in enumerate(self._claims)}

    @cached_property
    def _about(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.about, []).append(claim)
        return found

    @cached_property
    def _records(self) -> dict[str, Record]:
        return {record.id: record for record in self.records}

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        return {item.id: item for item in self.evidence}

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    def entry(self, id: str) -> Entry:
        """The entry of that id.

        Raises:
            UnknownError: it is not in this case.
        """
        found = self._entries.get(id)
        if found is None:
            raise UnknownError(f"There is no entry {id} in this case.", advice="Check the identifier.")
        return found

    def claim(self, id: str) -> Claim | None:
        """The claim of that id, if it was handed in."""
        return self._claims.get(id)

    def item(self, id: str) -> Evidence | None:
        """The evidence of that id, if it was handed in."""
        return self._evidence.get(id)

    def said(self, entry: str) -> tuple[Claim, ...]:
        """Everything said of a person that nobody rejected, read or not, in the order it was handed in: no decision changes it."""
        found: dict[str, Claim] = {}
        waiting = [claim for record in self._of(entry) for claim in self._recorded(record)]
        while waiting:
            claim = waiting.pop()
            if claim.id not in found and claim.standing.state != "rejected":
                found[claim.id] = claim
                waiting.extend(self._about.get(claim.id, ()))
        return tuple(sorted(found.values(), key=lambda claim: self._order[claim.id]))

    def accepted(self, entry: str) -> tuple[Claim, ...]:
        """What is said of a person and was accepted, the act included that a detail is about."""
        said = {claim.id: claim for claim in self.said(entry)}
        return tuple(claim for claim in said.values() if _stands(claim, said))

    def details(self, act: str) -> tuple[Claim, ...]:
        """The accepted claims about one act."""
        return tuple(claim for claim in self._about.get(act, ()) if claim.standing.state == "accepted")

    def dates(self, claim: Claim) -> tuple[When, ...]:
        """The dates a claim carries or that are accepted for its act; none when nobody gave one."""
        own = (claim.value,) if isinstance(claim.value, When) else ()
        return (*own, *(d.value for d in self.details(claim.id) if isinstance(d.value, When) and not d.is_coerced))

    def quote(self, claim: Claim) -> str:
        """The words the claim rests on."""
        places = (self._passages.get(id) for id in claim.passages)
        return " … ".join(place.quote for place in places if place)

    def source(self, claim: Claim) -> Source | None:
        """The nearest known source: the first speaker who is one, else that of the document."""
        item = self.item(claim.evidence)
        speakers = [voice.source for voice in claim.stated_by if voice.source]
        return self._sources.get((speakers or [item.source if item and item.source else ""])[0])

    def origins(self, claims: Iterable[Claim]) -> frozenset[str]:
        """The independent origins of some claims together, counted twice and the smaller count believed.

        A speaker who is only a name may be a second origin, or the same one under another spelling; so may two documents
        that quote one speaker. Neither doubt may make one origin look like two.
        """
        said = list(claims)
        known = [msgspec.structs.replace(c, stated_by=tuple(v for v in c.stated_by if v.source)) for c in said]
        found = (origins(each, self._sources, self._documents) for each in (said, known))
        return min(found, key=len)

    def names(self, entry: str) -> tuple[Name, ...]:
        """The accepted names, the name before the aliases, each once."""
        claims = [c for c in self.accepted(entry) if c.property in ("name", "alias") and isinstance(c.value, Name)]
        claims.sort(key=lambda claim: claim.property == "alias")
        return tuple({c.value.text: c.value for c in claims if isinstance(c.value, Name)}.values())

    def _of(self, entry: str) -> list[Record]:
        return [self._records[id] for id in self.entry(entry).records if id in self._records]

    def _recorded(self, record: Record) -> list[Claim]:
        listed = [self._claims[id] for id in record.claims if id in self._claims]
        return [*listed, *(claim for mention in record.mentions for claim in self._about.get(mention, ()))]


def _stands(claim: Claim, said: dict[str, Claim]) -> bool:
    if claim.standing.state != "accepted":
        return False
    if not claim.about.startswith("cl-"):
        return True
    act = said.get(claim.about)
    return act is not None and _stands(act, said)
