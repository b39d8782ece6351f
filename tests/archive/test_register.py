"""A part of the register is what the whole register says of it, and is read without the rest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.archive import DOORS, Desk
from muniment.archive.act import case
from muniment.archive.register import all_entries, following, part, whole_register
from muniment.model.claim import Claim
from muniment.model.errors import UnknownError
from tests import archives

ROWS = [
    ("Behan Esmarin", 34),
    ("بهان اسمارین", 34),
    ("Behan Esmarin", 35),
    ("Arvin Sotalek", 29),
    ("Soren Torvali", 41),
    ("Miran Okar", 50),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Six records, the last not in the register; the first three judged one person, with one who says they are not."""
    with archives.founded(tmp_path_factory.mktemp("register")) as desk:
        rows = "\n".join(f"{name},{age},2024-10-0{i},Merun" for i, (name, age) in enumerate(ROWS, 1))
        id = archives.sealed(desk, "list.csv", f"name,age,arrest_date,place\n{rows}\n")
        DOORS["import-list"].through(desk, {"evidence": id})
        for claim in archives.claims(desk, id):
            if getattr(claim.value, "text", "") != "Miran Okar":
                DOORS["review"].through(desk, {"id": claim.id, "expected": 1, "answer": "accepted"})
        ids = ids_of(desk.through("register.see"))
        for left, right, answer in ((0, 1, "same"), (1, 2, "same"), (0, 2, "different"), (2, 3, "unsure"), (1, 5, "same")):
            DOORS["judge"].through(desk, {"left": ids[left], "right": ids[right], "answer": answer, "reason": "invented"})
        yield desk.through("register.see")


def ids_of(desk: Desk) -> list[str]:
    from muniment.model.record import Record

    return [r.id for r in desk.find(Record)]


def facts(desk: Desk, id: str) -> Any:
    held = part(desk, [id])
    entry = held.entries[0]
    return entry, [c.id for c in held.claims_of(entry)]


def test_each_entry_read_alone_is_the_entry_of_the_whole(desk: Desk) -> None:
    whole = whole_register(desk)
    assert len(whole.entries) == 3
    for entry in whole.entries:
        assert facts(desk, entry.id) == (entry, [c.id for c in whole.claims_of(entry)])
    assert all_entries(desk).entries == whole.entries


def test_an_entry_is_found_by_any_of_its_records_and_by_ids_it_had_before(desk: Desk) -> None:
    ids = ids_of(desk)
    entry = part(desk, [ids[0]]).entries[0]
    assert set(entry.records) == set(ids[:3])
    assert part(desk, ["en-" + ids[2][3:]]).entries == (entry,)
    assert len(entry.conflicts) == 1


def test_two_ids_of_one_entry_are_one_entry(desk: Desk) -> None:
    ids = ids_of(desk)
    assert len(part(desk, [ids[0], ids[1]]).entries) == 1
    assert len(part(desk, [ids[0], ids[3]]).entries) == 2


def test_a_record_without_an_accepted_name_is_nobody_here_and_joins_nobody(desk: Desk) -> None:
    ids = ids_of(desk)
    with pytest.raises(UnknownError):
        part(desk, [ids[5]])
    assert ids[5] not in part(desk, [ids[1]]).records


@pytest.mark.parametrize("id", ["en-" + "0" * 32, "nonsense", ""])
def test_an_id_that_is_nobody_is_unknown(desk: Desk, id: str) -> None:
    with pytest.raises(UnknownError):
        part(desk, [id])


def test_the_register_is_read_in_pages_that_lose_and_double_nobody(desk: Desk) -> None:
    seen: list[str] = []
    window = following(desk, None, 2)
    while window.last:
        seen += [entry.id for entry in window.held.entries]
        window = following(desk, window.last, 2)
    seen += [entry.id for entry in window.held.entries]
    assert window.count == len(seen)
    assert seen == [entry.id for entry in whole_register(desk).entries]


def test_a_case_of_one_person_is_that_person_of_the_case_of_all(desk: Desk) -> None:
    everybody = case(desk)
    for entry in everybody.entries:
        alone = case(desk, [entry.id])
        assert {c.id for c in alone.said(entry.id)} == {c.id for c in everybody.said(entry.id)}
        assert alone.names(entry.id) == everybody.names(entry.id)
        assert alone.origins(alone.accepted(entry.id)) == everybody.origins(everybody.accepted(entry.id))


def test_a_claim_made_later_about_a_detail_belongs_to_its_person(desk: Desk) -> None:
    entry = part(desk, [ids_of(desk)[4]]).entries[0]
    act = next(c for c in part(desk, [entry.id]).claims.values() if c.property == "act")
    date = next(c for c in part(desk, [entry.id]).claims.values() if c.about == act.id)
    with desk.act("claim.made") as doing:
        later = Claim(id=doing.new("cl"), made_by=desk.agent.id, made_at=doing.at, evidence=act.evidence, about=act.id, property="date",
                      value=date.value, passages=date.passages, standing=date.standing)  # fmt: skip
        doing.add(later)
    held = part(desk, [entry.id])
    assert later.id in [c.id for c in held.claims_of(entry)]
    assert later.id in [c.id for c in whole_register(desk).claims_of(entry)]


def test_one_person_is_read_with_as_few_questions_however_many_stand_beside_them(desk: Desk, tmp_path: Path) -> None:
    from muniment.store import reading

    asked: list[str] = []
    original = reading.every

    def counting(sql: str, params: Any = ()) -> Any:
        found = original(sql, params)
        asked.extend([sql] * len(found))
        return found

    few = _rows_read(desk, counting, asked)
    rows = "\n".join(f"Person{n} Family{n},30,2024-10-01,Merun" for n in range(60))
    id = archives.sealed(Desk(desk.archive, desk.agent), "more.csv", f"name,age,arrest_date,place\n{rows}\n")
    DOORS["import-list"].through(Desk(desk.archive, desk.agent), {"evidence": id})
    archives.accept(Desk(desk.archive, desk.agent), id, "name")
    assert _rows_read(desk, counting, asked) == few


def _rows_read(desk: Desk, counting: Any, asked: list[str]) -> int:
    from muniment.store import reading

    entry = ids_of(desk)[0]
    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "every", counting)
    asked.clear()
    DOORS["person"].through(Desk(desk.archive, desk.agent), {"id": entry})
    patch.undo()
    return len(asked)
