"""`verify` on a whole archive: one hand-made change of each kind, and each is named. The archive is built once and copied."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from muniment.archive.desk import Desk
from muniment.archive.files import verify_files
from muniment.archive.log import MEMORY
from muniment.archive.settings import keys_folder, read
from muniment.archive.verify import verify
from muniment.model.canonical import decode, encode
from muniment.model.errors import MunimentError
from muniment.model.verdict import Verdict
from muniment.store.bulk import do, every, one
from muniment.store.tar import whole
from tests.archive.makers import PYTHON, again, checked, faults, founded, items, reopened, take, through, told


class Built(NamedTuple):
    """The good archive, its keys, an older copy of both, and what lies in it."""

    root: Path
    keys: Path
    older: Path
    ids: dict[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Items small and large, a claim and what it rests on, one item withdrawn, more than 256 entries, several heads."""
    with pytest.MonkeyPatch.context() as home:
        keys = tmp_path_factory.mktemp("keys")
        home.setenv("XDG_CONFIG_HOME", str(keys))
        root = tmp_path_factory.mktemp("built") / "archive"
        desk = founded(root)
        ids = told(desk)
        take(desk, b"small", b"", os.urandom(1 << 20) * 2)
        take(desk, b"small")
        gone = take(desk, b"asked back")[0].id or ""
        through(desk, "withdraw", id=gone, expected=1, reason="asked for by the giver")
        desk = again(desk)
        older = tmp_path_factory.mktemp("older") / "archive"
        desk.archive.shelf.scrub()
        shutil.copytree(root, older)
        for _ in range(260):
            desk.archive.note("search.run", desk.agent, "tag")
        desk.archive.log()
        take(desk, b"after the full tile")
        desk = again(desk)
        desk.archive.close()
        yield Built(root, keys, older, {**ids, "gone": gone})


