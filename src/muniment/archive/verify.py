"""`verify` on an archive folder: the files first, untouched, then with keys what the files alone cannot say.

Opening an archive mends what a crash left (a torn end of a pack, a checkpoint behind its head); a forger's traces would be mended
with it. So everything that needs no key is looked at before anything is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive.check import verify_archive
from muniment.archive.desk import Desk
from muniment.archive.files import LATER, verify_files
from muniment.archive.founding import open_archive, owner
from muniment.archive.ledger import checked
from muniment.archive.opened import Archive
from muniment.model.errors import BadInputError, MunimentError
from muniment.model.verdict import Answer, Check, Verdict
from muniment.store.errors import DamagedError, WrongKeyError


def verify(root: Path, ask: Callable[[], str]) -> Verdict:
    """Everything that can be checked here; `ask` brings the passphrase, or raises to go on without keys.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
    """
    files = verify_files(root, at.read(root))
    try:
        archive = open_archive(root, ask)
    except BadInputError:
        raise
    except (DamagedError, WrongKeyError) as exc:
        return _without(files, "failed", str(exc))
    except MunimentError as exc:
        return _without(files, "not_checked", str(exc))
    try:
        return _with(archive, files)
    finally:
        with suppress(MunimentError):  # what keeps the ledger from going on stands in the verdict
            archive.close()


def _with(archive: Archive, files: Verdict) -> Verdict:
    try:
        desk = Desk(archive, owner(archive)).through("archive.verify")
    except MunimentError:  # not even the people can be read: the rows say why
        return verify_archive(archive, files)
    return checked(desk, files)


def _without(files: Verdict, answer: Answer, why: str) -> Verdict:
    """What the files showed; the rest could not be looked at, for this reason."""
    known = tuple(c for c in files.checks if not (c.what in LATER and c.verdict == "not_checked"))
    rest = tuple(Check(what, answer, found=why) for what in (("rows",) if answer == "failed" else LATER))
    return Verdict((*known, *rest), () if answer == "failed" else files.proves, files.does_not_prove)
