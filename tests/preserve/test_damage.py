"""A hostile forger at work on good packages: 500 damaged at random (a seeded part of them by default), then by design.

All damage must be found and the damaged file named, by our verifier, verify.py alone, verify.sh in dash and verify.html in Chromium,
and no check that two of them ran may have two verdicts. A forger who knows BagIt makes the manifests fit again; a better one the package list too.
"""

import base64
import hashlib
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.archive.package import Package
from muniment.preserve.verify import verify_package
from tests.preserve.packages import Answer, Page, agree, ours, python, shell, unzipped

Named = list[str]
"""Any of these must be named as damaged."""
Damage = Callable[[Path, random.Random, dict[str, Path]], Named]


def files(folder: Path, *below: str) -> list[Path]:
    every = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in every if not below or path.relative_to(folder).as_posix().startswith(below)]


def name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def refresh(folder: Path, *, lists: bool = False) -> None:
    """The manifests made to fit, as a forger would; with `lists` the package's own list too."""
    if lists:
        listed = [line[66:] for line in (folder / "package-files.txt").read_text().splitlines()]
        (folder / "package-files.txt").write_text(lines(folder, [folder / one for one in listed if (folder / one).exists()]))
    (folder / "manifest-sha256.txt").write_text(lines(folder, files(folder, "data/")))
    tags = [p for p in files(folder) if not name(p, folder).startswith("data/") and p.name != "tagmanifest-sha256.txt"]
    (folder / "tagmanifest-sha256.txt").write_text(lines(folder, tags))


