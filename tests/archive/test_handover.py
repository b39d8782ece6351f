"""Handing evidence over: the chain keeps the sheet both signed, a package hides who received, and the report shows all of it."""

import pytest

from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError, RefusedError
from muniment.preserve.handover import Receiver, countersigned
from muniment.preserve.note import NoteError
from tests.archive.makers import again, chain, checked, faults, take, through
from tests.preserve.test_handover import pem

RECEIVER = Receiver(pem(), "registry.merun.example")
WORDS = {"receiver": "Registry of the Merun Inquiry", "reason": "order of 3 May", "place": "Merun", "medium": "original"}


def offered(desk: Desk, *ids: str) -> str:
    return str(through(desk, "hand-over", ids=ids, **WORDS).decode())


def test_a_handover_both_signed_lengthens_the_chain_of_every_item(desk: Desk) -> None:
    ids = [str(receipt.id) for receipt in take(desk, b"one", b"two")]
    sheet = countersigned(offered(desk, *ids), RECEIVER)
    assert [event.event for event in chain(desk, ids[0])] == ["received"], "an offer moves nothing"
    assert through(desk, "handed-over", sheet=sheet, key=RECEIVER.key.vkey) == tuple(ids)
    for id in ids:
        last = chain(desk, id)[-1]
        assert (last.event, last.receiver, last.reason, last.sheet) == ("transferred", WORDS["receiver"], WORDS["reason"], sheet)
    with pytest.raises(BadInputError, match="already"):
        through(desk, "handed-over", sheet=sheet, key=RECEIVER.key.vkey)
    assert faults(checked(again(desk))) == []


def test_without_the_receivers_signature_nothing_is_written(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    with pytest.raises(NoteError, match="has not signed"):
        through(desk, "handed-over", sheet=offered(desk, str(receipt.id)), key=RECEIVER.key.vkey)
    assert len(chain(desk, str(receipt.id))) == 1


def test_a_sheet_of_another_archives_key_is_refused(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    sheet = offered(desk, str(receipt.id)).replace("order of 3 May", "order of 4 May")
    with pytest.raises(NoteError):
        through(desk, "handed-over", sheet=countersigned(sheet, RECEIVER), key=RECEIVER.key.vkey)


@pytest.mark.parametrize("given", [{"receiver": " "}, {"reason": ""}, {"ids": ()}, {"medium": "loan"}])
def test_an_offer_names_who_what_and_why(desk: Desk, given: dict[str, object]) -> None:
    (receipt,) = take(desk, b"one")
    with pytest.raises(BadInputError):
        through(desk, "hand-over", **{"ids": (str(receipt.id),), **WORDS, **given})


def test_what_was_withdrawn_is_handed_to_nobody(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    sheet = countersigned(offered(desk, str(receipt.id)), RECEIVER)
    through(desk, "withdraw", id=receipt.id, expected=1, reason="the giver asks")
    with pytest.raises(RefusedError, match="withdrawn"):
        offered(desk, str(receipt.id))
    with pytest.raises(RefusedError, match="withdrawn"):
        through(desk, "handed-over", sheet=sheet, key=RECEIVER.key.vkey)


@pytest.mark.parametrize(("profile", "is_named"), [("court", True), ("partner", False), ("public", False)])
def test_a_package_names_the_receiver_only_where_it_names_those_who_acted(desk: Desk, profile: str, is_named: bool) -> None:
    (receipt,) = take(desk, b"one")
    sheet = countersigned(offered(desk, str(receipt.id)), RECEIVER)
    through(desk, "handed-over", sheet=sheet, key=RECEIVER.key.vkey)
    bag = through(desk, "package", ids=(receipt.id,), profile=profile).bag
    held = b"".join(data for path, data in bag.items() if path.startswith(("data/nouns", "custody/")))
    assert (WORDS["receiver"].encode() in held) is is_named
    assert (b"Merun" in held) is is_named
