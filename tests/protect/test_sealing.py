"""Sealing: layers of age, each of which is needed, opened by the stock program too; nonces die with their keys."""

import io
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.protect import sealing
from muniment.protect.sealing import NotAKeyError, SealError, fresh, identity, nonce, recipient, seal, unseal

KEYS = [fresh() for _ in range(3)]
SECRET = b"a name that must not be read"


def sealed(plaintext: bytes = SECRET, layers: int = 2) -> bytes:
    return seal(plaintext, [key.to_public() for key in KEYS[:layers]])


@given(st.binary(max_size=400), st.integers(1, 3))
def test_what_was_sealed_comes_back(plaintext: bytes, layers: int) -> None:
    assert unseal(sealed(plaintext, layers), KEYS[:layers]) == plaintext


@pytest.mark.parametrize("keys", [KEYS[:1], [KEYS[1], KEYS[0]], [KEYS[0], KEYS[2]], [fresh(), fresh()], [*KEYS]])
def test_every_layer_needs_its_own_key_in_its_own_place(keys: list[sealing.Identity]) -> None:
    with pytest.raises(SealError, match="does not open"):
        unseal(sealed(), keys)


def test_without_any_key_the_plaintext_is_in_no_layer() -> None:
    assert SECRET not in sealed()
    assert SECRET not in unseal(sealed(), KEYS[1:2])


@pytest.mark.needs("age")
def test_the_stock_program_opens_every_layer(tmp_path: Path) -> None:
    lines = [tmp_path / f"{i}.key" for i in range(3)]
    for path, key in zip(lines, KEYS, strict=True):
        path.write_text(f"# made for a test\n{key}\n")
    opened = sealed(layers=3)
    for path in reversed(lines):
        opened = subprocess.run(["age", "-d", "-i", path], input=opened, capture_output=True, check=True).stdout
    assert opened == SECRET


@pytest.mark.needs("age")
def test_what_the_stock_program_seals_opens_here() -> None:
    command = ["age", "-r", str(KEYS[0].to_public())]
    assert unseal(subprocess.run(command, input=SECRET, capture_output=True, check=True).stdout, KEYS[:1]) == SECRET


def flips(count: int) -> list[tuple[int, int]]:
    chosen = random.Random(7)
    return [(chosen.randrange(len(sealed(layers=1))), chosen.randrange(8)) for _ in range(count)]


def test_no_flipped_bit_goes_unseen() -> None:
    whole = sealed(layers=1)
    for at, bit in flips(200):
        changed = bytearray(whole)
        changed[at % len(whole)] ^= 1 << bit
        with pytest.raises(SealError):
            unseal(bytes(changed), KEYS[:1])


@pytest.mark.slow
def test_no_flipped_bit_goes_unseen_anywhere() -> None:
    whole = sealed(layers=1)
    for at in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            with pytest.raises(SealError):
                unseal(bytes(changed), KEYS[:1])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_age_file_are_our_own_error(junk: bytes) -> None:
    with pytest.raises(SealError):
        unseal(junk, KEYS[:1])


@given(st.binary(max_size=300_000))
def test_a_stream_is_sealed_like_the_whole_and_measured_on_the_way(plaintext: bytes) -> None:
    out = io.BytesIO()
    told = sealing.seal_stream(io.BytesIO(plaintext), out, KEYS[0].to_public())
    assert unseal(out.getvalue(), KEYS[:1]) == plaintext
    assert (told.size, told.sha256) == (len(plaintext), __import__("hashlib").sha256(plaintext).hexdigest())


def test_a_nonce_is_bound_to_its_keys_its_noun_and_its_version_and_not_to_their_order() -> None:
    keys = [str(key) for key in KEYS[:2]]
    assert nonce(keys, "cl-1", 1) == nonce(keys[::-1], "cl-1", 1)
    others = {nonce(keys[:1], "cl-1", 1), nonce(keys, "cl-2", 1), nonce(keys, "cl-1", 2), nonce(keys, "cl-1", 1)}
    assert len(others) == 4


@pytest.mark.parametrize("words", ["", "age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", "نام", "age1" + "q" * 58, "\x00"])
def test_words_that_are_no_key_are_bad_input(words: str) -> None:
    for read in (identity, recipient):
        with pytest.raises(NotAKeyError) as refused:
            read(words)
        assert isinstance(refused.value, BadInputError)


def test_a_secret_key_given_for_a_public_one_is_told_apart_and_never_repeated() -> None:
    secret = str(fresh())
    with pytest.raises(NotAKeyError, match="a secret key") as refused:
        recipient(secret)
    assert secret[20:] not in str(refused.value)
