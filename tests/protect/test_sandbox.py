"""A hostile parser in the sandbox, with bubblewrap and with limits alone: it ends, in words, and reaches nothing."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.protect import sandbox
from muniment.protect.sandbox import Limits, SandboxError, run

HOSTILE = """
import json, os, resource, socket, subprocess, sys, time

def echo(argument, data):
    return argument.encode() + data

def spin(argument, data):
    while True:
        pass

def sleep(argument, data):
    time.sleep(60)

def hoard(argument, data):
    return bytes(4 << 30)

def flood(argument, data):
    while True:
        sys.stdout.buffer.write(b"x" * (1 << 20))

def crash(argument, data):
    os.abort()

def curse(argument, data):
    raise ValueError("no \\x1b[31m letter " + "here " * 500)

def leave(argument, data):
    subprocess.Popen(["/bin/sleep", "47"])
    return b"left"

def tried(what):
    try:
        return str(what())
    except Exception as exc:
        return "refused " + type(exc).__name__

def reach(argument, data):
    return json.dumps({
        "secret": tried(lambda: open(argument).read()),
        "write_beside": tried(lambda: open(argument + ".new", "w").write("x")),
        "write_root": tried(lambda: open("/escaped", "w").write("x")),
        "network": tried(lambda: socket.create_connection(("127.0.0.1", int(data)), 2)),
        "environment": sorted(os.environ),
        "isolated": sys.flags.isolated,
        "here": os.getcwd(),
        "cores": resource.getrlimit(resource.RLIMIT_CORE)[1],
    }).encode()
"""


@pytest.fixture(params=[pytest.param("bubblewrap", marks=pytest.mark.needs("bwrap")), "limits"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Each of the two, whatever this machine would choose; the hostile module lies among the libraries."""
    if request.param == "limits":
        monkeypatch.setattr(sandbox, "mode", lambda: "limits")
    elif sandbox.mode() != "bubblewrap":
        pytest.skip("bubblewrap is here and may not make namespaces")
    libraries = tmp_path / "site-packages"
    libraries.mkdir()
    (libraries / "hostile.py").write_text(HOSTILE)
    monkeypatch.setattr(sys, "path", [*sys.path, str(libraries)])
    yield request.param


def test_a_parser_answers_what_it_was_given(mode: str) -> None:
    assert run("hostile:echo", "type ", b"\x00bytes") == b"type \x00bytes"


@pytest.mark.parametrize(
    ("parser", "limits", "words"),
    [
        ("spin", Limits(seconds=1), "1 seconds"),
        ("sleep", Limits(seconds=1), "had not finished after 1 seconds"),
        ("hoard", Limits(memory=512 << 20), "more than 512 MB of memory"),
        ("flood", Limits(output=4 << 20), "more than the 4,194,304 bytes"),
        ("crash", Limits(), "broke down (Aborted)"),
        ("curse", Limits(), "ValueError: no"),
        ("absent", Limits(), "AttributeError"),
    ],
)
def test_what_a_parser_may_not_do_ends_in_words(mode: str, parser: str, limits: Limits, words: str) -> None:
    started = time.monotonic()
    with pytest.raises(SandboxError) as caught:
        run(f"hostile:{parser}", "", b"", limits)
    assert words in str(caught.value)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 400
    assert time.monotonic() - started < 20


def test_it_reaches_neither_network_nor_environment_nor_other_files(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    secret = tmp_path / "archive.toml"
    secret.write_text("canary")
    monkeypatch.setenv("MUNIMENT_PASSPHRASE_FILE", str(secret))
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = json.loads(run("hostile:reach", str(secret), str(server.getsockname()[1]).encode()))
    assert not any(name.startswith(("MUNIMENT", "XDG", "HOME")) for name in found["environment"])
    assert found["isolated"] == 1 and found["here"] == "/" and found["cores"] == 0
    if mode == "bubblewrap":
        for act in ("secret", "write_root", "network"):
            assert found[act].startswith("refused"), (act, found[act])
        assert not (tmp_path / "archive.toml.new").exists(), "what it writes goes to its own /tmp"


def test_what_it_started_does_not_outlive_it(mode: str) -> None:
    run("hostile:leave", "", b"")
    time.sleep(0.2)
    lines = [
        Path(f"/proc/{pid}/cmdline").read_bytes() for pid in os.listdir("/proc") if pid.isdigit() and Path(f"/proc/{pid}/cmdline").exists()
    ]
    assert b"/bin/sleep\x0047\x00" not in lines


def test_the_folder_we_are_in_is_never_shown_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert str(tmp_path) not in sandbox._seen() and str(tmp_path) not in sandbox._paths()
