"""Accepting in bulk: only after a sample was read and nothing in it changed, never what weighs most, and taken back as one."""

from typing import Any

import pytest

from muniment.archive import Archive, bulk
from muniment.archive.desk import Desk
from muniment.archive.second_reader import is_among
from muniment.model.claim import Act, Claim, Number
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, ChangedError
from tests.archive.makers import take, through
from tests.archive.office import owner_of, seat

RULE = "name muniment-rules@1"
NAMES = ("Anosh", "Behnaz", "Caveh", "Darya", "Elham", "Farid", "Golnar", "Hooman", "Ilnaz", "Javad", "Kamran", "Ladan")
AGED = {"by_rule": "", "property": "age", "seed": 7}


def read(desk: Desk, *lines: str, **about: Any) -> list[Claim]:
    (receipt,) = take(desk, "\n\n".join(lines).encode(), **about)
    through(desk, "read", ids=(receipt.id,))
    return list(through(desk, "claims", evidence=receipt.id))


@pytest.fixture
def aged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Twelve ages of one rule, of which four are read first."""
    monkeypatch.setattr(bulk, "SAMPLE", 4)
    claims = read(desk, *(f"{name} Tavrini, {20 + n}, was arrested in Port Selm on {n + 1} May 2024." for n, name in enumerate(NAMES)))
    ages = [claim for claim in claims if claim.property == "age"]
    assert len(ages) == 12
    assert len({claim.rule for claim in ages}) == 1
    return {**AGED, "by_rule": ages[0].rule}


def answer(desk: Desk, asked: dict[str, Any], *answers: str) -> None:
    for one, said in zip(through(desk, "bulk-sample", **asked).drawn, answers, strict=False):
        through(desk, "review", id=one.id, expected=one.version, answer=said)


def test_the_rest_is_accepted_once_the_sample_was_accepted_and_taken_back_as_one(desk: Desk, aged: dict[str, Any]) -> None:
    before = through(desk, "bulk-sample", **aged)
    assert (before.population, len(before.drawn), before.rest, before.read, before.is_met) == (12, 4, 8, 0, False)
    answer(desk, aged, *["accepted"] * 4)
    ready = through(desk, "bulk-sample", **aged)
    assert [one.id for one in ready.drawn] == [one.id for one in before.drawn]
    assert (ready.is_met, ready.rest, round(ready.most_wrong, 3)) == (True, 8, 0.527)
    acts = desk.archive.log()
    assert through(desk, "bulk-accept", **aged) == bulk.Bulked(answer="accepted", claims=8, left=0)
    assert desk.archive.log() - acts <= 1, "one act"
    after = through(desk, "bulk-sample", **aged)
    assert (after.rest, after.accepted, after.is_met) == (0, 8, True)
    ages = [c for c in desk.archive.shelf.tagged(["age"], kind="claim", compartments=("open",)) if isinstance(c, Claim)]
    assert [c.standing.state for c in ages] == ["accepted"] * 12
    assert sum("seed 7" in (c.standing.readings[-1].note or "") for c in ages) == 8
    assert through(desk, "bulk-undo", **aged).claims == 8
    again = through(desk, "bulk-sample", **aged)
    assert (again.rest, again.accepted, again.read) == (8, 0, 4)


@pytest.mark.parametrize("last", ["rejected", "unsure", None, "edited"])
def test_nothing_is_accepted_while_one_of_the_sample_is_not_accepted_as_it_is(desk: Desk, aged: dict[str, Any], last: str | None) -> None:
    answer(desk, aged, *["accepted"] * 3)
    one = through(desk, "bulk-sample", **aged).drawn[3]
    if last == "edited":
        through(desk, "edit", id=one.id, expected=one.version, value=Number(n=99))
    elif last:
        through(desk, "review", id=one.id, expected=one.version, answer=last)
    assert through(desk, "bulk-sample", **aged).wrong == (last in ("rejected", "edited"))
    with pytest.raises(BadInputError, match="of the sample are read"):
        through(desk, "bulk-accept", **aged)
    assert through(desk, "bulk-sample", **aged).rest == 8


def test_another_seed_is_another_sample(desk: Desk, aged: dict[str, Any]) -> None:
    answer(desk, aged, *["accepted"] * 4)
    assert not through(desk, "bulk-sample", **{**aged, "seed": 8}).is_met
    with pytest.raises(BadInputError):
        through(desk, "bulk-accept", **{**aged, "seed": 8})


def test_what_somebody_else_decided_or_read_twice_is_left_alone(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample counts only what this reader decided, and takes nothing from under another."""
    desk, other = owner_of(archive), seat(archive, "reviewer")
    monkeypatch.setattr(bulk, "SAMPLE", 2)
    claims = read(desk, *(f"{name} Tavrini, {20 + n}, was arrested in Port Selm." for n, name in enumerate(NAMES[:6])))
    ages = [claim for claim in claims if claim.property == "age"]
    asked = {**AGED, "by_rule": ages[0].rule}
    drawn = {one.id for one in through(desk, "bulk-sample", **asked).drawn}
    theirs = next(claim for claim in ages if claim.id not in drawn)
    through(other, "review", id=theirs.id, expected=1, answer="rejected")
    answer(desk, asked, "accepted", "accepted")
    assert through(desk, "bulk-sample", **asked).population == 5
    through(other, "undo", id=theirs.id, expected=2)
    assert through(desk, "bulk-sample", **asked).population == 5, "what another has looked at is not accepted unread"
    through(other, "review", id=theirs.id, expected=3, answer="rejected")
    assert through(desk, "bulk-accept", **asked).claims == 3
    kept = desk.archive.shelf.get(theirs.id)
    assert isinstance(kept, Claim)
    assert kept.standing.state == "rejected"
    through(desk, "bulk-undo", **asked)
    through(desk, "read-twice", of=("age",))
    assert is_among(("age",), theirs)
    assert through(desk, "bulk-sample", **asked).population == 0


