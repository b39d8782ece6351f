"""Time stamps on the pages: what an authority stamped, what waits and for how long, in both languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from muniment.archive.settings import Authority
from muniment.archive.stamps import Refusal, Stamp, Stamped
from muniment.archive.timestamps import Times
from muniment.web.pages import stamps
from tests.web.conftest import House

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
MADE = Stamp(chain="alpha", at=NOW + timedelta(seconds=2), received=NOW, verifier="OpenSSL 3.0.22", sha256="ab" * 32)
WHY = Refusal(chain="beta", at=NOW + timedelta(hours=2), why="it answers another request: its nonce differs")
HEAD = Stamped(size=1204, kept=NOW, is_cosigned=True, wanted=("beta",), stamps=(MADE,), refusals=(WHY,))


def times(**given: Any) -> Times:
    alpha = Authority(name="alpha", url="http://tsa.example/", via="direct", asked_by="ag-1")
    known = {"authorities": (alpha,), "roots": (("alpha", "cd" * 32),), "every_hours": 24, "next": NOW, "waiting": 1, "heads": (HEAD,)}
    return Times(**(known | given))


def test_a_head_shows_who_stamped_it_when_with_which_delay_and_what_waits_why() -> None:
    (head,) = stamps.heads("en", times(), NOW + timedelta(days=3))
    assert head.head == "Head of 1,204 entries"
    assert "cosigned" in head.kept
    made, waits = head.stamps
    assert (made.answer, waits.answer) == ("passed", "not_checked")
    assert "14:20:02" in made.told or "14:20" in made.told
    assert "2 seconds after the head" in made.told
    assert "OpenSSL 3.0.22" in made.told
    assert waits.told.startswith("waits for 3 days")
    assert "its nonce differs" in waits.told


def test_in_persian_digits_and_words_are_persian() -> None:
    (head,) = stamps.heads("fa", times(), NOW + timedelta(minutes=90))
    assert head.head == "سرِ ۱٬۲۰۴ سطر"
    assert "۲ ثانیه پس از سر" in head.stamps[0].told
    assert "یک ساعت است که در انتظار است" in head.stamps[1].told
    assert "هر ۲۴ ساعت" in stamps.beat("fa", times())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0 seconds"), (1, "one second"), (59.4, "59 seconds"), (60, "one minute"), (7200, "2 hours"), (90000, "one day")],
)
def test_a_delay_is_told_in_its_largest_unit(seconds: float, words: str) -> None:
    assert stamps.delay("en", seconds) == words


def test_the_archives_own_state_says_by_when_it_was_seen_or_that_it_was_not() -> None:
    nobody = times(authorities=(), heads=(), waiting=0, next=None)
    assert stamps.state("en", nobody, NOW).answer == "not_checked"
    assert "no outside authority was asked" in stamps.state("en", nobody, NOW).told
    waiting = times(heads=(Stamped(size=3, kept=NOW, wanted=("beta",)),))
    assert stamps.state("en", waiting, NOW + timedelta(hours=5)).told == "one request waits · waits for 5 hours"
    seen = stamps.state("en", times(), NOW)
    assert seen.answer == "passed"
    assert "the first 1,204 entries existed by" in seen.told
    assert "one request waits" in seen.told


def test_an_archive_that_asks_nobody_says_so_on_its_page(house: House) -> None:
    assert "No time authority is named: nothing is stamped, and nothing is sent." in house.visit("audit").get("/ledger").text
