"""Searching and tracing at the door: found in any spelling, ledgered as a tag that keeps the words, walked down to bytes."""

from muniment.archive import Archive
from muniment.model.canonical import digest
from muniment.model.noun import Noun
from tests.archive.office import WORDS, accepted, entries, item, owner_of, seat, take, through, transcribed


def test_a_search_is_written_as_a_tag_that_gives_no_word_away_and_meets_itself(archive: Archive) -> None:
    desk = owner_of(archive)
    for query in ("Nader  KELARUD", "nader kelarud", "نادر كلارود", "نادر کلارود"):
        through(desk, "search", query=query)
    tags = [reason for type, reason in entries(archive) if type == "search.run"]
    assert tags[0] == tags[1] != tags[2] == tags[3]
    assert all(len(tag) == 64 for tag in tags)
    assert digest(b"nader kelarud") not in tags, "a bare hash could be guessed"


def test_a_search_that_finds_nothing_is_written_like_one_that_does(archive: Archive) -> None:
    desk = seat(archive, "analyst")
    take(owner_of(archive), WORDS, compartment="sealed-identity")
    sizes = []
    for query in ("Kelarud", "Tavrin"):
        before = len(entries(archive))
        assert through(desk, "search", query=query).total_capped == 0
        sizes.append(len(entries(archive)) - before)
    assert sizes == [1, 1]


def test_a_claim_is_walked_down_to_the_bytes_it_rests_on(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk)
    claims = transcribed(desk, id)[1]
    accepted(desk, claims)
    steps, leaves = [through(desk, "trace", id=claims[0].id)], []
    while steps:
        step = steps.pop()
        stored = desk.through("trace.see").get(step.id, Noun)  # type: ignore[type-abstract]
        assert (step.kind, step.version) == (stored.kind(), stored.version)
        leaves += [(step.evidence, step.sha256)] if step.evidence else []
        steps += step.rests_on
    assert set(leaves) == {(id, item(desk, id).sha256)}


def test_every_noun_of_a_chain_names_the_entry_that_brought_it_about(archive: Archive) -> None:
    desk = owner_of(archive)
    claim = transcribed(desk, take(desk))[1][0]
    archive.log()
    step = through(desk, "trace", id=claim.id)
    assert step.entry is not None
    assert claim.id in {effect.id for effect in archive.shelf.entry(step.entry).effects}
