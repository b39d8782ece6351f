"""`verify` on an archive folder or a backup: the files first, then with keys what the files alone cannot say. It changes nothing.

Opening an archive to work in it mends what a crash left (a torn end of a pack, a checkpoint behind its head), and a forger's traces
would be mended with it; a check that wrote would turn a copy into a fork. So this one looks, and writes no ledger entry: the door
`check` is the one that the ledger tells of.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive.check import verify_archive
from muniment.archive.files import LATER, verify_copy, verify_files
from muniment.archive.founding import open_archive
from muniment.archive.inventory import FILE, faults, read
from muniment.model.errors import BadInputError, MunimentError
from muniment.model.verdict import Answer, Check, Verdict
from muniment.protect.keyring import KeyMissingError
from muniment.store.errors import DamagedError, WrongKeyError


def verify(root: Path, ask: Callable[[], str]) -> Verdict:
    """Everything that can be checked here; `ask` brings the passphrase, or raises to go on without keys.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
    """
    if (root / FILE).exists():
        return _backup(root)
    files = verify_files(root, at.read(root))
    try:
        archive = open_archive(root, ask, is_looking=True)
    except KeyMissingError as exc:
        return _without(files, "not_checked", str(exc))
    except BadInputError:
        raise
    except MunimentError as exc:
        return _without(files, "not_checked", str(exc))
    try:
        return verify_archive(archive, files)
    except (DamagedError, WrongKeyError) as exc:
        return _without(files, "failed", str(exc))
    finally:
        archive.leave()


def _backup(root: Path) -> Verdict:
    """A backup: every file against its inventory, then as an archive, as far as that goes without keys and database."""
    held = read(root)
    bad = tuple(faults(root, held))
    named = bad or (Check("backup", "passed", found=f"{len(held.files):,} files as the inventory of {held.made_at:%Y-%m-%d %H:%M}Z says"),)
    found = verify_copy(root, at.read(root), (FILE,))
    return Verdict((*named, *found.checks), () if bad else found.proves, found.does_not_prove)


def _without(files: Verdict, answer: Answer, why: str) -> Verdict:
    """What the files showed; the rest could not be looked at, for this reason."""
    known = tuple(c for c in files.checks if not (c.what in LATER and c.verdict == "not_checked"))
    rest = tuple(Check(what, answer, found=why) for what in (("rows",) if answer == "failed" else LATER))
    return Verdict((*known, *rest), () if answer == "failed" else files.proves, files.does_not_prove)
