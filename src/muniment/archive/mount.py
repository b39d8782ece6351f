"""What kind of disk an archive lies on. A file system of the network may lose what it said was written, or lock what it did not.

Read from the system's own list of mounts (Linux); where there is none, nothing is known and nothing is said.
"""

import re
from pathlib import Path

ESCAPED = re.compile(r"\\([0-7]{3})")
"""How the list writes a space, a tab, a line end or a backslash in a path."""
MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset({"9p", "afs", "beegfs", "ceph", "cifs", "fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs",
                     "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"})  # fmt: skip


def kind(path: Path, mounts: str) -> str:
    """The file system that holds a path, by a list of mounts as Linux writes it; empty where the list does not say."""
    best, found = -1, ""
    for line in mounts.splitlines():
        before, mark, after = line.partition(" - ")
        fields = before.split()
        if not mark or len(fields) < 5 or not after.split():
            continue
        point = Path(ESCAPED.sub(lambda m: chr(int(m[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), after.split()[0]
    return found


def warning(path: Path) -> str | None:
    """A sentence where an archive lies on a network file system."""
    try:
        found = kind(path.resolve(), MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    if found not in NETWORK:
        return None
    return (
        f"This archive lies on a network file system ({found}): it may say that bytes are safe when they are not, and two machines "
        "may write at once. Keep the archive on a disk of this machine, and copies of it elsewhere."
    )
