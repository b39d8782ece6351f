"""Lists come in whole or say what is wrong; a later edition adds to what it says and doubles nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import DOORS, Desk
from muniment.archive.lists import ListResult
from muniment.model.claim import Act, Number
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.passage import Cell, Passage
from muniment.model.record import Record
from muniment.model.when import When
from tests import archives

LATIN = """record_id,name,father_name,age,arrest_date,death_date,prison,charge
17,Behan Esmarin,Karim,34,2024-10-03,,Stone Ford,troubling the calm of the river
18,Arvin Sotalek,,29,,,Stone Ford,
"""
PERSIAN = """شناسه,نام,نام پدر,سن,تاریخ بازداشت,زندان
۱,بهان اسمارین,کریم,۳۴,۱۴۰۳-۰۷-۱۲,سنگ‌گدار
۲,سورن تروالی,میران,۴۱,1402,سنگ‌گدار
"""
MAPPING = """list = "فهرست خانواده‌ها"
[columns]
record_id = "شناسه"
name = "نام"
father_name = "نام پدر"
age = "سن"
arrest_date = "تاریخ بازداشت"
prison = "زندان"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with archives.founded(tmp_path_factory.mktemp("lists")) as desk:
        yield desk


def take(desk: Desk, body: str, mapping: str, *, dry_run: bool = False) -> ListResult:
    id = archives.sealed(desk, "list.csv", body)
    made: ListResult = DOORS["import-list"].through(desk, {"evidence": id, "mapping": mapping, "dry_run": dry_run})
    return made


def records(desk: Desk, name: str) -> list[Record]:
    found = desk.archive.shelf.lookup("tag", name, kind="record")
    return [r for r in found if isinstance(r, Record)]


def test_a_row_is_a_record_whose_claims_stand_at_their_cells(desk: Desk) -> None:
    made = take(desk, LATIN, 'list = "one"')
    assert (made.rows, made.records, made.rejected) == (2, 2, ())
    first, _ = records(desk, "one")
    claims = archives.claims(desk, made.evidence)
    mine = {c.property: c for c in claims if c.id in first.claims}
    assert (first.key, first.row) == ("17", 2)
    assert mine["name"].value == Name(text="Behan Esmarin")
    assert mine["act"].value == Act(type="arrest")
    assert mine["date"].about == mine["act"].id
    passage = desk.archive.shelf.get(mine["age"].passages[0])
    assert isinstance(passage, Passage)
    assert passage.where == (Cell(row=2, column=4, quote="34"),)
    assert {c.standing.state for c in claims} == {"proposed"}


def test_a_persian_list_is_read_by_its_own_headings_and_calendar(desk: Desk) -> None:
    made = take(desk, PERSIAN, MAPPING)
    assert (made.records, made.rejected) == (2, ())
    claims = archives.claims(desk, made.evidence)
    assert Number(n=34) in [c.value for c in claims]
    dates = [c.value for c in claims if isinstance(c.value, When)]
    assert [(d.earliest, d.calendar) for d in dates] == [("2024-10-03", "solar-hijri"), ("2023-03-21", "solar-hijri")]


def test_a_dry_run_says_what_it_would_make_and_makes_nothing(desk: Desk) -> None:
    before = desk.archive.shelf.count("record", compartments=("open",))
    made = take(desk, LATIN.replace("Behan", "Beran"), 'list = "dry"', dry_run=True)
    assert (made.records, made.claims, made.is_dry_run) == (2, 10, True)
    assert desk.archive.shelf.count("record", compartments=("open",)) == before
    assert records(desk, "dry") == []


def test_a_row_with_one_bad_cell_is_left_out_whole_and_can_be_corrected_and_sent_again(desk: Desk) -> None:
    body = LATIN + "19,Soren Torvali,,1371,2024-13-40,,,\n"
    made = take(desk, body, 'list = "bad"')
    assert made.records == 2
    assert [(w.row, w.column, w.found) for w in made.rejected] == [(4, "age", "1371"), (4, "arrest_date", "2024-13-40")]
    assert [c for c in archives.claims(desk, made.evidence) if c.value == Name(text="Soren Torvali")] == []
    assert made.rejected_csv.startswith(
        "record_id,name,father_name,age,arrest_date,death_date,prison,charge,reason\r\n19,Soren Torvali,,1371,"
    )
    again = take(desk, made.rejected_csv.replace("1371", "33").replace("2024-13-40", "2024-12"), 'list = "bad"')
    assert (again.records, again.rejected, len(records(desk, "bad"))) == (1, (), 3)


