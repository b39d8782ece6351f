"""The door for excerpts: what leaves, what is held back, and what the ledger and the items say of it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from muniment.archive import Archive, Desk
from muniment.archive.excerpt import Excerpt
from muniment.model.errors import BadInputError, ChangedError, RefusedError, UnknownError
from tests.archive.office import accepted, entries, owner_of, seat, take, through, transcribed

AGREED = "Nader Kelarud was arrested on 3 October 2024 and sentenced to death."
ASKED_NOTHING = "Sahar Merun was arrested on 4 October 2024."
BOTH = "Sahar Merun said that Nader Kelarud was transferred on 9 October 2024."


class Office:
    """One person who agreed, one who was never asked, one whose papers a provider's condition binds, and one who is sealed."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.desk = archive, owner_of(archive)
        self.agreed = self.told(AGREED)
        self.never = self.told(ASKED_NOTHING)
        self.bound = self.told("Parviz Toran was arrested on 5 October 2024.")
        self.sealed = self.told("Mina Ostovar was arrested on 6 October 2024.", compartment="sealed-identity")
        self.people = {p.names[0].text: p.entry.id for p in through(self.desk, "people")}
        for name in ("Nader Kelarud", "Parviz Toran", "Mina Ostovar"):
            self.consent(name, "count")
        through(self.desk, "condition", evidence=self.bound, provider="a sister", rule="ask-first")

    def told(self, body: str, **how: str) -> str:
        evidence = take(self.desk, body, **how)
        accepted(self.desk, transcribed(self.desk, evidence, body)[1])
        return evidence

    def consent(self, name: str, *purposes: str, basis: str = "given") -> None:
        through(self.desk, "consent", about=[self.people[name]], given_by="a sister", capacity="next of kin", how="by telephone",
                language="fa", answers=[{"purpose": p, "basis": basis} for p in purposes])  # fmt: skip

    def make(self, form: str = "jsonl", desk: Desk | None = None, **given: Any) -> tuple[Excerpt, bytes]:
        made = through(desk or self.desk, "excerpt", form=form, **{"purpose": "count", "reason": "for a study", **given})
        return made, b"".join(made.parts)

    def rows(self, **given: Any) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.make(**given)[1].splitlines()[1:]]


@pytest.fixture(scope="module")
def office(shared: Archive) -> Iterator[Office]:
    yield Office(shared)


def test_only_what_those_it_is_about_agreed_to_leaves(office: Office) -> None:
    made, body = office.make()
    assert {row["name"] for row in office.rows()} == {"Nader Kelarud"}
    for word in ("Sahar", "Merun", "Parviz", "Mina", office.never, office.bound, office.sealed):
        assert word.encode() not in body
    assert made.manifest.withheld.keys() == {"a condition of the provider", "never asked"}
    assert made.manifest.rows == len(body.splitlines()) - 1 > 3


def test_people_are_narrowed_to_an_item_and_so_is_what_was_held_back(office: Office) -> None:
    made, _ = office.make(form="ftm", evidence=office.agreed)
    assert made.manifest.rows == 1
    assert "never asked" not in made.manifest.withheld
    with pytest.raises(RefusedError) as refused:
        office.make(form="ftm", evidence=office.never)
    assert refused.value.missing == ("never asked: 1",)


def test_a_name_that_only_a_bound_item_gives_is_not_told_elsewhere(office: Office) -> None:
    (claim,) = (c for c in through(office.desk, "claims", evidence=office.bound) if c.property == "name")
    text, _ = transcribed(office.desk, take(office.desk, "He was a baker."), "He was a baker.")
    made = through(office.desk, "claim", text=text.id, start=0, end=15, property="name", value={"is": "name", "text": "P. T."})
    record = office.archive.shelf.resting_on(made.evidence, kind="record")[0].id
    pair = {"left": f"re-{office.people['Parviz Toran'][3:]}", "right": record, "reason": "a sister said so"}
    through(office.desk, "judge", answer="same", **pair)
    (row,) = (row for row in office.rows() if row["claim"] == made.id)
    assert (row["name"], claim.evidence) == ("P. T.", office.bound)
    through(office.desk, "judge", answer="different", **pair)
    assert made.id not in {row["claim"] for row in office.rows()}


def test_a_sealed_identity_is_not_even_counted(office: Office) -> None:
    with pytest.raises(UnknownError):
        office.make(evidence=office.sealed)
    with pytest.raises(UnknownError):
        office.make(person=office.people["Mina Ostovar"])
    named = [json.loads(line) for line in office.make(of="people", form="jsonl")[1].splitlines()]
    assert sum(named[0]["manifest"]["withheld"].values()) < len(office.people) * 2
    assert "Mina" not in str(named)


def test_another_purpose_is_another_question_and_a_withdrawn_answer_is_no(office: Office) -> None:
    with pytest.raises(RefusedError, match="Nothing of this may leave") as refused:
        office.make(purpose="publication", of="people")
    assert any("never asked" in each for each in refused.value.missing)
    office.consent("Nader Kelarud", "prosecution", basis="refused")
    with pytest.raises(RefusedError) as refused:
        office.make(purpose="prosecution", person=office.people["Nader Kelarud"])
    assert any("not agreed" in each for each in refused.value.missing)


def test_words_that_name_somebody_held_back_stay(office: Office) -> None:
    evidence = office.told(BOTH)
    held = office.make(person=office.people["Nader Kelarud"])[0].manifest.withheld
    assert "Sahar" not in str(office.rows())
    with pytest.raises(RefusedError):
        office.make(evidence=evidence)
    assert not {"never asked"} & held.keys()


