from datetime import timedelta

import msgspec
import pytest

from muniment.act import draft, lint, settle
from muniment.act.urgent_appeal.linter import RULES, verdict
from muniment.model.claim import Words
from muniment.model.name import Name
from muniment.model.submission import Decision, Sentence
from tests.act.test_draft import COVER
from tests.makers import NOW, World, make_consent, make_id, nader, standing


def written(world, *people, cover=COVER):
    return draft(world.case(), people, cover, made_by="ag-drafter", at=NOW, new_id=make_id)


def finished():
    """The case of the pictures with every required field answered."""
    world, who = nader()
    world.consents.append(make_consent(who, "submit", "share-with-state", "name-in-letter"))
    return world, who, written(world, who)


def answers(letter, world, now=NOW):
    return {remark.rule: remark.check.verdict for remark in lint(letter, world.case(), now)}


def of(rule, letter, world):
    return next(remark.check for remark in lint(letter, world.case(), NOW) if remark.rule == rule)


def failing(letter, world, now=NOW):
    return {rule for rule, answer in answers(letter, world, now).items() if answer == "failed"}


def with_sentence(letter, sentence, field="incident"):
    """The letter as somebody edited it: one more sentence in a field."""
    sections = tuple(msgspec.structs.replace(s, sentences=(*s.sentences, sentence)) if s.field == field else s for s in letter.sections)
    return msgspec.structs.replace(letter, sections=sections)


def test_a_whole_letter_passes_every_rule_that_can_be_checked():
    world, _, letter = finished()
    found = answers(letter, world)
    assert set(found) == set(RULES)
    assert {rule for rule, answer in found.items() if answer != "passed"} == {"questions", "form"}
    assert found["form"] == "not_checked"
    assert verdict(lint(letter, world.case(), NOW)).answer == "not_checked"


@pytest.mark.parametrize(
    ("left_out", "number"),
    [
        ({"submitter": None}, "1. "),
        ({"relation": None, "obtained": None, "follow_up": None}, "2. "),
        ({"state": None}, None),
        ({"perpetrator": None}, None),
        ({"good_faith": False}, "13. "),
    ],
)
def test_an_empty_required_field_is_named_by_its_number(left_out, number):
    world, who, _ = finished()
    letter = written(world, who, cover=msgspec.structs.replace(COVER, **left_out))
    fields = next(r.check for r in lint(letter, world.case(), NOW) if r.rule == "fields")
    assert (fields.found is not None and number in fields.found) if number else fields.verdict == "passed"


def test_a_perpetrator_may_be_left_unknown_by_decision_but_not_by_silence():
    world = World()
    who = world.person("A B")
    world.status(who, "on death row")
    letter = written(world, who, cover=msgspec.structs.replace(COVER, perpetrator=None))
    assert "7. Who is believed responsible" in next(r.check.found for r in lint(letter, world.case(), NOW) if r.rule == "fields")
    settled = settle(letter, "perpetrator.perpetrator")
    found = next(r.check.found for r in lint(settled, world.case(), NOW) if r.rule == "fields")
    assert "7." not in (found or "")


def test_a_sentence_that_rests_on_nothing_blocks():
    world, _, letter = finished()
    bare = with_sentence(letter, Sentence(text="He was reportedly ill-treated.", basis="claims"))
    assert "rests" in failing(bare, world)


def test_a_claim_that_was_rejected_after_drafting_blocks():
    world, _, letter = finished()
    for place, claim in enumerate(world.claims):
        if claim.property == "age":
            world.claims[place] = msgspec.structs.replace(claim, standing=standing("rejected"))
    assert "rests" in failing(letter, world)


def test_a_claim_of_a_death_blocks_before_anybody_decided_on_it_and_is_named():
    world, who, letter = finished()
    claim = world.act(who, "execution", accepted=False)
    remark = next(r for r in lint(letter, world.case(), NOW) if r.rule == "alive")
    assert (remark.blocks, remark.check.verdict, remark.check.found) == (True, "failed", f"decide first: {claim.id}")
    known = world.act(who, "death_in_custody")
    assert of("alive", letter, world).found == f"to decide first: {claim.id}; accepted: {known.id}"
    world.claims[world.claims.index(claim)] = msgspec.structs.replace(claim, standing=standing("rejected"))
    assert of("alive", letter, world).found == f"accepted: {known.id}"
    world.claims[world.claims.index(known)] = msgspec.structs.replace(known, standing=standing("rejected"))
    assert of("alive", letter, world).verdict == "passed"


