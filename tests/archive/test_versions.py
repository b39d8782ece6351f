"""Two versions of a noun side by side, for whoever may see that kind of noun, in that compartment, at both times."""

from __future__ import annotations

import pytest

from muniment.archive import Archive
from muniment.archive.versions import SEEN_BY
from muniment.model.canonical import NOUNS
from muniment.model.difference import FieldChange
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.protect.roles import PERMISSIONS
from tests.archive.office import entries, owner_of, seat, take, through, transcribed


def test_every_kind_that_is_kept_has_a_permission_that_there_is() -> None:
    assert set(SEEN_BY) == set(NOUNS) - {"entry", "ledger-entry"}
    assert set(SEEN_BY.values()) <= set(PERMISSIONS)


def test_the_last_two_versions_or_those_asked_for(shared: Archive) -> None:
    desk = owner_of(shared)
    source = through(desk, "source", name="a circle")
    through(desk, "grade", id=source.id, expected=1, grade="B", credibility="2")
    through(desk, "grade", id=source.id, expected=2, grade="C", credibility="2")
    last = through(desk, "difference", id=source.id)
    assert (last.kind, last.older, last.newer) == ("source", 2, 3)
    assert FieldChange("grade", "changed", "B", "C") in last.changes
    assert "credibility" not in {one.field for one in last.changes}
    whole = through(desk, "difference", id=source.id, older=1, newer=3)
    assert {one.field: (one.before, one.after) for one in whole.changes}.items() >= {"grade": ("F", "C"), "credibility": ("6", "2")}.items()
    back = through(desk, "difference", id=source.id, older=3, newer=1)
    assert FieldChange("grade", "changed", "C", "F") in back.changes
    assert through(desk, "difference", id=source.id, older=2, newer=2).changes == ()
    before_that = through(desk, "difference", id=source.id, newer=2)
    assert (before_that.older, before_that.newer) == (1, 2)


def test_a_version_that_is_not_there_is_named(shared: Archive) -> None:
    desk = owner_of(shared)
    source = through(desk, "source", name="another circle")
    with pytest.raises(BadInputError, match="one version only"):
        through(desk, "difference", id=source.id)
    for given in ({"older": 2}, {"older": 1, "newer": 7}):
        with pytest.raises(UnknownError, match=r"has no version \d: its last is 1"):
            through(desk, "difference", id=source.id, **given)
    with pytest.raises(BadInputError, match="older"):
        through(desk, "difference", id=source.id, older=0)


@pytest.mark.parametrize("id", ["so-" + "0" * 32, "en-" + "0" * 32, "zz", "", "so-1"])
def test_what_is_not_there_is_unknown(shared: Archive, id: str) -> None:
    with pytest.raises(UnknownError, match="There is no"):
        through(owner_of(shared), "difference", id=id)


def test_what_lies_in_a_closed_compartment_is_as_absent(shared: Archive) -> None:
    owner, analyst = owner_of(shared), seat(shared, "analyst")
    source = through(owner, "source", name="a hidden circle", compartment="sealed-identity")
    through(owner, "grade", id=source.id, expected=1, grade="B", credibility="2")
    assert through(owner, "difference", id=source.id).changes
    absent = "so-" + "0" * 32
    said = []
    for id in (source.id, absent):
        with pytest.raises(UnknownError) as refused:
            through(analyst, "difference", id=id, older=1, newer=2)
        said.append(str(refused.value).replace(id, "ID"))
    assert said[0] == said[1]
    assert entries(shared)[-2:] == [("access.refused", f"source.see {source.id}"), ("access.refused", f"source.see {absent}")]


def test_a_kind_that_no_role_of_theirs_opens_is_refused_and_it_is_written(shared: Archive) -> None:
    """A reviewer walks from claims down to bytes, and reads no account."""
    reviewer = seat(shared, "reviewer")
    with pytest.raises(RefusedError, match=r"user\.manage"):
        through(reviewer, "difference", id=reviewer.agent.id, older=1, newer=1)
    assert entries(shared)[-1] == ("access.refused", "user.manage")


def test_decisions_on_a_claim_are_told_field_by_field(shared: Archive) -> None:
    desk = owner_of(shared)
    claim = transcribed(
        desk, take(desk, "Omid Zarrin, 51, a baker.", name="b.txt"), "Omid Zarrin, 51, a baker, was arrested on 3 May 2024."
    )[1][0]
    through(desk, "review", id=claim.id, expected=1, answer="accepted")
    changes = through(seat(shared, "reviewer"), "difference", id=claim.id).changes
    assert FieldChange("standing.readings[0].answer", "added", None, "accepted") in changes
    assert FieldChange("version", "changed", 1, 2) in changes
