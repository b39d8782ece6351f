"""Makers: nouns with sensible defaults, so that a test writes out only what it is about. Everyone here is invented."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from muniment.model.claim import Act, Claim, Content, Number, Voice, Words
from muniment.model.consent import Condition, Consent, Permission
from muniment.model.entry import Entry
from muniment.model.evidence import Evidence
from muniment.model.finding import Finding
from muniment.model.name import Name
from muniment.model.passage import Passage, Stretch
from muniment.model.place import Place
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.standing import Answer, Reading, Standing
from muniment.model.when import When
from muniment.warn.case import Case

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
NUMBERS = count(1)


def make_id(prefix: str) -> str:
    """A fresh identifier; not random, so that a failing test can be read."""
    return f"{prefix}-{next(NUMBERS):032x}"


def standing(answer: Answer | None = "accepted", by: str = "ag-reader") -> Standing:
    return Standing(readings=(Reading(by=by, at=NOW, answer=answer),)) if answer else Standing()


def make_source(name: str = "Merun Families' Circle", **fields: Any) -> Source:
    return Source(**{"id": make_id("so"), "made_by": "ag-maker", "made_at": NOW, "name": name} | fields)


def make_evidence(source: Source | None = None, **fields: Any) -> Evidence:
    id = make_id("ev")
    digest = (id[3:].lstrip("0") or "0").rjust(4, "0") * 16
    return Evidence(
        **{
            "id": id, "made_by": "ag-maker", "made_at": NOW, "sha256": digest[:64], "size": 100, "media_type": "text/plain",
            "object": digest[:64], "name": None, "taken_at": NOW - timedelta(days=2), "clock": "system", "invented": True,
            "source": source.id if source else None,
        }
        | fields
    )  # fmt: skip


def make_claim(value: Content, property: str = "act", *, evidence: Evidence | None = None, about: str | None = None,
               accepted: bool = True, **fields: Any) -> Claim:  # fmt: skip
    return Claim(
        **{
            "id": make_id("cl"), "made_by": "ag-maker", "made_at": NOW, "evidence": evidence.id if evidence else make_id("ev"),
            "about": about or make_id("me"), "property": property, "value": value, "passages": (make_id("pa"),),
            "standing": standing("accepted" if accepted else None), "credibility": "2",
        }
        | fields
    )  # fmt: skip


def make_consent(entry: str, *answers: str, basis: str = "given", **fields: Any) -> Consent:
    """Consent with a yes for each purpose named."""
    given = tuple(Permission(purpose=purpose, basis=basis) for purpose in answers)  # type: ignore[arg-type]
    return Consent(
        **{
            "id": make_id("co"), "made_by": "ag-maker", "made_at": NOW, "about": (entry,), "given_by": "a sister", "answers": given,
            "capacity": "next of kin", "how": "by telephone", "language": "fa", "given_on": When.parse("2026-11-21"),
        }
        | fields
    )  # fmt: skip


class World:
    """A case in the making: people, documents, and what the documents say of them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.records: dict[str, Record] = {}
        self.claims: list[Claim] = []
        self.passages: list[Passage] = []
        self.evidence: list[Evidence] = []
        self.sources: list[Source] = []
        self.findings: list[Finding] = []
        self.consents: list[Consent] = []
        self.conditions: list[Condition] = []

    def document(self, name: str = "Merun Families' Circle", *, taken_at: datetime | None = None, **fields: Any) -> Evidence:
        source = make_source(name, **({"type": "organization", "grade": "C", "credibility": "2"} | fields))
        item = make_evidence(source, **({"taken_at": taken_at} if taken_at else {}))
        self.sources.append(source)
        self.evidence.append(item)
        return item

    def person(self, name: str = "Nader Kelarud", *also: str, document: Evidence | None = None) -> str:
        item = document or (self.evidence[0] if self.evidence else self.document())
        record = Record(id=make_id("re"), made_by="ag-maker", made_at=NOW, evidence=item.id, mentions=(make_id("me"),), claims=())
        entry = Entry(id="en-" + record.id[3:], made_by="register", made_at=NOW, records=(record.id,))
        self.records[entry.id] = record
        self.entries.append(entry)
        for written in (name, *also):
            self.says(entry.id, Name(text=written), "name", document=item)
        return entry.id

    def says(self, entry: str, value: Content, property: str, *, document: Evidence | None = None, about: str | None = None,
             quote: str = "as the document has it", **fields: Any) -> Claim:  # fmt: skip
        item = document or self.evidence[0]
        passage = Passage(
            id=make_id("pa"), made_by="ag-maker", made_at=NOW, evidence=item.id,
            where=(Stretch(start=0, end=len(quote), quote=quote),),
        )  # fmt: skip
        claim = make_claim(value, property, evidence=item, about=about or self.records[entry].mentions[0], passages=(passage.id,), **fields)
        self.passages.append(passage)
        self.claims.append(claim)
        return claim

    def act(self, entry: str, type: str, *, date: str | None = None, place: str | None = None, court: str | None = None,
            charges: tuple[str, ...] = (), condition: str | None = None, document: Evidence | None = None, **fields: Any) -> Claim:  # fmt: skip
        act = self.says(entry, Act(type=type), "act", document=document, **fields)  # type: ignore[arg-type]
        details = [(When.parse(date), "date")] if date else []
        details += [(Place(words=place), "place")] if place else []
        details += [(Words(text=court), "court")] if court else []
        details += [(Words(text=charge), "charge") for charge in charges]
        details += [(Words(text=condition), "condition")] if condition else []
        for value, property in details:
            self.says(entry, value, property, document=document, about=act.id)
        return act

    def status(self, entry: str, text: str, **fields: Any) -> Claim:
        return self.says(entry, Words(text=text), "status", **fields)

    def case(self) -> Case:
        return Case(
            entries=tuple(self.entries), records=tuple(self.records.values()), claims=tuple(self.claims),
            passages=tuple(self.passages), evidence=tuple(self.evidence), sources=tuple(self.sources),
            findings=tuple(self.findings), consents=tuple(self.consents), conditions=tuple(self.conditions),
        )  # fmt: skip


