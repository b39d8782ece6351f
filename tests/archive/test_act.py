"""What is asked of everybody reads those alone whom the answer is about, and answers as if it had read all."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from muniment.archive import DOORS, Desk
from muniment.archive.act import case, endangered
from muniment.archive.link import contested
from muniment.archive.register import whole_register
from muniment.link import values
from muniment.model.claim import Words
from muniment.model.record import Record
from muniment.warn import queue
from tests import archives


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """People of two lists: some in danger, some out of it, most neither; three of two ages, one of them by two records judged the same."""
    with archives.founded(tmp_path_factory.mktemp("several")) as desk:
        rows = "".join(f"{n},Behan Esmarin{n},{20 + n},2024-10-0{n % 9 + 1},{'2026-11-18' if n % 5 == 0 else ''}\n" for n in range(12))
        first = archives.sealed(desk, "list.csv", f"record_id,name,age,arrest_date,death_date\n{rows}")
        again = archives.sealed(desk, "again.csv", "record_id,name,age\n3,Behan Esmarin3,50\n7,Behan Esmarin7,70\n8,Behan Esmarin8,28\n")
        other = archives.sealed(desk, "other.csv", "name,age\nBehan Esmarin,60\n")
        for id, name in ((first, "one"), (again, "one"), (other, "two")):
            DOORS["import-list"].through(desk, {"evidence": id, "mapping": f'list = "{name}"'})
        for id in (first, again, other):
            for claim in archives.claims(desk, id):
                DOORS["review"].through(desk, {"id": claim.id, "expected": claim.version, "answer": "accepted"})
        for claim in [c for c in archives.claims(desk, first) if c.property == "name"][:3]:
            with desk.act("claim.made") as act:
                act.add(replace(claim, id=act.new("cl"), version=1, property="status", value=Words(text="on death row")))
        ids = [r.id for r in desk.through("record.see").find(Record)]
        DOORS["judge"].through(desk, {"left": ids[4], "right": ids[12], "answer": "same", "reason": "invented"})
        yield desk


def test_who_is_in_danger_is_known_without_reading_those_who_are_not(several: Desk) -> None:
    desk = several.through("finding.see")
    everybody, few = case(desk), endangered(desk)
    whole = queue(everybody, desk.archive.now())
    assert (len(whole.watched), len(whole.left)) == (2, 3)
    assert queue(few, desk.archive.now()) == whole
    assert len(few.entries) == 5 < len(everybody.entries) == 12
    assert {name for one in whole.watched for name in few.names(one.entry)} == {
        n for one in whole.watched for n in everybody.names(one.entry)
    }


def test_contradictions_are_counted_without_reading_those_who_have_none(several: Desk) -> None:
    desk = several.through("finding.see")
    held = whole_register(desk)
    said = {e.id: [c for c in held.claims_of(e) if c.standing.state == "accepted" and not c.about.startswith("cl-")] for e in held.entries}
    assert sum(any(value.is_contested for value in values(claims)) for claims in said.values()) == contested(desk) == 3


def test_a_number_over_everybody_is_counted_anew_only_when_something_changed(several: Desk) -> None:
    desk, counted = several.through("finding.see"), []

    def counting() -> int:
        counted.append(1)
        return contested(desk)

    for _ in range(3):
        assert desk.archive.count("contested", desk.compartments, counting) == 3
    assert len(counted) == 1
    claim = next(c for c in whole_register(desk).claims.values() if c.property == "age" and getattr(c.value, "n", 0) == 70)
    DOORS["review"].through(several, {"id": claim.id, "expected": claim.version, "answer": "rejected"})
    assert desk.archive.count("contested", desk.compartments, counting) == 2
    assert desk.archive.count("contested", ("open",), counting) == 2
    assert len(counted) == 3