def test_a_later_edition_adds_what_is_new_and_doubles_nobody(desk: Desk) -> None:
    first = take(desk, LATIN, 'list = "two"')
    edition = LATIN.replace(",34,", ",35,").replace("2024-10-03", "2024-10-09") + "19,Soren Torvali,,,,,,\n"
    later = take(desk, edition, 'list = "two"')
    assert (later.records, later.updated, later.unchanged, later.gone) == (1, 1, 1, 0)
    assert len(records(desk, "two")) == 3
    archives.accept(desk, first.evidence)
    archives.accept(desk, later.evidence)
    who = next(p for p in DOORS["people"].through(desk, {}) if p.records[0].id == records(desk, "two")[0].id)
    ages = {h.value: h.is_contested for h in who.held if h.property == "age"}
    assert ages == {Number(n=34): True, Number(n=35): True}
    acts = [c for c in who.claims if isinstance(c.value, Act)]
    assert len(acts) == 1
    assert {d.value.earliest for d in who.claims if d.about == acts[0].id} == {"2024-10-03", "2024-10-09"}


def test_the_same_edition_twice_changes_nothing(desk: Desk) -> None:
    take(desk, LATIN, 'list = "three"')
    again = take(desk, LATIN, 'list = "three"')
    assert (again.records, again.updated, again.unchanged, again.claims) == (0, 0, 2, 0)


def test_rows_that_a_list_calls_nothing_are_known_by_all_they_say(desk: Desk) -> None:
    body = "name,age\nIlvan Edan,40\n"
    take(desk, body, 'list = "four"')
    again = take(desk, body + "Ilvan Edan,52\n", 'list = "four"')
    assert (again.records, again.unchanged) == (1, 1)


def test_a_record_that_a_later_edition_no_longer_holds_stays_and_is_counted(desk: Desk) -> None:
    take(desk, LATIN, 'list = "five"')
    later = take(desk, "\n".join(LATIN.split("\n")[:2]), 'list = "five"')
    assert (later.gone, len(records(desk, "five"))) == (1, 2)


def test_a_list_that_was_imported_was_read(desk: Desk) -> None:
    """Also where it says nothing new, and not where it was only tried: “muniment read” would take its rows for sentences."""
    first, second = (take(desk, f"{LATIN}{end}", 'list = "read once"') for end in ("\n", "\n\n"))
    assert second.unchanged == second.rows
    tried = take(desk, f"{LATIN}\n\n\n", 'list = "only tried"', dry_run=True)
    left = {item.id for item in DOORS["unread"].through(desk, {"limit": 200})}
    assert left & {made.evidence for made in (first, second, tried)} == {tried.evidence}
    for made in (first, second):
        (_, events, *_) = DOORS["show"].through(desk, {"id": made.evidence})
        assert [event.event for event in events] == ["received", "read"]


def test_a_restricted_list_that_was_imported_was_read(desk: Desk) -> None:
    id = archives.sealed(desk, "closed.csv", LATIN, compartment="restricted")
    DOORS["import-list"].through(desk, {"evidence": id, "mapping": 'list = "closed"'})
    assert id not in {item.id for item in DOORS["unread"].through(desk, {"limit": 200})}


def test_a_death_date_means_what_the_mapping_says(desk: Desk) -> None:
    made = take(desk, "name,death_date\nTalek Okar,2024-05\n", 'list = "six"\ndeath = "death_in_custody"')
    assert Act(type="death_in_custody") in [c.value for c in archives.claims(desk, made.evidence)]


def test_a_list_that_is_no_list_leaves_nothing_behind(desk: Desk) -> None:
    before = desk.archive.shelf.count("passage", compartments=("open",))
    for body in ("", "name\n", '"name\nBehan'):
        if body == "name\n":
            assert take(desk, body, "").rows == 0
            continue
        with pytest.raises(BadInputError):
            take(desk, body or " ", "")
    assert desk.archive.shelf.count("passage", compartments=("open",)) == before


def test_importing_is_one_entry_of_the_ledger(desk: Desk) -> None:
    size = desk.archive.log()
    id = archives.sealed(desk, "l.csv", LATIN.replace("Behan", "Miran"))
    DOORS["import-list"].through(desk, {"evidence": id, "mapping": 'list = "seven"'})
    assert desk.archive.log() == size + 2  # taken in, imported


def test_restricted_lists_make_restricted_records(tmp_path: Path, desk: Desk) -> None:
    id = archives.sealed(desk, "l.csv", LATIN.replace("Behan", "Ravan"), compartment="restricted")
    DOORS["import-list"].through(desk, {"evidence": id, "mapping": 'list = "eight"'})
    assert {r.compartment for r in records(desk, "eight")} == {"restricted"}


def test_a_value_of_several_cells_stands_at_each_of_them(desk: Desk) -> None:
    made = take(desk, "family,age,given\nTervali,41,Soren\n", 'list = "Split"\n[columns]\nname = ["given", "family"]')
    claims = DOORS["claims"].through(desk, {"evidence": made.evidence})
    name = next(claim for claim in claims if claim.property == "name")
    passage = desk.archive.shelf.get(name.passages[0])
    assert isinstance(passage, Passage)
    assert name.value == Name(text="Soren Tervali")
    assert [(w.column, w.quote) for w in passage.where if isinstance(w, Cell)] == [(3, "Soren"), (1, "Tervali")]
