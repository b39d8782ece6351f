"""A reader in Persian: on every page of the demonstration, and on every answer to what is posted there, nothing of ours is in English."""

import io
import re
import zipfile

import pytest

from tests.journeys.conftest import LOGIN, Told
from tests.journeys.tour import english, shape, tour
from tests.web.conftest import House
from tests.web.visitor import Reply, Visitor

SHAPES = {
    "/", "/evidence", "/evidence?source=", "/evidence/ev", "/evidence/ev/list", "/evidence/ev/withdraw", "/ledger", "/ledger/verify", "/packages?id=", "/password", "/people", "/people/en",
    "/people/en?why=", "/people/pairs", "/review", "/review/ev", "/review/ev?claim=", "/review/ev?claim=&change=", "/review/ev/history/cl", "/search", "/settings",
    "/submissions", "/submissions/su", "/trace/cl", "/trace/en", "/users", "/consent/en", "/excerpts", "/excerpts?person=", "/reliability",
}  # fmt: skip
NOBODY = "en-" + "0" * 32


@pytest.fixture(scope="module")
def reader(house: House) -> Visitor:
    """The owner, who reads Persian."""
    visitor = house.visit(LOGIN)
    assert 'dir="rtl"' in visitor.post("/language", {"lang": "fa"}).text
    return visitor


@pytest.fixture(scope="module")
def letter(reader: Visitor) -> str:
    """A new draft, with everything it lacks."""
    people = re.findall(r"/people/(en-[0-9a-f]{32})", reader.get("/people?show=danger").text)
    made = [reader.post(f"/submissions/draft?person={id}") for id in dict.fromkeys(people)]
    return "/submissions/" + re.search(r"/submissions/(su-\w+)", made[0].url)[1]  # type: ignore[index]


@pytest.fixture(scope="module")
def pages(reader: Visitor, letter: str) -> dict[str, str]:
    """Every page that a link leads to."""
    return tour(reader)


def test_no_page_says_anything_of_ours_in_english(pages: dict[str, str]) -> None:
    assert {shape(address): said for address, html in pages.items() if (said := sorted(set(english(html))))} == {}


def test_every_page_of_the_interface_was_read(pages: dict[str, str]) -> None:
    assert SHAPES - {shape(address) for address in pages} == set()


def sent(reader: Visitor, path: str, form: dict[str, object] | None = None, at: str = "", **files: tuple[str, bytes]) -> Reply:
    """What comes back for something posted, with the version of the page it stands on."""
    found = re.search(r'name="version" value="(\d+)"', reader.get(at or path).text)
    return reader.post(path, {"version": found[1] if found else "1", **(form or {})}, files or None)


def test_a_draft_and_all_that_it_lacks_is_said_in_persian(reader: Visitor, letter: str) -> None:
    said = reader.get(letter).text
    assert said.count('class="gap') > 5
    assert "رضایت برای فرستادن" in said
    for form in (
        {"do": "release", "words": "اکنون"}, {"do": "decide", "what": "approve", "words": "خواندم"}, {"do": "decide", "what": "reprisal", "words": ""},
        {"do": "mandates", "mandate": "no-such"}, {"do": "leave-unknown", "field": "no.such"}, {"do": "no-such"}, {"do": "mandates"},
    ):  # fmt: skip
        reply = sent(reader, letter, form)
        assert list(english(reply.markup)) == [], form


def test_whatever_is_refused_is_refused_in_persian(reader: Visitor, pages: dict[str, str]) -> None:
    item = next(address for address in pages if shape(address) == "/evidence/ev")
    desk = next(address for address in pages if shape(address) == "/review/ev?claim=&change=")
    claim = re.search(r"claim=(cl-\w+)", desk)[1]  # type: ignore[index]
    pair = dict(
        zip(("left", "right"), re.findall(r'name="(?:left|right)" value="(\w+-\w+)"', reader.get("/people/pairs").text), strict=False)
    )
    for path, form in (
        (f"/people/{NOBODY}", {}), ("/evidence", {}), (f"{item}/original", {"reason": ""}), (f"{item}/withdraw", {"reason": "x"}),
        (f"{item}/withdraw", {"reason": "", "understood": "yes"}), (item, {"do": "transcribe", "body": ""}), (item, {"do": "transcribe", "body": "x", "how": "ocr"}),
        ("/users", {"do": "add", "login": "l.verrin", "name": "x"}), ("/users", {"do": "add", "login": "!", "name": "x"}),
        ("/users", {"do": "add", "login": "x", "name": "x", "role": "no-such"}), ("/settings", {"do": "token", "token_name": ""}),
        ("/settings", {"do": "revoke", "token": "99"}), ("/settings", {"do": "factor-confirm", "code": "1"}), ("/people/pairs", {"do": "same", **pair}),
        ("/people/pairs", {"do": "same", "reason": "x", "left": pair["left"], "right": pair["left"]}), (f"/review/{desk.split('/')[2].split('?')[0]}", {"do": "change", "claim": claim, "version": "99"}),
        ("/excerpts", {}), ("/excerpts", {"form": "csv", "of": "people", "purpose": "sanctions", "reason": "x"}), ("/excerpts", {"form": "csv", "purpose": "count"}),
        ("/excerpts", {"form": "x", "purpose": "count", "reason": "x"}), ("/excerpts", {"form": "csv", "purpose": "count", "reason": "x", "evidence": NOBODY}),
        ("/packages", {}), ("/packages", {"id": NOBODY}), ("/packages", {"id": item.rsplit("/", 1)[-1], "profile": "x"}), ("/password", {"old": "x", "new": "y", "again": "z"}),
        ("/password", {"old": "x", "new": "password", "again": "password"}), ("/no/such/page", {}),
    ):  # fmt: skip
        reply = reader.post(path, form)
        assert reply.status >= 400 or 'class="error"' in reply.text or 'class="wrong' in reply.text, (path, form, reply.status)
        assert list(english(reply.markup)) == [], (path, form)


