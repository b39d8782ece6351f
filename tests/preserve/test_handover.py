"""A handover sheet: both sign it, nothing in it can be changed, and it is no sheet unless it is exactly one."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.handover import Handover, Receiver, Thing, agreed, countersigned, offered, parse
from muniment.preserve.note import NoteError
from tests.preserve.test_note import ARCHIVE, Pen

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(lambda text: text.strip() == text)


def pem(seed: int = 7) -> bytes:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def said(**other: object) -> Handover:
    given = {
        "giver": ARCHIVE.key.name, "receiver": "Registry of Merun", "medium": "original", "place": "Merun", "reason": "order of 3 May",
        "at": "2026-05-03T12:00:00Z", "things": (Thing("ev-" + "a" * 32, "b" * 64, 5), Thing("ev-" + "c" * 32, "d" * 64, 0)),
    }  # fmt: skip
    return Handover(**(given | other))  # type: ignore[arg-type]


RECEIVER = Receiver(pem(), "registry.merun.example")
SHEET = offered(said(), ARCHIVE.key, ARCHIVE)
BOTH = countersigned(SHEET, RECEIVER, ARCHIVE.key)


def test_a_sheet_that_both_signed_says_what_was_agreed() -> None:
    assert agreed(BOTH, ARCHIVE.key, RECEIVER.key) == said()


@pytest.mark.parametrize("sheet", [SHEET, BOTH.replace(SHEET.rpartition("\n\n")[2], "")])
def test_a_sheet_that_one_signed_is_no_handover(sheet: str) -> None:
    with pytest.raises(NoteError, match="has not signed"):
        agreed(sheet, ARCHIVE.key, RECEIVER.key)


@pytest.mark.parametrize("change", [("Merun", "Mirun"), ("original", "copy"), ("b" * 64, "e" * 64), (" 5\n", " 6\n"), ("3 May", "4 May")])
def test_no_word_of_a_signed_sheet_can_be_changed(change: tuple[str, str]) -> None:
    with pytest.raises(NoteError, match="does not fit"):
        agreed(BOTH.replace(*change, 1), ARCHIVE.key, RECEIVER.key)


def test_a_receiver_who_knows_the_giver_signs_nothing_else() -> None:
    forged = offered(said(), ARCHIVE.key, Pen(ARCHIVE.key.name, seed=9))
    with pytest.raises(NoteError):
        countersigned(forged, RECEIVER, ARCHIVE.key)
    assert countersigned(forged, RECEIVER), "without the giver's key nobody can know"


def test_nobody_signs_twice_and_nobody_hands_over_to_themselves() -> None:
    with pytest.raises(NoteError, match="already"):
        countersigned(BOTH, RECEIVER)
    with pytest.raises(BadInputError, match="one key"):
        agreed(SHEET, ARCHIVE.key, ARCHIVE.key)


def test_a_sheet_of_another_archive_is_not_ours() -> None:
    sheet = countersigned(offered(said(giver="other.archive/1"), ARCHIVE.key, ARCHIVE), RECEIVER)
    with pytest.raises(BadInputError, match="not of this archive"):
        agreed(sheet, ARCHIVE.key, RECEIVER.key)


@given(TEXTS, TEXTS, TEXTS)
def test_words_of_any_script_stand_on_their_own_line(receiver: str, place: str, reason: str) -> None:
    sheet = countersigned(offered(said(receiver=receiver, place=place, reason=reason), ARCHIVE.key, ARCHIVE), RECEIVER, ARCHIVE.key)
    assert len(agreed(sheet, ARCHIVE.key, RECEIVER.key).things) == 2


@given(st.text(max_size=300), st.integers(0, len(BOTH)), st.text(max_size=3))
def test_anything_else_is_refused_in_words(noise: str, at: int, inserted: str) -> None:
    for text in (noise, BOTH[:at] + inserted + BOTH[at:]):
        try:
            assert agreed(text, ARCHIVE.key, RECEIVER.key) == said() and text == BOTH
        except MunimentError as exc:
            assert str(exc)
        try:
            parse(text)
        except BadInputError as exc:
            assert str(exc)


@pytest.mark.parametrize(("key", "name"), [(b"no key", "a"), (pem(), "two words"), (pem(), ""), (pem(), "a+b")])
def test_a_key_or_a_name_that_cannot_sign_says_so(key: bytes, name: str) -> None:
    with pytest.raises(BadInputError):
        Receiver(key, name)


def test_a_key_of_another_kind_is_refused() -> None:
    other = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(BadInputError, match="Ed25519"):
        Receiver(other, "a")
