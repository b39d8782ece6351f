"""`serve` listens on this machine only."""

import signal
import subprocess

import pytest

from muniment.cli.stop import SAID
from tests.cli.program import Program


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "archive.example"])
def test_another_host_than_this_machine_is_refused(program: Program, host: str) -> None:
    said = program.run("serve", "--host", host)
    assert (said.code, said.out) == (2, "")
    assert "is not loopback" in said.err


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("worker",)])
def test_ctrl_c_ends_what_runs_until_it_is_stopped_like_every_command(program: Program, words: tuple[str, ...]) -> None:
    with subprocess.Popen(
        program.line(*words), env=program.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        if words[0] == "serve":
            assert running.stderr.readline().startswith("Open http://127.0.0.1:")
        else:
            with pytest.raises(subprocess.TimeoutExpired):  # by then it waits for work
                running.wait(3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (130, "", f"{SAID}\n")
