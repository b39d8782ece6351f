"""One's own settings are kept, tokens are shown once, and whoever keeps the accounts gives and takes them."""

import re
from collections.abc import Callable

import pytest

from tests.web.conftest import House


@pytest.fixture
def home(own_house: Callable[..., House]) -> House:
    """A house of its own: accounts are changed here."""
    return own_house("wrapped")


def test_language_theme_and_keys_are_kept_with_the_account(home: House) -> None:
    visitor = home.visit("okari")
    visitor.get("/settings")
    reply = visitor.post("/settings", {"do": "look", "lang": "fa", "theme": "dark"})
    assert 'lang="fa" dir="rtl" data-theme="dark" data-keys="off"' in reply.text
    again = home.visit("okari").get("/")
    assert 'lang="fa" dir="rtl" data-theme="dark" data-keys="off"' in again.text


def test_accounts_are_made_changed_shut_and_given_new_passwords(home: House) -> None:
    admin = home.visit("admin")
    admin.get("/users")
    made = admin.post("/users", {"do": "add", "login": "new.one", "name": "New One", "role": ["auditor", "administrator"]})
    password = re.search(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}", made.text)
    assert password is not None
    assert password[0] not in admin.get("/users").text, "shown once"
    guest = home.visit()
    assert guest.enter("new.one", password[0]).url.endswith("/password")
    row = re.search(
        r'scope="row"><bdi[^>]*>New One.*?name="id" value="(ag-[0-9a-f]{32})"><input type="hidden" name="version" value="(\d+)"',
        made.text,
        re.DOTALL,
    )
    assert row is not None
    assert admin.post("/users", {"do": "roles", "id": row[1], "version": row[2], "role": "auditor"}).status == 200
    assert admin.post("/users", {"do": "roles", "id": row[1], "version": row[2], "role": "administrator"}).status == 400, (
        "changed meanwhile"
    )
    reset = admin.post("/users", {"do": "reset", "id": row[1]})
    second = re.search(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}", reset.text)
    assert second is not None
    assert "/login" in guest.get("/").url, "the old password's sessions are over"
    admin.post("/users", {"do": "close", "id": row[1]})
    assert home.visit().enter("new.one", second[0]).status == 403
    admin.post("/users", {"do": "open", "id": row[1]})
    assert home.visit().enter("new.one", second[0]).url.endswith("/password")


@pytest.mark.parametrize("form", [
    {"do": "add", "login": "verrin", "name": "Twice", "role": "auditor"}, {"do": "add", "login": "a b", "name": "x", "role": "auditor"},
    {"do": "add", "login": "z", "name": "x", "role": "emperor"}, {"do": "reset", "id": "ag-0"}, {"do": "dance"},
])  # fmt: skip
def test_what_cannot_be_done_to_an_account_is_said_in_a_sentence(house: House, form: dict[str, str]) -> None:
    admin = house.visit("admin")
    admin.get("/users")
    reply = admin.post("/users", form)
    assert reply.status == 400
    assert re.search(r'id="user-error">[^<]{12,}', reply.text)


def test_an_administrator_seats_no_reader(house: House) -> None:
    admin = house.visit("admin")
    admin.get("/users")
    assert admin.post("/users", {"do": "add", "login": "reader", "name": "A reader", "role": "analyst"}).status == 403
    assert "A reader" not in admin.get("/users").text


def test_nobody_shuts_themselves_out(house: House) -> None:
    admin = house.visit("admin")
    mine = re.search(r'scope="row"><bdi[^>]*>A\. Lind.*?name="id" value="(ag-[0-9a-f]{32})"', admin.get("/users").text, re.DOTALL)
    assert mine is not None
    assert "cannot shut yourself out" in admin.post("/users", {"do": "close", "id": mine[1]}).text


def test_a_token_is_shown_once_used_by_a_program_and_ended(house: House) -> None:
    visitor = house.visit("okari")
    visitor.get("/settings")
    made = visitor.post("/settings", {"do": "token", "token_name": "nightly list"})
    secret = re.search(r"mun_[A-Za-z0-9_-]{43}", made.text)
    number = re.search(r'nightly list.*?name="token" value="(\d+)"', made.text, re.DOTALL)
    assert secret is not None
    assert number is not None
    assert secret[0] not in visitor.get("/settings").text
    asked = house.visit().send("/api/submissions", b"{}", "application/json", Authorization=f"Bearer {secret[0]}")
    assert (asked.status, asked.body) == (200, b"[]")
    other = house.visit("verrin")
    other.get("/settings")
    assert other.post("/settings", {"do": "revoke", "token": number[1]}).status in (400, 404), "another's token is not theirs to end"
    assert visitor.post("/settings", {"do": "revoke", "token": number[1]}).status == 200
    gone = house.visit().send("/api/submissions", b"{}", "application/json", Authorization=f"Bearer {secret[0]}")
    assert gone.status == 401
