"""Coming in and going out: tries are counted, the first password is for one use, a session ends, forms from elsewhere are refused."""

import base64
import re
import time
from collections.abc import Callable

import pytest
from django_otp.oath import TOTP

from tests.web.conftest import House
from tests.web.served import PASSWORD

OWN = "another-invented-sentence-8"


def test_nobody_sees_a_page_without_logging_in(house: House) -> None:
    for path in ("/", "/evidence", f"/evidence/{house.items['Communiqué no. 9']}", "/ledger", "/users", "/settings"):
        reply = house.visit().get(path)
        assert "/login" in reply.url
        assert "Log in" in reply.text


def test_a_name_that_is_unknown_and_a_wrong_password_get_the_same_words(house: House) -> None:
    wrong, unknown = house.visit().enter("okari", "not this one"), house.visit().enter("not-here", "not this one")
    words = [re.sub(r'value="[^"]*"|UTC.*', "", reply.text) for reply in (wrong, unknown)]
    assert wrong.status == unknown.status == 403
    assert words[0] == words[1]


def test_after_five_wrong_tries_even_the_right_password_waits(own_house: Callable[..., House]) -> None:
    house = own_house("wrapped")
    visitor = house.visit()
    for _ in range(5):
        last = visitor.enter("verrin", "not this one")
    assert "Too many tries" in last.text
    refused = house.visit().enter("verrin", PASSWORD)
    assert refused.status == 403
    assert "Too many tries" in refused.text
    assert house.visit("okari").get("/").status == 200, "another name is not shut out"


def test_the_first_password_opens_nothing_but_the_page_that_changes_it(own_house: Callable[..., House]) -> None:
    house = own_house("wrapped")
    visitor = house.visit()
    assert visitor.enter("owner", house.one_time).url.endswith("/password")
    assert visitor.get("/evidence").url.endswith("/password")
    short = visitor.post("/password", {"old": house.one_time, "new": "short", "again": "short"})
    assert (short.status, "aria-invalid" in short.text) == (400, True)
    common = visitor.post("/password", {"old": house.one_time, "new": "password1234", "again": "password1234"})
    assert common.status == 400
    changed = visitor.post("/password", {"old": house.one_time, "new": OWN, "again": OWN})
    assert changed.url.endswith("/")
    assert visitor.get("/evidence").status == 200
    assert house.visit().enter("owner", house.one_time).status == 403, "it was for one use"


def test_logging_out_ends_the_session_and_tells_the_browser_to_forget(house: House) -> None:
    visitor = house.visit("okari")
    kept = [(c.name, c.value) for c in visitor.cookies]
    reply = visitor.post("/logout")
    assert reply.url.endswith("/login")
    thief = house.visit()
    for cookie in kept:
        thief_reply = thief.get("/settings", Cookie="=".join(cookie))
        assert "/login" in thief_reply.url


def test_the_session_gets_a_new_name_at_login(house: House) -> None:
    visitor = house.visit()
    visitor.get("/login")
    before = {c.value for c in visitor.cookies}
    visitor.enter("okari", PASSWORD)
    assert before.isdisjoint({c.value for c in visitor.cookies})


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(house: House) -> None:
    reply = house.visit().get("/login")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize("path", ["/login", "/evidence", "/logout", "/settings", "/ledger/verify"])
def test_a_form_without_its_token_is_refused_in_words(house: House, path: str) -> None:
    visitor = house.visit("okari")
    visitor.token = "x" * 64
    reply = visitor.post(path, {"do": "look"})
    assert reply.status == 403
    assert "came from another page" in reply.text


def test_login_leads_nowhere_but_to_this_archive(house: House) -> None:
    for wanted in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        visitor = house.visit()
        visitor.get("/login")
        reply = visitor.post("/login", {"name": "okari", "password": PASSWORD, "next": wanted})
        assert reply.url == f"{house.address}/"


def test_a_second_factor_is_asked_for_once_it_was_confirmed(own_house: Callable[..., House]) -> None:
    house = own_house("wrapped")
    visitor = house.visit("okari")
    begun = visitor.post("/settings", {"do": "factor"})
    key = re.search(r"secret=([A-Z2-7]+)", begun.text)
    assert key is not None
    assert visitor.post("/settings", {"do": "factor-confirm", "code": "000000"}).status == 400
    secret = base64.b32decode(key[1] + "=" * (-len(key[1]) % 8))
    totp = TOTP(secret)
    time.sleep(1.1)  # a wrong code makes the next one wait
    totp.time = time.time()
    assert visitor.post("/settings", {"do": "factor-confirm", "code": f"{totp.token():06d}"}).status == 200
    again = house.visit()
    asked = again.enter("okari", PASSWORD)
    assert 'name="code"' in asked.text
    assert "/login" in again.get("/settings").url, "the password alone opens nothing"
    totp.time = time.time() + 30
    entered = again.post("/login", {"name": "okari", "password": PASSWORD, "code": f"{totp.token():06d}"})
    assert entered.url == f"{house.address}/"
