"""Four ways to look at a package: ours, verify.py alone, verify.sh in dash, verify.html in Chromium opened from disk."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from muniment.preserve.verify import verify_package
from tests.web.browsing import chromium

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


class Page:
    """The page that travels inside, opened from disk in a real browser: one for many packages. It keeps what was complained of and
    what was asked of any network or disk. The browser lives in a thread of its own: its loop and an archive would not bear each other."""

    def __init__(self, **options: Any) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.count = 0
        self.thread = ThreadPoolExecutor(1)
        self.house = chromium()
        self.tab = self.do(lambda: self._open(options))

    def _open(self, options: dict[str, Any]) -> Any:
        tab = self.house.__enter__().new_context(**options).new_page()
        tab.set_default_timeout(30_000)
        tab.on("console", lambda message: self.said.append(message.text))
        tab.on("pageerror", lambda error: self.said.append(str(error)))
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.goto((STANDALONE / "verify.html").as_uri())
        return tab

    def do(self, what: Callable[..., Any], *args: Any) -> Any:
        """Anything with the tab, where the browser lives."""
        return self.thread.submit(what, *args).result()

    def close(self) -> None:
        self.do(self.house.__exit__, None, None, None)
        self.thread.shutdown()

    def __call__(self, path: Path) -> Answer:
        self.do(self.tab.set_input_files, "#folder" if path.is_dir() else "#zip", path)
        return self.answer()

    def answer(self) -> Answer:
        """What stands there once the next package was looked at."""
        self.count += 1
        self.do(self.tab.wait_for_selector, f"body[data-state='done {self.count}']")
        return answered(self.do(self.tab.evaluate, READ))


def answered(read: Any) -> Answer:
    """What READ found on the page."""
    verdict, rows = read
    checks: dict[str, str] = {}
    for what, answer, _ in rows:
        checks[what] = "failed" if "failed" in (checks.get(what), answer) else answer
    named = "\n".join(said for _, answer, said in rows if answer == "failed")
    return Answer({"passed": 0, "failed": 1, "not_checked": 4, "": 2}[verdict], checks, named)


READ = """() => { const report = document.getElementById('report');
  return report.hidden ? ['', []] : [report.dataset.verdict, Array.from(report.querySelectorAll('[data-what]'),
    row => [row.dataset.what, row.dataset.verdict, row.textContent])]; }"""


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
