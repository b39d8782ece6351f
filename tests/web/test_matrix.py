"""Role by page: the administrator sees no content, whoever has no role sees nothing, and a refusal never says what it hides."""

import re

import pytest

from muniment.protect.roles import ROLES, allows
from tests.web.conftest import House
from tests.web.served import CANARY
from tests.web.served import ROLES as PEOPLE

PAGES = {  # address: the permission that opens it
    "/evidence": "evidence.see", "/evidence/{item}": "evidence.see", "/evidence/{item}/view": "evidence.see", "/evidence/{item}/receipt": "evidence.see",
    "/evidence/{item}/custody": "evidence.see", "/evidence/{item}/custody.pdf": "evidence.see",
    "/evidence/{item}/withdraw": "evidence.withdraw", "/review": "claim.see", "/people": "register.see", "/people/{person}": "register.see",
    "/submissions": "submission.see", "/trace/{item}": "trace.see", "/packages?id={item}": "package.make", "/ledger": "ledger.see",
    "/users": "user.manage",
}  # fmt: skip
CONTENT = (CANARY, "Esmarin", "اسمارین", "Sotalek", "Communiqué", "Merun", "gazette", "ev-", "cl-")


@pytest.mark.parametrize("login", PEOPLE)
def test_a_page_opens_for_its_permission_and_for_nothing_else(house: House, login: str) -> None:
    visitor, roles = house.visit(login), PEOPLE[login][1]
    item, person = house.items["Letter, photographed"], house.people["Behan Esmarin"]
    for address, permission in PAGES.items():
        reply = visitor.get(address.format(item=item, person=person))
        may = allows(roles, permission)
        assert (reply.status == 200) is may, (address, reply.status)
        assert may or reply.status in (403, 404)


@pytest.mark.parametrize("login", ["admin", "nobody"])
def test_who_sees_no_content_finds_none_on_any_page_or_answer(house: House, login: str) -> None:
    visitor = house.visit(login)
    item, person = house.items["Letter, photographed"], house.people["Behan Esmarin"]
    pages = [visitor.get(address.format(item=item, person=person)) for address in (*PAGES, "/", "/settings", "/ledger/verify", "/search")]
    pages += [visitor.post("/search", {"query": CANARY}), visitor.post(f"/evidence/{item}/original", {"reason": "to look"})]
    for reply in pages:
        text = re.sub(r'<span class="over-label">[^<]*</span><bdi>(GET|POST) [^<]*</bdi>|name="query" value="[^"]*"|[^"]*/(ev|en)-[0-9a-f]{32}[^"<]*',
                      "", reply.text)  # fmt: skip
        assert [word for word in CONTENT if word in text] == [], reply.url


def test_an_act_is_refused_to_whoever_may_only_look(house: House) -> None:
    item = house.items["Letter, photographed"]
    for login, path, form in (
        ("okari", f"/evidence/{item}/original", {"reason": "x"}), ("okari", f"/evidence/{item}/withdraw", {"reason": "x", "version": "1", "understood": "yes"}),
        ("okari", f"/evidence/{item}", {"do": "read"}), ("okari", f"/evidence/{item}", {"do": "transcribe", "body": "x", "language": "en", "how": "transcript"}),
        ("brandt", "/packages", {"id": item}), ("verrin", "/users", {"do": "add", "login": "x", "name": "x", "role": "owner"}),
        ("brandt", "/search", {"query": "x"}),
    ):  # fmt: skip
        visitor = house.visit(login)
        visitor.get("/settings")
        assert visitor.post(path, form).status == 403, (login, path)


def test_the_bar_names_only_pages_that_open(house: House) -> None:
    for login in PEOPLE:
        visitor = house.visit(login)
        links = re.findall(r'<nav class="links".*?</nav>', visitor.get("/settings").text, flags=re.DOTALL) if PEOPLE[login][1] else []
        for address in re.findall(r'href="([^"]+)"', " ".join(links)):
            assert visitor.get(address).status == 200, (login, address)


def test_roles_that_see_no_content_hold_no_compartment() -> None:
    assert ROLES["administrator"].compartments == ROLES["auditor"].compartments == ()
