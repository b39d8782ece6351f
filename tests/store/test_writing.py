"""Writing: an act is stored whole or not at all; a change prepared on an older version is refused."""

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from muniment.model.errors import ChangedError, UnknownError
from muniment.store import Database, Gone, Shelf, close
from muniment.store.bulk import every
from tests.store.makers import ALL, make_claim, make_entry, make_evidence, make_passage, make_source, make_text, put, stored


def test_what_was_put_is_there_with_its_ledger_entry(shelf: Shelf) -> None:
    source = make_source()
    entry = put(shelf, source)
    assert shelf.get(source.id) == source
    assert [waiting for _, waiting in shelf.unnumbered()] == [entry]


def test_a_new_version_stands_beside_the_old_one(shelf: Shelf) -> None:
    first = make_source()
    second = replace(first, version=2, grade="B")
    put(shelf, first)
    put(shelf, second)
    assert shelf.get(first.id) == second
    assert shelf.get(first.id, 1) == first
    assert shelf.history(first.id) == [first, second]
    assert shelf.find("source", compartments=ALL) == [second]


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_does_not_follow_the_current_one_is_refused(shelf: Shelf, version: int) -> None:
    source = make_source()
    put(shelf, source)
    with pytest.raises(ChangedError, match="changed meanwhile"):
        put(shelf, replace(source, version=version))
    assert shelf.history(source.id) == [source]


def test_a_first_version_must_be_number_one(shelf: Shelf) -> None:
    with pytest.raises(ChangedError):
        put(shelf, make_source(version=2))


def test_a_refused_act_leaves_nothing_behind_not_even_its_ledger_entry(shelf: Shelf) -> None:
    good, bad = make_source(), make_source(version=2)
    with pytest.raises(ChangedError):
        put(shelf, good, bad)
    with pytest.raises(UnknownError):
        shelf.get(good.id)
    assert shelf.unnumbered() == []
    assert list(shelf.rows()) == []


def test_two_versions_of_one_noun_in_one_act_are_both_kept(shelf: Shelf) -> None:
    first = make_source()
    second = replace(first, version=2, name="Harbour Gazette, Sunday edition")
    put(shelf, first, second)
    assert shelf.history(first.id) == [first, second]
    assert shelf.get(first.id) == second


def test_acts_inside_one_transaction_fall_together(shelf: Shelf) -> None:
    with pytest.raises(RuntimeError), shelf.transaction():
        put(shelf, make_source())
        raise RuntimeError
    assert shelf.count("source", compartments=ALL) == 0


def test_of_two_who_write_the_same_version_at_once_one_is_told_that_it_changed(shelf: Shelf) -> None:
    """Eight threads, each with a connection of its own, all prepared on version 1."""
    source = make_source()
    put(shelf, source)
    ready, answers = threading.Barrier(8), []

    def change(number: int) -> None:
        from django.db import connection

        ready.wait()
        try:
            put(shelf, replace(source, version=2, note=f"edition {number}"))
            answers.append("stored")
        except ChangedError:
            answers.append("changed meanwhile")
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["changed meanwhile"] * 7 + ["stored"]
    assert len(shelf.history(source.id)) == 2
    assert len(shelf.unnumbered()) == 2


def test_of_two_who_make_the_same_noun_at_once_one_is_told_that_it_changed(shelf: Shelf) -> None:
    source, ready, answers = make_source(), threading.Barrier(4), []

    def make() -> None:
        from django.db import connection

        ready.wait()
        try:
            put(shelf, source)
            answers.append("stored")
        except ChangedError:
            answers.append("changed meanwhile")
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["changed meanwhile"] * 3 + ["stored"]


def test_many_rows_at_once_are_the_same_as_one_by_one(shelf: Shelf) -> None:
    """Over the limit above which PostgreSQL is filled by COPY."""
    evidence = make_evidence()
    passages = [make_passage(evidence) for _ in range(300)]
    put(shelf, evidence, *passages, roots=(evidence.id,))
    assert shelf.find("passage", compartments=ALL) == passages
    assert len(shelf.resting_on(evidence.id, kind="passage")) == 300
    assert len(shelf.rooted_in(evidence.id)) == 301


