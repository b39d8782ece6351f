"""Make docs/pictures from the demonstration: the real pages, in the system's Chromium, at one size, small enough to keep.

`python setup/pictures.py` builds a demonstration in a temporary folder; a test takes the same pictures and compares their names
and sizes with those kept, so that a page that is gone or broken is noticed. Needs the group `test` and Chromium.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "pictures"
WIDTH, HEIGHT, COLOURS = 1360, 850, 96
PASSWORD = "an-invented-sentence-of-the-demonstration"  # noqa: S105 - it protects nothing: the demonstration's keys lie open
LINK = """([start, words]) => {
    const links = [...document.querySelectorAll(`main a[href^='${start}']`)]
    const found = links.find(link => (link.closest("tr, li, article") ?? link).textContent.includes(words))
    return found?.getAttribute("href")
}"""


class Picture(NamedTuple):
    """A page: where it is, or the first link below `start` in a row with these words; in which language."""

    name: str
    path: str
    start: str = ""
    words: str = ""
    language: str = "en"


PICTURES = (
    Picture("home", "/"),
    Picture("evidence", "/evidence", "/evidence/ev-", "Letter of a sister"),
    Picture("review", "/review", "/review/ev-", "Letter of counsel"),
    Picture("person", "/people", "/people/en-", "Nader Kelarud"),
    Picture("letter", "/submissions", "/submissions/su-", "Nader Kelarud"),
    Picture("person-fa", "/people", "/people/en-", "نادر کلارود", "fa"),
)


def chromium() -> str | None:
    """The system's browser."""
    names = (os.environ.get("MUNIMENT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The demonstration, built if it is not there, and served: its address, a login, a one-time password."""
    line = [sys.executable, "-u", "-m", "muniment", "demo", "--dir", str(folder), "--port", "0"]
    running = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True)
    said = ""
    try:
        assert running.stdout is not None
        for heard in running.stdout:
            said += heard
            if (at := re.search(r"^Open (\S+)", said, re.MULTILINE)) is not None:
                login, password = re.search(r"Log in as “(.+?)” with the one-time password\s+(\S+)", said).groups()  # type: ignore[union-attr]
                yield at[1].rstrip("/"), login, password
                return
        raise RuntimeError(f"The demonstration was not served:\n{said}")
    finally:
        running.terminate()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()


def take(folder: Path, out: Path, environment: dict[str, str]) -> list[str]:
    """Every picture of a demonstration in `folder`, written to `out`; answers what the pages complained about."""
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    out.mkdir(parents=True, exist_ok=True)
    with served(folder, environment) as (address, login, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", color_scheme="light")
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        _enter(page, address, login, password)
        for picture in PICTURES:
            complaints += _shot(page, address, picture, out)
        browser.close()
    return complaints


def _enter(page: Any, address: str, login: str, password: str) -> None:
    """Log in with the one-time password and choose another, as everyone must."""
    page.goto(f"{address}/login")
    page.fill("#name", login)
    page.fill("#password", password)
    page.click("main button.primary")
    page.wait_for_url("**/password")
    for field, value in (("#old", password), ("#new", PASSWORD), ("#again", PASSWORD)):
        page.fill(field, value)
    page.click("main button.primary")
    page.wait_for_url(f"{address}/")


def _shot(page: Any, address: str, picture: Picture, out: Path) -> list[str]:
    _speak(page, address, picture.language)
    answer = page.goto(address + picture.path)
    if picture.start:
        link = page.evaluate(LINK, [picture.start, picture.words])
        if link is None:
            return [f"{picture.name}: no link below {picture.start} beside “{picture.words}” on {picture.path}"]
        answer = page.goto(address + link)
    (out / f"{picture.name}.png").write_bytes(small(page.screenshot()))
    return [] if answer.ok else [f"{picture.name}: {answer.status} at {answer.url}"]


def _speak(page: Any, address: str, language: str) -> None:
    """Choose the language of the pages, as its button does."""
    if page.locator("html").get_attribute("lang") != language:
        page.goto(address + "/")
        page.locator(f"form.langs button[value='{language}']").first.click()
        page.wait_for_load_state()


def small(png: bytes) -> bytes:
    """The same picture in few colours: a page needs no more, and a repository keeps every version."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Build a demonstration and write the pictures; answers the exit code."""
    if chromium() is None:
        sys.stderr.write("No Chromium here. Do this: apt install chromium\n")
        return 2
    with tempfile.TemporaryDirectory() as place:
        environment = os.environ | {"XDG_CONFIG_HOME": place, "PYTHONPATH": str(ROOT / "src")}
        complaints = take(Path(place) / "demonstration", OUT, environment)
    sys.stderr.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
