"""Bags: the Library of Congress's own program is the judge; what it calls invalid fails here, and is named."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bagit as loc
import msgspec
import pytest

from muniment.preserve.formats import bagit, item
from muniment.preserve.formats.found import Found
from tests.preserve.formats.makers import bad, line, make_folder, make_zip, said

Members = dict[str, bytes]


def make_bag(folder: Path, algorithms: tuple[str, ...] = ("sha256", "sha512"), **info: str) -> Members:
    """A bag as bagit-python writes it."""
    folder.mkdir()
    (folder / "letter.txt").write_text("an invented letter")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "نامه ۱.txt").write_text("another")
    (folder / "pictures" / "a%b.txt").write_text("with a sign in its name")
    loc.make_bag(str(folder), {"Source-Organization": "Merun Families' Circle", **info}, checksums=algorithms)
    return members(folder)


def members(folder: Path) -> Members:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The judge logs a line for each fault it finds."""
    loc.LOGGER.disabled = True
    yield
    loc.LOGGER.disabled = False


def judge(folder: Path, held: Members) -> bool:
    """What bagit-python says of these members."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in held.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        return bool(loc.Bag(str(folder)).is_valid())
    except (loc.BagError, UnicodeError):
        return False


@pytest.mark.parametrize("algorithms", [("md5",), ("sha1",), ("sha256",), ("sha512",), ("md5", "sha256", "sha512")])
def test_a_bag_made_elsewhere_passes_in_every_algorithm(algorithms: tuple[str, ...], tmp_path: Path) -> None:
    found = bagit.examine(make_folder(make_bag(tmp_path / "bag", algorithms)))
    assert found.verdict.answer == "passed", found.verdict
    assert said(found, "bag-info.txt: Source-Organization") == ["Merun Families' Circle"]
    assert dict(found.counted) == {"payload files": 3}
    weak = "deceived" in (line(found, f"manifest-{algorithms[0]}.txt").found or "")
    assert weak == (algorithms[0] in ("md5", "sha1"))


@pytest.mark.parametrize("root", ["", "bag/", "handed over/bag/"])
def test_a_bag_in_a_zip_passes_wherever_it_begins(root: str, tmp_path: Path) -> None:
    held = {root + name: data for name, data in make_bag(tmp_path / "bag").items()}
    found = msgspec.json.decode(item("application/zip", make_zip(held, packed=True)), type=Found)
    assert (found.format, found.verdict.answer) == ("bagit", "passed"), found


def changed(held: Members) -> str:
    held["data/letter.txt"] += b"!"
    return "data/letter.txt"


def missing(held: Members) -> str:
    del held["data/pictures/نامه ۱.txt"]
    return "data/pictures/نامه ۱.txt"


def extra(held: Members) -> str:
    held["data/added.txt"] = b"nobody listed me"
    return "data/added.txt"


def relabelled(held: Members) -> str:
    held["bag-info.txt"] += b"External-Description: added later\n"
    return "bag-info.txt"


def miscounted(held: Members) -> str:
    held["bag-info.txt"] = held["bag-info.txt"].replace(b"Payload-Oxum: ", b"Payload-Oxum: 9")
    return "bag-info.txt"


@pytest.mark.parametrize("damage", [changed, missing, extra, relabelled, miscounted])
def test_what_the_judge_refuses_fails_and_is_named(damage: Callable[[Members], str], tmp_path: Path) -> None:
    held = make_bag(tmp_path / "bag")
    assert judge(tmp_path / "again", held)
    where = damage(held)
    assert not judge(tmp_path / "again", held)
    found = bagit.examine(make_folder(held))
    assert where in {place for _, place in bad(found)}


def test_random_damage_is_judged_as_the_judge_judges(tmp_path: Path) -> None:
    held = make_bag(tmp_path / "bag")
    dice = random.Random(11)
    for _ in range(60):
        name = dice.choice(sorted(held))
        at = dice.randrange(len(held[name]))
        other = held | {name: held[name][:at] + bytes([dice.randrange(256)]) + held[name][at + 1 :]}
        ours = bagit.examine(make_folder(other)).verdict.answer
        if not judge(tmp_path / "again", other):
            assert ours != "passed", (name, at)
        else:
            assert ours == "passed", (name, at, bad(bagit.examine(make_folder(other))))


def test_names_that_lead_out_of_the_bag_are_refused() -> None:
    held = {"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "manifest-md5.txt": b"00 ../../etc/passwd\n00 /etc/passwd\n00 data/..\\x\n"}  # fmt: skip
    assert [what for what, _ in bad(bagit.examine(make_folder(held)))] == ["manifest-md5.txt"] * 3


def test_a_file_to_be_fetched_is_not_checked_and_never_asked_for(tmp_path: Path) -> None:
    held = make_bag(tmp_path / "bag")
    del held["data/letter.txt"]
    held["fetch.txt"] = b"https://tavrin.example/letter - data/letter.txt\n"
    found = bagit.examine(make_folder(held))
    assert {c.where for c in found.verdict.having("not_checked")} == {"data/letter.txt"}


HEAD = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ODD: list[tuple[dict[str, bytes], str]] = [
    ({"bagit.txt": b""}, "declaration"), ({"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n"}, "declaration"),
    ({"bagit.txt": HEAD}, "manifests"), ({"bagit.txt": HEAD, "manifest-sha256.txt": b"no digest here\n"}, "manifests"),
    ({"bagit.txt": HEAD, "manifest-sha256.txt": b"00 data/a\n11 data/a\n"}, "manifests"),
    ({"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: hex\n", "manifest-sha256.txt": b"zz"}, "manifests"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "what"), ODD)
def test_a_bag_that_is_half_one_says_what_it_lacks(held: dict[str, bytes], what: str) -> None:
    found = bagit.examine(make_folder(held))
    if held["bagit.txt"].endswith(b"hex\n"):
        assert found.verdict.answer != "passed"
        return
    assert what in {kind for kind, _ in bad(found)}


def test_an_algorithm_that_is_not_known_is_not_checked(tmp_path: Path) -> None:
    held: dict[str, Any] = make_bag(tmp_path / "bag")
    held["manifest-whirlpool.txt"] = held["manifest-sha256.txt"]
    assert line(bagit.examine(make_folder(held)), "manifest-whirlpool.txt").verdict == "not_checked"
