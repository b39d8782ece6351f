"""Time stamps in a package: all three verifiers read them, without the network; whatever is done to them is found and named."""

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.preserve.verify import verify_package
from tests.preserve.authorities import served
from tests.preserve.packages import STANDALONE, agree, ours, python, shell
from tests.preserve.test_damage import all_fail, flip, name, refresh

pytestmark = pytest.mark.needs("openssl3")


@pytest.fixture
def copy(stamped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stamped, tmp_path / "stamped"))


def sizes(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in (folder / "timestamps").glob("*.note"))


def test_all_three_pass_and_say_by_when_each_item_existed(stamped: Path) -> None:
    answers = ours(stamped), python(stamped), shell(stamped)
    assert [(a.code, a.checks["timestamps"]) for a in answers] == [(0, "passed")] * 3
    told = [c.found or "" for c in verify_package(stamped).checks if c.what == "timestamps"]
    assert [words.split(" existed by then")[0] for words in told[:2]] == ["1 of 3 items", "1 of 3 items"]
    assert told[2] == "1 of 3 items came after every head that was stamped"
    assert all(chain in told[0] for chain in ("alpha 20", "loose 20", "alpha+alpha 20", "loose+loose 20"))


def test_verify_txt_prints_commands_that_work_as_they_stand(stamped: Path) -> None:
    lines = [
        line.strip() for line in (stamped / "VERIFY.txt").read_text().splitlines() if "-attime" in line and "openssl ts -verify" in line
    ]
    assert len(lines) == 6
    for line in lines:
        ran = subprocess.run(["sh", "-c", line], cwd=stamped, capture_output=True, text=True, check=False)
        assert "Verification: OK" in ran.stdout, (line, ran.stderr)
    (stamped.parent / "message").unlink()


def test_a_package_without_time_stamps_says_nothing_of_them(good: dict[str, Path]) -> None:
    assert all("timestamps" not in answer.checks for answer in (ours(good["one"]), python(good["one"])))


