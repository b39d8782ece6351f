"""Sound and film are given piece by piece, as they were sealed; nothing else is, and nothing that was withdrawn."""

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import Archive
from muniment.archive.recording import MOST
from muniment.model.errors import BadInputError, UnknownError
from tests.archive.office import make_archive, owner_of, seat, take, through


def sound(seconds: int = 20) -> bytes:
    """A sawtooth, invented: mono, 16 bits, 16 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"".join((n * 40 % 20_000).to_bytes(2, "little") for n in range(16_000 * seconds)))
    return out.getvalue()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Empty."""
    made = make_archive(tmp_path / "archive")
    yield made
    made.close()


@pytest.mark.parametrize("seconds", [2, 60])  # in a pack, and lying by itself
def test_pieces_joined_are_the_file(archive: Archive, seconds: int) -> None:
    desk, data = owner_of(archive), sound(seconds)
    id = take(desk, data, "interview.wav")
    pieces = [through(desk, "play", id=id, start=at, length=100_000) for at in range(0, len(data) + 1, 100_000)]
    assert b"".join(pieces) == data
    assert len(through(desk, "play", id=id)) == min(MOST, len(data))


def test_what_is_no_recording_is_not_played_and_too_much_is_not_given(archive: Archive) -> None:
    desk = owner_of(archive)
    with pytest.raises(BadInputError, match="No browser plays"):
        through(desk, "play", id=take(desk))
    with pytest.raises(BadInputError):
        through(desk, "play", id=take(desk, sound(), "a.wav"), length=MOST + 1)


def test_a_sealed_recording_does_not_exist_for_others_and_a_withdrawn_one_is_gone(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk, sound(), "a.wav", compartment="sealed-identity")
    with pytest.raises(UnknownError, match="There is no evidence"):
        through(seat(archive, "analyst"), "play", id=id)
    through(desk, "withdraw", id=id, expected=1, reason="asked for")
    with pytest.raises(UnknownError, match="withdrawn"):
        through(desk, "play", id=id)
