"""When everything was last checked: told by the ledger, each of whose acts is looked at once."""

import pytest

from muniment.archive import Archive
from tests.archive.office import owner_of


def checked(archive: Archive, failed: int) -> None:
    """As another process would write it."""
    archive.note("archive.verified", owner_of(archive).agent, f"passed 3, failed {failed}")
    archive.log()


def test_a_check_by_another_process_is_seen_and_the_later_one_holds(archive: Archive) -> None:
    archive.log()
    assert archive.last_check() is None
    checked(archive, 0)
    first = archive.last_check()
    assert first is not None
    assert first[1]
    checked(archive, 2)
    last = archive.last_check()
    assert last is not None
    assert (last[0] > first[0], last[1]) == (True, False)
    archive.checked(True, first[0])
    assert archive.last_check() == last, "an earlier check does not stand in for a later one"


def test_acts_that_were_looked_at_are_not_looked_at_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.log()
    asked: list[int] = []
    look = archive.shelf.latest_acts

    def looked(types: object, *, after: int = -1, limit: int = 1000) -> object:
        asked.append(after)
        return look(types, after=after, limit=limit)  # type: ignore[arg-type]

    monkeypatch.setattr(archive.shelf, "latest_acts", looked)
    for _ in range(3):
        archive.last_check()
    head = archive.shelf.head()
    checked(archive, 0)
    assert archive.last_check() is not None
    assert asked == [-1, head - 1]