def test_a_release_from_prison_after_drafting_blocks():
    world, who, letter = finished()
    world.act(who, "release", date="2026-11-22")
    assert "urgent" in failing(letter, world)


def test_somebody_in_no_danger_gets_no_urgent_appeal():
    world = World()
    who = world.person("A B")
    world.act(who, "arrest")
    assert {"urgent", "fields"} <= failing(written(world, who), world)


def test_a_third_person_written_in_by_hand_blocks_until_someone_decides():
    world, _, letter = finished()
    world.person("Dara Sulvani")
    named = with_sentence(letter, Sentence(text="Dara Sulvani saw it.", basis="own"))
    assert "third-persons" in failing(named, world)
    decision = Decision(what="mosaic", by="ag-second", at=NOW, words="Dara Sulvani agreed to be named.")
    assert "third-persons" not in failing(msgspec.structs.replace(named, decisions=(decision,)), world)


def test_a_name_inside_a_places_is_remarked_on_until_somebody_decides():
    """It stays in the letter, where it may be the place's alone: whoever reads the letter has to be told."""
    world, who, _ = finished()
    world.says(who, Words(text="the house of Mina Orsavel"), "prison")
    name = world.says(who, Name(text="Mina Orsavel"), "name", about=make_id("me"), accepted=False)
    letter = written(world, who)
    assert "Mina Orsavel" in " ".join(s.text for s in letter.sentences())
    assert of("inside", letter, world).found.startswith("“Mina Orsavel” in “")
    assert "third-persons" not in failing(letter, world)
    for answer in ("rejected", "accepted"):
        world.claims[-1] = msgspec.structs.replace(name, standing=standing(answer))
        assert of("inside", letter, world).verdict == "passed"
    assert "third-persons" in failing(letter, world), "accepted it is somebody's, and the letter has to be drafted again"


def test_membership_stated_by_a_group_blocks_wherever_it_is_cited():
    world, who, letter = finished()
    claim = world.says(who, Words(text="the Lamplighters"), "affiliation", document=world.evidence[2])
    told = with_sentence(letter, Sentence(text="According to it, he belonged to it.", basis="claims", claims=(claim.id,)))
    assert "membership" in failing(told, world)


def test_a_coerced_statement_relied_on_blocks():
    world, who, letter = finished()
    claim = world.says(who, Words(text="I did it"), "statement", is_coerced=True)
    told = with_sentence(letter, Sentence(text="He reportedly said that he did it.", basis="claims", claims=(claim.id,)))
    assert "coerced" in failing(told, world)


@pytest.mark.parametrize(("words", "is_loaded"), [("The regime did it.", True), ("He was called “a terrorist”.", False), ("جلاد", True)])
def test_loaded_words_outside_a_quotation_warn(words, is_loaded):
    world, _, letter = finished()
    remark = next(r for r in lint(with_sentence(letter, Sentence(text=words, basis="own")), world.case(), NOW) if r.rule == "impartial")
    assert (remark.check.verdict == "failed") == is_loaded
    assert not remark.blocks


def test_one_origin_stated_flatly_warns():
    world, _, letter = finished()
    claim = next(c for c in world.claims if c.property == "age")
    flat = with_sentence(letter, Sentence(text="He is 34.", basis="claims", claims=(claim.id,)))
    assert "hedged" in failing(flat, world)


def test_a_side_left_out_of_a_contradiction_warns():
    world, who, letter = finished()
    world.act(who, "arrest", date="2024-10-20", document=world.document("A newspaper"))
    assert "contradictions" in failing(letter, world)


def test_media_alone_warns():
    world = World()
    paper = world.document("The Daily", type="publication")
    who = world.person("A B", document=paper)
    world.act(who, "death_sentence", document=paper)
    assert "media" in failing(written(world, who), world)


def test_old_news_warns():
    world, _, letter = finished()
    assert "fresh" in failing(letter, world, NOW + timedelta(days=60))


def test_nobody_chosen_to_send_it_to_blocks():
    world, _, letter = finished()
    nobody = tuple(msgspec.structs.replace(a, is_chosen=False) for a in letter.addressees)
    assert "mandates" in failing(msgspec.structs.replace(letter, addressees=nobody), world)