def test_dates_and_values_that_do_not_fit_are_said_in_persian(reader: Visitor, pages: dict[str, str]) -> None:
    desk = next(address for address in pages if shape(address) == "/review/ev" and 'id="new"' in pages[address])
    for form in ({"property": "date"}, {"property": "date", "year": "x"}, {"property": "date", "year": "1403", "month": "13", "day": "1"}, {"property": "date", "year": "1403", "day": "3"},
                 {"property": "age", "value": "x"}, {"property": "act", "deed": "x"}, {"property": "name", "value": ""}):  # fmt: skip
        reply = reader.post(desk, {"do": "claim", "start": "0", "end": "4", "calendar": "solar-hijri", **form})
        assert 'class="wrong"' in reply.text, form
        assert list(english(reply.markup)) == [], form


def test_packages_good_and_bad_are_judged_in_persian(reader: Visitor, told: Told) -> None:
    whole = (told.place / "demonstration-package.zip").read_bytes()
    for body, words in ((whole, "درست"), (changed(whole), "نادرست"), (b"no zip", "")):
        reply = reader.post("/ledger/verify", {}, {"package": ("package.zip", body)})
        assert words in reply.text
        assert list(english(reply.markup)) == []
    assert list(english(reader.post("/ledger/verify", {"do": "archive"}).markup)) == []


def changed(package: bytes) -> bytes:
    """The package with a word changed in every sealed file, a file left out and one put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist()[:-1]:
            body = old.read(name)
            new.writestr(name, body.replace(b"the", b"eht", 1) if name.startswith(("data/files/", "claims", "custody")) else body)
        new.writestr("stray.txt", "put in")
    return out.getvalue()


def test_what_no_reader_can_read_is_told_in_persian(reader: Visitor) -> None:
    reader.get("/evidence")
    for name, body in (
        ("noise.pdf", b"%PDF-1.7 no more"),
        ("noise.docx", b"PK\x03\x04 no more"),
        ("noise.jpg", b"\xff\xd8\xff\xe0 no more"),
        ("noise.bin", bytes(range(256))),
    ):
        reply = reader.post("/evidence", {}, {"files": (name, body)})
        assert list(english(reply.markup)) == []
        item = "/evidence/" + re.search(r'class="id" href="/evidence/(ev-\w+)"', reply.text)[1]  # type: ignore[index]
        _until_read(reader, item)
        for address in (item, item.replace("evidence", "review"), "/"):
            assert list(english(reader.get(address).markup)) == [], (name, address)


def _until_read(reader: Visitor, item: str) -> None:
    import time

    end = time.monotonic() + 30
    while "state.unreadable" and "ناخوانا" not in reader.get(item).text:
        assert time.monotonic() < end, item
        time.sleep(0.3)


def test_a_search_and_its_answers_are_in_persian(reader: Visitor) -> None:
    for query in ("Kelarud", "نادر", "zzzz"):
        reader.get("/search")
        assert list(english(reader.post("/search", {"query": query}).markup)) == [], query


def test_the_way_in_is_in_persian(house: House) -> None:
    visitor = Visitor(house.address)
    visitor.get("/login")
    assert 'dir="rtl"' in visitor.post("/language", {"lang": "fa", "next": "/login"}).text
    for reply in (visitor.get("/login"), visitor.post("/login", {"name": "x", "password": "y"}), visitor.get("/people")):
        assert list(english(reply.markup)) == []


def test_the_rule_finds_an_english_sentence_and_leaves_names_and_quotations() -> None:
    said = "<p>این {0} است</p>"
    assert list(english(said.format("a sentence of ours"))) == ["a sentence of ours"]
    assert list(english('<button title="Close this page">×</button>')) == ["Close this page"]
    for marked in (
        "\u2068Nader Kelarud\u2069",
        '<bdi lang="en">Nader Kelarud</bdi>',
        "UTC",
        '<span class="id">no id</span>',
        "«muniment verify»",
    ):
        assert list(english(said.format(marked))) == []
