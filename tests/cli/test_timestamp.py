"""`timestamp`: from naming an authority to a stamped head, over loopback and by two files, as a user types it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.preserve.authorities import House, served

pytestmark = pytest.mark.needs("openssl3")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("authorities")) as made:
        yield made


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An archive of its own: what is named here would be asked by every other test."""
    made = Program(tmp_path_factory.mktemp("stamps"))
    made.done("init", made.archive, "--alone")
    yield made


def test_nothing_is_asked_before_an_authority_is_named(own: Program) -> None:
    said = own.run("timestamp")
    assert (said.code, said.out) == (2, "")
    assert "No time authority is named, so none is asked. Name one: “muniment timestamp authority" in said.err
    assert "nothing is sent" in own.run("timestamps").out


def test_a_head_is_stamped_by_name_now_and_by_stick(own: Program, tsa: House, tmp_path: Path) -> None:
    root, other = tmp_path / "alpha.pem", tmp_path / "beta.pem"
    root.write_text(tsa.root("alpha"))
    other.write_text(tsa.root("beta"))
    said = own.run("timestamp", "authority", "alpha", "--url", tsa.url("alpha"), "--via", "direct", "--root", root, "--every", "12")
    assert said.code == 0
    assert "root sha256 " in said.out and "every 12 hours" in said.out
    assert "Compare the digest" in said.err
    own.done("timestamp", "authority", "beta", "--root", other)
    stamped = own.run("timestamp")
    assert stamped.code == 0, "what goes by stick is not waited for"
    assert "accepted by rfc3161-client" in stamped.out and "beta  waits since" in stamped.out

    asked = tmp_path / "out.tsq"
    assert "chain: beta" in own.run("timestamp", "request", asked).out
    again = own.run("timestamp", "request", asked)
    assert (again.code, "exists already" in again.err) == (2, True)
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(tsa.authorities["crossed"].answer(asked.read_bytes()))
    bad = own.run("timestamp", "accept", reply)
    assert (bad.code, "not accepted" in bad.err) == (1, True)
    reply.write_bytes(tsa.authorities["beta"].answer(asked.read_bytes()))
    (told,) = own.run("timestamp", "accept", reply, "--json").rows
    assert [one["chain"] for one in told["heads"][0]["stamps"]] == ["alpha", "beta"]
    size = told["heads"][0]["size"]
    assert "alpha+alpha" in own.run("timestamp", "renew", "--size", size).out
    assert own.run("verify").code == 0
    assert "timestamp.received" in own.run("ledger").out


def test_what_waits_because_nobody_answers_is_said_with_exit_code_1(own: Program, tsa: House, tmp_path: Path) -> None:
    root = tmp_path / "alpha.pem"
    root.write_text(tsa.root("alpha"))
    own.done("timestamp", "authority", "dead", "--url", "http://127.0.0.1:9/", "--via", "direct", "--root", root)
    said = own.run("timestamp")
    assert said.code == 1
    assert "dead  waits since" in said.out and "gave no answer" in said.out


@pytest.mark.parametrize(("words", "told"), [
    (("timestamp", "frobnicate"), "There is no “timestamp frobnicate”"),
    (("timestamp", "accept", "/nowhere/reply.tsr"), "cannot be read"),
    (("timestamp", "authority", "x", "--root", "/nowhere/root.pem"), "cannot be read"),
    (("timestamp", "request", "out.tsq", "--of", "nobody"), "No time authority is called"),
    (("timestamp", "renew", "--size", "999999"), "No head of 999999 entries"),
])  # fmt: skip
def test_a_slip_is_one_sentence(words: tuple[str, ...], told: str, own: Program) -> None:
    said = own.run(*words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
