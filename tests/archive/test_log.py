"""The ledger on disk: what is signed, in which order, and every way in which something older or other is refused a signature."""

import shutil
from pathlib import Path

import pytest

from muniment.archive import sequencer
from muniment.archive.desk import Desk
from muniment.archive.log import ForkError, Head, Log
from muniment.archive.sequencer import Sequencer
from muniment.model.errors import MunimentError
from muniment.preserve import note, tiles
from muniment.preserve.commitment import leaf_of
from muniment.preserve.merkle import consistency, extends, includes, inclusion, leaf_hash
from tests.archive.makers import again, checked, faults, reopened, take, through
from tests.archive.test_check import let_go


def signed(desk: Desk) -> note.Checkpoint:
    log = desk.archive.ledger
    return note.checkpoint(note.opened(log.checkpoint(), [log.key(desk.archive.seals.ring)])[0])


def test_one_act_is_one_leaf_and_each_is_under_the_signed_head(desk: Desk) -> None:
    take(desk, b"one", b"two")
    size = desk.archive.log()
    head, tree = signed(desk), tiles.Tree(desk.archive.ledger.read, size)
    entries = list(desk.archive.shelf.entries())
    assert (head.size, head.root) == (size, tree.root)
    assert len(entries) == size
    for seq, entry in enumerate(entries):
        assert entry.seq == seq
        assert includes(leaf_hash(leaf_of(entry)), seq, size, inclusion(seq, size, tree.subtree), head.root)
    assert len(entries[-1].effects) == 4, "two items and their custody in one act"


def test_every_head_extends_the_one_before(desk: Desk) -> None:
    heads = []
    for number in range(5):
        take(desk, str(number).encode())
        desk.archive.log()
        heads.append(signed(desk))
    tree = tiles.Tree(desk.archive.ledger.read, heads[-1].size)
    for old in heads[:-1]:
        assert extends(old.size, heads[-1].size, old.root, heads[-1].root, consistency(old.size, heads[-1].size, tree.subtree))


def test_partial_tiles_give_way_and_can_still_be_read(desk: Desk) -> None:
    log = desk.archive.ledger
    older = desk.archive.log()
    narrow = log.read(tiles.path(0, 0, older))
    for number in range(300):
        desk.archive.note("search.run", desk.agent, str(number))
    desk.archive.log()
    desk.archive.note("search.run", desk.agent)
    size = desk.archive.log()
    below = sorted(p.relative_to(log.folder).as_posix() for p in (log.folder / "tile").rglob("*") if p.is_file())
    assert below == [f"tile/0/{n}" for n in ("000", f"001.p/{size - 256}")] + [
        "tile/1/000.p/1",
        "tile/entries/000",
        f"tile/entries/001.p/{size - 256}",
    ]
    assert log.read(tiles.path(0, 0, older)) == narrow
    assert len(tiles.unbundle(log.read(tiles.path("entries", 0, older)))) == older
    with pytest.raises(FileNotFoundError):
        log.read(tiles.path(0, 1, 200))


def test_the_head_is_kept_in_both_places_before_anything_is_signed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Log.signed
    seen: list[tuple[Head, Head | None, str]] = []

    def watched(self: Log, head: Head, ring: object) -> str:
        seen.append((self.head(), self.remembered(), self.checkpoint().split("\n")[1]))
        return real(self, head, ring)  # type: ignore[arg-type]

    before = desk.archive.log()
    monkeypatch.setattr(Log, "signed", watched)
    take(desk, b"words")
    size = desk.archive.log()
    ((held, outside, published),) = seen
    assert held == outside
    assert (held.size, published) == (size, str(before))


def test_a_smaller_head_is_never_signed(desk: Desk) -> None:
    take(desk, b"words")
    size = desk.archive.log()
    log, ring = desk.archive.ledger, desk.archive.seals.ring
    smaller = tiles.Tree(log.read, size - 1)
    with pytest.raises(ForkError):
        log.publish(Head(size - 1, smaller.root.hex()), ring)
    assert signed(desk).size == size


def test_another_root_is_never_signed(desk: Desk) -> None:
    """Tiles replaced by those of another history of the same length and more."""
    take(desk, b"words")
    size = desk.archive.log()
    log, ring = desk.archive.ledger, desk.archive.seals.ring
    forged = tiles.grow(log.read, 0, [b"\x01" + bytes([n]) * 32 for n in range(size + 1)])
    log.write(forged)
    with pytest.raises(ForkError, match="no longer holds"):
        log.publish(Head(size + 1, tiles.Tree(log.read, size + 1).root.hex()), ring)


