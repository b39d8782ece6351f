"""The door table's own promises: inputs become their declared types or a sentence; nothing a stranger sends is run or read."""

from pathlib import Path

import pytest

from muniment.archive import DOORS, Archive
from muniment.archive.doors import door
from muniment.model.errors import BadInputError
from muniment.preserve.intake import Incoming
from tests.archive.office import owner_of, state, through


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("show", {}, "“show” needs id"),
        ("show", {"id": "ev-1", "colour": 1}, "takes no input named colour. It takes id"),
        ("show", {"id": 7}, "“id” of “show” is not as it should be: Expected `str`, got `int`"),
        ("show", {"id": "half \ud800"}, "half a letter"),
        ("evidence", {"limit": 0}, ">= 1"),
        ("evidence", {"limit": 10**30}, "“limit” of “evidence”"),
        ("ledger", {"start": -1}, ">= 0"),
        ("review", {"id": "cl-1", "expected": "soon", "answer": "accepted"}, "“expected” of “review”"),
        ("review", {"id": "cl-1", "expected": 1, "answer": "maybe"}, "“answer” of “review”"),
        ("consent", {"about": [], "given_by": "a", "capacity": "b", "how": "c", "language": "fa", "answers": []}, "somebody's answer"),
        ("draft", {"kind": "love-letter", "ids": []}, "There is urgent-appeal"),
    ],
)
def test_inputs_that_do_not_fit_are_told_by_door_and_name(archive: Archive, verb: str, given: dict[str, object], said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        through(owner_of(archive), verb, **given)
    assert said in str(refused.value)


def test_numbers_may_come_as_words_as_they_do_from_forms_and_command_lines(archive: Archive) -> None:
    assert through(owner_of(archive), "evidence", limit="5") == []


@pytest.mark.parametrize(
    "files", ["/etc/passwd", b"bytes", {"path": "/etc/passwd"}, 7, None, [{"name": "x", "path": "/etc/passwd"}], ["x"]]
)
def test_a_path_that_a_stranger_names_is_never_read_on_this_machine(archive: Archive, files: object) -> None:
    before = state(archive)
    with pytest.raises(BadInputError, match="takes a series of Incoming"):
        through(owner_of(archive), "take-in", files=files)
    assert state(archive) == before


def test_a_series_is_taken_as_it_comes(archive: Archive) -> None:
    files = (Incoming(f"{n}.txt", data=b"%d" % n) for n in range(3))
    assert [r.state for r in through(owner_of(archive), "take-in", files=files)] == ["stored"] * 3


def test_a_progress_call_is_called_and_nothing_else_may_stand_for_it(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    through(owner_of(archive), "take-in", files=[Incoming("a", data=b"abc")], progress=lambda items, size: told.append((items, size)))
    assert told == [(1, 3)]
    with pytest.raises(BadInputError, match="progress"):
        through(owner_of(archive), "take-in", files=[], progress="print")


def test_two_doors_cannot_bear_one_name() -> None:
    with pytest.raises(BadInputError, match="Two doors"):
        door("show", noun="evidence", permission="evidence.see")(lambda desk: None)
    assert DOORS["show"].run is not None


def test_each_door_says_what_it_does_in_one_line() -> None:
    assert [verb for verb, one in DOORS.items() if not one.summary or len(one.summary) > 160 or not one.summary.endswith(".")] == []


def test_calling_a_door_as_a_function_asks_the_permission_too(archive: Archive, tmp_path: Path) -> None:
    from muniment.archive.evidence import show
    from muniment.model.errors import RefusedError
    from tests.archive.office import seat

    with pytest.raises(RefusedError, match=r"evidence\.see"):
        show(seat(archive), id="ev-" + "0" * 32)
