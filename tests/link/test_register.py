"""The register is a pure function of records and judgements; conflicts are shown, never solved."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muniment.link import entry_id, register
from muniment.model.judgement import Judgement
from muniment.model.record import Record

START = datetime(2026, 1, 1, tzinfo=UTC)


def record(n: int) -> Record:
    return Record(id=f"re-{n:032x}", made_by="ag", made_at=START + timedelta(minutes=n), evidence="ev-" + "0" * 32,
                  mentions=(), claims=())  # fmt: skip


def judgement(n: int, left: int, right: int, answer: str | None) -> Judgement:
    return Judgement(id=f"ju-{n:032x}", made_by="ag", made_at=START, left=record(left).id, right=record(right).id,
                     answer=answer, reason="same school")  # type: ignore[arg-type]  # fmt: skip


def test_a_record_alone_is_an_entry_with_its_own_hex() -> None:
    (entry,) = register([record(7)], [])
    assert entry.id == "en-" + f"{7:032x}" == entry_id(record(7).id)


def test_same_joins_through_a_chain_and_keeps_the_earliest_id() -> None:
    entries = register([record(3), record(1), record(2)], [judgement(1, 3, 2, "same"), judgement(2, 2, 1, "same")])
    assert [e.id for e in entries] == [entry_id(record(1).id)]
    assert entries[0].records == (record(1).id, record(2).id, record(3).id)


def test_unsure_different_and_taken_back_join_nothing() -> None:
    judgements = [judgement(1, 1, 2, "unsure"), judgement(2, 2, 3, "different"), judgement(3, 1, 3, None)]
    assert len(register([record(1), record(2), record(3)], judgements)) == 3


def test_same_same_different_is_a_named_conflict_and_stays_joined() -> None:
    judgements = [judgement(1, 1, 2, "same"), judgement(2, 2, 3, "same"), judgement(3, 1, 3, "different")]
    (entry,) = register([record(1), record(2), record(3)], judgements)
    assert entry.conflicts == (judgements[2].id,)


ANSWERS = st.sampled_from(["same", "different", "unsure", None])
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), ANSWERS).filter(lambda t: t[0] != t[1]), max_size=15)


@given(PAIRS, st.randoms())
def test_the_order_of_records_and_judgements_does_not_matter(pairs: list[tuple[int, int, str | None]], random: object) -> None:
    records = [record(n) for n in range(10)]
    judgements = [judgement(i, *pair) for i, pair in enumerate(pairs)]
    first = register(records, judgements)
    random.shuffle(records)  # type: ignore[attr-defined]
    random.shuffle(judgements)  # type: ignore[attr-defined]
    again = register(records, judgements)
    assert first == again


@given(PAIRS)
def test_no_record_is_lost_or_stands_twice(pairs: list[tuple[int, int, str | None]]) -> None:
    entries = register([record(n) for n in range(10)], [judgement(i, *pair) for i, pair in enumerate(pairs)])
    assert sorted(id for e in entries for id in e.records) == [record(n).id for n in range(10)]
