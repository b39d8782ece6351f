"""The real server: its headers, its limits, its silence about itself, and what it says when it is locked."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from muniment.web.policy import POLICY
from muniment.web.size import LARGEST_FILE
from tests.web.conftest import ROOT, House
from tests.web.served import CANARY, PASSWORD

PAGES = ("/login", "/", "/evidence", "/ledger", "/nosuch", "/api/openapi.json", "/static/keys.js")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy_and_only_our_own_files_may_be_kept(house: House, path: str) -> None:
    headers = house.visit("okari").get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ("no-store" in headers.get("Cache-Control", "")) is not path.startswith("/static/")
    assert "Server" not in headers
    assert "unsafe" not in POLICY


def test_a_request_for_another_host_is_refused_before_any_page(house: House) -> None:
    for path in ("/", "/login", "/api/openapi.json"):
        reply = house.visit().get(path, Host="evidence.example.org")
        assert reply.status == 400
        assert "not one of this archive" in reply.text


def test_a_request_that_is_too_large_is_told_so_in_words_before_it_is_sent(house: House) -> None:
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as line:
        line.sendall(f"POST /evidence HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {LARGEST_FILE * 3}\r\n\r\n".encode())
        line.settimeout(10)
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "taken in on the machine itself" in answer
    assert "Content-Security-Policy" in answer


def test_noise_on_the_line_is_answered_in_words_and_the_next_visitor_is_served(house: House) -> None:
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as line:
        line.sendall(b"\x00\xff\xfe not http at all\r\n\r\n")
        line.settimeout(10)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert b" 400 " in answer.splitlines()[0]
    assert b"Traceback" not in answer
    assert house.visit().get("/login").status == 200


def test_what_is_not_there_and_what_may_not_be_seen_get_the_same_words(house: House) -> None:
    visitor = house.visit("verrin")
    sealed = house.items["About Mirhoveda"]
    absent = "ev-" + "0" * 32
    for path in ("/evidence/{}", "/evidence/{}/view", "/evidence/{}/withdraw", "/trace/{}"):
        replies = [visitor.get(path.format(id)) for id in (sealed, absent)]
        words = [re.sub(r"ev-[0-9a-f]{32}|\d\d:\d\d|Head.*?UTC|value=\"[^\"]*\"|<b>[\d,]+</b>", "", reply.text) for reply in replies]
        assert replies[0].status == replies[1].status
        assert words[0] == words[1], path


def test_an_error_page_shows_no_trace_no_version_and_no_path(house: House) -> None:
    visitor = house.visit("verrin")
    for reply in (visitor.get("/evidence/%00"), visitor.get("/ledger?before=99999999999999999999999"), visitor.get("/people/x"),
                  visitor.post("/evidence", {"x": "y"}), visitor.post("/settings", {"do": "revoke", "token": "9" * 40})):  # fmt: skip
        assert not re.search(r"Traceback|django|/work|site-packages|File &quot;|waitress", reply.text, re.IGNORECASE)
        assert reply.status < 500


def test_what_the_server_writes_down_holds_no_content(house: House) -> None:
    house.visit("verrin").post("/search", {"query": CANARY})
    written = (house.folder.parent / "errors").read_text()
    assert CANARY not in written
    assert "Traceback" not in written


def test_a_locked_archive_says_so_on_every_page_and_nothing_more(own_house: Callable[..., House]) -> None:
    house = own_house("wrapped")
    visitor = house.visit("okari")
    environment = {
        "XDG_CONFIG_HOME": str(house.config),
        "XDG_RUNTIME_DIR": str(house.runtime),
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run(
        [sys.executable, "-m", "muniment", "lock", "--archive", str(house.folder)], env=environment, check=True, capture_output=True
    )
    for path in ("/", "/login", "/settings", "/api/evidence"):
        reply = visitor.get(path)
        assert reply.status == 503
        assert "muniment unlock" in reply.text
        assert "Okari" not in reply.text
    assert house.visit().post("/login", {"name": "okari", "password": PASSWORD}).status == 503


def test_what_fails_in_the_background_is_told_once_shown_on_the_pages_and_goes_on_when_it_can(own_house: Callable[..., House]) -> None:
    house = own_house()
    visitor = house.visit("okari")
    lock = house.folder / "log" / "lock"
    lock.unlink()
    lock.mkdir()  # no error of ours: the system's own, in the middle of numbering
    visitor.post("/search", {"query": "Korsha"})
    failing = "The ledger is not being numbered and signed"
    assert until(lambda: failing in visitor.get("/").text), (house.folder.parent / "errors").read_text()
    assert '<span class="verdict failed' in visitor.get("/").text
    time.sleep(2)
    written = (house.folder.parent / "errors").read_text()
    assert written.count("IsADirectoryError at archive/") == 1, "once for a kind of fault, not once a second"
    assert "Korsha" not in written
    assert "Traceback" not in written
    lock.rmdir()
    assert until(lambda: failing not in visitor.get("/").text)


def until(is_so: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether it comes to be so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.3)
    return False
