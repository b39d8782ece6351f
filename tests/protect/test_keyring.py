"""The keyring: wrapped by a passphrase, closed to others, never said; each way of not having it has its own sentence."""

import os
import pty
import select
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from muniment.model.errors import BadInputError
from muniment.protect.keyring import (
    UNWRAPPED,
    WRAPPED,
    BusyError,
    KeyMissingError,
    Keyring,
    WrongPassphraseError,
    decoded,
    encoded,
    is_wrapped,
    keep,
    load,
    long_enough,
    new_keyring,
    write_private,
)  # fmt: skip
from muniment.protect.sealing import seal, unseal

WORDS = "seven quiet herons over Korsha"


@pytest.fixture(scope="module")
def ring() -> Keyring:
    return new_keyring("0" * 16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, ring: Keyring) -> Path:
    """Wrapping costs a second on purpose: once is enough."""
    made = tmp_path_factory.mktemp("keys") / "0"
    keep(made, ring, WORDS)
    return made


def secrets_of(ring: Keyring) -> list[str]:
    return [ring.database, ring.log, ring.ledger, ring.tags, *ring.compartments.values()]


def test_it_comes_back_with_the_passphrase_alone(folder: Path, ring: Keyring) -> None:
    assert load(folder, WORDS) == ring


@pytest.mark.parametrize("words", ["", " ", WORDS + " ", WORDS.upper(), "x" * 5000, None])
def test_a_wrong_passphrase_is_bad_input_that_changes_nothing(folder: Path, words: str | None) -> None:
    before = (folder / WRAPPED).read_bytes()
    with pytest.raises(WrongPassphraseError, match=r"try again.*recover") as refused:
        load(folder, words)
    assert isinstance(refused.value, BadInputError)
    assert (folder / WRAPPED).read_bytes() == before


def test_the_file_is_closed_to_others_and_shows_no_secret(folder: Path, ring: Keyring) -> None:
    path = folder / WRAPPED
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    data = path.read_bytes()
    assert b"-> scrypt " in data
    assert not [secret for secret in secrets_of(ring) if secret.encode() in data or bytes.fromhex(ring.database) in data]


def test_it_is_never_said(ring: Keyring) -> None:
    for said in (repr(ring), str(ring), f"{ring}", repr(ring.without("open"))):
        assert not [secret for secret in secrets_of(ring) if secret in said]


def test_no_keyring_at_all_says_what_can_bring_it_back(tmp_path: Path) -> None:
    for ask in (is_wrapped, lambda folder: load(folder, WORDS)):
        with pytest.raises(KeyMissingError, match=r"not on this machine.*recover.*without keys"):
            ask(tmp_path)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"archive": 1}'])
def test_bytes_that_are_no_keyring_are_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / UNWRAPPED).write_bytes(data)
    with pytest.raises(KeyMissingError, match="custodians"):
        load(tmp_path, None)


def test_a_damaged_file_is_not_taken_for_a_wrong_keyring(folder: Path, tmp_path: Path) -> None:
    (tmp_path / WRAPPED).write_bytes((folder / WRAPPED).read_bytes()[:-20])
    with pytest.raises(WrongPassphraseError):
        load(tmp_path, WORDS)


def test_without_a_passphrase_it_lies_open_and_its_name_says_so(tmp_path: Path, ring: Keyring) -> None:
    assert keep(tmp_path, ring, None).name == UNWRAPPED
    assert not is_wrapped(tmp_path)
    assert load(tmp_path, None) == ring


def test_the_key_of_a_compartment_is_not_needed_to_seal_into_it(ring: Keyring) -> None:
    poorer = ring.without("sealed-identity")
    ciphertext = seal(b"a name", [poorer.recipient("sealed-identity")])
    with pytest.raises(KeyMissingError, match="Two custodians"):
        poorer.identity("sealed-identity")
    assert not poorer.opens("sealed-identity") and poorer.opens("restricted")
    assert unseal(ciphertext, [ring.identity("sealed-identity")]) == b"a name"
    with pytest.raises(KeyMissingError, match="no compartment"):
        ring.recipient("secret")


def test_what_it_signs_its_public_key_verifies(ring: Keyring) -> None:
    Ed25519PublicKey.from_public_bytes(ring.log_public).verify(ring.sign(b"a head"), b"a head")


def test_every_archive_has_keys_of_its_own(ring: Keyring) -> None:
    assert not set(secrets_of(ring)) & set(secrets_of(new_keyring("0" * 16)))
    assert decoded(encoded(ring)) == ring


@pytest.mark.parametrize("words", ["", "short", "elevenchars", "           x", "            "])
def test_a_passphrase_under_twelve_characters_wraps_nothing(words: str) -> None:
    with pytest.raises(BadInputError, match="at least 12"):
        long_enough(words)
    assert long_enough("twelve chars") == "twelve chars"


def test_a_private_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "key"
    write_private(path, b"first")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "the disk failed")))
    with pytest.raises(OSError, match="the disk failed"):
        write_private(path, b"second")
    assert path.read_bytes() == b"first"


@pytest.mark.needs("age")
def test_the_stock_program_opens_it_with_the_passphrase(folder: Path, ring: Keyring) -> None:
    """In twenty years, with no Muniment at hand. `age` asks on a terminal, so it is given one."""
    main, side = pty.openpty()
    process = subprocess.Popen(["age", "-d", folder / WRAPPED], stdin=side, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: _own_terminal(side), start_new_session=True)  # fmt: skip
    os.close(side)
    asked = b""
    waiting = select.poll()
    waiting.register(main, select.POLLIN)
    while b"passphrase" not in asked and waiting.poll(20_000):
        asked += os.read(main, 1000)
    os.write(main, f"{WORDS}\n".encode())
    out, said = process.communicate(timeout=30)
    os.close(main)
    assert process.returncode == 0, said
    assert decoded(out) == ring


def _own_terminal(side: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(side, termios.TIOCSCTTY, 0)


def test_a_machine_too_slow_to_try_a_passphrase_never_calls_it_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.protect.keyring.PATIENCE", 2)
    keep(tmp_path, new_keyring("a"), "a right one of many words")
    path = tmp_path / WRAPPED
    version, scrypt, rest = path.read_bytes().split(b"\n", 2)
    path.write_bytes(b"\n".join((version, b" ".join((*scrypt.split(b" ")[:3], b"40")), rest)))
    with pytest.raises(BusyError, match=r"not tried.*may be right"):
        load(tmp_path, "a right one of many words")
