"""The ledger's rows: numbered once, in order, found again by what they touched."""

import pytest
from msgspec.structs import replace

from muniment.model.errors import BadInputError, ChangedError, UnknownError
from muniment.model.ledger import LedgerEntry
from muniment.store import Shelf
from tests.store.makers import make_entry, make_source, new, put


def numbered(waiting: list[tuple[int, LedgerEntry]], start: int = 0) -> list[tuple[int, LedgerEntry]]:
    return [(row, replace(entry, seq=start + n)) for n, (row, entry) in enumerate(waiting)]


def test_acts_without_effect_are_kept_too(shelf: Shelf) -> None:
    entries = [make_entry(type="access.refused", reason=f"no {n}") for n in range(3)]
    shelf.note(entries)
    assert [entry for _, entry in shelf.unnumbered()] == entries
    assert shelf.head() == 0 and list(shelf.entries()) == []


def test_the_oldest_wait_first_and_a_number_takes_them_off_the_queue(shelf: Shelf) -> None:
    entries = [make_entry() for _ in range(5)]
    shelf.note(entries)
    waiting = shelf.unnumbered(3)
    assert [entry for _, entry in waiting] == entries[:3]
    shelf.number(numbered(waiting))
    assert shelf.head() == 3
    assert [entry for _, entry in shelf.unnumbered()] == entries[3:]
    assert [entry.seq for entry in shelf.entries()] == [0, 1, 2]


def test_the_object_of_an_effect_is_known_once_numbered(shelf: Shelf) -> None:
    source = make_source()
    put(shelf, source)
    ((row, entry),) = shelf.unnumbered()
    sealed = replace(entry, seq=0, effects=tuple(replace(e, object="a" * 64) for e in entry.effects))
    shelf.number([(row, sealed)])
    assert shelf.entry(0) == sealed
    assert shelf.entries_of(source.id) == [sealed]


@pytest.mark.parametrize("seqs", [(1, 2), (0, 2), (0, 0), (1, 0), (None, None)])
def test_a_gap_a_repetition_or_no_number_is_refused(shelf: Shelf, seqs: tuple[int | None, ...]) -> None:
    shelf.note([make_entry(), make_entry()])
    waiting = shelf.unnumbered()
    with pytest.raises(BadInputError, match="next number is 0"):
        shelf.number([(row, replace(entry, seq=seq)) for (row, entry), seq in zip(waiting, seqs, strict=True)])
    assert shelf.head() == 0 and len(shelf.unnumbered()) == 2


def test_an_act_is_numbered_once(shelf: Shelf) -> None:
    shelf.note([make_entry()])
    waiting = shelf.unnumbered()
    shelf.number(numbered(waiting))
    with pytest.raises(ChangedError, match="numbered meanwhile"):
        shelf.number(numbered(waiting, start=1))
    assert shelf.head() == 1


def test_entries_are_read_in_pieces_from_anywhere(shelf: Shelf) -> None:
    shelf.note([make_entry() for _ in range(600)])
    shelf.number(numbered(shelf.unnumbered(1000)))
    assert [e.seq for e in shelf.entries()] == list(range(600))
    assert [e.seq for e in shelf.entries(250, 520)] == list(range(250, 520))
    assert list(shelf.entries(600)) == list(shelf.entries(5, 5)) == []
    assert shelf.entry(599).seq == 599
    with pytest.raises(UnknownError, match="600"):
        shelf.entry(600)


def test_what_touched_a_noun_is_found_in_order(shelf: Shelf) -> None:
    source = make_source()
    first = put(shelf, source)
    put(shelf, make_source())
    second = put(shelf, replace(source, version=2))
    shelf.number(numbered(shelf.unnumbered(2)))
    assert [e.id for e in shelf.entries_of(source.id)] == [first.id, second.id]
    assert shelf.entries_of(new("so")) == []


def test_the_latest_acts_of_some_types_come_newest_first_and_no_more_than_were_asked_for(shelf: Shelf) -> None:
    shelf.note([make_entry(type=type) for type in ("search.run", "access.refused", "search.run", "search.run", "access.refused")])
    shelf.number(numbered(shelf.unnumbered()))
    assert [entry.seq for entry in shelf.latest_acts(("search.run",))] == [3, 2, 0]
    assert [entry.seq for entry in shelf.latest_acts(("search.run",), limit=2)] == [3, 2]
    assert [entry.seq for entry in shelf.latest_acts(("search.run", "access.refused"), after=2)] == [4, 3]


def test_a_reason_that_names_a_type_is_no_act_of_that_type(shelf: Shelf) -> None:
    shelf.note([make_entry(type="access.refused", reason='"type":"search.run"')])
    shelf.number(numbered(shelf.unnumbered()))
    assert shelf.latest_acts(("search.run",)) == []