def nader(world: World | None = None) -> tuple[World, str]:
    """The case of the pictures: Nader Kelarud of Tavrin, moved to solitary confinement; nobody here exists."""
    world = world or World()
    letter = world.document("Nader Kelarud's sister", type="person", connection="a sister", grade="B", credibility="2")
    gazette = world.document("State Gazette of Tavrin", type="authority", grade="C", credibility="3", is_interested=True)
    circle = world.document("Merun Families' Circle", grade="C", credibility="2")
    lawyer = world.document("A lawyer", type="person", connection="his lawyer", grade="B", credibility="2")
    who = world.person("Nader Kelarud", "نادر کلارود", document=letter)
    world.says(who, Number(n=34), "age", document=letter)
    world.says(who, Words(text="male"), "sex", document=letter)
    world.says(who, Words(text="teacher"), "occupation", document=letter)
    world.says(who, Place(words="Kilometre 9 prison, Selmand"), "prison", document=circle)
    world.act(who, "arrest", date="2024-10-03", place="the gate of his school", document=letter)
    world.act(who, "arrest", date="2024-10-09", document=gazette)
    sentence = world.act(
        who, "death_sentence", date="2025-03-20/2025-06-21", court="Branch 3 of the Korsha Bench",
        charges=("disturbing the order of the waters",), document=circle,
    )  # fmt: skip
    world.act(who, "denial_of_counsel", condition="at sentencing", document=lawyer)
    world.act(who, "sentence_upheld", date="2026-02-02", document=lawyer)
    world.act(who, "solitary_confinement", date="2026-11-17", document=circle)
    world.act(who, "solitary_confinement", date="2026-11-17", document=gazette, modality="denied")
    world.says(who, When.parse("2026-11-21"), "last_visit", document=letter)
    world.act(who, "execution_risk", document=circle, stated_by=(Voice(name="Merun Families' Circle", source=world.sources[2].id),))
    assert sentence.standing.state == "accepted"
    return world, who
