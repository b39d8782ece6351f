"""Checking a package: the one implementation is the verifier that travels inside it; here it answers with our verdict."""

import io
from pathlib import Path

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.verdict import Check, Verdict
from muniment.preserve.standalone import verify as standalone
from muniment.protect.sandbox import SandboxError, run

PARSER = "muniment.preserve.verify:checked"


def verify_package(path: Path) -> Verdict:
    """All checks on a package, folder or zip. A zip that is torn or damaged is a package that failed.

    Raises:
        BadInputError: nothing there, or nothing that ever was a package.
    """
    try:
        report = standalone.examined(str(path))
    except standalone.Problem as exc:
        raise BadInputError(f"{path} is not a package: {exc}", advice="Name a package's folder or zip.") from exc
    except OSError as exc:
        raise BadInputError(f"{path} cannot be read: {exc.strerror}.") from exc
    checks = tuple(msgspec.convert(one, Check) for one in report.checks)
    return Verdict(checks, standalone.PROVES, standalone.DOES_NOT_PROVE)


def is_package(path: Path) -> bool:
    """Whether this looks like a package rather than an archive."""
    return path.is_file() or (path / "bagit.txt").exists() or (path / "package-files.txt").exists()


def verify_sent(data: bytes) -> Verdict:
    """All checks on a zip that a stranger sent, made in the sandbox; its bytes never touch the disk.

    Raises:
        BadInputError: this can be no package.
    """
    try:
        answer = msgspec.json.decode(run(PARSER, "", data), type=Answer)
    except (SandboxError, msgspec.MsgspecError) as exc:
        raise BadInputError(f"This package could not be opened: {exc}", advice="Choose the zip as it was made.") from exc
    if answer.problem:
        raise BadInputError(f"This is not a package: {answer.problem}", advice="Choose the zip as it was made.")
    return Verdict(answer.checks, standalone.PROVES, standalone.DOES_NOT_PROVE)


class Answer(msgspec.Struct):
    """What the sandbox answers: the checks, or why there are none."""

    checks: tuple[Check, ...] = ()
    problem: str = ""


def checked(_: str, data: bytes) -> bytes:
    """For the sandbox: the report on a zip as JSON."""
    try:
        report = standalone.examined_zip(io.BytesIO(data), "the zip")
    except standalone.Problem as exc:
        return msgspec.json.encode(Answer(problem=str(exc)))
    return msgspec.json.encode(Answer(tuple(msgspec.convert(one, Check) for one in report.checks)))
