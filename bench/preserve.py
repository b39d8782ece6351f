"""How fast the chain of evidence is, each figure beside a plain way of doing the same: run by hand, never in CI.

    python bench/preserve.py [--files 2000] [--entries 20000] [--leaves 1000000] [--dir D]
    python bench/preserve.py --growth 1000000

All sides of a ratio run in one go on one machine and one disk. Trust ratios and CPU (user + system seconds, children included)
before wall time: a disk that others use as well slows every side alike, and not in the same minute. Growth is the cost of one item
among ten times as many, against its cost among few.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from bench.store import Clocked, clocked
from muniment.archive import DOORS, found, owner
from muniment.archive.desk import Desk
from muniment.archive.files import checked_tiles, verify_files
from muniment.archive.log import Log
from muniment.preserve import note, tiles
from muniment.preserve.intake import Incoming, walk
from muniment.preserve.merkle import fold, includes, inclusion, leaf_hash
from muniment.preserve.package import unpacked

PART = 65_536
PYTHON = [sys.executable, "-W", "ignore"]


def row(what: str, figure: str, beside: str = "", ratio: str = "") -> None:
    print(f"| {what} | {figure} | {beside} | {ratio} |", flush=True)


def mixed(folder: Path, count: int) -> int:
    """Files as an archive meets them: most small, a few of megabytes; answers their bytes."""
    chance, total = random.Random(count), 0
    folder.mkdir()
    for number in range(count):
        size = int(chance.lognormvariate(8.4, 1.4)) if number % 400 else chance.randrange(1 << 20, 6 << 20)
        (folder / f"{number:06}.bin").write_bytes(os.urandom(min(size, 8 << 20)))
        total += min(size, 8 << 20)
    return total


def office(root: Path) -> Desk:
    archive = found(root, passphrase=None, is_demonstration=True)
    person = owner(archive)
    with Desk(archive, person).act("user.changed") as act:
        act.change(person, 1, roles=("owner", "custodian", "analyst", "reviewer", "auditor"))
    return Desk(archive, owner(archive))


def taken(desk: Desk, source: Path) -> Clocked:
    with clocked() as run:
        receipts = list(DOORS["take-in"].through(desk, {"files": list(walk([source])), "resume": str(source)}))
        desk.archive.log()
        desk.archive.seals.close()  # the CPU of a child counts once it has ended
    assert all(receipt.state == "stored" for receipt in receipts), "a bench of refusals measures nothing"
    return run


def copied(source: Path, target: Path) -> Clocked:
    with clocked() as run:
        subprocess.run(["cp", "-r", source, target], check=True)
        subprocess.run(["sync", "-f", target], check=True)
    return run


def one_by_one(source: Path, target: Path) -> Clocked:
    target.mkdir()
    with clocked() as run:
        for path in source.iterdir():
            with (target / path.name).open("wb") as out:
                out.write(path.read_bytes())
                out.flush()
                os.fsync(out.fileno())
        descriptor = os.open(target, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    return run


def intake(place: Path, count: int) -> Desk:
    few = place / "few"
    mixed(few, count // 10)
    source = place / "many"
    size = mixed(source, count)
    small = office(place / "small")
    first = taken(small, few)
    small.archive.close()
    desk = office(place / "archive")
    run = taken(desk, source)
    row(f"taken in: {count:,} files, {size / 1e6:,.0f} MB, sealed, ledgered, safe", f"{run.wall:.1f} s, {run.cpu:.1f} s CPU",
        f"{count / run.wall:,.0f} files/s, {size / 1e6 / run.wall:.0f} MB/s")  # fmt: skip
    for name, side in (("`cp -r` + `sync -f`", copied(source, place / "cp")), ("copy + fsync a file", one_by_one(source, place / "each"))):
        row(
            "intake against " + name,
            f"{run.wall:.1f} s",
            f"{side.wall:.1f} s, {side.cpu:.1f} s CPU",
            f"{run.wall / side.wall:.2f}x the time",
        )
    row("CPU of one item among ten times as many", f"{run.cpu / count * 1e3:.2f} ms", f"{first.cpu / (count // 10) * 1e3:.2f} ms",
        f"{run.cpu / count / (first.cpu / (count // 10)):.2f}x")  # fmt: skip
    row(
        "most memory held until then, receipts of all files among it",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB",
    )
    again = taken_again(desk, source, count)
    row("the same files again: custody events only", f"{again.cpu / count * 1e3:.2f} ms CPU an item", f"{count / again.wall:,.0f} files/s")
    return desk


def taken_again(desk: Desk, source: Path, count: int) -> Clocked:
    with clocked() as run:
        receipts = list(DOORS["take-in"].through(desk, {"files": list(walk([source]))}))
        desk.archive.log()
        desk.archive.seals.close()
    assert [r.state for r in receipts] == ["duplicate"] * count
    return run


def fixity(desk: Desk, place: Path) -> None:
    """Every byte of packs and objects, against openssl on the same files, and against bagit on the files that were taken in."""
    root = desk.archive.root
    files = [path for folder in ("packs", "objects") for path in (root / folder).rglob("*") if path.is_file()]
    with clocked() as plain:
        subprocess.run(["openssl", "dgst", "-sha256", *files], stdout=subprocess.DEVNULL, check=True)
    with clocked() as bytes_only:
        assert list(desk.archive.vault.check()) == []
    row(
        "fixity of every byte of the vault, no key",
        f"{bytes_only.cpu:.2f} s CPU",
        f"openssl {plain.cpu:.2f} s",
        f"{bytes_only.cpu / plain.cpu:.2f}x",
    )
    subprocess.run([*PYTHON, "-m", "bagit", "--sha256", "--quiet", place / "cp"], check=True, stderr=subprocess.DEVNULL)
    with clocked() as bagit:
        subprocess.run([*PYTHON, "-m", "bagit", "--validate", "--quiet", place / "cp"], check=True, stderr=subprocess.DEVNULL)
    row(
        "fixity against `bagit --validate` on the same files in a bag",
        f"{bytes_only.cpu:.2f} s CPU",
        f"bagit {bagit.cpu:.2f} s",
        f"bagit {bagit.cpu / bytes_only.cpu:.1f}x",
    )
    with clocked() as without:
        assert not verify_files(root, desk.archive.settings).having("failed")
    row("`verify` without keys", f"{without.cpu:.2f} s CPU", f"openssl {plain.cpu:.2f} s", f"{without.cpu / plain.cpu:.2f}x")
    with clocked() as whole:
        verdict = DOORS["check"].through(desk, {})
    assert verdict.answer == "passed", verdict
    row(
        "`verify` with keys: every object opened, every row",
        f"{whole.cpu:.1f} s CPU",
        f"openssl {plain.cpu:.2f} s",
        f"{whole.cpu / plain.cpu:.1f}x",
    )


def package(desk: Desk, place: Path) -> None:
    """A package of many items before our verifiers, sha256sum and bagit."""
    ids = tuple(item.id for item in desk.archive.shelf.find("evidence", compartments=("open",), limit=200))
    with clocked() as run:
        made = DOORS["package"].through(desk, {"ids": ids})
    size = sum(map(len, made.bag.values())) / 1e6
    unpacked(made.bag, place / "bag")
    row(f"a package of {len(ids)} items, {size:.0f} MB, {len(made.bag):,} files", f"{run.cpu:.1f} s CPU")
    with clocked() as bagit:
        subprocess.run([*PYTHON, "-m", "bagit", "--validate", "--quiet", place / "bag"], check=True, stderr=subprocess.DEVNULL)
    for name, words in (
        ("verify.py", [*PYTHON, "-I", place / "bag" / "verify.py"]),
        ("verify.sh in dash", ["dash", place / "bag" / "verify.sh"]),
    ):
        with clocked() as run:
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        row(
            f"{name} on it: files, proofs, signature, custody",
            f"{run.cpu:.2f} s CPU",
            f"bagit, files alone {bagit.cpu:.2f} s",
            f"{run.cpu / bagit.cpu:.2f}x",
        )


def ledger(desk: Desk, count: int) -> None:
    """Acts without effects, through the sequencer; then proofs, and the whole log from its entries."""
    done = 0
    spent = []
    for share in (count // 10, count - count // 10):
        with desk.archive.shelf.transaction():
            for _ in range(share):
                desk.archive.note("search.run", desk.agent, "tag")
        with clocked() as run:
            size = desk.archive.log()
        spent.append(run.cpu / share)
        done += share
    row(
        f"ledger: {share:,} acts numbered, sealed, signed, safe",
        f"{share / run.wall:,.0f}/s",
        f"{spent[1] * 1e6:.0f} us CPU each",
        f"growth {spent[1] / spent[0]:.2f}x",
    )
    tree = tiles.Tree(desk.archive.ledger.read, size)
    root, places = tree.root, random.Random(1).sample(range(size), 300)
    with clocked() as proving:
        paths = [inclusion(at, size, tree.subtree) for at in places]
    leaves = [
        leaf_hash(leaf)
        for n, width in tiles.widths(size, 0)
        for leaf in tiles.unbundle(desk.archive.ledger.read(tiles.path("entries", n, width)))
    ]
    with clocked() as checking:
        assert all(includes(leaves[at], at, size, path, root) for at, path in zip(places, paths, strict=True))
    row(
        f"inclusion proof in a log of {size:,}",
        f"{proving.cpu / 300 * 1e3:.2f} ms CPU",
        f"{max(map(len, paths))} hashes, checked in {checking.cpu / 300 * 1e6:.0f} us",
    )
    with clocked() as folding:
        assert fold(leaves) == root
    row("root of the log from its leaves", f"{folding.cpu:.3f} s CPU", f"{len(leaves) / folding.cpu:,.0f} leaves/s")


def long_log(place: Path, size: int) -> None:
    """A log of so many entries, laid down as tiles: checked from its entries against as many bare hashes, and proofs out of it."""
    log = Log(place / "log", "bench")
    for start in range(0, size, PART):
        leaves = [b"\x01" + os.urandom(32) for _ in range(min(PART, size - start))]
        for where, data in tiles.grow(log.read, start, leaves).items():
            (log.folder / where).parent.mkdir(parents=True, exist_ok=True)
            (log.folder / where).write_bytes(data)
    signed = note.Checkpoint("bench", size, tiles.Tree(log.read, size).root)
    with clocked() as whole:
        assert [check for check in checked_tiles(log, signed) if check.verdict == "failed"] == []
    leaf, pair = os.urandom(34), os.urandom(65)
    with clocked() as bare:
        for data, count in ((leaf, size), (pair, size - 1)):
            for _ in range(count):
                hashlib.sha256(data).digest()
    row(
        f"a log of {size:,} checked from its entries",
        f"{whole.cpu:.2f} s CPU",
        f"{2 * size - 1:,} bare hashes {bare.cpu:.2f} s",
        f"{whole.cpu / bare.cpu:.2f}x",
    )
    with clocked() as proving:
        paths = [inclusion(at, size, tiles.Tree(log.read, size).subtree) for at in random.Random(1).sample(range(size), 300)]
    row(f"inclusion proof in a log of {size:,}", f"{proving.cpu / 300 * 1e3:.2f} ms CPU", f"{max(map(len, paths))} hashes")


def growth(place: Path, count: int) -> None:
    """Small files in ten runs into one archive: what one of the last costs against one of the first. The files are made as they come."""
    desk, tenth = office(place / "growing"), count // 10
    spent = []
    for run in range(10):
        files = (Incoming(f"{run}-{number}.txt", data=os.urandom(1500) + b"%d %d" % (run, number)) for number in range(tenth))
        with clocked() as one:
            assert sum(r.state == "stored" for r in DOORS["take-in"].through(desk, {"files": files})) == tenth
            desk.archive.seals.close()
        spent.append(one.cpu / tenth)
        row(f"taken in, {(run + 1) * tenth:,} held then", f"{one.cpu / tenth * 1e3:.3f} ms CPU an item", f"{tenth / one.wall:,.0f} files/s")
    row(
        f"CPU of one of the last {tenth:,} against one of the first",
        f"{spent[-1] * 1e3:.3f} ms",
        f"{spent[0] * 1e3:.3f} ms",
        f"{spent[-1] / spent[0]:.2f}x",
    )
    row("most memory held", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--files", type=int, default=2000)
    asked.add_argument("--entries", type=int, default=20_000)
    asked.add_argument("--leaves", type=int, default=1_000_000)
    asked.add_argument("--growth", type=int, help="only this: so many small files in ten runs into one archive")
    asked.add_argument("--dir", type=Path, help="on the disk to be measured")
    given = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="muniment-bench-", dir=given.dir))
    os.environ["XDG_CONFIG_HOME"] = str(place / "keys")
    print("| what | Muniment | beside it | ratio |\n|---|---|---|---|")
    try:
        if given.growth:
            growth(place, given.growth)
            return
        desk = intake(place, given.files)
        fixity(desk, place)
        package(desk, place)
        ledger(desk, given.entries)
        desk.archive.close()
        long_log(place, given.leaves)
        ours, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        row("load of the machine, 1, 5 and 15 minutes", " ".join(f"{one:.1f}" for one in os.getloadavg()), f"{os.cpu_count()} cores")
        row("most memory held by the whole run", f"{ours:,.0f} MB", f"largest child {child:,.0f} MB")
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