def stated(office: Office, body: str) -> str:
    """A statement by nobody of the register, about nobody of it."""
    text, _ = transcribed(office.desk, take(office.desk, body), body)
    value = {"is": "said", "speaker": "an office", "words": body, "is_quote": False}
    made = through(office.desk, "claim", text=text.id, start=0, end=len(body), property="statement", value=value)
    return str(made.id)


def test_nor_do_names_leave_that_nobody_reviewed_or_that_are_sealed(office: Office) -> None:
    body = "Omid Sarvan was arrested on 7 October 2024."
    evidence = take(office.desk, body)
    assert any(c.property == "name" for c in transcribed(office.desk, evidence, body)[1])
    free, unreviewed, sealed = (stated(office, f"{who} was set free, an office said.") for who in ("Nobody", "Omid Sarvan", "Mina Ostovar"))
    left = {row["claim"] for row in office.rows()}
    assert free in left
    assert not {unreviewed, sealed} & left


def test_it_is_ledgered_before_a_byte_leaves_and_each_item_says_so(office: Office) -> None:
    made = through(office.desk, "excerpt", form="csv", purpose="count", reason="for a study", evidence=office.agreed)
    type, said = [each for each in entries(office.archive) if each[0] != "views.sealed"][-1]
    assert (type, said.split("; ")[0]) == ("excerpt.made", "for a study")
    assert f"{made.manifest.rows} rows" in said
    last = through(office.desk, "show", id=office.agreed)[1][-1]
    assert (last.event, last.detail) == ("exported", "in an excerpt")
    assert not [e for e in through(office.desk, "show", id=office.never)[1] if e.event == "exported"]
    made.parts.close()  # type: ignore[attr-defined]


def test_a_reason_is_asked_and_so_is_a_form_that_holds_it(office: Office) -> None:
    for wrong in ({"reason": " "}, {"form": "jsonld", "of": "people"}, {"form": "ftm", "of": "claims"}, {"form": "docx"}):
        with pytest.raises(BadInputError):
            office.make(**wrong)


def test_whoever_may_not_is_refused(office: Office) -> None:
    for role in ("analyst", "reviewer", "auditor", "administrator", "custodian"):
        with pytest.raises(RefusedError, match="no role of theirs"):
            office.make(desk=seat(office.archive, role))
    assert office.make(desk=seat(office.archive, "drafter"))[0].manifest.rows > 0


def test_the_head_says_rules_ledger_counts_and_that_nothing_is_a_fact(office: Office) -> None:
    made, body = office.make()
    head = json.loads(body.splitlines()[0])["manifest"]
    assert "Nothing here is a fact" in head["says"]
    assert head["ruleset"].startswith("muniment-rules@")
    assert 0 < head["size"] < office.archive.ledger.head().size
    assert (head["rows"], head["evidence"], head["states"]) == (made.manifest.rows, made.manifest.evidence, ["accepted"])


def test_what_nobody_reviewed_leaves_only_when_asked_and_is_marked(office: Office) -> None:
    claim = next(c for c in through(office.desk, "claims", evidence=office.agreed) if c.property == "date")
    through(office.desk, "undo", id=claim.id, expected=claim.version)
    assert claim.id not in {row["claim"] for row in office.rows()}
    marked = {row["claim"]: row["state"] for row in office.rows(proposed=True)}
    assert marked[claim.id] == "proposed"
    assert set(marked.values()) == {"accepted", "proposed"}
    again = next(c for c in through(office.desk, "claims", evidence=office.agreed) if c.id == claim.id)
    through(office.desk, "review", id=claim.id, expected=again.version, answer="accepted")


def test_reviewers_are_words_good_in_one_excerpt_alone(office: Office) -> None:
    _, body = office.make(form="jsonld")
    assert office.desk.agent.id.encode() not in body
    assert b"reviewer-1" in body


@pytest.mark.parametrize("of", ["claims", "records", "people"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_every_form_holds_the_same_rows(office: Office, form: str, of: str) -> None:
    made, body = office.make(form=form, of=of)
    if form == "csv":
        rows = [row for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) if not row[0].startswith("# ")][1:]
        assert len(rows) == made.manifest.rows
    elif form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            assert book.testzip() is None
            assert book.read("xl/worksheets/sheet2.xml").count(b"<row>") == made.manifest.rows + 1
    else:
        assert len(body.splitlines()) == made.manifest.rows + 1
    assert made.manifest.of == of


def test_people_leave_as_entities_with_their_events_and_documents(office: Office) -> None:
    found = [json.loads(line) for line in office.make(form="ftm")[1].splitlines()]
    by = {schema: [e for e in found if e["schema"] == schema] for schema in ("Person", "Event", "Document")}
    (person,) = by["Person"]
    assert (person["id"], person["properties"]["name"]) == (office.people["Nader Kelarud"], ["Nader Kelarud"])
    assert {e["properties"]["involved"][0] for e in by["Event"]} == {person["id"]}
    assert any(e["properties"]["name"] == ["asserted: arrest"] and e["properties"]["date"] == ["2024-10-03"] for e in by["Event"])
    assert {id for e in (*by["Person"], *by["Event"]) for id in e["properties"]["proof"]} <= {e["id"] for e in by["Document"]}


def test_what_changes_while_it_leaves_makes_it_void(office: Office) -> None:
    made = through(office.desk, "excerpt", form="jsonl", purpose="count", reason="for a study")
    next(made.parts)
    claim = through(office.desk, "claims", evidence=office.agreed)[-1]
    through(office.desk, "review", id=claim.id, expected=claim.version, answer="unsure")
    with pytest.raises(ChangedError, match="changed meanwhile"):
        list(made.parts)
