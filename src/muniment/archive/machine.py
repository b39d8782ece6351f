"""The machine an archive stands on: programs, disk, file system, clock. Looked at without any key, and without an archive.

What is absent and only widens what can be done is *not checked*, with what it is for; what weakens a promise is *failed*.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from muniment.model.verdict import Answer, Check

PROGRAMS: tuple[tuple[tuple[str, ...], str, Answer, str], ...] = (
    (("bwrap",), "bubblewrap", "failed", "Install bubblewrap: without it foreign files are parsed behind weaker limits."),
    (("openssl",), "openssl", "not_checked", "Install openssl 3: outside time stamps and packages are checked with it."),
    (("age",), "age", "not_checked", "Install age: it opens sealed objects without Muniment, and makes custodians' keys."),
    (("tesseract",), "tesseract", "not_checked", "Install tesseract-ocr and tesseract-ocr-fas: photographed pages are read with it."),
    (("chromium", "chromium-browser", "google-chrome"), "chromium", "not_checked", "Install chromium: web pages are captured with it."),
)
"""Names it may go by, what it is called, what its absence means, and what to do."""
LEAST = 1 << 30
"""Bytes: below this an intake may stop in the middle."""
NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
    }
)
WEAK = frozenset({"vfat", "exfat", "msdos", "fuseblk", "ntfs", "ntfs3"})
"""File systems that keep no owner and no mode: whoever holds the disk reads the folder."""
SLACK = timedelta(minutes=2)
SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


def programs() -> Iterator[Check]:
    """The programs that are called, each with its version."""
    for names, called, absent, advice in PROGRAMS:
        path = next((found for name in names if (found := shutil.which(name))), None)
        if path is None:
            yield Check(called, absent, found="absent", advice=advice)
        else:
            yield Check(called, "passed", found=_version(path))


def _version(path: str) -> str:
    """The first line of what it says of itself; that it is there is enough where it says nothing."""
    asked = "version" if Path(path).name == "openssl" else "--version"
    try:
        said = subprocess.run([path, asked], capture_output=True, text=True, timeout=10, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return "present"
    return (said.stdout or said.stderr).strip().partition("\n")[0][:60] or "present"


def space(root: Path) -> Check:
    """Room on the disk of the archive."""
    disk = shutil.disk_usage(root)
    told = f"{disk.free / 1e9:,.1f} GB of {disk.total / 1e9:,.1f} GB free"
    if disk.free < LEAST:
        return Check("disk space", "failed", "1.1 GB", told, advice="Make room, or move the archive to a larger disk.")
    return Check("disk space", "passed", found=told)


def filesystem(root: Path, mounts: Path = Path("/proc/self/mountinfo")) -> Check:
    """What kind of file system it is: locks and flushes are not certain on one that is reached through a network."""
    kind = _kind(root, mounts)
    if kind is None:
        return Check("file system", "not_checked", found="unknown on this system", advice="Keep the archive on a disk of this machine.")
    if kind in NETWORK:
        return Check("file system", "failed", "a disk of this machine", f"{kind}, through a network",
                     advice="Locks and flushes are not certain there: move the archive to a disk of this machine.")  # fmt: skip
    if kind in WEAK:
        return Check("file system", "failed", "one that keeps owners and modes", kind,
                     advice="Everyone on this machine can read the folder; it is sealed, but sizes and dates show. Move it to ext4 or the like.")  # fmt: skip
    return Check("file system", "passed", found=kind)


def _kind(root: Path, mounts: Path) -> str | None:
    """The type of the mount that holds this folder: the longest mount point above it, the last one mounted there."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    here, best, kind = root.absolute().resolve(), -1, None
    for line in lines:
        fields, _, after = line.partition(" - ")
        point = Path(fields.split(" ")[4].encode().decode("unicode_escape")) if len(fields.split(" ")) > 4 else None
        if point is not None and (point == here or point in here.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def clock(now: datetime, last: datetime | None, founded: datetime | None, synchronised: Path = SYNCHRONISED) -> Check:
    """Whether the clock can be right: not before the last entry, nor before the archive was made; and whether it is compared with others."""
    told = f"{now:%Y-%m-%d %H:%M:%S}Z"
    for since, what in ((last, "the ledger's last entry"), (founded, "the day the archive was made")):
        if since is not None and now < since - SLACK:
            return Check(
                "clock",
                "failed",
                f"after {since:%Y-%m-%d %H:%M}Z, {what}",
                told,
                advice="Set the clock; the ledger's order does not depend on it.",
            )
    if synchronised.exists():
        return Check("clock", "passed", found=f"{told}, synchronised")
    return Check("clock", "not_checked", found=f"{told}, compared with no other clock", advice="Compare it with another clock.")