def test_what_weighs_most_is_never_among_it(desk: Desk) -> None:
    claims = read(
        desk,
        "Nader Tavrini, 34, was sentenced to death by the court in Port Selm on 3 May 2024.",
        "Sahar Tavrini, 31, was executed on 4 May 2024 in Port Selm.",
        "Reza Tavrini, 30, was arrested on 5 May 2024 in Port Selm.",
        "Omid Tavrini may be arrested.",
    )
    acts = {claim.id: claim for claim in claims if isinstance(claim.value, Act)}
    held = {(one.by_rule, one.property): one for one in through(desk, "bulk-rules")}
    kinds = {acts[c.about].value.type if c.about in acts else "" for rule, name in held for c in _may(desk, rule, name)}  # type: ignore[union-attr]
    assert kinds <= {"", "arrest"}
    said = [c for rule, name in held for c in _may(desk, rule, name)]
    assert {c.property for c in said} >= {"age", "act", "date"}
    assert not {"status"} & {c.property for c in said}
    assert {c.value.type for c in said if isinstance(c.value, Act)} == {"arrest"}
    assert {c.modality for c in said} <= {"asserted", "alleged"}
    assert any(one.may < one.proposed for one in held.values())


def _may(desk: Desk, rule: str, name: str) -> list[Claim]:
    drawn = through(desk, "bulk-sample", by_rule=rule, property=name, seed=1).drawn
    return list(desk.through("claim.see").those((one.id for one in drawn), Claim).values())


def test_a_closed_or_withdrawn_document_has_no_part_in_it(desk: Desk, aged: dict[str, Any]) -> None:
    read(desk, "Zohre Tavrini, 44, was arrested in Port Selm.", compartment="restricted")
    assert through(desk, "bulk-sample", **aged).population == 12


def test_a_rule_that_proposed_nothing_has_nothing_to_accept(desk: Desk) -> None:
    with pytest.raises(BadInputError):
        through(desk, "bulk-accept", by_rule=RULE, property="age", seed=1)
    assert through(desk, "bulk-undo", by_rule=RULE, property="age", seed=1).claims == 0
    assert through(desk, "bulk-rules") == ()


