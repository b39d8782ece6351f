"""An act: all of it or nothing, one leaf, under the keys and in the compartment of what it rests on."""

from typing import Any

import pytest
from msgspec.structs import replace

from muniment.archive import Archive
from muniment.model.claim import Claim, Words
from muniment.model.errors import BadInputError, ChangedError, RefusedError, UnknownError
from muniment.model.noun import HIDDEN, Noun
from muniment.model.passage import Passage, Whole
from muniment.model.source import Source
from muniment.preserve import merkle, tiles
from muniment.preserve.commitment import effect_leaves, effects_value, fields, leaf_of
from muniment.preserve.merkle import leaf_hash
from tests.archive.office import entries, owner_of, seat, state, take, through, transcribed


def source(act: Any, **given: Any) -> Source:
    return Source(**{"id": act.new("so"), "made_by": act.agent.id, "made_at": act.at, "name": "A newspaper"} | given)


def passage(act: Any, evidence: str, **given: Any) -> Passage:
    return Passage(**{"id": act.new("pa"), "made_by": act.agent.id, "made_at": act.at, "evidence": evidence, "where": (Whole(),)} | given)


def claim(act: Any, evidence: str, *passages: str, **given: Any) -> Claim:
    return Claim(
        **{"id": act.new("cl"), "made_by": act.agent.id, "made_at": act.at, "evidence": evidence, "about": act.new("me"),
           "property": "role", "value": Words(text="teacher"), "passages": passages} | given
    )  # fmt: skip


def test_an_act_is_one_leaf_whatever_it_brings_about(archive: Archive) -> None:
    desk, size = owner_of(archive).through("source.make"), archive.log()
    with desk.act("source.made") as act:
        act.add(*(source(act) for _ in range(100)))
    assert archive.log() == size + 1
    (entry,) = archive.shelf.entries(size)
    assert len(entry.effects) == 100
    assert leaf_of(entry) == _leaves(archive)[size]


def test_its_effects_are_a_tree_of_their_own_in_which_each_proves_itself(archive: Archive) -> None:
    """More than 32, an odd number, and each by the path a package would carry."""
    desk, size = owner_of(archive).through("source.make"), archive.log()
    with desk.act("source.made") as act:
        act.add(*(source(act) for _ in range(77)))
    archive.log()
    (entry,) = archive.shelf.entries(size)
    leaves = effect_leaves(entry)
    count, root = fields(entry)["effects"].value.split()
    assert (count, root) == ("77", merkle.root(leaves).hex()) and effects_value(leaves) == f"{count} {root}"
    for index, leaf in enumerate(leaves):
        path = merkle.inclusion(index, 77, merkle.from_leaves(leaves))
        assert len(path) <= 7
        assert merkle.includes(leaf_hash(leaf), index, 77, path, bytes.fromhex(root))
        assert not merkle.includes(leaf_hash(leaf + b"x"), index, 77, path, bytes.fromhex(root))


def _leaves(archive: Archive) -> list[bytes]:
    size = archive.ledger.head().size
    read = (archive.ledger.read(tiles.path("entries", n, width)) for n, width in tiles.widths(size, 0))
    return [leaf for bundle in read for leaf in tiles.unbundle(bundle)]


def test_a_refusal_is_a_leaf_too_in_order_with_the_acts_around_it(archive: Archive) -> None:
    owner, nobody = owner_of(archive), seat(archive)
    take(owner, "before")
    with pytest.raises(RefusedError):
        through(nobody, "evidence")
    take(owner, "after")
    archive.log()
    types = [e.type for e in archive.shelf.entries()][-3:]
    assert types == ["evidence.taken-in", "access.refused", "evidence.taken-in"]


def test_a_block_that_fails_stores_nothing(archive: Archive) -> None:
    desk, before = owner_of(archive).through("source.make"), state(archive)
    with pytest.raises(ZeroDivisionError), desk.act("source.made") as act:
        act.add(source(act))
        _ = 1 / 0
    assert state(archive) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "half a letter \ud800"}, {"grade": "Z"}, {"derived_from": ("so-1",)}, {"derived_from": ["so-" + "0" * 32]},
        {"version": 0}, {"made_at": None}, {"id": "so-X"}, {"is_interested": "yes"}, {"note": 7}, {"version": 2**53},
    ],
)  # fmt: skip
def test_what_could_not_be_read_again_is_not_stored(archive: Archive, wrong: dict[str, Any]) -> None:
    """A struct built in code checks nothing; one such row would make every list of its kind unreadable for ever."""
    desk, before = owner_of(archive).through("source.make"), state(archive)
    with pytest.raises(BadInputError), desk.act("source.made") as act:
        act.add(source(act, **wrong))
    assert state(archive) == before
    assert desk.find(Source) == []


def test_nothing_rests_on_what_is_not_there(archive: Archive) -> None:
    desk, before = owner_of(archive).through("claim.make"), None
    id = take(desk)
    before = state(archive)
    for wrong in ({"evidence": "ev-" + "0" * 32}, {"passages": ("pa-" + "0" * 32,)}, {"about": "cl-" + "0" * 32}):
        with pytest.raises(UnknownError, match=r"There is no .* here"), desk.act("claim.made") as act:
            act.add(place := passage(act, id))
            act.add(claim(act, **{"evidence": id, "passages": (place.id,)} | wrong))
    assert state(archive) == before


