"""What is shown was made anew, what is proved was recomputed, and a changed byte is named."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from muniment.archive import DOORS, Archive, Desk, found, owner
from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.intake import Incoming

CANARY = b"Zaqrevin"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of one for all tests here: each adds its own item, and damage is mended again."""
    folder = tmp_path_factory.mktemp("safe")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        made = found(folder / "archive", passphrase=None, owner_login="owner", is_demonstration=True)
    yield made
    made.close()


@pytest.fixture
def desk(archive: Archive) -> Desk:
    """The owner's."""
    return Desk(archive, owner(archive))


def sealed(desk: Desk, name: str, data: bytes) -> str:
    """The id of a file just taken in."""
    return str(next(iter(DOORS["take-in"].through(desk, {"files": [Incoming(name, data=data)]}))).id)


def image(kind: str, mode: str = "RGB") -> bytes:
    """A large picture with a word in its comment."""
    out = io.BytesIO()
    more = {"comment": CANARY} if kind in ("JPEG", "GIF") else {}
    Image.new(mode, (2000, 1000), 0).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("GIF", "P"), ("WEBP", "RGB"), ("TIFF", "L")])
def test_a_picture_of_every_kind_becomes_pixels_alone(desk: Desk, kind: str, mode: str) -> None:
    shown = DOORS["view"].through(desk, {"id": sealed(desk, f"p.{kind.lower()}", image(kind, mode))})
    with Image.open(io.BytesIO(shown)) as picture:
        assert (picture.format, max(picture.size)) == ("JPEG", 1400)
    assert CANARY not in shown


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff" + b"x" * 100, b"%PDF-1.7 nothing"])
def test_a_picture_that_cannot_be_decoded_is_said_and_nothing_breaks(desk: Desk, data: bytes) -> None:
    with pytest.raises(BadInputError, match="No picture can be made"):
        DOORS["view"].through(desk, {"id": sealed(desk, "broken", data)})


def test_a_picture_with_too_many_pixels_is_refused(desk: Desk) -> None:
    out = io.BytesIO()
    Image.new("1", (30000, 30000)).save(out, "PNG")
    with pytest.raises(BadInputError, match="No picture can be made"):
        DOORS["view"].through(desk, {"id": sealed(desk, "wide.png", out.getvalue())})


def test_a_small_picture_is_made_once_and_kept_in_memory_alone(desk: Desk) -> None:
    id = sealed(desk, "p.jpeg", image("JPEG"))
    before = {path for path in desk.archive.root.rglob("*") if path.is_file()}
    first = DOORS["view"].through(desk, {"id": id, "small": True})
    with Image.open(io.BytesIO(first)) as picture:
        assert max(picture.size) == 160
    assert DOORS["view"].through(desk, {"id": id, "small": True}) is first
    assert {path for path in desk.archive.root.rglob("*") if path.is_file()} == before
    assert len(DOORS["view"].through(desk, {"id": id})) > len(first), "the large one is made anew"
    (item,) = [one for one in DOORS["evidence"].through(desk, {"newest": True}) if one.id == id]
    DOORS["withdraw"].through(desk, {"id": id, "expected": item.version, "reason": "asked for"})
    with pytest.raises(MunimentError):
        DOORS["view"].through(desk, {"id": id, "small": True})
    assert id not in desk.archive.small


def test_words_have_no_picture(desk: Desk) -> None:
    with pytest.raises(BadInputError, match="text that was read"):
        DOORS["view"].through(desk, {"id": sealed(desk, "a.txt", b"words")})


def answers(desk: Desk, id: str) -> dict[str, str]:
    """What each check answers."""
    return {check.what: check.verdict for check in DOORS["prove"].through(desk, {"id": id}).checks}


def test_an_item_is_proved_down_to_the_signed_head_and_says_what_nobody_checked(archive: Archive, desk: Desk) -> None:
    id = sealed(desk, "a.txt", b"words")
    assert answers(desk, id)["ledger"] == "not_checked", "its act has no number yet"
    archive.log()
    assert answers(desk, id) == {
        "bytes": "passed", "ledger": "passed", "head": "passed", "time": "not_checked", "witness": "not_checked", "hand": "not_checked",
    }  # fmt: skip


def test_a_changed_byte_a_changed_tile_and_a_foreign_signature_are_named(archive: Archive, desk: Desk) -> None:
    id = sealed(desk, "a.txt", b"words")
    archive.log()
    pack = next((archive.root / "packs").glob("*.tar"))
    whole = pack.read_bytes()
    item = DOORS["show"].through(desk, {"id": id})[0]
    ciphertext = archive.vault.get(item.object)
    at = whole.index(ciphertext) + len(ciphertext) - 1
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert answers(desk, id)["bytes"] == "failed"
    pack.write_bytes(whole)
    checkpoint = archive.root / "log" / "checkpoint"
    signed = checkpoint.read_text()
    checkpoint.write_text(signed.replace("\n", "\n9", 1))
    assert answers(desk, id)["head"] == "failed"
    checkpoint.write_text(signed)
    tile = next((archive.root / "log" / "tile" / "0").rglob("*.p/*"), None) or next((archive.root / "log" / "tile" / "0").rglob("*"))
    kept = tile.read_bytes()
    tile.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
    assert answers(desk, id)["ledger"] == "failed"
    tile.write_bytes(kept)
    assert answers(desk, id)["ledger"] == "passed"


def test_what_was_erased_by_order_is_not_called_failed(archive: Archive, desk: Desk) -> None:
    id = sealed(desk, "a.txt", b"words")
    archive.log()
    DOORS["withdraw"].through(desk, {"id": id, "expected": 1, "reason": "the giver asks"})
    assert answers(desk, id)["bytes"] == "not_checked"
