"""Checking a package: the one implementation is the verifier that travels inside it; here it answers with our verdict."""

from pathlib import Path

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.verdict import Check, Verdict
from muniment.preserve.standalone import verify as standalone


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
