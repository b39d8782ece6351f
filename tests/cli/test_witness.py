"""`muniment witness`: an archive and its witnesses as two parties that meet by a stick, and over HTTP on this machine."""

import http.client
import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.preserve.witness import parse
from muniment.preserve.witness_folder import digest
from tests.cli.program import Program


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """An archive held alone, and a witness that it trusts."""
    made = Program(tmp_path_factory.mktemp("pair"))
    made.done("init", made.archive, "--alone")
    key = made.done("witness", "init", "w", "--name", "witness.example/north").out
    assert (made.home / "w" / "witness.vkey").read_text() == key
    made.done("witness", "add-log", "w", made.archive / "keys" / "log.vkey")
    made.done("witness", "trust", "north=w/witness.vkey", "--quorum", "1")
    return made


def carried(pair: Program, name: str) -> tuple[Path, Path]:
    return pair.home / f"{name}.request.txt", pair.home / f"{name}.reply.txt"


def test_a_checkpoint_is_cosigned_by_a_stick_and_travels_in_a_package(pair: Program) -> None:
    (pair.home / "letter.txt").write_text("invented words\n")
    id = pair.done("take-in", "letter.txt", "--json").json["id"]
    request, reply = carried(pair, "first")
    pair.done("witness", "request", "north", request)
    assert parse(request.read_bytes()).old == 0
    assert "invented" not in request.read_text()
    assert "Cosigned" in pair.done("witness", "cosign", "w", request, reply).err
    assert pair.done("witness", "accept", reply).out.startswith("cosigned   north")
    assert "Enough cosigned" in pair.done("witness", "list").out
    state = pair.done("witness", "list", "--json").json
    assert (state["quorum"], state["size"] > 0, state["alarm"]) == (1, True, None)
    pair.done("package", id, "--out", "package.zip")
    checks = {c["what"]: c for c in pair.done("verify", "package.zip", "--json").json["checks"]}
    assert checks["witnesses"]["verdict"] == "passed"
    assert "1 of 1 cosigned" in checks["witnesses"]["found"]
    assert next(c for c in pair.done("verify", "--json").json["checks"] if c["what"] == "witnesses")["verdict"] == "passed"


def test_a_request_that_was_answered_already_is_refused_and_says_how_to_go_on(pair: Program) -> None:
    request, reply = carried(pair, "lost")
    pair.done("witness", "request", "north", request, "--fresh")
    pair.done("witness", "cosign", "w", request, reply)
    _, again = carried(pair, "again")
    refused = pair.run("witness", "cosign", "w", request, again)
    assert refused.code == 1
    assert refused.err.startswith("Refused. ")
    told = pair.run("witness", "accept", again, "--from", "north")
    assert (told.code, told.out.split()[:2]) == (1, ["ask", "again"])
    assert pair.done("witness", "accept", reply).out.startswith("cosigned")


def test_an_alarm_stops_packages_until_someone_explains_it(pair: Program) -> None:
    (pair.home / "bad.txt").write_text("422 Unprocessable Entity: another history\n")
    alarmed = pair.run("witness", "accept", "bad.txt", "--from", "north", "--json")
    assert (alarmed.code, alarmed.json["answer"]) == (1, "alarm")
    assert "ALARM" in pair.run("witness", "list").out
    id = pair.done("evidence", "--json").rows[0]["id"]
    refused = pair.run("package", id, "--out", "none.zip")
    assert (refused.code, "No package leaves" in refused.err) == (1, True)
    assert not (pair.home / "none.zip").exists()
    assert pair.run("verify").code == 1
    pair.done("witness", "settle", stdin="a test of the bell\n")
    pair.done("package", id, "--out", "some.zip")


@pytest.fixture(scope="module")
def served(pair: Program) -> Iterator[str]:
    """The witness over HTTP on a free port."""
    environment = pair.environment(MUNIMENT_PASSPHRASE_FILE=str(pair.passphrase))
    with subprocess.Popen(
        pair.line("witness", "serve", "w", "--port", "0"), env=environment, cwd=pair.home, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        address = running.stderr.readline().split("answers at ")[1].strip().removesuffix("/add-checkpoint")
        yield address
        running.send_signal(signal.SIGINT)
        running.wait(20)


def test_a_witness_is_asked_over_http_when_someone_says_so(pair: Program, served: str) -> None:
    heard = pair.done("witness", "send", "north", served, "--fresh", "--json").json
    assert heard["answer"] == "cosigned"
    origin = (pair.archive / "log" / "checkpoint").read_text().split("\n")[0]
    with urllib.request.urlopen(f"{served}/{digest(origin)}/checkpoint") as answer:
        note = answer.read().decode()
    assert note.split("\n")[:2] == [origin, str(heard["size"])]
    assert "— witness.example/north " in note


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [("POST", "/add-checkpoint", b"nonsense", 400), ("POST", "/elsewhere", b"", 404), ("GET", "/" + "0" * 64 + "/checkpoint", None, 404),
     ("GET", "/../../key.age", None, 404), ("POST", "/add-checkpoint", b"old 0\n\nx\n1\n" + b"A" * 43 + b"=\n\n", 404)],
)  # fmt: skip
def test_http_answers_as_the_specification_says(method: str, path: str, body: bytes | None, status: int, served: str) -> None:
    asked = urllib.request.Request(served + path, body, method=method)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert refused.value.code == status
    refused.value.close()


def test_a_body_without_end_is_not_waited_for(served: str) -> None:
    connection = http.client.HTTPConnection(served.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/add-checkpoint")
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_conflict_over_http_has_the_type_of_the_specification(pair: Program, served: str) -> None:
    request, _ = carried(pair, "first")
    asked = urllib.request.Request(f"{served}/add-checkpoint", request.read_bytes())
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert (refused.value.code, refused.value.headers["Content-Type"]) == (409, "text/x.tlog.size")
    assert refused.value.read().decode().strip().isdecimal()
    refused.value.close()


def test_nothing_is_sent_beyond_this_machine_without_the_route(pair: Program) -> None:
    for words in (
        ("https://witness.example",),
        ("https://witness.example", "--via", "carrier-pigeon"),
        ("ftp://127.0.0.1",),
        ("nonsense",),
    ):
        refused = pair.run("witness", "send", "north", *words)
        assert refused.code == 2, refused.err
    unreached = pair.run("witness", "send", "north", "http://127.0.0.1:9")
    assert (unreached.code, "did not answer" in unreached.err) == (1, True)


def test_the_witness_side_loads_no_database(pair: Program) -> None:
    code = "import sys, muniment.cli.cosign, muniment.cli.answering; print(sorted(m for m in sys.modules if m.split('.')[0] == 'django'))"
    ran = subprocess.run([pair.line()[0], "-c", code], env={"PYTHONPATH": os.environ.get("PYTHONPATH", "src"), **pair.environment()},
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert ran.stdout.strip() == "[]"


def test_a_witness_that_forgot_says_so_and_signs_no_more(pair: Program) -> None:
    """Last: it retires the witness of this file."""
    for path in (pair.home / "w" / "seen").iterdir():
        path.unlink()
    request, _ = carried(pair, "first")
    for _ in range(2):
        retired = pair.run("witness", "cosign", "w", request, "never.txt")
        assert (retired.code, "retired" in retired.err) == (1, True)
    assert not (pair.home / "never.txt").exists()
    assert json.loads(pair.done("witness", "list", "--json").out)["alarm"] is None
