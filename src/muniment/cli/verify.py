"""`muniment verify`: an archive folder or a package, checked; what could not be checked is said."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from muniment.archive import archive_folder
from muniment.archive.verify import verify as verify_archive
from muniment.cli import session, show
from muniment.model.errors import BadInputError, MunimentError
from muniment.model.verdict import Verdict
from muniment.preserve.verify import is_package, verify_package

CODES = {"passed": 0, "failed": 1, "not_checked": 4}
MARKS = {"passed": "passed     ", "failed": "FAILED     ", "not_checked": "not checked"}


def verify(
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help="A package (folder or zip) or an archive folder.")] = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Check an archive or a package: passed, failed, not checked, with what each proves and does not."""
    where = path or archive_folder(None)
    if not where.exists():
        raise BadInputError(f"There is nothing at {where}.", advice="Name a package or an archive folder.")
    verdict = verify_package(where) if is_package(where) else verify_archive(where, lambda: passphrase_or_none(passphrase_fd))
    for check in verdict.checks:
        if check.what == "acts" and check.verdict == "not_checked":
            show.note(f"{check.found} What needs no key is checked.")
    _show(verdict, is_json=is_json)
    if CODES[verdict.answer]:
        raise typer.Exit(CODES[verdict.answer])


class _NoPassphraseError(MunimentError):
    """Nobody gave one."""


def passphrase_or_none(descriptor: int | None) -> str:
    """The passphrase; where nobody can give one, an error that is not a wrong one: what needs no key goes on."""
    try:
        return session.passphrase(descriptor)
    except BadInputError as exc:
        if os.environ.get("MUNIMENT_PASSPHRASE_FILE") or descriptor is not None:
            raise
        raise _NoPassphraseError("The archive is locked.") from exc


def _show(verdict: Verdict, *, is_json: bool) -> None:
    if is_json:
        plain = {"verdict": verdict.answer, "checks": [trimmed(c) for c in verdict.checks], "proves": verdict.proves,
                 "does_not_prove": verdict.does_not_prove}  # fmt: skip
        print(msgspec.json.encode(plain).decode())
        return
    print_checks(verdict)
    heading = "This proves:" if verdict.answer == "passed" else "A pass would prove:"
    print("\n" + heading + "".join(f"\n  {s}" for s in verdict.proves))
    print("It does not prove:" + "".join(f"\n  {s}" for s in verdict.does_not_prove))
    print("\n" + verdict.answer.replace("_", " "))


def print_checks(verdict: Verdict) -> None:
    """Each check in its lines."""
    for check in verdict.checks:
        print(f"{MARKS[check.verdict]}  {check.what}" + (f"  {check.where}" if check.where else ""))
        for name in ("expected", "found", "advice"):
            if (said := getattr(check, name)) and (check.verdict != "passed" or name == "found"):
                print(f"             {name}: {said}")


def trimmed(check: object) -> dict[str, object]:
    """A check as JSON has it: without what is empty."""
    return {name: value for name, value in msgspec.to_builtins(check).items() if value is not None}