def lines(folder: Path, paths: list[Path]) -> str:
    return "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {name(p, folder)}\n" for p in paths)


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    at = chance.randrange(8 * len(data))
    data[at // 8] ^= 1 << at % 8
    path.write_bytes(data)


def flipped(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice([p for p in files(folder) if p.stat().st_size])
    flip(path, chance)
    if path.name == "tagmanifest-sha256.txt":  # nothing lists the last list: what it now says wrongly is named
        return [name(p, folder) for p in files(folder)]
    return [name(path, folder)]


def flipped_and_listed(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice([p for p in files(folder, "data/", "custody/", "keys/", "claims", "verify", "bag") if p.stat().st_size])
    flip(path, chance)
    refresh(folder)
    return [name(path, folder)]


def flipped_and_listed_twice(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice([p for p in files(folder, "data/", "custody/") if p.stat().st_size])
    flip(path, chance)
    refresh(folder, lists=True)
    return ["package-files.txt"]


def missing(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice(files(folder))
    path.unlink()
    return [name(path, folder)]


def missing_and_listed(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice(files(folder, "data/", "proofs/", "custody/", "keys/", "checkpoint", "package", "claims"))
    path.unlink()
    refresh(folder)
    proved = name(path, folder).replace("proofs/package.proof", "package.json").replace("proofs/", "data/nouns/").replace(".proof", ".json")
    return [name(path, folder), proved, "package-files.txt"]


def added(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    places = ["data/files/more.txt", "data/nouns/ev-1.json", "proofs/x.proof", "note.pdf", "keys/two.pem", ".hidden", "-out", "a b.txt"]
    path = folder / chance.choice([*places, "data/نامه.txt", "custody/x.jsonl", "proofs/sub/x.proof"])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(chance.randbytes(20))
    return [name(path, folder)]


def added_and_listed(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    named = added(folder, chance, others)
    refresh(folder)
    return named


def swapped(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    one, two = chance.sample(files(folder, chance.choice(["data/", "proofs/"])), 2)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    return [name(one, folder)]


def exchanged(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """A file of the same name out of another package of the same archive, and the manifests made to fit."""
    other = others["one" if folder.name != "one" else "many"]
    path = folder / chance.choice(["package.json", "package-files.txt", "proofs/package.proof", "claims.jsonld", "bag-info.txt"])
    if path.read_bytes() == (other / path.relative_to(folder)).read_bytes():
        path = folder / "package.json"
    shutil.copy(other / path.relative_to(folder), path)
    refresh(folder)
    return [name(path, folder), "package.json", "package-files.txt", "checkpoint"]


def proof_edited(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """One word or digit of a proof, and the manifests made to fit."""
    path = chance.choice(files(folder, "proofs/"))
    said = path.read_text().splitlines(keepends=True)
    at = chance.randrange(1, len(said))
    line = said[at]
    chosen = chance.choice(["digit", "drop", "twice", "zero", "word"])
    if chosen == "digit":
        where = chance.choice([n for n, c in enumerate(line) if c.isalnum()])
        line = line[:where] + ("0" if line[where] != "0" else "1") + line[where + 1 :]
    said[at] = {"drop": "", "twice": line + line, "zero": line.replace(" ", " 0", 1), "word": "path /etc/passwd\n"}.get(chosen, line)
    path.write_text("".join(said))
    refresh(folder)
    proved = name(path, folder).replace("proofs/package.proof", "package.json").replace("proofs/", "data/nouns/").replace(".proof", ".json")
    return [name(path, folder), proved]


def claim_edited(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """What a noun says, changed in meaning, and manifests and package list made to fit."""
    nouns = files(folder, "data/nouns/")
    path = chance.choice([p for p in nouns if b'"compartment":"open"' in p.read_bytes()])
    path.write_bytes(path.read_bytes().replace(b'"compartment":"open"', b'"compartment":"shut"'))
    refresh(folder, lists=chance.random() < 0.5)
    return [name(path, folder)]


def checkpoint_swapped(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """An older or newer head, truly signed by the same key."""
    other = chance.choice([o for o in others.values() if o.name != folder.name])
    shutil.copy(other / "checkpoint", folder / "checkpoint")
    refresh(folder)
    return ["package.json", "checkpoint"]


def custody_cut(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """A link less, or in another order, and manifests and package list made to fit."""
    path = chance.choice(files(folder, "custody/"))
    links = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(links[1:] if chance.random() < 0.5 else [*links, links[0]]))
    refresh(folder, lists=True)
    return [name(path, folder)]


def renamed(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    path = chance.choice(files(folder))
    path.rename(path.with_name(path.name + chance.choice([".bak", " ", "\u202e", "\\n"])))
    return [name(path, folder)]


def linked(folder: Path, chance: random.Random, others: dict[str, Path]) -> Named:
    """A link to the very same bytes outside: they could change after the check."""
    path = chance.choice(files(folder, "data/", "proofs/", "checkpoint"))
    outside = folder.parent / f"{folder.name}-outside"
    path.rename(outside)
    path.symlink_to(outside)
    return [name(path, folder)]


KINDS: list[Damage] = [
    flipped, flipped_and_listed, missing, added, swapped, proof_edited, claim_edited, checkpoint_swapped, renamed, custody_cut,
    missing_and_listed, added_and_listed, flipped_and_listed_twice, exchanged, linked,
]  # fmt: skip


@pytest.mark.parametrize("turn", [pytest.param(n, marks=[] if n < 1 else pytest.mark.slow) for n in range(40)])
@pytest.mark.parametrize("name", ["letter", "many", "court", "witnessed"])
def test_every_flipped_bit_of_any_file_is_found_and_named(name: str, turn: int, good: dict[str, Path], tmp_path: Path) -> None:
    chance, folder = random.Random(turn), tmp_path / name
    shutil.copytree(good[name], folder)
    for _ in range(50):
        path = chance.choice([p for p in files(folder) if p.stat().st_size])
        before = path.read_bytes()
        flip(path, chance)
        said, where = verify_package(folder), path.relative_to(folder).as_posix()
        named = " ".join(f"{check.where} {check.found}" for check in said.having("failed"))
        assert said.answer == "failed", (where, turn)
        assert where in named or where == "tagmanifest-sha256.txt", (where, named)  # nothing lists the last list
        path.write_bytes(before)
    assert verify_package(folder).answer == "passed"


@pytest.mark.parametrize("turn", [pytest.param(n, marks=[] if n < 1 else pytest.mark.slow) for n in range(40)])
def test_every_flipped_bit_of_a_zip_is_found(turn: int, made: dict[str, Package], tmp_path: Path) -> None:
    """Of headers and gaps too, that no file of the package lies in."""
    chance, path = random.Random(turn), tmp_path / "package.zip"
    for name in ("letter", "court"):
        for _ in range(50):
            path.write_bytes(made[name].zip)
            flip(path, chance)
            assert verify_package(path).answer == "failed"


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("seed", [pytest.param(n, marks=[] if n < 20 else pytest.mark.slow) for n in range(500)])
def test_damage_is_found_and_named_by_all_four(seed: int, good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    chance = random.Random(seed)
    source = good[["letter", "many", "one", "court"][seed // len(KINDS) % 4]]
    folder = tmp_path / source.name
    shutil.copytree(source, folder)
    named = KINDS[seed % len(KINDS)](folder, chance, good)
    answers = ours(folder), python(folder), shell(folder), page(folder)
    assert agree(*answers) == []
    assert [answer.code for answer in answers] == [1, 1, 1, 1]
    for answer in answers:
        assert any(one in answer.named for one in named), (named, answer.named)


# --- what witnesses cosigned ------------------------------------------------------------------------------------------


def note_lines(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "witnessed" / "checkpoint"
    return path, path.read_text().splitlines(keepends=True)


def cosignature_changed(folder: Path, chance: random.Random) -> None:
    """A bit of a cosignature: its time, or what it signs with."""
    path, said = note_lines(folder)
    dash, name, blob = said[-1].split()
    data = bytearray(base64.b64decode(blob))
    at = chance.randrange(32, 8 * len(data))
    data[at // 8] ^= 1 << at % 8
    path.write_text("".join(said[:-1]) + f"{dash} {name} {base64.b64encode(data).decode()}\n")


def cosigned_size_changed(folder: Path, chance: random.Random) -> None:
    path, said = note_lines(folder)
    path.write_text("".join([said[0], f"{int(said[1]) + chance.choice([-1, 1])}\n", *said[2:]]))


def logs_own_line_dropped(folder: Path, chance: random.Random) -> None:
    path, said = note_lines(folder)
    path.write_text("".join(line for line in said if not line.startswith(f"— {said[0].strip()} ")))


def step_changed(folder: Path, chance: random.Random) -> None:
    path = folder / "witnessed" / "consistency"
    said = path.read_text().splitlines(keepends=True)
    at = chance.randrange(3, len(said))
    said[at] = chance.choice(["", said[at] * 2, f"path {chance.randbytes(32).hex()}\n", "path\n", said[at].upper()])
    path.write_text("".join(said))


def way_edited(folder: Path, chance: random.Random) -> None:
    path = folder / "witnessed" / "consistency"
    said = path.read_text()
    path.write_text(
        chance.choice(
            [said[:-1], said.replace("old ", "old 0"), said.replace("size ", "size 1"), "", said + "path \n", said.replace("\n", "\r\n")]
        )
    )


def quorum_lowered(folder: Path, chance: random.Random) -> None:
    path = folder / "keys" / "policy.txt"
    other = chance.choice(["group witnesses 4", "group witnesses 0", "group  witnesses 2", "group witnesses any"])
    path.write_text(path.read_text().replace("group witnesses 2", other))


def witness_twice(folder: Path, chance: random.Random) -> None:
    """One witness counted under two names."""
    path = folder / "keys" / "policy.txt"
    said = path.read_text().splitlines(keepends=True)
    said[2] = f"witness {said[2].split()[1]} {said[1].split()[2]}\n"
    path.write_text("".join(said))


def policy_of_another_log(folder: Path, chance: random.Random) -> None:
    path = folder / "keys" / "policy.txt"
    said = path.read_text().splitlines(keepends=True)
    others = [said[1:], [said[1].replace("witness north", "log"), *said[1:]], said[:-1], [*said, "quorum witnesses\n"]]
    path.write_text("".join(chance.choice(others)))


def key_of_a_witness_swapped(folder: Path, chance: random.Random) -> None:
    """Another's key under the id and name of a witness."""
    path = folder / "keys" / "policy.txt"
    said = path.read_text().splitlines(keepends=True)
    name, id, _ = said[1].split()[2].split("+", 2)
    said[1] = f"witness north {name}+{id}+{base64.b64encode(bytes([4]) + chance.randbytes(32)).decode()}\n"
    path.write_text("".join(said))


def witnessed_dropped(folder: Path, chance: random.Random) -> None:
    (folder / "witnessed" / chance.choice(["checkpoint", "consistency"])).unlink()


WITNESSED = [
    cosignature_changed, cosigned_size_changed, logs_own_line_dropped, step_changed, way_edited, quorum_lowered, witness_twice,
    policy_of_another_log, key_of_a_witness_swapped, witnessed_dropped,
]  # fmt: skip


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("seed", [pytest.param(n, marks=[] if n < 10 else pytest.mark.slow) for n in range(100)])
def test_what_witnesses_cosigned_cannot_be_changed(seed: int, good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    """By a forger who makes all lists fit again: the check of witnesses alone must find it, in all four verifiers."""
    folder = Path(shutil.copytree(good["witnessed"], tmp_path / "witnessed"))
    WITNESSED[seed % len(WITNESSED)](folder, random.Random(seed))
    refresh(folder, lists=True)
    all_fail(folder, "witnesses", page)


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("at", [0, -1])
def test_a_ledger_that_does_not_begin_with_what_witnesses_saw_fails(at: int, good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    """A proof of the right form and length that leads elsewhere."""
    folder = Path(shutil.copytree(good["witnessed"], tmp_path / "witnessed"))
    path = folder / "witnessed" / "consistency"
    said = path.read_text().splitlines(keepends=True)
    steps = said[3:]
    steps[at] = f"path {bytes(32).hex()}\n"
    path.write_text("".join([*said[:3], *steps]))
    refresh(folder, lists=True)
    all_fail(folder, "witnesses", page)


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("left", [0, 1])
def test_fewer_cosignatures_than_are_needed_are_not_checked_and_never_passed(
    left: int, good: dict[str, Path], page: Page, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(good["witnessed"], tmp_path / "witnessed"))
    path, said = note_lines(folder)
    path.write_text("".join(said[: len(said) - 2 + left]))
    refresh(folder, lists=True)
    answers = [one(folder) for one in (ours, python, shell, page)]
    assert [answer.checks["witnesses"] for answer in answers] == ["not_checked"] * 4
    assert [answer.code for answer in answers] == [1] * 4, "the list that package.json names is another"


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("name", "answer"), [("unwitnessed", (4, "not_checked")), ("witnessed", (0, "passed"))])
def test_a_package_says_whether_its_witnesses_have_answered(name: str, answer: tuple[int, str], good: dict[str, Path], page: Page) -> None:
    answers = [one(good[name]) for one in (ours, python, shell, page)]
    assert [(one.code, one.checks["witnesses"]) for one in answers] == [answer] * 4


@pytest.mark.needs("openssl3")
@pytest.mark.needs("chromium")
def test_more_cosignatures_than_are_needed_and_those_of_strangers_change_nothing(good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(good["witnessed"], tmp_path / "witnessed"))
    path, said = note_lines(folder)
    path.write_text("".join([*said, said[-1], f"— stranger.example {base64.b64encode(bytes(76)).decode()}\n"]))
    refresh(folder, lists=True)
    assert [one(folder).checks["witnesses"] for one in (ours, python, shell, page)] == ["passed"] * 4


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("seed", [pytest.param(n, marks=[] if n < 40 else pytest.mark.slow) for n in range(400)])
def test_a_flipped_bit_anywhere_in_a_zip_is_found(seed: int, made: dict[str, Package], page: Page, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "package.zip"
    path.write_bytes(made["one"].zip)
    flip(path, chance)
    zip_fails(path, page, alone=seed < 3)


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("seed", range(12))
def test_a_torn_zip_is_a_package_that_failed(seed: int, made: dict[str, Package], page: Page, tmp_path: Path) -> None:
    data = made["one"].zip
    path = tmp_path / "package.zip"
    path.write_bytes(data[: random.Random(seed).randrange(4, len(data))])
    assert "package.zip" in zip_fails(path, page, alone=seed < 2).named


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("around", [b"MZ hidden before", b"hidden behind"])
def test_bytes_around_a_zip_are_found(around: bytes, made: dict[str, Package], page: Page, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(around + made["one"].zip if around.startswith(b"MZ") else made["one"].zip + around)
    zip_fails(path, page)


def zip_fails(path: Path, page: Page, *, alone: bool = True) -> Answer:
    """What our verifier says of a zip that fails, after all who read zips said the same of each check; verify.py alone costs time."""
    answers = [ours(path), page(path), *([python(path)] if alone else [])]
    assert agree(*answers) == []
    assert {answer.code for answer in answers} == {1}
    return answers[0]


@pytest.fixture
def copy(good: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(good["letter"], tmp_path / "letter"))


def all_fail(folder: Path, what: str, *also: Callable[[Path], Answer]) -> None:
    """Our verifier, verify.py alone, verify.sh in dash, and those named: verify.html, where it can read this folder and the check."""
    answers = [one(folder) for one in (ours, python, shell, *also)]
    assert agree(*answers) == []
    assert {(a.code, a.checks[what]) for a in answers} == {(1, "failed")}


@pytest.mark.needs("openssl3")
def test_the_key_that_people_compare_is_the_key_that_verifies(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forger's own archive, whole in itself, wearing the well-known key of another in keys/log.vkey."""
    from tests.archive.makers import founded, packed_letter

    desk = founded(tmp_path / "forger")
    bag = packed_letter(desk)
    desk.archive.close()
    folder = unzipped(bag.zip, tmp_path / "forged")
    assert ours(folder).code == 0
    shutil.copy(copy / "keys" / "log.vkey", folder / "keys" / "log.vkey")
    refresh(folder, lists=True)
    all_fail(folder, "checkpoint signature")


@pytest.mark.needs("openssl3")
def test_a_name_that_is_an_option_of_openssl_does_nothing(copy: Path, tmp_path: Path) -> None:
    before = (copy / "custody").stat().st_mtime_ns, {p: p.read_bytes() for p in files(copy)}
    for trap in ("-out", "-provider", "-engine", "-hmac"):
        (copy / trap).write_text("x")
    answer = shell(copy)
    assert answer.code == 1
    assert all(trap in answer.named for trap in ("-out", "-provider", "-engine", "-hmac"))
    assert {p: p.read_bytes() for p in before[1]} == before[1]


@pytest.mark.needs("openssl3")
@pytest.mark.parametrize("trick", ["$(touch {t})", "`touch {t}`", "'; touch {t}; '", "%s%n\\000"])
def test_nothing_in_a_package_is_ever_run(copy: Path, tmp_path: Path, trick: str) -> None:
    trap = tmp_path / "run"
    words = trick.replace("{t}", str(trap))
    proof = next((copy / "proofs").glob("cl-*.proof"))
    for word in ("path", "id", "nonce", "sha256", "open type", "log-path"):
        said = [f"{word} {words}" if line.startswith(word + " ") else line for line in proof.read_text().splitlines()]
        (copy / "proofs" / proof.name).write_text("\n".join(said) + "\n")
    (copy / "bag-info.txt").write_text(f"Muniment-Proofs: {words}\n")
    (copy / f"data/files/{words.replace('/', '_')}").write_text(words)
    refresh(copy)
    answers = ours(copy), python(copy), shell(copy)
    assert [a.code for a in answers] == [1, 1, 1]
    assert agree(*answers) == []
    assert not trap.exists()


@pytest.mark.needs("openssl3")
def test_a_pipe_in_a_package_is_named_and_not_waited_for(copy: Path) -> None:
    os.mkfifo(copy / "data" / "files" / "pipe")
    all_fail(copy, "files")


@pytest.mark.needs("openssl3")
@pytest.mark.parametrize("where", ["checkpoint", "package.json", "data/nouns", "proofs"])
def test_a_link_is_not_followed_out_of_the_package(where: str, copy: Path, tmp_path: Path) -> None:
    (copy / where).rename(tmp_path / "outside")
    (copy / where).symlink_to(tmp_path / "outside")
    all_fail(copy, "files")


@pytest.mark.needs("openssl3")
def test_a_second_signature_that_does_not_fit_spoils_the_head(copy: Path) -> None:
    checkpoint = copy / "checkpoint"
    good = checkpoint.read_text()
    blob = bytearray(base64.b64decode(good.splitlines()[-1].split()[2]))
    blob[10] ^= 1
    checkpoint.write_text(good + f"— {good.splitlines()[0]} {base64.b64encode(blob).decode()}\n")
    refresh(copy)
    all_fail(copy, "checkpoint signature")


@pytest.mark.needs("openssl3")
def test_cosignatures_of_others_are_left_alone(copy: Path) -> None:
    checkpoint = copy / "checkpoint"
    more = "".join(f"— witness{n}.example {base64.b64encode(bytes([n]) * 76).decode()}\n" for n in range(16))
    checkpoint.write_text(checkpoint.read_text() + more)
    refresh(copy)
    assert [a.code for a in (ours(copy), python(copy), shell(copy))] == [0, 0, 0]


@pytest.mark.needs("openssl3")
def test_another_archives_name_in_bag_info_is_found(copy: Path) -> None:
    info = copy / "bag-info.txt"
    info.write_text(info.read_text().replace("Muniment-Archive: muniment.archive/", "Muniment-Archive: muniment.archive/f"))
    refresh(copy)
    all_fail(copy, "checkpoint signature")


@pytest.mark.needs("openssl3")
def test_a_declared_check_nobody_here_can_run_is_not_checked(copy: Path) -> None:
    """Not failed, not passed: exit 4. The list that names bag-info.txt is made to fit, so that this alone is left to see."""
    info = copy / "bag-info.txt"
    info.write_text(info.read_text().replace("files, ledger, custody", "files, ledger, custody, starlight"))
    answers = python(copy), shell(copy)
    assert all("starlight" in a.checks or a.code == 1 for a in answers)
    assert python(copy).checks["starlight"] == "not_checked"


def test_a_zip_bomb_and_a_path_that_leaves_are_refused(tmp_path: Path) -> None:
    import zipfile

    for where, data in (("../../etc/passwd", b"x"), ("data/zeros", bytes(300 << 20))):
        path = tmp_path / "package.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(where, data)
        verdict = verify_package(path)
        assert verdict.answer == "failed"
        assert any(word in (verdict.checks[0].found or "") for word in ("leaves the package", "times its size"))


def test_the_reader_is_told_what_is_damaged_in_plain_words(copy: Path) -> None:
    item = next((copy / "data" / "files").iterdir())
    flip(item, random.Random(1))
    found = [c for c in verify_package(copy).checks if c.verdict == "failed" and c.what == "files"]
    assert [c.where for c in found] == [f"data/files/{item.name}"]
    assert found[0].expected != found[0].found == hashlib.sha256(item.read_bytes()).hexdigest()
    assert "Do not rely on it" in (found[0].advice or "")