def test_a_claim_that_changed_meanwhile_stops_it_whole(desk: Desk, aged: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    answer(desk, aged, *["accepted"] * 4)
    real = bulk._population

    def late(*given: object) -> list[Claim]:
        found = real(*given)  # type: ignore[arg-type]
        if any(frame for frame in found if not frame.standing.current()) and late.calls:  # type: ignore[attr-defined]
            through(desk, "review", id=next(c.id for c in found if not c.standing.current()), expected=1, answer="rejected")
        late.calls += 1  # type: ignore[attr-defined]
        return found

    late.calls = 0  # type: ignore[attr-defined]
    monkeypatch.setattr(bulk, "_population", late)
    with pytest.raises(ChangedError):
        through(desk, "bulk-accept", **aged)
    monkeypatch.undo()
    monkeypatch.setattr(bulk, "SAMPLE", 4)
    assert through(desk, "bulk-sample", **aged).accepted == 0


def test_the_rules_count_what_nobody_has_decided_on_in_what_is_open(desk: Desk, aged: dict[str, Any]) -> None:
    read(desk, "Zohre Tavrini, 44, was arrested in Port Selm.", compartment="restricted")

    def counted() -> tuple[int, int]:
        return next(
            (one.proposed, one.may) for one in through(desk, "bulk-rules") if (one.by_rule, one.property) == (aged["by_rule"], "age")
        )

    assert counted() == (12, 12)
    answer(desk, aged, "accepted", "rejected")
    assert counted() == (10, 10)


def test_one_rule_stands_for_itself_alone(desk: Desk) -> None:
    claims = read(
        desk,
        "Nader Tavrini was arrested on 3 May 2024.",
        "Sahar Tavrini was arrested on 4 May 2024.",
        "Reza Tavrini was released on 5 May 2024.",
    )
    acts = [claim for claim in claims if isinstance(claim.value, Act)]
    by = {rule: [c for c in acts if c.rule == rule] for rule in {c.rule for c in acts}}
    assert len(by) > 1
    for rule, own in by.items():
        drawn = through(desk, "bulk-sample", by_rule=rule, property="act", seed=1)
        assert {one.id for one in drawn.drawn} == {claim.id for claim in own}


def test_what_is_said_of_an_act_that_was_rejected_is_left_to_be_read(desk: Desk) -> None:
    claims = read(desk, "Nader Tavrini was arrested on 3 May 2024 in Port Selm.")
    act = next(claim for claim in claims if isinstance(claim.value, Act))
    date = next(claim for claim in claims if claim.property == "date")
    assert date.about == act.id
    asked = {"by_rule": date.rule, "property": "date", "seed": 1}
    assert through(desk, "bulk-sample", **asked).population == 1
    through(desk, "review", id=act.id, expected=1, answer="rejected")
    assert through(desk, "bulk-sample", **asked).population == 0


@pytest.mark.parametrize("mark", ["is_coerced", "is_exculpatory"])
def test_a_marked_claim_is_read_one_by_one_even_when_its_reading_was_taken_back(desk: Desk, aged: dict[str, Any], mark: str) -> None:
    one = through(desk, "bulk-sample", **aged).drawn[0]
    through(desk, "edit", id=one.id, expected=1, **{mark: True})
    through(desk, "undo", id=one.id, expected=2)
    assert through(desk, "bulk-sample", **aged).population == 11


@pytest.mark.parametrize("flag", ["ocr", "order_uncertain"])
def test_a_page_of_unsure_letters_has_no_part_in_it(desk: Desk, aged: dict[str, Any], flag: str) -> None:
    (text,) = desk.archive.shelf.find("text", compartments=("open",))
    assert isinstance(text, DerivedText)
    with desk.act("text.made") as act:
        act.change(text, 1, flags=(flag,))
    assert through(desk, "bulk-sample", **aged).population == 0


def test_many_are_accepted_in_several_acts_that_say_what_is_left(desk: Desk, aged: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 5)
    answer(desk, aged, *["accepted"] * 4)
    assert through(desk, "bulk-accept", **aged) == bulk.Bulked(answer="accepted", claims=5, left=3)
    assert through(desk, "bulk-accept", **aged) == bulk.Bulked(answer="accepted", claims=3, left=0)
