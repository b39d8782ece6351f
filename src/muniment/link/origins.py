"""Origins: how many independent sources stand behind a value. Web sites that repeat each other count once.

The origin of a claim is the speaker nearest to the facts, followed through `derived_from` to its roots; where nobody is
named, it is the source of the document; where that is unknown too, the document itself.
"""

from collections.abc import Iterable, Mapping

from muniment.model.claim import Claim
from muniment.model.source import Source
from muniment.model.text import key


def roots(source: str, sources: Mapping[str, Source], seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The sources that `source` goes back to; itself when it is derived from none. Circles end where they close."""
    known = sources.get(source)
    above = [s for s in known.derived_from if s not in seen] if known else []
    if not above:
        return frozenset({source})
    return frozenset().union(*(roots(s, sources, seen | {source}) for s in above))


def origin(claim: Claim, sources: Mapping[str, Source], document: str | None) -> frozenset[str]:
    """The origins of one claim: root source ids, or the folded name of a speaker who is not a known source."""
    if claim.stated_by:
        nearest = claim.stated_by[0]
        return roots(nearest.source, sources) if nearest.source else frozenset({key(nearest.name)})
    return roots(document, sources) if document else frozenset({claim.evidence})


def origins(claims: Iterable[Claim], sources: Mapping[str, Source], documents: Mapping[str, str | None]) -> frozenset[str]:
    """The independent origins of several claims together; `documents` maps evidence to the source it came from."""
    return frozenset().union(*(origin(c, sources, documents.get(c.evidence)) for c in claims))
