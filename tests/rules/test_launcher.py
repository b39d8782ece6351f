"""`./muniment` on machines that lack something: one plain line, nothing half-done; and on a ready one it starts at once."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT

TOOLS = ("sh", "dirname", "uname", "sed", "cmp", "rm", "cp", "ls", "tr")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the launcher with its lists and the smallest part of the product that answers --version."""
    root = tmp_path / "a house"  # a space, as in real folders
    (root / "src" / "muniment").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "src" / "muniment" / name, root / "src" / "muniment")
    shutil.copy(ROOT / "muniment", root)
    shutil.copytree(ROOT / "setup", root / "setup", ignore=shutil.ignore_patterns("wheels", "__pycache__"))
    return root


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH with a shell's tools and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return folder


def start(house: Path, path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher there."""
    return subprocess.run([str(house / "muniment"), *words], env={"PATH": str(path), "HOME": str(house)} | environment,
                          capture_output=True, text=True, check=False)  # fmt: skip


def make_ready(house: Path) -> None:
    """What a first start leaves behind, without the packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(house / ".venv")], check=True)
    site = next((house / ".venv" / "lib").glob("python3.*")) / "site-packages"
    (site / "muniment.pth").write_text("../../../../src\n", encoding="utf-8")
    shutil.copy(house / "setup" / "core.lock", house / ".venv")


def test_without_python_it_says_what_to_install(house: Path, bare: Path) -> None:
    said = start(house, bare, "--version")
    assert said.returncode == 2
    assert re.fullmatch(r"muniment: needs Python 3\.11 to 3\.14 and found none\. Do this: .+\n", said.stderr)
    assert not (house / ".venv").exists()


def test_a_python_too_old_is_not_taken(house: Path, bare: Path) -> None:
    old = bare / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    assert "found none" in start(house, bare, "--version").stderr


def test_without_certificates_it_says_so_in_one_line(house: Path, bare: Path, tmp_path: Path) -> None:
    if sys.platform == "darwin":
        pytest.skip("certificates live in the keychain there")
    nowhere = {"SSL_CERT_FILE": str(tmp_path / "none.pem"), "SSL_CERT_DIR": str(bare), "MUNIMENT_PYTHON": sys.executable}
    said = start(house, bare, "--version", **nowhere)
    assert said.returncode == 2
    assert said.stderr.splitlines()[-1] == (
        "muniment: no CA certificates on this system, so nothing can be downloaded safely. Do this: apt install ca-certificates"
    )


def test_a_stick_without_its_wheels_is_refused_and_the_next_start_tries_again(house: Path, bare: Path) -> None:
    (house / "setup" / "wheels").mkdir()
    for _ in range(2):
        said = start(house, bare, "--version", MUNIMENT_PYTHON=sys.executable)
        assert (said.returncode, said.stdout) == (2, "")
        assert "without the network" in said.stderr
        assert "did not succeed" in said.stderr
    assert not (house / ".venv" / "core.lock").exists()


def work() -> float:
    """Seconds that finished children have had of a processor: what a start costs, however busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_ready_house_answers_its_version_at_once(house: Path, bare: Path) -> None:
    make_ready(house)
    took = []
    for _ in range(5):
        began = work()
        said = start(house, bare, "--version")
        took.append(work() - began)
        assert (said.returncode, said.stderr) == (0, "")
        assert re.fullmatch(r"muniment \d+\.\d+\.\d+\n", said.stdout)
    assert min(took) <= 0.15


def test_a_stick_of_an_unknown_group_is_refused_before_anything_is_written(house: Path, bare: Path, tmp_path: Path) -> None:
    make_ready(house)
    said = start(house, bare, "bundle", str(tmp_path / "stick"), "spark")
    assert said.returncode == 2
    assert "no group 'spark'" in said.stderr
    assert not (tmp_path / "stick").exists()


def test_what_is_there_already_is_not_said_to_be_downloaded(house: Path, bare: Path) -> None:
    """The list of tests contains the core's; its weight is told without what the core brought."""
    make_ready(house)
    weigh = 'setup=$1; venv=$2; eval "$(sed -n "/^weight()/,/^}/p" "$1/../muniment")"; weight core.lock; weight test.lock'
    said = subprocess.run(["sh", "-c", weigh, "sh", str(house / "setup"), str(house / ".venv")], capture_output=True, text=True, check=True)
    listed = {
        name: int(re.search(r"^# download: (\d+) MB", (house / "setup" / f"{name}.lock").read_text(encoding="utf-8"))[1])
        for name in ("core", "test")
    }  # type: ignore[index]
    assert list(map(int, said.stdout.split())) == [listed["core"], listed["test"] - listed["core"]]


def test_a_ready_house_may_be_moved_and_called_from_anywhere(house: Path, bare: Path, tmp_path: Path) -> None:
    make_ready(house)
    moved = house.rename(tmp_path / "elsewhere")
    assert start(moved, bare, "--version").returncode == 0


def test_another_list_of_packages_means_another_installation(house: Path, bare: Path) -> None:
    make_ready(house)
    (house / "setup" / "wheels").mkdir()
    with (house / "setup" / "core.lock").open("a", encoding="utf-8") as lock:
        lock.write("another==1.0 --hash=sha256:" + "0" * 64 + "\n")
    assert "Installing" in start(house, bare, "--version").stderr


def test_an_unknown_group_is_named_with_those_there_are(house: Path, bare: Path) -> None:
    make_ready(house)
    said = start(house, bare, "setup", "spark")
    assert said.returncode == 2
    assert "no group 'spark'. Groups: c2pa core pg test" in said.stderr


@pytest.mark.needs("git")
def test_a_stick_is_never_written_over(house: Path, tmp_path: Path) -> None:
    make_ready(house)
    (tmp_path / "stick" / "muniment").mkdir(parents=True)
    said = start(house, Path(os.environ["PATH"].split(":")[0]), "bundle", str(tmp_path / "stick"), PATH=os.environ["PATH"])
    assert said.returncode == 2
    assert "already there" in said.stderr
