"""The command line as a person uses it: one process a command, keys in a home of its own, answers read from standard output."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SRC = Path(__file__).parents[2] / "src"


class Shell:
    """One archive and the person typing."""

    def __init__(self, home: Path, archive: Path, **variables: str) -> None:
        self.home, self.archive, self.variables = home, archive, variables

    def run(self, *words: object, at: Path | None = None, says: str | None = None, user: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command; nothing is asked of how it ends."""
        with self.begin(*words, at=at, user=user) as running:
            out, err = running.communicate(says or "")
        return subprocess.CompletedProcess(words, running.returncode, out, err)

    def begin(self, *words: object, at: Path | None = None, user: str = "") -> subprocess.Popen[str]:
        """Start a command."""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LANG") if name in os.environ}
        env = {**kept, "PYTHONPATH": str(SRC), "XDG_CONFIG_HOME": str(self.home), "MUNIMENT_ARCHIVE": str(self.archive), "PYTHONUTF8": "1"}
        env |= self.variables | ({"MUNIMENT_USER": user} if user else {})
        command, pipe = [sys.executable, "-m", "muniment", *map(str, words)], subprocess.PIPE
        return subprocess.Popen(command, cwd=at or self.home, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def ask(self, *words: object, says: str | None = None, user: str = "") -> list[Any]:
        """Run a command that must succeed; what it answered, one value a line of JSON."""
        done = self.run(*words, "--json", says=says, user=user)
        assert done.returncode == 0, f"{words}: {done.stderr}{done.stdout}"
        return [json.loads(line) for line in done.stdout.splitlines()]

    def give(self, verb: str, given: dict[str, Any], *words: object, user: str = "") -> Any:
        """Walk through a door with inputs from a file, as free text is given."""
        path = self.home / "given.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        return self.ask(verb, *words, "--file", path, user=user)[0]

    def refuses(self, *words: object, user: str = "") -> str:
        """Run a command whose answer is no; what it said."""
        done = self.run(*words, user=user)
        assert done.returncode == 1, f"{words}: exit {done.returncode}: {done.stderr}{done.stdout}"
        assert "Traceback" not in done.stderr
        return done.stderr


def below(step: dict[str, Any]) -> set[str]:
    """The digests a step of a trace rests on."""
    return ({step["sha256"]} if step.get("sha256") else set()).union(*(below(each) for each in step.get("rests_on", ())))


def named(people: list[Any], name: str) -> Any:
    """The register entry that carries this name."""
    return next(p for p in people if name in [each["text"] for each in p["names"]])
