"""A network file system under an archive is told from a disk, by the list of mounts that Linux writes."""

from pathlib import Path

import pytest

from muniment.archive import mount

LIST = """22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:44 / /srv/far rw,relatime shared:2 - nfs4 10.0.0.1:/x rw,vers=4.2
41 40 8:1 / /srv/far/near rw - ext4 /dev/sda1 rw
42 22 0:45 / /srv/with\\040space rw - cifs //there/x rw
43 22 0:46 / /media/stick rw - fuse.sshfs a@there: rw
broken line
44 22 0:47 / /odd - """


@pytest.mark.parametrize(
    ("path", "found"),
    [("/var/archive", "ext4"), ("/srv/far/archive", "nfs4"), ("/srv/far/near/archive", "ext4"), ("/srv/with space/a", "cifs"),
     ("/media/stick", "fuse.sshfs"), ("/srv/farther", "ext4")],
)  # fmt: skip
def test_the_innermost_mount_says_what_it_is(path: str, found: str) -> None:
    assert mount.kind(Path(path), LIST) == found


def test_a_list_that_says_nothing_is_not_guessed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mount.kind(tmp_path, "") == ""
    monkeypatch.setattr(mount, "MOUNTS", tmp_path / "absent")
    assert mount.warning(tmp_path) is None


def test_a_warning_names_the_kind_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "mountinfo"
    listed.write_text(f"22 1 0:1 / / rw - ext4 x rw\n23 22 0:2 / {tmp_path} rw - nfs4 there:/x rw\n")
    monkeypatch.setattr(mount, "MOUNTS", listed)
    assert "(nfs4)" in (mount.warning(tmp_path / "archive") or "")
    assert mount.warning(Path("/")) is None
