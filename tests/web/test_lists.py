"""A list through the browser: its columns proposed, tried without a change, imported, what is wrong named and kept as a file."""

import html
import io
import re
import time

import openpyxl
import pytest

from tests.web.conftest import House
from tests.web.test_evidence import plain, seal
from tests.web.visitor import Reply, Visitor

LIST = "ردیف,نام و نام خانوادگی,سن,تاریخ اعدام\n{key}1,نادر کلارود {key},34,1403/07/12\n{key}2,Pari Andar,twenty,2025-05-04\n"


def workbook(key: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "First"
    book.active.append(["Prisoner", "Age"])
    other = book.create_sheet("Second")
    for row in (["Victim", "Killed on"], [f"Omid Zarrin {key}", "2025-01-02"]):
        other.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def key() -> str:
    return str(time.time_ns())


@pytest.fixture(scope="module")
def address(house: House, key: str) -> str:
    reply = seal(house.visit("verrin"), f"list {key}.csv", LIST.format(key=key).encode())
    return "/evidence/" + re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])[0] + "/list"  # type: ignore[index]


def chosen(reply: Reply) -> dict[str, str]:
    """The form as the page proposes it."""
    fields = dict(re.findall(r'<input (?:id="\w+"|type="hidden") name="(list|sheet|shown|mapping)" value="([^"]*)"', reply.text))
    fields["mapping"] = html.unescape(fields["mapping"])
    for name, options in re.findall(r'<select id="[\w-]+" name="([\w-]+)">(.*?)</select>', reply.text, re.DOTALL):
        fields[name] = next(iter(re.findall(r'<option value="([^"]*)"[^>]* selected', options)), "")
    return fields


def test_the_columns_are_proposed_from_the_headings(house: House, address: str) -> None:
    visitor = house.visit("verrin")
    assert f'href="{address}"' in visitor.get(address.removesuffix("/list")).text
    reply = visitor.get(address)
    form = chosen(reply)
    assert (form["c-record_id"], form["c-name"], form["c-age"], form["c-death_date"]) == ("ردیف", "نام و نام خانوادگی", "سن", "تاریخ اعدام")
    assert form["death"] == "execution" and form["c-prison"] == ""
    assert "2 rows" in plain(reply)


def test_a_try_names_what_is_wrong_and_changes_nothing(house: House, address: str, key: str) -> None:
    visitor = house.visit("verrin")
    reply = visitor.post(address, {**chosen(visitor.get(address)), "do": "try"})
    assert "Nothing was changed yet" in reply.text
    assert "twenty” is not an age" in plain(reply)
    assert key not in visitor.get("/people").text
    assert "Nothing was changed yet" not in visitor.get(address).text, "what came of it is shown once"


def test_mapping_and_rejected_rows_are_kept_as_files(house: House, address: str) -> None:
    visitor = house.visit("verrin")
    form = chosen(visitor.get(address))
    mapping = visitor.post(address, {**form, "do": "mapping"})
    assert mapping.headers["Content-Disposition"].endswith('.toml"')
    assert 'name = "نام و نام خانوادگی"' in mapping.text
    visitor.get(address)
    assert "twenty" in visitor.post(address, {**form, "do": "rejected"}).text


def test_it_is_imported_and_another_edition_says_the_same(house: House, address: str) -> None:
    visitor = house.visit("verrin")
    form = chosen(visitor.get(address))
    done = plain(visitor.post(address, {**form, "do": "import"}))
    assert re.search(r"New records 1\b", done) and re.search(r"Rows left out 1\b", done)
    visitor.get(address)
    assert re.search(r"Records that say the same 1\b", plain(visitor.post(address, {**form, "do": "import"})))


def test_a_mapping_that_cannot_be_is_said_beside_the_form(house: House, address: str) -> None:
    visitor = house.visit("verrin")
    form = {**chosen(visitor.get(address)), "c-name": "no such heading", "do": "try"}
    reply = visitor.post(address, form)
    assert reply.status == 400
    assert "headings that the list does not have: no such heading" in plain(reply)


def test_another_sheet_of_a_workbook(house: House, key: str) -> None:
    visitor = house.visit("verrin")
    reply = seal(visitor, f"book {key}.xlsx", workbook(key))
    here = "/evidence/" + re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])[0] + "/list"  # type: ignore[index]
    form = chosen(visitor.get(here))
    assert (form["sheet"], form["c-name"]) == ("First", "Prisoner")
    other = chosen(visitor.post(here, {**form, "sheet": "Second", "do": "try"}))
    assert (other["sheet"], other["c-name"], other["c-age"], other["c-death_date"], other["death"]) == (
        "Second",
        "Victim",
        "",
        "Killed on",
        "killing",
    )
    done = plain(visitor.post(here, {**other, "do": "import"}))
    assert re.search(r"New records 1\b", done)
    lost = visitor.post(here, {**form, "sheet": "Third", "do": "try"})
    assert lost.status == 400 and "no sheet “Third”" in plain(lost)


def test_who_may_not_import_sees_no_way_and_is_refused(house: House, address: str) -> None:
    auditor: Visitor = house.visit("audit")
    assert auditor.get(address).status == 403
    auditor.get("/settings")
    assert auditor.post(address, {"do": "import"}).status == 403


SPLIT = """list = "Split"
[columns]
name = ["given", "family"]
birth = ["y", "m", "d"]
[calendars]
birth = "jalali"
[values.sex]
"M" = "male"
"""


def test_a_mapping_saved_before_is_used_and_what_the_page_does_not_ask_stays(house: House, key: str) -> None:
    visitor = house.visit("verrin")
    data = f"given,family,sex,y,m,d\nOmid,Zarrin{key},M,1370,7,\n".encode()
    here = (
        "/evidence/" + re.search(r"ev-[0-9a-f]{32}", seal(visitor, f"split {key}.csv", data).text.split("Sealed just now")[1])[0] + "/list"
    )  # type: ignore[index]
    form = chosen(visitor.get(here))
    for file in (b"[columns]\nname = 3", b"\xff\xfe", b"shoe = 1"):
        refused = visitor.post(here, {**form, "do": "load"}, {"file": ("m.toml", file)})
        assert refused.status == 400, file
        assert 'role="alert"' in refused.markup
    loaded = chosen(visitor.post(here, {**form, "do": "load"}, {"file": ("m.toml", SPLIT.encode())}))
    assert (loaded["list"], loaded["c-name"], loaded["c-birth"], loaded["c-sex"]) == ("Split", " +", " +", "sex")
    kept = visitor.post(here, {**loaded, "do": "mapping"})
    assert 'name = ["given", "family"]' in kept.text
    assert '"M" = "male"' in kept.text
    done = plain(visitor.post(here, {**loaded, "do": "import"}))
    assert re.search(r"New records 1\b", done)
    listed = visitor.post("/search", {"query": f"Zarrin{key}"}).text
    assert f"Omid Zarrin{key}" in listed
