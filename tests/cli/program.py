"""The real program as a user runs it: a process of its own, a home of its own, standard streams apart."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PASSPHRASE = "seven herons over the ford"
PATIENCE = 60.0


class Ran(NamedTuple):
    """How a run ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON, which it must be to the last byte."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """Runs commands on one archive, with one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.archive = home / "archive"
        self.passphrase = home / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.passphrase.chmod(0o600)

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of the person who runs the tests but PATH."""
        base = {"PATH": os.environ["PATH"], "HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"), "LC_ALL": "C.UTF-8",
                "PYTHONPATH": str(ROOT / "src"), "MUNIMENT_ARCHIVE": str(self.archive), "PYTHONWARNINGS": "error"}  # fmt: skip
        return base | more

    def locked(self, *words: object, stdin: str = "", fds: tuple[int, ...] = (), **more: str) -> Ran:
        """Run without any passphrase at hand."""
        ran = subprocess.run(self.line(*words), env=self.environment(**more), input=stdin, capture_output=True, text=True,
                             pass_fds=fds, cwd=self.home, check=False, timeout=PATIENCE)  # fmt: skip
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def run(self, *words: object, stdin: str = "", **more: str) -> Ran:
        """Run with the passphrase in a file."""
        return self.locked(*words, stdin=stdin, MUNIMENT_PASSPHRASE_FILE=str(self.passphrase), **more)

    def done(self, *words: object, stdin: str = "") -> Ran:
        """Run, and expect success."""
        ran = self.run(*words, stdin=stdin)
        assert ran.code == 0, ran.err
        return ran

    @staticmethod
    def line(*words: object) -> list[str]:
        """The command line of a run."""
        return [sys.executable, "-m", "muniment", *map(str, words)]

    def typed(self, keys: list[str], *words: object, **more: str) -> tuple[int, str]:
        """Run on a terminal: each of `keys` is typed when the program stops talking with “> ” or “: ”."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.home)
            os.execve(
                sys.executable,
                self.line(*words),
                self.environment(**{"TERM": "xterm", "MUNIMENT_PASSPHRASE_FILE": str(self.passphrase)} | more),
            )
        said = _conversation(terminal, list(keys))
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), said


def _conversation(terminal: int, keys: list[str]) -> str:
    """What was said on the terminal, keys typed at each prompt."""
    said, last, until = b"", 0, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            heard = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end has closed
            break
        if not heard:
            break
        said += heard
        if keys and said[last:].endswith((b"> ", b": ")):
            last = len(said)
            os.write(terminal, keys.pop(0).encode())
    os.close(terminal)
    return said.decode()