def test_a_database_of_yesterday_is_refused_before_anything_is_numbered(root: Path, desk: Desk) -> None:
    take(desk, b"first")
    desk = again(desk)
    let_go(desk)
    older = root.with_name("older.db")
    shutil.copy(root / "index.db", older)
    desk = reopened(root)
    take(desk, b"second")
    desk.archive.close()
    before = {p.name: p.read_bytes() for p in (root / "log").rglob("*") if p.is_file()}
    for end in ("-wal", "-shm"):
        (root / f"index.db{end}").unlink(missing_ok=True)
    shutil.copy(older, root / "index.db")
    desk = reopened(root)
    for number in range(5):  # enough to reach beyond the signed size, as a fork would
        take(desk, b"forged %d" % number)
    with pytest.raises(ForkError, match="older copy"):
        desk.archive.log()
    assert {p.name: p.read_bytes() for p in (root / "log").rglob("*") if p.is_file()} == before
    let_go(desk)


def test_another_act_in_the_place_of_the_last_signed_is_refused(desk: Desk) -> None:
    from msgspec.structs import replace

    from muniment.model.canonical import encode
    from muniment.store.bulk import do

    take(desk, b"words")
    size = desk.archive.log()
    last = desk.archive.shelf.entry(size - 1)
    with desk.archive.shelf.transaction():
        do("UPDATE store_act SET payload = %s WHERE seq = %s", (encode(replace(last, reason="other words")), size - 1))
    desk.archive.note("search.run", desk.agent)
    with pytest.raises(ForkError, match="not the one that was signed"):
        desk.archive.log()


def test_a_copy_of_the_archive_on_a_machine_without_its_memory_goes_on(root: Path, desk: Desk) -> None:
    """The memory outside may lag behind, or be missing: it only ever refuses what is older than itself."""
    take(desk, b"words")
    desk.archive.log()
    memory = desk.archive.ledger.memory
    assert memory is not None
    memory.unlink()
    take(desk, b"more")
    assert desk.archive.log() == signed(desk).size
    assert memory.exists()


def test_a_checkpoint_that_a_crash_left_behind_its_head_is_signed_again(desk: Desk) -> None:
    older = desk.archive.ledger.checkpoint()
    take(desk, b"words")
    size = desk.archive.log()
    (desk.archive.ledger.folder / "checkpoint").write_text(older)
    assert desk.archive.log() == size
    assert signed(desk).size == size


def test_acts_that_a_crash_left_without_their_numbers_are_numbered_once(desk: Desk) -> None:
    """Killed between keeping the acts and numbering their rows; more acts come before the next run."""
    take(desk, b"one")
    sequencer = Sequencer(desk.archive.shelf, desk.archive.vault, desk.archive.seals, desk.archive.ledger)
    batch = desk.archive.shelf.unnumbered()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.archive.shelf, "number", lambda entries: None)
        sequencer._number(batch)
    take(desk, b"two")
    desk.archive.log()
    assert faults(checked(desk)) == []
    through(desk, "rebuild")
    assert faults(checked(desk)) == []


def test_what_waits_is_numbered_in_the_order_it_came_and_many_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 256)
    desk.archive.log()
    for number in range(600):
        desk.archive.note("search.run", desk.agent, f"{number:03}")
    desk.archive.log()
    reasons = [e.reason for e in desk.archive.shelf.entries() if e.type == "search.run"]
    assert reasons == [f"{n:03}" for n in range(600)]
    assert [last - first + 1 for first, last, _ in desk.archive.ledger.acts()][-3:] == [256, 256, 88]
    monkeypatch.setattr(sequencer, "BATCH_BYTES", 1)
    for _ in range(3):
        desk.archive.note("search.run", desk.agent, "more than its share is taken one by one")
    desk.archive.log()
    assert [last - first + 1 for first, last, _ in desk.archive.ledger.acts()][-4:] == [88, 1, 1, 1]


def test_the_acts_beside_the_log_are_sealed_to_the_auditor(desk: Desk) -> None:
    desk.archive.note("search.run", desk.agent, "CANARY")
    desk.archive.log()
    below = b"".join(p.read_bytes() for p in desk.archive.ledger.folder.rglob("*") if p.is_file())
    assert b"CANARY" not in below
    assert desk.agent.id.encode() not in below


def test_a_tile_that_was_lost_is_said_and_made_again_by_a_rebuild(desk: Desk) -> None:
    take(desk, b"words")
    size = desk.archive.log()
    (desk.archive.ledger.folder / tiles.path(0, 0, size)).unlink()
    desk.archive.note("search.run", desk.agent)
    with pytest.raises(MunimentError, match="rebuild"):
        desk.archive.log()
    let_go(desk)
    from muniment.archive import rebuild_archive

    rebuild_archive(desk.archive.root, lambda: "")
    opened = reopened(desk.archive.root)
    assert faults(checked(opened)) == []
    opened.archive.close()


def test_the_door_shows_who_did_what_and_no_content(desk: Desk) -> None:
    take(desk, b"CANARY")
    lines = through(desk, "ledger", limit=500)
    assert [line.type for line in lines][-1] == "evidence.taken-in"
    assert lines[-1].actor == desk.agent.id
    assert "CANARY" not in str(lines)
