"""Errors: every complaint of database or disk becomes one of ours, with what to do."""

import errno

import pytest
from django.db import utils

from muniment.model.errors import MunimentError
from muniment.store import Shelf
from muniment.store.bulk import do
from muniment.store.errors import BusyError, DamagedError, FullError, ReadOnlyError, StoreError, disk, ours, told


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("database is locked", BusyError),
        ("database or disk is full", FullError),
        ('could not extend file "base/1": No space left on device', FullError),
        ("attempt to write a readonly database", ReadOnlyError),
        ("cannot execute INSERT in a read-only transaction", ReadOnlyError),
        ("database disk image is malformed", DamagedError),
        ("something never seen", StoreError),
    ],
)
def test_what_a_database_says_has_a_meaning(said: str, error: type[StoreError]) -> None:
    found = told(utils.OperationalError(said))
    assert type(found) is error and found.advice


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, FullError), (errno.EDQUOT, FullError), (errno.EROFS, ReadOnlyError), (errno.EIO, StoreError)]
)
def test_what_a_disk_says_has_a_meaning(number: int, error: type[StoreError]) -> None:
    found = disk(OSError(number, "said"), "packs/000001.tar")
    assert type(found) is error and "packs/000001.tar" in str(found) and found.advice


def test_values_are_not_repeated_in_an_error(shelf: Shelf) -> None:
    """PostgreSQL puts the offending row on the lines after the first."""
    with pytest.raises(MunimentError) as refused, ours():
        do("INSERT INTO store_current (noun, version, row, kind, compartment) VALUES (%s, NULL, 1, 'k', 'c')", ("kanarienvogel",))
    assert "kanarienvogel" not in str(refused.value)


def test_a_raw_error_does_not_leave_the_shelf(shelf: Shelf) -> None:
    do("DROP TABLE store_edge")
    with pytest.raises(StoreError):
        shelf.resting_on("ev-" + "0" * 32)
