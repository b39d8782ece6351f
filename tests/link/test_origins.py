"""Independent origins: who repeats whom counts once, however many sites repeat it."""

from muniment.link import origins
from muniment.model.claim import Claim, Number, Voice
from tests.makers import make_claim, make_evidence, make_source

FAMILY, AGENCY = make_source("A family"), make_source("An agency")
ECHO = make_source("A site", derived_from=(AGENCY.id,))
MIRROR = make_source("Another site", derived_from=(ECHO.id,))
KNOWN = {s.id: s for s in (FAMILY, AGENCY, ECHO, MIRROR)}


def of(*claims: Claim, documents: dict[str, str | None]) -> int:
    return len(origins(claims, KNOWN, documents))


def test_sites_that_derive_from_one_agency_are_one_origin() -> None:
    items = [make_evidence(source) for source in (AGENCY, ECHO, MIRROR)]
    claims = [make_claim(Number(n=34), "age", evidence=item) for item in items]
    assert of(*claims, documents={i.id: i.source for i in items}) == 1


def test_a_family_beside_them_is_a_second_origin() -> None:
    items = [make_evidence(source) for source in (MIRROR, FAMILY)]
    claims = [make_claim(Number(n=34), "age", evidence=item) for item in items]
    assert of(*claims, documents={i.id: i.source for i in items}) == 2


def test_the_speaker_nearest_to_the_facts_is_the_origin_not_who_printed_it() -> None:
    item = make_evidence(AGENCY)
    quoted = make_claim(Number(n=34), "age", evidence=item, stated_by=(Voice(name="A family", source=FAMILY.id), Voice(name="An agency")))
    other = make_claim(Number(n=34), "age", evidence=make_evidence(FAMILY))
    assert of(quoted, other, documents={item.id: AGENCY.id, other.evidence: FAMILY.id}) == 1


def test_a_speaker_known_by_name_alone_counts_once_in_any_spelling() -> None:
    claims = [make_claim(Number(n=1), "age", stated_by=(Voice(name=name),)) for name in ("A cellmate", "a  Cellmate")]
    assert of(*claims, documents={}) == 1


def test_documents_without_a_source_are_origins_of_their_own() -> None:
    claims = [make_claim(Number(n=1), "age", evidence=make_evidence()) for _ in range(2)]
    assert of(*claims, documents={c.evidence: None for c in claims}) == 2


def test_sources_that_derive_from_each_other_end_somewhere() -> None:
    one, two = make_source("One"), make_source("Two")
    circle = {one.id: make_source("One", id=one.id, derived_from=(two.id,)), two.id: make_source("Two", id=two.id, derived_from=(one.id,))}
    claim = make_claim(Number(n=1), "age")
    assert len(origins([claim], circle, {claim.evidence: one.id})) >= 1
