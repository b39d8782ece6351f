"""Signed notes and checkpoints (C2SP): a published note, then every way a note can be wrong."""

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.note import (
    COSIGNATURE,
    LATEST,
    Checkpoint,
    Key,
    NoteError,
    checkpoint,
    cosign,
    cosignatures,
    opened,
    parse_vkey,
    sign,
)
from muniment.preserve.standalone.verify import ed25519

# The note, key and signature in the documentation of Go's sumdb/note package, from which C2SP signed-note was written down.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
TEXT = "muniment.archive/1\n3\n" + base64.b64encode(bytes(32)).decode() + "\n"


class Pen:
    """Someone who signs, under a name."""

    def __init__(self, name: str, seed: int = 1) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.key = Key(name, self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def line(self, text: str = TEXT) -> str:
        return sign(text, self.key.name, self.key, self).rpartition("\n\n")[2]


ARCHIVE = Pen("muniment.archive/1")
GOOD = sign(TEXT, ARCHIVE.key.name, ARCHIVE.key, ARCHIVE)


def test_a_published_note_is_opened_by_its_published_key() -> None:
    text, signers = opened(NOTE, [parse_vkey(PETER)])
    assert text.startswith("If you think cryptography")
    assert [key.name for key in signers] == ["PeterNeumann"]


def test_a_key_reads_as_it_was_written() -> None:
    assert parse_vkey(PETER).vkey == PETER
    assert parse_vkey(ARCHIVE.key.vkey) == ARCHIVE.key


def test_a_signed_checkpoint_comes_back() -> None:
    text, signers = opened(GOOD, [ARCHIVE.key])
    assert signers == (ARCHIVE.key,)
    assert checkpoint(text) == Checkpoint("muniment.archive/1", 3, bytes(32))
    assert checkpoint(text).text == TEXT


def test_the_verifier_without_libraries_agrees_with_the_library() -> None:
    signature = ARCHIVE.sign(b"words")
    assert ed25519(ARCHIVE.key.public, b"words", signature)
    assert not ed25519(ARCHIVE.key.public, b"other words", signature)


@given(st.binary(max_size=80), st.integers(0, 511), st.binary(min_size=32, max_size=32))
def test_both_verifiers_of_signatures_refuse_the_same(message: bytes, bit: int, seed: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = bytearray(private.sign(message))
    assert ed25519(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not ed25519(public, message, bytes(signature))
    assert not Key("k", public).verifies(message, bytes(signature))


def test_a_signature_is_not_taken_with_its_second_half_raised() -> None:
    """Malleability: s and s + q verify alike unless s is compared with q (RFC 8032, 5.1.7)."""
    signature = ARCHIVE.sign(b"words")
    s = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    forged = signature[:32] + s.to_bytes(32, "little")
    assert not ed25519(ARCHIVE.key.public, b"words", forged)
    assert not ARCHIVE.key.verifies(b"words", forged)


def test_a_bad_signature_of_a_known_key_spoils_the_whole_note() -> None:
    bad = ARCHIVE.line("another text\n")
    for note in (f"{GOOD}{bad}", f"{TEXT}\n{bad}{ARCHIVE.line()}"):
        with pytest.raises(NoteError, match="does not fit"):
            opened(note, [ARCHIVE.key])


def test_signatures_of_unknown_keys_are_left_alone() -> None:
    others = "".join(Pen(f"witness{n}.example", n).line("anything\n") for n in range(2, 30))
    assert opened(f"{TEXT}\n{others}{ARCHIVE.line()}", [ARCHIVE.key])[1] == (ARCHIVE.key,)


def test_sixteen_cosigners_and_more_are_all_heard() -> None:
    pens = [ARCHIVE, *(Pen(f"witness{n}.example", n) for n in range(2, 20))]
    _, signers = opened(TEXT + "\n" + "".join(pen.line() for pen in pens), [pen.key for pen in pens])
    assert len(signers) == 19


def test_a_key_id_proves_nothing() -> None:
    """The right name and id before another's signature: of a known key, and bad."""
    stranger = base64.b64encode(ARCHIVE.key.id + Pen("x", 9).sign(TEXT.encode())).decode()
    with pytest.raises(NoteError, match="does not fit"):
        opened(f"{TEXT}\n— {ARCHIVE.key.name} {stranger}\n", [ARCHIVE.key])


def test_a_note_that_nobody_known_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="No known key"):
        opened(GOOD, [Pen("muniment.archive/1", 2).key])
    with pytest.raises(NoteError, match="No known key"):
        opened(GOOD, [])


def test_one_signature_twice_is_one_signer() -> None:
    assert opened(GOOD + ARCHIVE.line(), [ARCHIVE.key])[1] == (ARCHIVE.key,)


BROKEN: dict[str, Callable[[str], str]] = {
    "no signature": lambda n: TEXT + "\n",
    "no empty line": lambda n: n.replace("\n\n", "\n"),
    "no last newline": lambda n: n[:-1],
    "a hyphen for the dash": lambda n: n.replace("—", "-"),
    "two spaces": lambda n: n.replace("— ", "—  "),
    "no base64": lambda n: n.replace("— muniment.archive/1 ", "— muniment.archive/1 ?"),
    "base64 of another alphabet": lambda n: n[:-6] + "_-_-\n",
    "a short signature": lambda n: f"{TEXT}\n— muniment.archive/1 AAAA\n",
    "a name with a plus": lambda n: n.replace("— muniment.archive/1", "— muniment+archive"),
    "a space of another kind": lambda n: n.replace("— muniment.archive/1", "— muniment\u00a0archive"),
    "a control sign": lambda n: n.replace("\n3\n", "\n3\t\n"),
    "a carriage return": lambda n: n.replace("\n", "\r\n"),
    "words behind the signatures": lambda n: n + "and more\n",
    "too many signatures": lambda n: n + ARCHIVE.line() * 200,
    "nothing": lambda n: "",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_malformed_note_is_refused(how: str) -> None:
    with pytest.raises(NoteError):
        opened(BROKEN[how](GOOD), [ARCHIVE.key])


@given(st.integers(0, 8 * len(GOOD.encode()) - 1))
def test_no_flipped_bit_of_a_note_passes(bit: int) -> None:
    data = bytearray(GOOD.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NoteError):
        opened(data.decode("utf-8", "backslashreplace"), [ARCHIVE.key])


@given(st.text(max_size=200))
def test_any_text_is_a_note_or_an_error_of_ours(words: str) -> None:
    for ask in (
        lambda: opened(words, [ARCHIVE.key]),
        lambda: checkpoint(words),
        lambda: parse_vkey(words),
        lambda: cosignatures(words, []),
    ):
        with pytest.raises(NoteError):
            ask()


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_around_a_good_note_never_pass(before: str, behind: str) -> None:
    if before + behind:
        with pytest.raises(NoteError):
            opened(f"{before}{GOOD}{behind}", [ARCHIVE.key])


@pytest.mark.parametrize("size", ["", "-1", "03", "+3", "3.0", " 3", "٣", "1e3"])
def test_a_checkpoint_with_an_odd_size_is_refused(size: str) -> None:
    with pytest.raises(NoteError):
        checkpoint(TEXT.replace("\n3\n", f"\n{size}\n"))


@pytest.mark.parametrize("root", ["", "AAAA", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode(), "ß"])
def test_a_checkpoint_with_an_odd_root_is_refused(root: str) -> None:
    with pytest.raises(NoteError):
        checkpoint(f"muniment.archive/1\n3\n{root}\n")


def test_lines_below_the_root_are_extensions_and_are_left_alone() -> None:
    assert checkpoint(TEXT + "more to say\n").size == 3


@pytest.mark.parametrize("line", ["", "a+b", "name+00000000+AAAA", PETER.replace("c74f20a3", "c74f20a4"), PETER.replace("+ARpc", "+ERpc")])
def test_what_is_no_verifier_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        parse_vkey(line)


# --- cosignatures (C2SP tlog-cosignature) ---

NORTH = Pen("witness.example/north", 7)
WITNESS = Key(NORTH.key.name, NORTH.key.public, COSIGNATURE)


def test_a_cosignature_is_bytes_laid_out_as_the_specification_says() -> None:
    """Key id of type 4, eight bytes of time, and a signature over “cosignature/v1”, the time and the text."""
    dash, name, encoded = cosign(TEXT, WITNESS, 1679315147, NORTH).split()
    blob = base64.b64decode(encoded)
    assert (dash, name, len(blob)) == ("—", "witness.example/north", 76)
    assert blob[:4] == WITNESS.id != NORTH.key.id
    assert blob[4:12] == (1679315147).to_bytes(8, "big")
    Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32).public_key().verify(
        blob[12:], b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()
    )
    assert parse_vkey(WITNESS.vkey) == WITNESS


def test_a_witness_is_heard_once_with_its_latest_time() -> None:
    note = GOOD + cosign(TEXT, WITNESS, 5, NORTH) + cosign(TEXT, WITNESS, 9, NORTH) + cosign(TEXT, WITNESS, 7, NORTH)
    assert [(one.key, one.at) for one in cosignatures(note, [WITNESS])] == [(WITNESS, 9)]
    assert opened(note, [ARCHIVE.key, WITNESS])[1] == (ARCHIVE.key, WITNESS)
    assert cosignatures(note, []) == cosignatures(GOOD, [WITNESS]) == ()


@given(st.integers(0, 75 * 8 - 1))
def test_no_flipped_bit_of_a_cosignature_is_one(bit: int) -> None:
    dash, name, encoded = cosign(TEXT, WITNESS, 1679315147, NORTH).split()
    blob = bytearray(base64.b64decode(encoded))
    blob[4 + bit // 8 if bit // 8 < 72 else 4] ^= 1 << bit % 8
    with pytest.raises(NoteError, match="does not fit"):
        cosignatures(f"{GOOD}{dash} {name} {base64.b64encode(blob).decode()}\n", [WITNESS])


@pytest.mark.parametrize("at", [0, LATEST])
def test_a_cosignature_has_a_time_that_may_be(at: int) -> None:
    with pytest.raises(NoteError, match="does not fit"):
        cosignatures(GOOD + cosign(TEXT, WITNESS, at, NORTH), [WITNESS])


def test_a_logs_signature_is_no_cosignature_and_a_cosignature_no_logs() -> None:
    """One key under two types has two key ids; neither signature passes for the other."""
    as_log = sign(TEXT, NORTH.key.name, NORTH.key, NORTH).rpartition("\n\n")[2]
    assert cosignatures(GOOD + as_log, [WITNESS]) == ()
    with pytest.raises(NoteError, match="No known key"):
        opened(f"{TEXT}\n{cosign(TEXT, WITNESS, 5, NORTH)}", [NORTH.key])


def test_a_key_of_a_kind_not_known_here_is_refused() -> None:
    other = Key("witness.example/north", NORTH.key.public, b"\x06")
    with pytest.raises(NoteError, match="not an Ed25519 key"):
        parse_vkey(other.vkey)


def test_an_empty_line_below_the_root_is_no_extension() -> None:
    with pytest.raises(NoteError):
        checkpoint(TEXT + "\nmore\n")
