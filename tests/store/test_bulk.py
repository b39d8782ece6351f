"""Bulk: many rows at once are the same rows."""

import pytest
from django.db import transaction

from muniment.store import Database
from muniment.store.bulk import chunks, do_each, every, marks, pour, reserve


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1500])
def test_rows_arrive_as_they_were(database: Database, count: int) -> None:
    rows = [(n, f"kind\t{n}\n\\N «قناری»", bytes([n % 256, 0, 10, 92])) for n in range(count)]
    with transaction.atomic():
        pour("store_act", ("seq", "payload"), [(n, data) for n, _, data in rows])
        pour("store_edge", ("row", "role", "target"), [(n, text, "x") for n, text, _ in rows])
    assert [(n, bytes(data)) for n, data in every("SELECT seq, payload FROM store_act ORDER BY seq")] == [(n, d) for n, _, d in rows]
    assert [text for (text,) in every("SELECT role FROM store_edge ORDER BY row")] == [text for _, text, _ in rows]


def test_reserved_numbers_are_nobody_elses(database: Database) -> None:
    with transaction.atomic():
        first = reserve("store_edge", 5)
        pour("store_edge", ("serial", "row", "role", "target"), [(serial, 1, "r", "t") for serial in first])
    with transaction.atomic():
        second = reserve("store_edge", 3)
    assert len({*first, *second}) == 8 and first == sorted(first) and min(second) > max(first)
    assert reserve("store_edge", 0) == []


def test_one_change_with_many_values_answers_how_many_it_changed(database: Database) -> None:
    with transaction.atomic():
        pour("store_act", ("seq", "payload"), [(n, b"") for n in range(5)])
    with transaction.atomic():
        assert do_each("UPDATE store_act SET payload = %s WHERE seq = %s", [(b"new", n) for n in (1, 3, 99)]) == 2
        assert do_each("UPDATE store_act SET payload = %s WHERE seq = %s", []) == 0
    assert [seq for (seq,) in every("SELECT seq FROM store_act WHERE payload = %s ORDER BY seq", (b"new",))] == [1, 3]


def test_an_empty_list_asks_for_nothing(database: Database) -> None:
    assert every(f"SELECT 1 FROM store_edge WHERE row IN ({marks([])})") == []
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([])) == []
