"""Looking at evidence: opened for a reason, compared with its digest, and what is gone told apart from what is broken."""

import pytest

from muniment.archive.desk import Desk
from muniment.model.errors import MunimentError, UnknownError
from tests.archive.makers import chain, take, through


def test_opening_and_fixity_are_told_apart_from_a_broken_seal(desk: Desk) -> None:
    (receipt,) = take(desk, b"words")
    assert through(desk, "open", id=receipt.id, reason="asked by the court") == b"words"
    assert [e.event for e in chain(desk, receipt.id or "")] == ["received", "exported"]
    assert through(desk, "fixity", id=receipt.id) is True
    pack = desk.archive.root / "packs" / "000001.tar"
    data = bytearray(pack.read_bytes())
    object_id = through(desk, "show", id=receipt.id)[0].object.encode()
    data[data.index(object_id) + 600] ^= 1
    pack.write_bytes(data)
    assert through(desk, "fixity", id=receipt.id) is False
    with pytest.raises(MunimentError):
        through(desk, "open", id=receipt.id, reason="again")


def test_bytes_that_were_erased_by_order_are_gone_and_not_broken(desk: Desk) -> None:
    (receipt,) = take(desk, b"words")
    through(desk, "withdraw", id=receipt.id, expected=1, reason="the giver asks")
    for verb, given in (("fixity", {}), ("open", {"reason": "asked by the court"})):
        with pytest.raises(UnknownError, match="was withdrawn: its bytes are gone"):
            through(desk, verb, id=receipt.id, **given)
