"""Reading: windows that do not shift, counts with a cap, columns that are looked up, edges and roots."""

import re
from typing import Any

import pytest
from django.db import connection
from msgspec.structs import replace

from muniment.model import decode, digest, encode
from muniment.model.errors import BadInputError, UnknownError
from muniment.store import Database, Shelf
from tests.store.makers import ALL, make_claim, make_entry, make_evidence, make_name, make_passage, make_source, new, put, stored


def test_an_unknown_id_or_version_is_said_to_be_unknown(shelf: Shelf) -> None:
    source = make_source()
    put(shelf, source)
    for ask in (lambda: shelf.get(new("so")), lambda: shelf.get(source.id, 2), lambda: shelf.history(new("so")),
                lambda: shelf.payload("../etc/passwd"), lambda: shelf.payload("' OR 1=1 --")):  # fmt: skip
        with pytest.raises(UnknownError, match="There is no"):
            ask()


def test_the_payload_is_the_canonical_bytes_with_their_digest(shelf: Shelf) -> None:
    source = make_source(name="گزارش بندر")
    put(shelf, source)
    (row,) = shelf.rows()
    assert row == (source.id, 1, "source", "open", encode(source), digest(encode(source)), False)
    assert decode(shelf.payload(source.id)) == source


def test_windows_hold_everything_once_in_the_order_of_arrival(shelf: Shelf) -> None:
    sources = [make_source(name=f"Paper {n}") for n in range(23)]
    for some in (sources[:9], sources[9:]):
        put(shelf, *some)
    seen, after = [], None
    while page := shelf.find("source", compartments=ALL, after=after, limit=5):
        seen += page
        after = page[-1].id
    assert seen == sources
    newest = shelf.find("source", compartments=ALL, limit=3, newest=True)
    assert newest == sources[:-4:-1]
    assert shelf.find("source", compartments=ALL, after=newest[-1].id, limit=2, newest=True) == [sources[-4], sources[-5]]


def test_a_window_does_not_shift_when_something_on_it_changes(shelf: Shelf) -> None:
    sources = [make_source() for _ in range(6)]
    put(shelf, *sources)
    page = shelf.find("source", compartments=ALL, limit=3)
    put(shelf, replace(sources[0], version=2), make_source(name="New one"))
    assert [s.id for s in shelf.find("source", compartments=ALL, after=page[-1].id, limit=3)] == [s.id for s in sources[3:]]


def test_what_lies_in_another_compartment_is_neither_found_nor_counted(shelf: Shelf) -> None:
    put(shelf, make_source(), make_source(compartment="restricted"))
    assert len(shelf.find("source", compartments=["open"])) == shelf.count("source", compartments=["open"]) == 1
    assert shelf.count("source", compartments=ALL) == 2
    assert shelf.count("source", compartments=[]) == 0
    assert shelf.find("source", compartments=()) == []


def test_a_noun_moved_to_a_closer_compartment_is_gone_from_the_open_one(shelf: Shelf) -> None:
    source = make_source()
    put(shelf, source)
    put(shelf, replace(source, version=2, compartment="restricted"))
    assert shelf.find("source", compartments=["open"]) == []
    assert shelf.search("gazette", compartments=["open"]).total_capped == 0


def test_counting_stops_at_the_cap(shelf: Shelf) -> None:
    put(shelf, *(make_source() for _ in range(12)))
    assert shelf.count("source", compartments=ALL, cap=5) == 5


def test_many_keeps_the_order_asked_and_leaves_out_the_unknown(shelf: Shelf) -> None:
    one, two = make_source(), make_source()
    put(shelf, one, two)
    assert shelf.many([two.id, new("so"), one.id, two.id]) == [two, one]
    assert shelf.many([]) == []


def test_evidence_is_looked_up_by_its_digest_and_claims_by_what_they_are_about(shelf: Shelf) -> None:
    evidence = make_evidence()
    passage = make_passage(evidence)
    claim = make_claim(evidence, passage)
    other = make_claim(evidence, passage)
    put(shelf, evidence, passage, claim, other, roots=(evidence.id,))
    assert shelf.lookup("tag", evidence.sha256, kind="evidence") == [evidence]
    assert shelf.lookup("about", claim.about, kind="claim") == [claim]
    assert shelf.lookup("state", "proposed", kind="claim", compartments=ALL) == [claim, other]
    assert shelf.lookup("state", "proposed", kind="claim", compartments=["restricted"]) == []
    assert shelf.lookup("tag", evidence.sha256, kind="claim") == []


def test_nothing_is_looked_up_by_a_column_that_is_not_searched(shelf: Shelf) -> None:
    with pytest.raises(BadInputError, match="payload"):
        shelf.lookup("payload", "x", kind="source")


def test_edges_lead_down_and_are_followed_up_for_current_versions_only(shelf: Shelf) -> None:
    evidence, source = make_evidence(), make_source()
    passage, moved = make_passage(evidence), make_passage(evidence)
    claim = make_claim(evidence, passage)
    put(shelf, source, evidence, passage, moved, claim, roots=(evidence.id,))
    assert shelf.resting_on(passage.id) == [claim]
    put(shelf, replace(claim, version=2, passages=(moved.id,)), roots=(evidence.id,))
    assert shelf.resting_on(passage.id) == []
    assert [noun.version for noun in shelf.resting_on(moved.id)] == [2]


