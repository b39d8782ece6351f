"""Rows: contradictions side by side, modality and state never lost."""

from muniment.act.excerpt import CLAIM, PERSON, RECORD, Person, Reviewers, Told, claim_row, person_row, record_row
from muniment.model.claim import Act, Voice, Words
from muniment.model.record import Record
from muniment.model.when import When
from tests.act.excerpt.makers import make_told
from tests.makers import NOW, make_id


def row(told: Told) -> dict[str, str]:
    return dict(zip(CLAIM, claim_row(told, Reviewers()), strict=True))


def test_a_claim_says_who_says_so_where_and_who_reviewed_it() -> None:
    told = make_told(stated_by=(Voice(name="the family"), Voice(name="a newspaper")), modality="alleged", rule="people x@1")
    found = row(told)
    assert (found["stated_by"], found["modality"], found["state"]) == ("the family <- a newspaper", "alleged", "accepted")
    assert (found["where"], found["quote"], found["reviewed_by"], found["reviewed_on"]) == ("4-13", "a teacher", "reviewer-1", "2026-11-22")
    assert (found["evidence"], found["sha256"], found["proposed_by"]) == (told.item.id, told.item.sha256, "people x@1")


def test_a_date_keeps_both_ends_and_the_words_of_the_source() -> None:
    found = row(make_told(When.parse("jalali:1403-07"), "date"))
    assert (found["earliest"], found["latest"], found["words"]) == ("2024-09-22", "2024-10-21", "jalali:1403-07")


def test_values_that_contradict_stand_side_by_side_with_what_is_not_plainly_asserted_marked() -> None:
    told = (make_told(), make_told(Words(text="clerk"), modality="denied"), make_told(Words(text="judge"), accepted=False),
            make_told(Act(type="execution"), "act", modality="planned"))  # fmt: skip
    found = dict(zip(PERSON, person_row(Person("en-x", "person", told, ())), strict=True))
    assert found["occupation"] == "teacher | denied: clerk | judge (proposed)"
    assert found["acts"] == "planned: execution"
    assert found["claims"] == "4"


def test_a_record_says_its_list_and_row() -> None:
    record = Record(id=make_id("re"), made_by="x", made_at=NOW, evidence=make_id("ev"), mentions=(), claims=(), list="A", key="7", row=3)
    found = dict(zip(RECORD, record_row(Person(record.id, "person", (make_told(),), (record,)), "en-1"), strict=True))
    assert (found["record"], found["entry"], found["list"], found["key"], found["row"]) == (record.id, "en-1", "A", "7", "3")
    assert found["occupation"] == "teacher"