def test_without_openssl_they_are_not_checked_and_the_rest_is(stamped: Path, tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-I", STANDALONE / "verify.py", stamped], env={"PATH": str(tmp_path)}, capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert ran.returncode == 4
    assert "not checked  timestamps" in ran.stdout
    assert "passed       proofs" in ran.stdout


def test_in_a_zip_they_are_read_as_well(stamped: Path, tmp_path: Path) -> None:
    from muniment.preserve.package import zipped
    from muniment.preserve.verify import verify_sent

    data = zipped({name(path, stamped): path.read_bytes() for path in stamped.rglob("*") if path.is_file()})
    (tmp_path / "p.zip").write_bytes(data)
    assert python(tmp_path / "p.zip").checks["timestamps"] == "passed"
    assert [c.verdict for c in verify_sent(data).checks if c.what == "timestamps"] == ["passed"] * 3


Damage = Callable[[Path], list[str]]


def first(folder: Path, end: str) -> Path:
    return folder / "timestamps" / f"{sizes(folder)[0]}.{end}"


def flipped(end: str) -> Damage:
    def done(folder: Path) -> list[str]:
        flip(first(folder, end), random.Random(7))
        return [name(first(folder, end), folder)]

    return done


def missing(end: str, *named: str) -> Damage:
    def done(folder: Path) -> list[str]:
        found = [name(first(folder, one), folder) for one in named or (end,)]
        first(folder, end).unlink()
        return found

    return done


def exchanged(folder: Path) -> list[str]:
    """The token of another head."""
    other = folder / "timestamps" / f"{sizes(folder)[1]}.alpha.tsr"
    shutil.copy(other, first(folder, "alpha.tsr"))
    return [name(first(folder, "alpha.tsr"), folder)]


def of_another(folder: Path) -> list[str]:
    """The root of an authority is another's."""
    shutil.copy(folder / "keys" / "tsa-loose.pem", folder / "keys" / "tsa-alpha.pem")
    return [name(first(folder, "alpha.tsr"), folder)]


def rootless(folder: Path) -> list[str]:
    (folder / "keys" / "tsa-alpha.pem").unlink()
    return [name(first(folder, "alpha.tsr"), folder)]


def added(folder: Path) -> list[str]:
    path = folder / "timestamps" / "note.txt"
    path.write_text("stamped, believe us")
    return [name(path, folder)]


def gone(folder: Path) -> list[str]:
    shutil.rmtree(folder / "timestamps")
    return ["timestamps/"]


def larger(folder: Path) -> list[str]:
    """A head of a size that it does not name."""
    note = first(folder, "note")
    note.rename(note.with_name("999999.note"))
    return ["timestamps/999999.note"]


def unsigned(folder: Path) -> list[str]:
    """The head of a forger: another root under the same signature."""
    lines = first(folder, "note").read_text().split("\n")
    lines[2] = "A" + lines[2][1:] if lines[2][0] != "A" else "B" + lines[2][1:]
    first(folder, "note").write_text("\n".join(lines))
    return [name(first(folder, "note"), folder)]


def other_way(folder: Path) -> list[str]:
    """A step of the proof of consistency is another."""
    path = first(folder, "consistency")
    lines = path.read_text().splitlines()
    lines[-1] = "path " + hashlib.sha256(b"x").hexdigest()
    path.write_text("\n".join(lines) + "\n")
    return [name(first(folder, "note"), folder)]


def half_way(folder: Path) -> list[str]:
    """The proof of consistency lacks its last step, or its last newline."""
    path = first(folder, "consistency")
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    return [name(first(folder, "note"), folder)]


DAMAGE: dict[str, Damage] = {
    "a flipped note": flipped("note"), "no note": missing("note"), "no token": missing("alpha.tsr", "alpha+alpha.tsr"),
    "no proof": missing("consistency", "note"), "another head's token": exchanged, "another's root": of_another, "no root": rootless,
    "something added": added, "nothing left": gone, "another size": larger, "another root": unsigned, "another way": other_way,
    "half a way": half_way,
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("lists", [pytest.param(False, marks=pytest.mark.slow), True])
def test_damage_is_found_and_named_also_where_all_lists_were_made_to_fit(kind: str, lists: bool, copy: Path) -> None:
    named = DAMAGE[kind](copy)
    refresh(copy, lists=lists)
    answers = ours(copy), python(copy), shell(copy)
    assert agree(*answers) == []
    assert [(a.code, a.checks["timestamps"]) for a in answers] == [(1, "failed")] * 3
    for answer in answers:
        assert any(one in answer.named for one in named), (named, answer.named)


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[] if n < 3 else pytest.mark.slow) for n in range(60)])
def test_a_flipped_bit_in_a_token_is_found_by_the_list_if_not_by_its_signature(seed: int, copy: Path) -> None:
    """A token is malleable in fields that nobody signed; the list of the package, and so the ledger, holds its bytes."""
    chance = random.Random(seed)
    path = chance.choice(sorted((copy / "timestamps").glob("*.tsr")))
    flip(path, chance)
    answers = ours(copy), python(copy), shell(copy)
    assert [a.code for a in answers] == [1, 1, 1]
    assert agree(*answers) == []
    assert all(name(path, copy) in a.named for a in answers)


def test_a_forger_with_an_authority_of_their_own_is_found_by_the_list_alone(copy: Path, tmp_path: Path) -> None:
    """Whoever makes all lists fit and brings a root of their own passes this check: so the page says to compare the root."""
    from muniment.preserve.stamp import request

    with served(tmp_path / "forger") as house:
        note = first(copy, "note").read_bytes()
        first(copy, "alpha.tsr").write_bytes(house.authorities["beta"].answer(request(note)))
        first(copy, "alpha+alpha.tsr").unlink()
        (copy / "keys" / "tsa-alpha.pem").write_text(house.root("beta"))
        for path in (copy / "timestamps").glob("*.alpha.tsr"):
            if path != first(copy, "alpha.tsr"):
                path.unlink()
    refresh(copy, lists=True)
    answers = ours(copy), python(copy), shell(copy)
    assert [(a.code, a.checks["package list"]) for a in answers] == [(1, "failed")] * 3
    assert any("compare these roots" in words for words in verify_package(copy).does_not_prove)


def test_a_declared_check_of_time_stamps_that_are_not_there_fails(good: dict[str, Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(good["one"], tmp_path / "one"))
    info = folder / "bag-info.txt"
    info.write_text(info.read_text().replace("files, ledger, custody", "files, ledger, custody, timestamps"))
    refresh(folder, lists=True)
    all_fail(folder, "timestamps")