def test_what_was_rebuilt_is_equal_row_by_row(shelf: Shelf) -> None:
    evidence = make_evidence()
    passage = make_passage(evidence)
    claim = make_claim(evidence, passage)
    second = replace(claim, version=2, is_exculpatory=True)
    source = make_source(name="Tower Radio")
    entries = [put(shelf, evidence, passage, claim, roots=(evidence.id,)), put(shelf, second, roots=(evidence.id,)), put(shelf, source)]
    shelf.number([(key, replace(entry, seq=seq)) for seq, (key, entry) in enumerate(shelf.unnumbered())])
    before, numbered = list(shelf.rows()), list(shelf.entries())

    shelf.clear()
    assert list(shelf.rows()) == [] and shelf.head() == 0
    items = [stored(noun, evidence.id) for noun in (evidence, passage, claim, second)]
    shelf.load([*items, stored(source)], numbered)

    assert list(shelf.rows()) == before
    assert list(shelf.entries()) == numbered
    assert shelf.get(claim.id) == second
    assert [hit.id for hit in shelf.search("tower radio", compartments=ALL).items] == [source.id]
    assert [e.id for e in shelf.entries_of(claim.id)] == [e.id for e in entries[:2]]


def test_a_rebuild_knows_what_was_erased_by_its_digest_alone(shelf: Shelf) -> None:
    evidence = make_evidence()
    text = make_text(evidence, "the harbour was closed")
    put(shelf, evidence, text, roots=(evidence.id,))
    digest = next(row[5] for row in shelf.rows() if row[0] == text.id)
    shelf.erase([(text.id, 1)], make_entry(), [])
    before, entries = list(shelf.rows()), [entry for _, entry in shelf.unnumbered()]

    shelf.clear()
    gone = Gone(text.id, 1, "text", "open", digest, (evidence.id,))
    shelf.load([stored(evidence, evidence.id)], entries, [gone])
    assert list(shelf.rows()) == before
    assert shelf.find("text", compartments=ALL) == []


def test_a_sealed_payload_is_kept_as_it_came_and_nothing_of_it_is_indexed(shelf: Shelf) -> None:
    source = make_source(name="Ilmar Tavos", compartment="sealed-identity")
    ciphertext = b"age-encryption.org/v1\n-> X25519 not really\n"
    shelf.put([replace(stored(source), payload=ciphertext)], make_entry(source))
    assert shelf.payload(source.id) == ciphertext
    assert every("SELECT about, tag, state FROM store_current") == [(None, None, None)]
    assert shelf.search("Tavos", compartments=ALL).total_capped == 0


def test_without_its_key_a_sealed_noun_does_not_exist_and_with_it_it_does(shelf: Shelf) -> None:
    evidence = make_evidence()
    source = make_source(name="Ilmar Tavos", compartment="sealed-identity")
    put(shelf, evidence, roots=(evidence.id,))
    plain = stored(source, evidence.id)
    sealed = replace(plain, payload=b"age-encryption.org/v1\n" + plain.payload[::-1])
    shelf.put([sealed], make_entry(source))

    with pytest.raises(UnknownError) as sealed_away:
        shelf.get(source.id)
    with pytest.raises(UnknownError) as never_was:
        shelf.get(other := make_source().id)
    assert str(sealed_away.value).replace(source.id, "X") == str(never_was.value).replace(other, "X")
    assert shelf.find("source", compartments=ALL) == shelf.many([source.id]) == []

    told: list[tuple[tuple[str, ...], str]] = []

    def unseal(ciphertext: bytes, roots: tuple[str, ...], compartment: str) -> bytes:
        told.append((roots, compartment))
        return ciphertext.removeprefix(b"age-encryption.org/v1\n")[::-1]

    with_key = Shelf(unseal=unseal)
    assert with_key.get(source.id) == source
    assert told == [((evidence.id,), "sealed-identity")]


def test_a_sealed_identity_is_not_found_by_its_words_even_when_its_payload_is_plain(shelf: Shelf) -> None:
    put(shelf, make_source(name="Ilmar Tavos", compartment="sealed-identity"))
    assert shelf.search("Tavos", compartments=ALL).total_capped == 0


def test_a_closed_shelf_says_so(sqlite: Database, tmp_path: Path) -> None:
    shelf = Shelf()
    close()
    for verb in (lambda: shelf.get("so-" + "0" * 32), shelf.head, lambda: put(shelf, make_source())):
        with pytest.raises(Exception, match="closed"):
            verb()