@pytest.fixture
def root(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to damage, with its keys."""
    shutil.copytree(built.keys, tmp_path / "keys")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    return Path(shutil.copytree(built.root, tmp_path / "archive"))


def looked(root: Path) -> Verdict:
    return verify(root, lambda: "")


def sql(root: Path, *statements: "str | tuple[str, tuple[object, ...]]") -> None:
    """What someone does who has the database and its key."""
    desk = reopened(root)
    with desk.archive.shelf.transaction():
        for statement in statements:
            do(*statement) if isinstance(statement, tuple) else do(statement)
    let_go(desk)


def let_go(desk: Desk) -> None:
    """Leave without a word to the ledger."""
    desk.archive.leave()


def asked(root: Path, question: str) -> list[tuple[object, ...]]:
    desk = reopened(root)
    found = every(question)
    let_go(desk)
    return found


def turned(path: Path, at: int = -1) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_an_archive_that_nobody_touched_passes(root: Path, built: Built) -> None:
    verdict = looked(root)
    assert faults(verdict) == []
    assert verdict.answer == "passed"
    assert any("erased by order, entry" in (c.found or "") for c in verdict.checks), "a withdrawal is an order, never a failure"
    assert verdict.proves
    assert any("older copy" in sentence for sentence in verdict.does_not_prove)


# --- the database, by someone who has its key -------------------------------------------------------------------------

ROWS: dict[str, tuple[Callable[[dict[str, str]], tuple[str, tuple[object, ...]]], str, str]] = {
    "a claim is reworded": (lambda i: ("UPDATE store_row SET payload = replace(payload, 'teacher', 'soldier') WHERE noun = %s", (i["claim"],)), "rows", "claim"),
    "a payload becomes noise": (lambda i: ("UPDATE store_row SET payload = 'noise' WHERE noun = %s", (i["source"],)), "rows", "source"),
    "a digest": (lambda i: ("UPDATE store_row SET digest = %s WHERE noun = %s", ("0" * 64, i["claim"])), "rows", "claim"),
    "a kind": (lambda i: ("UPDATE store_row SET kind = 'source' WHERE noun = %s", (i["claim"],)), "rows", "claim"),
    "a compartment": (lambda i: ("UPDATE store_row SET compartment = 'restricted' WHERE noun = %s", (i["claim"],)), "rows", "claim"),
    "a row is emptied and called erased": (
        lambda i: ("UPDATE store_row SET payload = '', erased = true WHERE noun = %s", (i["claim"],)), "rows", "claim"),
    "an erased row is filled again": (
        lambda i: ("UPDATE store_row SET erased = false, payload = '{}' WHERE noun = %s AND version = 1", (i["gone"],)), "rows", "gone"),
    "a row is deleted": (lambda i: ("DELETE FROM store_row WHERE noun = %s", (i["passage"],)), "rows", "passage"),
    "a row is added": (lambda i: (
        "INSERT INTO store_row (serial, noun, version, kind, schema, compartment, payload, digest, erased) "
        "SELECT 99999, noun, 2, kind, schema, compartment, payload, digest, erased FROM store_row WHERE noun = %s", (i["claim"],)), "rows", "claim"),
    "an edge is cut": (lambda i: ("DELETE FROM store_edge WHERE target = %s", (i["passage"],)), "index", "claim"),
    "an edge is drawn": (lambda i: ("UPDATE store_edge SET role = 'about' WHERE target = %s", (i["passage"],)), "index", "claim"),
    "a root": (lambda i: ("UPDATE store_root SET evidence = %s WHERE evidence = %s", ("ev-" + "0" * 32, i["evidence"])), "index", "claim"),
    "an older version is shown as current": (
        lambda i: ("UPDATE store_current SET version = 1, row = (SELECT serial FROM store_row r WHERE r.noun = store_current.noun AND r.version = 1) "
                   "WHERE kind = %s", ("agent",)), "index", "ag-"),
    "a noun is taken off the shelf": (lambda i: ("DELETE FROM store_current WHERE noun = %s", (i["claim"],)), "index", "claim"),
    "a noun is looked up by other words": (lambda i: ("UPDATE store_current SET state = 'rejected' WHERE noun = %s", (i["claim"],)), "index", "claim"),
    "an act forgets what it touched": (lambda i: ("DELETE FROM store_touch WHERE noun = %s", (i["claim"],)), "index", "le-"),
    "an edge of a row that is gone": (lambda i: ("INSERT INTO store_edge (row, role, target) VALUES (%s, 'evidence', %s)", (77777, i["claim"])), "index", "row 77777"),
    "an act is reworded": (lambda i: ("UPDATE store_act SET payload = replace(payload, 'submission.released', 'submission.drafted') WHERE seq > %s", (0,)), "ledger rows", "entry"),
    "an act becomes noise": (lambda i: ("UPDATE store_act SET payload = 'noise' WHERE seq = %s", (2,)), "ledger rows", "entry 2"),
    "the last act becomes noise": (lambda i: ("UPDATE store_act SET payload = 'noise' WHERE seq = (SELECT max(seq) FROM store_act WHERE seq > %s)", (0,)), "ledger rows", "entry"),
    "an act is deleted": (lambda i: ("DELETE FROM store_act WHERE seq = %s", (2,)), "ledger rows", "entry 2"),
    "the last act is deleted": (lambda i: ("DELETE FROM store_act WHERE seq = (SELECT max(seq) FROM store_act WHERE seq > %s)", (0,)), "ledger rows", "entry"),
}  # fmt: skip


@pytest.mark.parametrize("change", ROWS)
def test_a_changed_row_is_named(change: str, root: Path, built: Built) -> None:
    statement, what, who = ROWS[change]
    sql(root, statement(built.ids))
    verdict = looked(root)
    assert verdict.answer == "failed"
    named = [f for f in faults(verdict) if f.startswith(what + ":")]
    assert any(built.ids.get(who, who) in f for f in named), faults(verdict)


def test_an_act_that_was_added_with_a_number_of_its_own_is_named(root: Path) -> None:
    desk = reopened(root)
    head = desk.archive.shelf.head()
    forged = desk.archive.entry(desk.agent, "claim.reviewed")
    from msgspec.structs import replace

    with desk.archive.shelf.transaction():
        do("INSERT INTO store_act (serial, seq, payload) VALUES (88888, %s, %s)", (head, encode(replace(forged, seq=head))))
    let_go(desk)
    named = faults(looked(root))
    assert any(f"entry {head}" in f for f in named), named


def test_damage_to_the_people_does_not_keep_the_rest_from_being_checked(root: Path) -> None:
    sql(root, "UPDATE store_row SET payload = 'noise' WHERE kind = 'agent'")
    assert any(f.startswith("rows: ag-") for f in faults(looked(root)))


def test_a_database_that_is_none_is_named_and_the_files_are_still_checked(root: Path) -> None:
    (root / "index.db").write_bytes(os.urandom(8192))
    for end in ("-wal", "-shm"):
        (root / f"index.db{end}").unlink(missing_ok=True)
    verdict = looked(root)
    assert verdict.answer == "failed"
    assert any("database" in f for f in faults(verdict)), faults(verdict)
    assert {c.what for c in verdict.having("passed")} >= {"objects", "log", "folder"}


# --- the files, by someone who has no key -----------------------------------------------------------------------------


def pack(root: Path) -> Path:
    return root / "packs" / "000001.tar"


def loose(root: Path) -> Path:
    return next(path for path in (root / "objects").rglob("*") if path.is_file())


def acts(root: Path) -> list[Path]:
    return sorted((root / "log" / "acts").iterdir())


def planted(root: Path) -> str:
    """A well-formed object under its true name, which nobody sealed."""
    data = b"planted by night"
    id = hashlib.sha256(data).hexdigest()
    (root / "objects" / id[:2]).mkdir(exist_ok=True)
    (root / "objects" / id[:2] / id[2:]).write_bytes(data)
    return id


def planted_in_a_pack(root: Path) -> str:
    data = b"planted by night"
    id = hashlib.sha256(data).hexdigest()
    with pack(root).open("ab") as out:
        out.writelines(whole(id, data))
    return id


def write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path.name


FILES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a byte of a small object": (lambda r: turned(pack(r), 700), "objects", "packs/000001.tar bytes"),
    "a byte of a pack's header": (lambda r: turned(pack(r), 3), "objects", "packs/000001.tar bytes"),
    "bytes added to a pack": (lambda r: write(pack(r), pack(r).read_bytes() + b"x" * 100), "objects", "packs/000001.tar bytes"),
    "a pack cut short": (lambda r: os.truncate(pack(r), pack(r).stat().st_size - 1024), "objects in place", "entry"),
    "a byte of a large object": (lambda r: turned(loose(r), 5000), "objects", "objects/"),
    "a large object deleted": (lambda r: loose(r).unlink(), "objects in place", "the bytes themselves"),
    "a foreign file among the packs": (lambda r: write(r / "packs" / "notes.txt", b""), "objects", "packs/notes.txt"),
    "an object planted": (planted, "objects nobody names", "objects/"),
    "an object planted in a pack": (planted_in_a_pack, "objects nobody names", "packs/000001.tar byte"),
    "a full tile": (lambda r: turned(r / "log/tile/0/000"), "log", "log/tile/0/000"),
    "a partial tile": (lambda r: turned(next((r / "log/tile/0/001.p").iterdir())), "log", "log/tile/0/001.p/"),
    "a tile of the second level": (lambda r: turned(r / "log/tile/1/000.p/1"), "log", "log/tile/1/000.p/1"),
    "a bundle": (lambda r: turned(r / "log/tile/entries/000"), "log", "log/tile/0/000"),
    "a tile deleted": (lambda r: (r / "log/tile/0/000").unlink(), "log", "log/tile/0/000"),
    "a bundle deleted": (lambda r: (r / "log/tile/entries/000").unlink(), "log", "log/tile/entries/000"),
    "a tile added": (lambda r: write(r / "log/tile/0/000.p/9", bytes(32 * 9)), "log", "log/tile/0/000.p/9"),
    "a byte of the checkpoint": (lambda r: turned(r / "log/checkpoint", 40), "log", "log/checkpoint"),
    "a checkpoint that is no text": (lambda r: write(r / "log/checkpoint", b"\xff\xfe\n\n\x80"), "log", "log/checkpoint"),
    "the checkpoint deleted": (lambda r: (r / "log/checkpoint").unlink(), "log", "log/checkpoint"),
    "a head edited": (lambda r: write(r / "log/head.json", b'{"size":3,"root":"00"}'), "log", "log/head.json"),
    "a head that is none": (lambda r: write(r / "log/head.json", b"{"), "log", "log/head.json"),
    "a byte of the sealed acts": (lambda r: turned(acts(r)[1]), "acts", "log/acts/"),
    "sealed acts deleted": (lambda r: acts(r)[1].unlink(), "log", "log/acts/"),
    "the last acts deleted": (lambda r: acts(r)[-1].unlink(), "log", "log/acts"),
    "acts added under a fitting name": (lambda r: write(r / "log/acts/000000009999-000000009999.age", b"x"), "log", "000000009999"),
    "acts exchanged": (lambda r: acts(r)[0].write_bytes(acts(r)[1].read_bytes()), "acts", "log/acts/000000000000"),
    "a foreign file among the acts": (lambda r: write(r / "log/acts/evil.age", b"x"), "folder", "log/acts/evil.age"),
    "another key to compare": (lambda r: write(r / "keys/log.vkey", b"a+00000000+AAAA\n"), "log", "log/checkpoint"),
    "another key for openssl": (lambda r: turned(r / "keys/log.pem", 40), "log", "keys/log.pem"),
    "other recipients": (lambda r: turned(r / "keys/compartments.txt", 20), "acts", "keys/compartments.txt"),
    "other words of guidance": (lambda r: turned(r / "README.txt", 20), "folder", "README.txt"),
    "the words of guidance deleted": (lambda r: (r / "README.txt").unlink(), "folder", "README.txt"),
    "a file added": (lambda r: write(r / "notes.txt", b"x"), "folder", "notes.txt"),
    "a hidden file added": (lambda r: write(r / "keys/.x", b"x"), "folder", "keys/.x"),
    "a folder of files added": (lambda r: write(r / "more/of/it", b"x"), "folder", "more/of/it"),
    "a link added": (lambda r: (r / "link").symlink_to("/etc"), "folder", "link"),
}  # fmt: skip


@pytest.mark.parametrize("change", FILES)
def test_a_changed_file_is_named(change: str, root: Path) -> None:
    damage, what, where = FILES[change]
    damage(root)
    verdict = looked(root)
    assert verdict.answer == "failed"
    assert any(f.startswith(what + ":") and where in f for f in faults(verdict)), faults(verdict)


def test_a_checkpoint_of_yesterday_put_back_is_named_before_it_is_mended(root: Path, built: Built) -> None:
    shutil.copy(built.older / "log" / "checkpoint", root / "log" / "checkpoint")
    assert any("log/checkpoint" in f for f in faults(looked(root)))


def test_a_key_that_nobody_ordered_destroyed_is_named(root: Path, built: Built) -> None:
    desk = reopened(root)
    desk.archive.seals.destroy(built.ids["evidence"])
    let_go(desk)
    named = faults(looked(root))
    assert any(f.startswith("objects in place: " + built.ids["evidence"]) and "no entry of the ledger orders it" in f for f in named), named


def test_a_key_that_outlived_its_destruction_is_named(root: Path, built: Built) -> None:
    desk = reopened(root)
    desk.archive.seals.grow([built.ids["gone"]], "open")
    verdict = checked(desk)
    desk.archive.close()
    assert any(built.ids["gone"] in f and "still here" in f for f in faults(verdict))


def test_an_older_copy_of_the_whole_folder_is_seen_where_a_newer_head_is_remembered(root: Path, built: Built) -> None:
    shutil.rmtree(root)
    shutil.copytree(built.older, root)
    verdict = looked(root)
    assert any("an older copy was put back" in f for f in faults(verdict)), faults(verdict)
    desk = reopened(root)
    with pytest.raises(MunimentError, match="older copy"):
        desk.archive.note("search.run", desk.agent)
        desk.archive.log()
    let_go(desk)


def test_an_older_copy_brought_back_on_purpose_goes_on_once_the_file_that_is_named_was_moved_away(root: Path, built: Built) -> None:
    shutil.rmtree(root)
    shutil.copytree(built.older, root)
    memory = keys_folder(read(root).id) / MEMORY
    desk = reopened(root)
    desk.archive.note("search.run", desk.agent)
    with pytest.raises(MunimentError) as told:
        desk.archive.log()
    assert str(Path(*memory.parts[-3:])) in told.value.advice
    memory.rename(memory.with_name("given-up.json"))
    size = desk.archive.log()
    assert desk.archive.ledger.remembered() == desk.archive.ledger.head()
    assert desk.archive.ledger.head().size == size
    desk.archive.close()
    assert faults(looked(root)) == []


def test_an_older_copy_on_a_machine_that_remembers_nothing_passes_and_this_is_said(root: Path, built: Built) -> None:
    shutil.rmtree(root)
    shutil.copytree(built.older, root)
    (keys_folder(read(root).id) / MEMORY).unlink()
    verdict = looked(root)
    assert verdict.answer == "passed"
    assert any("where no machine remembers a newer head" in sentence for sentence in verdict.does_not_prove)


def test_an_older_database_beside_a_newer_ledger_is_named_and_never_signed_into_a_fork(root: Path, built: Built) -> None:
    shutil.copy(built.older / "index.db", root / "index.db")
    for end in ("-wal", "-shm"):
        (root / f"index.db{end}").unlink(missing_ok=True)
    before = (root / "log" / "checkpoint").read_bytes()
    verdict = looked(root)
    assert "ledger rows: entry 11: missing" in faults(verdict)
    assert (root / "log" / "checkpoint").read_bytes() == before


def test_what_an_interrupted_intake_left_is_told_from_what_was_planted(root: Path) -> None:
    desk = reopened(root)
    desk.archive.seals.grow(["ev-" + "7" * 32], "open")
    desk.archive.vault.put(desk.archive.seals.seal(b"never acknowledged", ("ev-" + "7" * 32,), "open"))
    let_go(desk)
    verdict = looked(root)
    assert faults(verdict) == []
    assert any("1 left by an interrupted run" in (c.found or "") for c in verdict.checks)


# --- without keys, read-only, and from the command line ---------------------------------------------------------------


def test_without_keys_all_that_needs_none_is_checked_and_the_rest_is_said(root: Path) -> None:
    verdict = verify_files(root, read(root))
    assert verdict.answer == "not_checked"
    assert {c.what for c in verdict.having("passed")} == {"objects", "log", "folder"}
    turned(pack(root), 700)
    assert verify_files(root, read(root)).answer == "failed"


@pytest.mark.parametrize("change", [name for name, (_, what, _) in FILES.items() if what in ("objects", "log", "folder")])
def test_without_keys_damage_to_objects_and_log_is_named_all_the_same(change: str, root: Path) -> None:
    FILES[change][0](root)
    verdict = verify_files(root, read(root))
    assert any(FILES[change][2] in f for f in faults(verdict)), faults(verdict)


def command(root: Path, home: dict[str, str], *before: str, keys: bool = True) -> "tuple[int, dict[str, object]]":
    env = home | {"XDG_CONFIG_HOME": os.environ["XDG_CONFIG_HOME"] if keys else "/nonexistent"}
    ran = subprocess.run([*before, PYTHON, "-m", "muniment", "verify", root, "--json"], env=env, capture_output=True, text=True, check=False,
                         stdin=subprocess.DEVNULL)  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def test_exit_codes_are_those_of_the_contract(root: Path, home: dict[str, str]) -> None:
    code, said = command(root, home)
    assert (code, said["verdict"]) == (0, "passed")
    code, said = command(root, home, keys=False)
    assert (code, said["verdict"]) == (4, "not_checked")
    turned(pack(root), 700)
    code, said = command(root, home)
    assert (code, said["verdict"], said["proves"]) == (1, "failed", [])


@pytest.mark.needs("bwrap")
def test_on_a_disk_that_cannot_be_written_it_says_what_can_be_shown(root: Path, home: dict[str, str]) -> None:
    shut = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", str(root), str(root)]
    before = sorted((p.name, p.stat().st_mtime_ns) for p in root.rglob("*"))
    code, said = command(root, home, *shut)
    verdicts = {c["what"]: c["verdict"] for c in said["checks"]}  # type: ignore[attr-defined]
    assert (verdicts["objects"], verdicts["log"], verdicts["folder"]) == ("passed",) * 3
    assert code in (0, 4)
    assert sorted((p.name, p.stat().st_mtime_ns) for p in root.rglob("*")) == before


def test_checking_ten_thousand_notes_grows_as_their_number(root: Path) -> None:
    """No quadratic surprise: a hundred times the entries of one batch, looked at twice over."""
    import time

    desk = reopened(root)
    spent = []
    for _ in range(2):
        with desk.archive.shelf.transaction():
            for _ in range(1500):
                desk.archive.note("search.run", desk.agent, "tag")
        desk.archive.log()
        begun = time.process_time()
        checked(desk)
        spent.append(time.process_time() - begun)
    desk.archive.close()
    assert spent[1] < 3 * spent[0] + 0.5, spent


def test_rows_of_the_good_archive_are_what_they_seem(root: Path, built: Built) -> None:
    """The tests above change what they say they change."""
    (payload,) = asked(root, f"SELECT payload FROM store_row WHERE noun = '{built.ids['claim']}'")[0]
    assert decode(bytes(payload)).id == built.ids["claim"]  # type: ignore[call-overload]
    assert len(asked(root, "SELECT 1 FROM store_row WHERE erased")) >= 2
    desk = reopened(root)
    assert len(items(desk)) == 6
    assert int(one("SELECT count(*) FROM store_act")[0]) > 256
    let_go(desk)


def test_looking_changes_nothing_and_a_copy_that_was_looked_at_makes_no_fork(root: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(root, twin)
    kept = {path: path.read_bytes() for path in (twin / "log").rglob("*") if path.is_file()}
    assert faults(looked(twin)) == [] and faults(looked(twin)) == []
    assert {path: path.read_bytes() for path in (twin / "log").rglob("*") if path.is_file()} == kept
    assert faults(looked(root)) == []


def test_a_page_of_the_database_that_no_query_reads_is_checked_too(root: Path) -> None:
    path = root / "index.db"
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1  # within the last page, before its seal
    path.write_bytes(data)
    failed = [check for check in looked(root).having("failed") if check.where == "index.db"]
    assert failed, "the page is named"
    assert all(check.advice and "rebuild" in check.advice for check in failed)
