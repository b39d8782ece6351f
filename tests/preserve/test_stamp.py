"""Replies of time authorities: real tokens by openssl, judged in the sandbox; what is not a good answer to our question is refused."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.preserve import stamp
from muniment.preserve.stamp import Case, certificates, fingerprints, judge, judged, openssl_time, request
from tests.preserve.authorities import House, served

pytestmark = pytest.mark.needs("openssl3")
NOTE = b"muniment.archive/0\n7\nroot\n\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("authorities")) as made:
        yield made


def case(house: House, called: str, *, root: str = "", message: bytes = NOTE) -> Case:
    asked = request(NOTE)
    return Case(message, house.authorities[called].answer(asked), house.root(root or called), request=asked)


def test_a_good_reply_is_accepted_at_the_time_it_names(house: House) -> None:
    (one,) = judge([case(house, "alpha")])
    assert (one.outcome, one.verifier.split()[0]) == ("accepted", "rfc3161-client")
    assert one.at is not None
    assert abs(datetime.now(UTC) - one.at) < timedelta(minutes=5)


def test_certificates_out_of_order_are_read_by_openssl_and_that_is_said(house: House) -> None:
    (one,) = judge([case(house, "loose")])
    assert (one.outcome, one.verifier.split()[0]) == ("accepted", "OpenSSL")


def test_without_openssl_such_a_reply_is_unchecked_and_never_accepted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp.shutil, "which", lambda name: None)
    assert stamp._judged(case(house, "loose")).outcome == "unchecked"
    assert stamp._judged(case(house, "alpha")).outcome == "accepted"


@pytest.mark.parametrize(
    ("called", "root", "why"),
    [
        ("crossed", "", "its nonce differs"),
        ("other", "", "another request|other bytes"),
        ("late", "", "certificate has expired"),
        ("alpha", "beta", "certificate does not hold"),
        ("loose", "beta", "certificate does not hold"),
    ],
)
def test_a_bad_reply_is_refused_and_why_is_said(called: str, root: str, why: str, house: House) -> None:
    import re

    (one,) = judge([case(house, called, root=root)])
    assert one.outcome == "refused"
    assert re.search(why, one.why), one.why


@pytest.mark.parametrize("called", ["alpha", "loose"])
def test_a_token_over_other_bytes_is_refused_by_either_program(called: str, house: House) -> None:
    good = case(house, called)
    assert judge([Case(b"other bytes", good.reply, good.roots)])[0].why == "it is about other bytes"


def test_a_token_outlives_its_certificate(tmp_path: Path) -> None:
    """The certificate ran out a second ago; what was signed before is good for ever, what is signed now is not."""
    import time

    from tests.preserve import authorities

    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4)
    authority = authorities.Authority(tmp_path / "brief", "brief", ends)
    early, late = request(NOTE), request(NOTE)
    before = Case(NOTE, authority.answer(early), (authority.folder / "root.pem").read_text(), request=early)
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()) + 1.2)
    after = Case(NOTE, authority.answer(late), before.roots, request=late)
    assert [one.outcome for one in judge([before, after])] == ["accepted", "refused"]
    loose = stamp._by_openssl(before)
    assert loose.outcome == "accepted", loose.why
    assert stamp._by_openssl(after).why == "its certificate does not hold: certificate has expired"


def test_a_reply_that_breaks_the_parser_takes_no_other_with_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case(house, "alpha"), Case(NOTE, b"\x30\x80" * 5000, house.root("alpha")), case(house, "beta")]
    assert [one.outcome for one in judge(cases)] == ["accepted", "refused", "accepted"]


def test_a_sandbox_that_fails_refuses_one_by_one(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.protect.sandbox import SandboxError

    def failing(parser: str, argument: str, data: bytes, limits: object) -> bytes:
        if b"YmFk" in data:  # “bad”
            raise SandboxError("The parser broke down.")
        return judged(argument, data)

    monkeypatch.setattr(stamp, "run", failing)
    cases = [case(house, "alpha"), Case(NOTE, b"bad", house.root("alpha"))]
    assert [one.outcome for one in judge(cases)] == ["accepted", "refused"]


@given(data=st.binary(max_size=400))
@settings(max_examples=200)
def test_no_bytes_raise_or_are_accepted(house: House, data: bytes) -> None:
    assert stamp._judged(Case(NOTE, data, house.root("alpha"))).outcome == "refused"


@given(data=st.data())
@settings(max_examples=150)
def test_a_reply_that_was_changed_is_refused_or_says_the_same_time_of_the_same_bytes(house: House, data: st.DataObject) -> None:
    """A token is malleable: some fields nobody signed. Whatever is accepted still is about our bytes and names the signed time."""
    good = GOOD.setdefault(house.address, case(house, "alpha"))
    (before,) = [stamp._judged(good)]
    reply = bytearray(good.reply)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(reply) - 1))
        reply[at] = data.draw(st.integers(0, 255))
    one = stamp._judged(Case(good.message, bytes(reply), good.roots, request=good.request))
    assert one.outcome == "refused" or one.at == before.at


def test_some_flipped_bits_are_accepted_so_the_ledger_names_the_bytes_of_the_reply(house: House) -> None:
    good, chance = case(house, "alpha"), random.Random(3)
    flips = chance.sample(range(8 * len(good.reply)), 400)
    cases = []
    for at in flips:
        reply = bytearray(good.reply)
        reply[at // 8] ^= 1 << at % 8
        cases.append(Case(good.message, bytes(reply), good.roots, request=good.request))
    accepted = [one for one in judge(cases) if one.outcome == "accepted"]
    assert len(accepted) < 20
    assert {one.at for one in accepted} <= {judge([good])[0].at}


def test_roots_are_what_signed_itself_and_intermediates_are_not(house: House) -> None:
    folder = house.authorities["alpha"].folder
    root, middle = (folder / "root.pem").read_text(), (folder / "middle.pem").read_text()
    assert certificates(middle + root + root) == (root, middle)
    assert len(fingerprints(root)) == 1
    for bad in (middle, "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate"):
        with pytest.raises(BadInputError, match="time authority"):
            certificates(bad)


def test_an_intermediate_that_did_not_travel_with_the_token_is_taken_from_what_the_owner_gave(house: House) -> None:
    asked = request(NOTE)
    authority = house.authorities["beta"]
    config = (authority.folder / "tsa.cnf").read_text()
    (authority.folder / "tsa.cnf").write_text("\n".join(line for line in config.splitlines() if not line.startswith("certs")))
    reply = authority.answer(asked)
    (authority.folder / "tsa.cnf").write_text(config)
    middle = (authority.folder / "middle.pem").read_text()
    bare, given_ = Case(NOTE, reply, house.root("beta"), request=asked), Case(NOTE, reply, house.root("beta"), middle, asked)
    assert [one.outcome for one in judge([bare, given_])] == ["refused", "accepted"]
    assert judge([Case(NOTE, reply, middle, request=asked)])[0].outcome == "refused", "an intermediate alone is no anchor"


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)))
def test_the_time_that_openssl_prints_is_read(at: datetime) -> None:
    said = f"Version: 1\nTime stamp: {at:%b} {at.day:2d} {at:%H:%M:%S} {at.year} GMT\nAccuracy: unspecified\n"
    assert openssl_time(said) == at.replace(microsecond=0, tzinfo=UTC)


@given(st.text(max_size=80))
def test_what_openssl_does_not_print_is_no_time(said: str) -> None:
    assert openssl_time(f"Time stamp: {said}\n") is None or "GMT" in said


GOOD: dict[str, Case] = {}