def test_the_order_within_an_act_is_that_of_resting(archive: Archive) -> None:
    """A claim added before its passage would be bound to no evidence, and no destroyed key would reach it."""
    desk = owner_of(archive).through("claim.make")
    id = take(desk)
    with pytest.raises(UnknownError), desk.act("claim.made") as act:
        place = passage(act, id)
        act.add(claim(act, id, place.id), place)
    with desk.act("claim.made") as act:
        place = passage(act, id)
        act.add(place, claim(act, id, place.id))
    assert len(archive.shelf.rooted_in(id)) == 4  # the item, its custody event, the passage and the claim


def test_nothing_rests_on_what_its_author_may_not_see_and_the_words_do_not_tell(archive: Archive) -> None:
    owner, analyst = owner_of(archive), seat(archive, "analyst").through("claim.make")
    hidden = take(owner, "a sealed letter", compartment="sealed-identity")
    visible = take(owner, "an open letter")
    told = set()
    for id in (hidden, "ev-" + "0" * 32):
        with pytest.raises(UnknownError) as refused, analyst.act("claim.made") as act:
            act.add(passage(act, id))
        told.add(str(refused.value).replace(id, "ID"))
    assert len(told) == 1
    with analyst.act("claim.made") as act:
        act.add(passage(act, visible))


def test_a_noun_rises_to_the_most_closed_compartment_it_rests_on(archive: Archive) -> None:
    desk = owner_of(archive).through("claim.make")
    for compartment in ("open", "restricted", "sealed-identity"):
        id = take(desk, f"a letter, {compartment}", compartment=compartment)
        with desk.act("claim.made") as act:
            act.add(place := passage(act, id))
            act.add(made := claim(act, id, place.id))
        assert archive.shelf.get(made.id).compartment == compartment
        assert archive.shelf.payload(made.id).startswith(b"age-encryption.org/") == (compartment == HIDDEN)


def test_a_noun_is_bound_to_all_evidence_it_rests_on(archive: Archive) -> None:
    """What two items say falls with either of them."""
    desk = owner_of(archive).through("record.judge")
    first, second = take(desk, "one letter"), take(desk, "another letter")
    left, right = (transcribed(desk, id, "Nader Kelarud was arrested.")[1] for id in (first, second))
    records = [next(r for r in archive.shelf.resting_on(id, kind="record")) for id in (first, second)]
    through(desk, "judge", left=records[0].id, right=records[1].id, answer="same", reason="the same name")
    (judgement,) = archive.shelf.find("judgement", compartments=("open",))
    assert archive.shelf.roots([judgement.id])[judgement.id] == tuple(sorted((first, second)))
    assert left and right


def test_a_change_prepared_on_an_older_version_is_told_so_and_nothing_is_lost(archive: Archive) -> None:
    owner, other = owner_of(archive), seat(archive, "owner")
    _, claims = transcribed(owner, take(owner))
    id = claims[0].id
    through(owner, "review", id=id, expected=1, answer="accepted", note="mine")
    before = state(archive)
    for expected in (1, 3, 2**53 - 1):
        with pytest.raises(ChangedError, match=r"changed meanwhile: you saw version .*, it is now at version 2"):
            through(other, "review", id=id, expected=expected, answer="rejected", note="theirs")
    assert state(archive) == before
    through(other, "review", id=id, expected=2, answer="rejected", note="theirs")
    assert [r.note for r in through(owner, "history", id=id)[-1].standing.readings] == ["mine", "theirs"]


def test_two_changes_in_one_moment_do_not_both_become_true(archive: Archive) -> None:
    """Both looked before either wrote: the store decides, in the transaction."""
    desk = owner_of(archive).through("source.make")
    made = through(desk, "source", name="A newspaper")
    one, two = desk.act("source.graded"), desk.act("source.graded")
    one.change(made, 1, grade="B")
    two.change(made, 1, grade="C")
    one.write()
    with pytest.raises(ChangedError):
        two.write()
    assert [n.version for n in archive.shelf.history(made.id)] == [1, 2]
    assert [type for type, _ in entries(archive)].count("source.graded") == 1


def test_the_ledger_has_no_word_for_what_is_not_in_its_vocabulary(archive: Archive) -> None:
    desk, before = owner_of(archive).through("source.make"), state(archive)
    with pytest.raises(BadInputError, match=r"no entries of the type 'source.vanished'"), desk.act("source.vanished") as act:
        act.add(source(act))
    with pytest.raises(BadInputError):
        archive.note("source.vanished", desk.agent)
    assert state(archive) == before


def test_every_effect_is_committed_to_under_a_nonce_that_dies_with_its_keys(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk)
    (entry,) = archive.shelf.entries_of(id)
    effect = next(e for e in entry.effects if e.id == id)
    assert archive.seals.nonce(id, 1, effect.roots, effect.compartment)
    through(desk, "withdraw", id=id, expected=1, reason="asked for")
    with pytest.raises(Exception, match="destroyed"):
        archive.seals.nonce(id, 1, effect.roots, effect.compartment)


def test_a_noun_version_is_never_written_over(archive: Archive) -> None:
    desk = owner_of(archive).through("source.make")
    made = through(desk, "source", name="A newspaper")
    for version in (1, 3, 7):
        with pytest.raises(ChangedError), desk.act("source.graded") as act:
            act.add(replace(made, version=version, grade="A"))
    assert isinstance(archive.shelf.get(made.id), Noun)