def test_many_are_asked_for_at_once(shelf: Shelf) -> None:
    first, second, lone = make_evidence(), make_evidence(), make_evidence(compartment="restricted")
    passages = [make_passage(one) for one in (first, first, second)]
    put(shelf, first, second, lone, *passages)
    put(shelf, replace(passages[0], version=2, where=()))
    assert shelf.newest_on([first.id, second.id, lone.id], kind="passage", role="evidence") == {
        first.id: passages[1].id, second.id: passages[2].id,
    }  # fmt: skip
    assert shelf.newest_on([first.id], kind="claim", role="evidence") == {}
    assert shelf.tagged([second.sha256, lone.sha256, first.sha256, "0"], kind="evidence", compartments=("open",)) == [first, second]
    versions = [(passages[0].id, 1), (passages[0].id, 2), (first.id, 1), (first.id, 2), (new("ev"), 1)]
    assert shelf.payloads(versions) == {(id, version): shelf.payload(id, version) for id, version in versions[:3]}
    assert shelf.payloads([]) == {}
    put(shelf, *(make_source(name=f"Paper {n}") for n in range(1200)))
    every = [(source.id, 1) for source in shelf.find("source", compartments=ALL)]
    assert list(shelf.payloads(every)) and len(shelf.payloads(every)) == 1200


def test_what_rests_on_something_is_chosen_by_kind_and_role_and_named_once(shelf: Shelf) -> None:
    evidence = make_evidence()
    passage = make_passage(evidence)
    twice = make_claim(evidence, passage, passages=(passage.id, passage.id))
    put(shelf, evidence, passage, twice, roots=(evidence.id,))
    assert shelf.resting_on(passage.id) == [twice]
    assert shelf.resting_on(evidence.id, kind="passage") == [passage]
    assert shelf.resting_on(evidence.id, kind="claim", role="evidence") == [twice]
    assert shelf.resting_on(evidence.id, kind="claim", role="passage") == []


def test_roots_are_the_evidence_at_the_bottom_and_none_for_what_was_withdrawn(shelf: Shelf) -> None:
    one, two, alone = make_evidence(), make_evidence(), make_source()
    passage = make_passage(one)
    both = make_claim(one, passage)
    for noun, roots in ((one, (one.id,)), (two, ()), (passage, (one.id,)), (both, (one.id, two.id)), (alone, ())):
        put(shelf, noun, roots=roots)
    found = shelf.roots([one.id, two.id, both.id, alone.id, new("cl")])
    assert found == {one.id: (one.id,), two.id: (), both.id: tuple(sorted((one.id, two.id))), alone.id: ()}
    assert shelf.rooted_in(one.id) == [(one.id, 1), (passage.id, 1), (both.id, 1)]
    assert shelf.rooted_in(two.id) == [(both.id, 1)]


def test_rows_come_by_id_and_version_however_many_there_are(shelf: Shelf) -> None:
    sources = [make_source() for _ in range(1201)]
    shelf.put([stored(source) for source in sources], make_entry())
    put(shelf, replace(sources[0], version=2))
    keys = [(row[0], row[1]) for row in shelf.rows()]
    assert keys == sorted(keys) and len(keys) == 1202


def test_a_name_in_any_script_comes_back_as_written(shelf: Shelf) -> None:
    evidence = make_evidence()
    passage = make_passage(evidence)
    names = [make_name(evidence, passage, text) for text in ("Ilmar Tavos", "ایلمار تاووس", "Ильмар Тавос", "e\u0301 \u202eabc")]
    put(shelf, evidence, passage, *names, roots=(evidence.id,))
    assert shelf.many([name.id for name in names]) == names


def test_what_is_asked_for_by_name_is_looked_up_and_never_looked_through(sqlite: Database) -> None:
    """SQLite has no figures of our tables: of a list of values it would rather read all nouns of a kind."""
    shelf = Shelf()
    evidence = make_evidence()
    put(shelf, evidence)
    ids = [evidence.id, new("ev"), new("ev")]
    plans: list[str] = []

    def watching(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with connection.cursor() as cursor:
            real = cursor.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plans.extend(step[3] for step in real.fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watching):
        shelf.tagged(ids, kind="evidence", compartments=ALL)
        shelf.about(ids, kind="claim")
        shelf.resting_on(ids[0], kind="claim", role="passage")
        shelf.resting_on_any(ids, kind="passage")
        shelf.newest_on(ids, kind="custody", role="evidence")
        shelf.many(ids)
        shelf.roots(ids)
        shelf.lookup("tag", evidence.sha256, kind="evidence", compartments=ALL)
        shelf.lookup("about", ids[0], kind="claim")
        shelf.payloads([(id, 1) for id in ids])
        shelf.entries_of(ids[0])
    assert len(plans) > 20
    assert [plan for plan in plans if re.match(r"SCAN (store_|\w+ USING)|SEARCH .*\(kind=\?\)", plan)] == []
