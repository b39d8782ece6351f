"""The whole chain through the pages alone, in an archive with custodians, by two people in two browsers, with the keys they print.

What is left of it, entries of the ledger and files of the package, is of the same kinds as the commands leave alone.
"""

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.chain import ASKED, COVER, LEDGER, LETTER, NAME, PACKED, PLACE, kinds
from tests.journeys.shell import Shell
from tests.web.browsing import axe, enter, press, select, settled, until
from tests.web.conftest import House, start, stop

pytestmark = pytest.mark.needs("chromium")

CONTACT = {"contact": "desk@committee.example", "country": "Tavrin"}
DROP = """([name, body]) => { const data = new DataTransfer(), bytes = Uint8Array.from(atob(body), c => c.charCodeAt(0));
          data.items.add(new File([bytes], name));
          document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An empty archive with three custodians, unlocked, and served."""
    made, process = start(tmp_path_factory.mktemp("pages-alone"), "wrapped", "custodians")
    yield made
    stop(made, process)


@pytest.fixture(scope="module")
def drafter(browser: Any, house: House) -> Any:
    return enter(browser, house, "verrin")


@pytest.fixture(scope="module")
def second(browser: Any, house: House) -> Any:
    return enter(browser, house, "okari")


@pytest.fixture(scope="module")
def reviewed(house: House, drafter: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The letter of counsel sealed, read, its claims accepted one key each, and one claim made of words nobody had proposed."""
    paper = tmp_path_factory.mktemp("paper") / "counsel.txt"
    paper.write_text(LETTER, encoding="utf-8")
    drafter.goto(f"{house.address}/evidence")
    drafter.set_input_files("#files", str(paper))
    drafter.fill("#new-source", "Counsel (invented)")
    drafter.focus("main form button.primary")
    press(drafter, "Enter")
    drafter.goto(f"{house.address}/review")
    until(drafter, "fetch('/review').then(r => r.text()).then(t => t.includes('counsel.txt'))", 90)
    drafter.reload()
    press(drafter, "j")
    press(drafter, "Enter")
    total = int(re.search(r"0 of (\d+)", drafter.text_content("#progress"))[1])  # type: ignore[index]
    for done in range(1, total + 1):
        press(drafter, "a")
        assert drafter.text_content("#progress") == f"{done} of {total} read"
    assert "accepted" in drafter.text_content("#said")
    assert drafter.locator(".tie.decided").count() == 1
    _claimed(drafter)
    return str(drafter.url)


def _claimed(page: Any) -> None:
    select(page, PLACE)
    press(page, "p")
    assert page.input_value("#new [name=quote]") == PLACE
    page.select_option("#new [name=about]", label=NAME)
    page.focus("#new [name=value]")
    press(page, "Enter")
    assert "A new claim stands in the list" in page.text_content("#said")


@pytest.fixture(scope="module")
def draft(house: House, drafter: Any, reviewed: str) -> str:
    """The appeal, drafted from the person's page, with consent and the drafter's half of what must be weighed."""
    drafter.goto(f"{house.address}/people?show=danger")
    drafter.click(f"text={NAME}")
    settled(drafter)
    assert "In danger now" in drafter.text_content(".person-title")
    while drafter.locator("a.said.at").count() == 0 or "3 October 2024" not in drafter.text_content("a.said.at"):
        press(drafter, "j")
    press(drafter, "w")
    assert "3 October 2024" in drafter.text_content("#why .asked")
    assert drafter.locator("#why .bedrock").is_visible()
    press(drafter, "d")
    drafter.wait_for_url("**/submissions/su-*")
    letter = str(drafter.url)
    assert "It cannot leave yet" in drafter.text_content("main")
    press(drafter, "c")
    _consented(drafter)
    assert drafter.url == letter
    assert "Every answer that this letter needs is there." in drafter.text_content("main")
    _covered(drafter)
    _decided(drafter, "reprisal", "The family asked for it, knowing what could follow.")
    return letter


def _consented(page: Any) -> None:
    for name, words in (("given_by", "a sister"), ("capacity", "next of kin"), ("how", "by telephone"), ("language", "fa")):
        page.fill(f"[name={name}]", words)
    for purpose in ASKED:
        page.select_option(f"[name=answer-{purpose}]", "next-of-kin")
    page.focus("main form button.primary")
    press(page, "Enter")


def _covered(page: Any) -> None:
    if not page.locator("#cover-submitter").is_visible():
        page.click("details.cover summary")
    for name, words in (COVER | CONTACT).items():
        page.fill(f"#cover-{name}", words)
    page.check("[name=follow_up]")
    page.check("[name=good_faith]")
    page.click("button[value=cover]")
    settled(page)


def _decided(page: Any, what: str, words: str) -> None:
    page.select_option("#what", what)
    page.fill("#words", words)
    page.click("button[value=decide]")
    settled(page)


@pytest.fixture(scope="module")
def released(second: Any, draft: str) -> str:
    """Read, weighed and approved by a second person, who lets it leave."""
    second.goto(draft)
    for what in ("reprisal", "approve"):
        _decided(second, what, "Read against its claims.")
    assert second.locator("text=It cannot leave yet").count() == 0, second.text_content(".wrong")
    second.fill("#release-words", "The hours are few.")
    second.press("#release-words", "Enter")
    settled(second)
    return draft


@pytest.fixture(scope="module")
def package(drafter: Any, released: str) -> bytes:
    """The package of the letter, as the browser saved it."""
    drafter.goto(released)
    press(drafter, "p")
    with drafter.expect_download() as download:
        drafter.keyboard.press("p")
    return Path(download.value.path()).read_bytes()


def test_a_letter_goes_from_sealed_bytes_to_release_through_pages_alone(second: Any, released: str) -> None:
    second.goto(released)
    assert "This letter has left and is frozen." in second.text_content("main")
    with second.expect_download() as download:
        second.click("text=PDF")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_its_package_dropped_on_the_page_verifies_and_one_changed_byte_does_not(house: House, second: Any, package: bytes) -> None:
    for body, answer in ((package, "Passed"), (_damaged(package), "Failed")):
        second.goto(f"{house.address}/ledger/verify")
        second.evaluate(DROP, ["package.zip", base64.b64encode(body).decode()])
        press(second, "Tab")
        second.click("form.drop button.primary")
        settled(second)
        assert second.text_content("#file-error") == ""
        assert second.text_content("#verdict").startswith(answer)
        assert axe(second) == []


def _damaged(package: bytes) -> bytes:
    """The package with one letter of the paper exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"upper cells", b"lower cells") if name.startswith("data/files/") else old.read(name))
    return out.getvalue()


def test_what_is_left_is_what_the_commands_leave(house: House, package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        assert kinds(packed.namelist()) == PACKED
    shell = Shell(house.config, house.folder, XDG_RUNTIME_DIR=str(house.runtime))
    assert {entry["type"] for entry in shell.ask("ledger", user="owner")} == LEDGER


def test_nobody_complained(drafter: Any, second: Any, package: bytes) -> None:
    assert drafter.said == second.said == []
