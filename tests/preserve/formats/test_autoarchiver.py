"""Folders that auto-archiver wrote: its page is read, and each medium looked for by the digest the page states."""

import hashlib
import json

import pytest

from muniment.preserve.formats import autoarchiver
from muniment.preserve.formats.found import Found
from muniment.preserve.formats.known import is_page
from tests.preserve.formats.makers import bad, make_folder, said, sha256

FILM, SHOT = b"an invented film", b"an invented screenshot"
PAGE = "formattedAbCdEfGhIjKlMnOpQrStUv.html"


def make_page(media: dict[str, str]) -> bytes:
    """As the formatter's template lays it out."""
    rows = "".join(f"<tr><td><ul><li><b>key:</b> <span class='copy'>{key}</span></li><li><b>type:</b> <span>video/mp4</span></li>"
                   f"<li><b>hash:</b> <span class='copy'>{digest}</span></li></ul></td><td>x</td></tr>" for key, digest in media.items())  # fmt: skip
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>https://tavrin.example/post/1</title></head><body>
        <table class="content"><tbody>{rows}</tbody></table>
        <table class="metadata"><tr><th>key</th><th>value</th></tr>
        <tr><td>timestamp</td><td><span class="copy">2026-03-01 05:06:07+00:00</span></td></tr>
        <tr><td>title</td><td><span class="copy">نوشتهٔ ساختگی</span></td></tr></table>
        <p class="center">Made with <a href="https://github.com/bellingcat/auto-archiver">bellingcat/auto-archiver</a> v1.2</p>
        </body></html>""".encode()


def examined(**members: bytes) -> Found:
    media = {"post-1/film.mp4": f"SHA-256:{sha256(FILM)}", "post-1/shot.png": f"SHA3-512:{hashlib.sha3_512(SHOT).hexdigest()}"}
    held = {PAGE: make_page(media), "film.mp4": FILM, "shot.png": SHOT} | {name.replace("_", "."): data for name, data in members.items()}
    return autoarchiver.examine(make_folder(held))


def test_a_folder_as_it_was_written_passes() -> None:
    found = examined()
    assert (found.format, found.verdict.answer) == ("auto-archiver", "passed"), found.verdict
    assert dict(found.counted) == {"pages": 1, "media": 2, "files": 3}
    assert said(found, f"{PAGE}: title") == ["نوشتهٔ ساختگی"]
    assert said(found, f"{PAGE}: address") == ["https://tavrin.example/post/1"]
    assert any("neither signed nor sealed" in words for words in found.verdict.does_not_prove)


@pytest.mark.parametrize("name", ["film.mp4", "shot.png"])
def test_a_medium_that_was_changed_is_named(name: str) -> None:
    assert bad(examined(**{name.replace(".", "_"): b"another"})) == [("media", f"post-1/{name}")]


def test_the_programs_json_is_read_as_well() -> None:
    held = {"status": "success", "metadata": {"url": "https://tavrin.example/post/1", "_processed_at": "2026-03-01"},
            "media": [{"filename": "/tmp/x/film.mp4", "properties": {"hash": f"SHA-256:{sha256(FILM)}"}}, {"filename": "a"}, 7]}  # fmt: skip
    data = json.dumps(held, indent=1).encode()
    assert is_page(data)
    found = autoarchiver.examine(make_folder({"metadata.json": data, "film.mp4": FILM}))
    assert found.verdict.answer == "passed"
    assert said(found, "metadata.json: url") == ["https://tavrin.example/post/1"]
    assert bad(autoarchiver.examine(make_folder({"metadata.json": data, "film.mp4": b"!"}))) == [("media", "/tmp/x/film.mp4")]


def test_a_timestamp_beside_it_is_recorded_and_not_followed() -> None:
    found = examined(timestamp_token_x_tsr=b"x")
    assert [c.what for c in found.verdict.having("not_checked")] == ["timestamp"]


@pytest.mark.parametrize("page", [b"auto-archiver", b"auto-archiver <ul><li><b>key:</b></ul>", b"\xffauto-archiver\0", b""])
def test_a_page_that_says_nothing_proves_nothing(page: bytes) -> None:
    assert autoarchiver.examine(make_folder({PAGE: page, "film.mp4": FILM})).verdict.answer == "not_checked"
