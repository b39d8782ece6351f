"""A few good packages to damage, and three ways to look at one: ours, verify.py alone, verify.sh in dash."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

from muniment.preserve.verify import verify_package

STANDALONE = Path(__file__).parents[2] / "src" / "muniment" / "preserve" / "standalone"
SHELL = shutil.which("dash") or "sh"
CHECKS = ("files", "package list", "checkpoint signature", "proofs", "bytes", "custody", "timestamps")


class Answer(NamedTuple):
    """What one verifier said: its exit code, a verdict for each check, and everything it named as damaged."""

    code: int
    checks: dict[str, str]
    named: str


def ours(path: Path) -> Answer:
    verdict = verify_package(path)
    checks: dict[str, str] = {}
    for check in verdict.checks:
        checks[check.what] = "failed" if "failed" in (checks.get(check.what), check.verdict) else check.verdict
    named = "\n".join(f"{c.where} {c.found}" for c in verdict.having("failed"))
    return Answer({"passed": 0, "failed": 1, "not_checked": 4}[verdict.answer], checks, named)


def python(path: Path) -> Answer:
    """The file that travels inside, in a Python that knows nothing of us."""
    ran = subprocess.run([sys.executable, "-I", STANDALONE / "verify.py", path, "--json"], capture_output=True, text=True, check=False)
    assert not ran.stderr, ran.stderr
    said = json.loads(ran.stdout)
    checks: dict[str, str] = {}
    for check in said["checks"]:
        checks[check["what"]] = "failed" if "failed" in (checks.get(check["what"]), check["verdict"]) else check["verdict"]
    named = "\n".join(f"{c.get('where')} {c.get('found')}" for c in said["checks"] if c["verdict"] == "failed")
    return Answer(ran.returncode, checks, named)


def shell(folder: Path) -> Answer:
    ran = subprocess.run([SHELL, STANDALONE / "verify.sh", folder], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert not ran.stderr, ran.stderr
    lines = ran.stdout.decode("utf-8", "backslashreplace").splitlines()
    checks: dict[str, str] = {}
    for line in lines:
        verdict = {"passed": "passed", "FAILED": "failed", "not ch": "not_checked"}.get(line[:6])
        if verdict and (what := next((c for c in CHECKS if line[13:].startswith(c)), None)):
            checks[what] = "failed" if "failed" in (checks.get(what), verdict) else verdict
    failed = [f"{line} {lines[n + 1]}" for n, line in enumerate(lines) if line.startswith("FAILED")]
    return Answer(ran.returncode, checks, "\n".join(failed))


def agree(*answers: Answer) -> list[str]:
    """The checks of which two verifiers that ran them said different things."""
    return [
        f"{what}: {sorted(said)}"
        for what in dict.fromkeys(w for a in answers for w in a.checks)
        if len(said := {a.checks[what] for a in answers if what in a.checks} - {"not_checked"}) > 1
    ]


def unzipped(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(folder)
    return folder
