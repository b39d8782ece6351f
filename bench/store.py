"""How fast the store is: rows a second, sealed intake in MB/s, searching, each beside a plain way of doing the same.

    python bench/store.py [--objects 20000] [--rows 50000] [--dir D]

Both sides of a ratio run in one go on one machine, on the same disk; CPU is user + system seconds. Figures of another
machine say nothing, ratios may.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from muniment.model import Source, encode
from muniment.model.evidence import Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.store import Database, Shelf, Stored, Vault, close, configure, migrate

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 1000
OPEN = ("open",)


class Clocked:
    """Wall and CPU seconds of one side."""

    wall = cpu = 0.0


@contextmanager
def clocked() -> Iterator[Clocked]:
    found, before, start = Clocked(), cpu(), time.perf_counter()
    yield found
    found.wall, found.cpu = time.perf_counter() - start, cpu() - before


def cpu() -> float:
    """User and system seconds of this process and its children so far."""
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def say(what: str, figure: str, beside: str = "") -> None:
    print(f"{what:<46}{figure:>26}   {beside}")


def evidence(number: int) -> Stored:
    noun = Evidence(
        id=f"ev-{secrets.token_hex(16)}", made_by="ag", made_at=NOW, sha256=secrets.token_hex(32), size=20000, clock="c",
        media_type="text/plain", object=secrets.token_hex(32), name=f"statement {number}.txt", taken_at=NOW,
    )  # fmt: skip
    return Stored(noun, encode(noun), (noun.id,))


def entry(items: list[Stored]) -> LedgerEntry:
    effects = tuple(
        Effect(id=i.noun.id, version=i.noun.version, commitment="0" * 64, sha256="0" * 64, size=len(i.payload), roots=i.roots)
        for i in items
    )
    return LedgerEntry(
        id=f"le-{secrets.token_hex(16)}", made_by="ag", made_at=NOW, type="bench.run", clock="c", salt="0" * 64, effects=effects
    )


def rows(count: int) -> None:
    """Evidence with its edges, roots, words and ledger entries; batches of 1,000, then one by one; then reading."""
    shelf = Shelf()
    with clocked() as many:
        for start in range(0, count, BATCH):
            items = [evidence(start + n) for n in range(min(BATCH, count - start))]
            shelf.put(items, entry(items))
    say("nouns stored, 1,000 an act", f"{count / many.wall:,.0f}/s", f"{many.cpu / count * 1e6:,.0f} us CPU each")
    singles = [evidence(n) for n in range(300)]
    with clocked() as one:
        for item in singles:
            shelf.put([item], entry([item]))
    say("nouns stored, one an act, each safe on disk", f"{len(singles) / one.wall:,.0f}/s")
    with clocked() as numbering:
        while waiting := shelf.unnumbered(256):
            head = shelf.head()
            shelf.number([(row, _numbered(act, head + n)) for n, (row, act) in enumerate(waiting)])
    acts = shelf.head()
    say("acts numbered, 256 a transaction", f"{acts / numbering.wall:,.0f}/s")
    with clocked() as read:
        for item in singles:
            shelf.get(item.noun.id)
    say("nouns read by id", f"{len(singles) / read.wall:,.0f}/s")
    with clocked() as window:
        for _ in range(20):
            shelf.find("evidence", compartments=OPEN, newest=True, limit=50)
    say("a window of 50", f"{window.wall / 20 * 1000:.1f} ms")
    with clocked() as capped:
        shelf.count("evidence", compartments=OPEN)
    say("a count, capped at 5,001", f"{capped.wall * 1000:.1f} ms")


def _numbered(act: LedgerEntry, seq: int) -> LedgerEntry:
    from msgspec.structs import replace

    return replace(act, seq=seq)


def words(count: int) -> None:
    """Sources of 120 words drawn like a language's: a few words in nearly all, most in few."""
    chance, shelf = random.Random(1), Shelf()
    lexicon = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyzابپتجدرسشعفکلمنوهی", k=7)) for _ in range(40_000)]
    weights = [1 / (rank + 1) for rank in range(len(lexicon))]
    with clocked() as indexing:
        for start in range(0, count, BATCH):
            items = [_source(" ".join(chance.choices(lexicon, weights, k=120))) for _ in range(min(BATCH, count - start))]
            shelf.put(items, entry(items))
    say("texts of 120 words stored and indexed", f"{count / indexing.wall:,.0f}/s")
    for rank in (0, 30, 3000):
        with clocked() as asked:
            hits = shelf.search(lexicon[rank], compartments=OPEN)
        total = "5,000+" if hits.total_capped > 5000 else f"{hits.total_capped:,}"
        say(f"a search with {total} answers, 50 shown", f"{asked.wall * 1000:.1f} ms")


def _source(text: str) -> Stored:
    noun = Source(id=f"so-{secrets.token_hex(16)}", made_by="ag", made_at=NOW, name="Gazette", note=text)
    return Stored(noun, encode(noun))


def intake(folder: Path, count: int) -> None:
    """Objects into packs, one flush for 1,000, beside a file and an fsync each, `cp -r` + sync, and dd."""
    chance = random.Random(2)
    objects = [chance.randbytes(int(chance.lognormvariate(9, 1.2)) % 200_000) for _ in range(count)]
    size = sum(map(len, objects)) / 1e6
    print(f"\n{count:,} objects, {size:,.0f} MB")
    vault = Vault(folder / "vault")
    (folder / "vault").mkdir()
    with clocked() as packed:
        ids = [id for start in range(0, count, BATCH) for id in vault.put_many(objects[start : start + BATCH])]
    say("into packs, safe on disk", f"{size / packed.wall:,.0f} MB/s", f"{packed.cpu:.2f} s CPU")
    some = min(count, 2000)
    (folder / "each").mkdir()
    with clocked() as each:
        for number, data in enumerate(objects[:some]):
            with (folder / "each" / str(number)).open("wb") as file:
                file.write(data)
                os.fsync(file.fileno())
    say("a file and an fsync each", f"{sum(map(len, objects[:some])) / 1e6 / each.wall:,.0f} MB/s",
        f"packs are {each.wall / some / (packed.wall / count):.1f} x as fast")  # fmt: skip
    (folder / "plain").mkdir()
    for number, data in enumerate(objects):
        (folder / "plain" / str(number)).write_bytes(data)
    with clocked() as copied:
        subprocess.run(["cp", "-r", str(folder / "plain"), str(folder / "copy")], check=True)
        subprocess.run(["sync", "-f", str(folder / "copy")], check=True)
    say("cp -r and one sync -f", f"{size / copied.wall:,.0f} MB/s", f"packs take {packed.wall / copied.wall:.2f} x its time")
    with clocked() as poured:
        subprocess.run(["dd", "if=/dev/zero", f"of={folder}/dd", "bs=1M", f"count={max(1, int(size))}", "conv=fdatasync"],
                       check=True, stderr=subprocess.DEVNULL)  # fmt: skip
    say("dd with fdatasync", f"{size / poured.wall:,.0f} MB/s", f"packs reach {poured.wall / packed.wall:.2f} of it")
    fixity(vault, folder, ids, size)


def fixity(vault: Vault, folder: Path, ids: list[str], size: float) -> None:
    """Every object and every pack, beside `openssl dgst` over the same bytes."""
    vault.close()
    with clocked() as checked:
        faults = list(vault.check())
    assert not faults
    packs = sorted((folder / "vault" / "packs").glob("*.tar"))
    with clocked() as openssl:
        subprocess.run(["openssl", "dgst", "-sha256", *map(str, packs)], check=True, stdout=subprocess.DEVNULL)
    say("full fixity, objects and packs", f"{size / checked.wall:,.0f} MB/s",
        f"{checked.cpu / openssl.cpu:.2f} x the CPU of openssl dgst over the packs")  # fmt: skip
    fresh, chance = Vault(folder / "vault"), random.Random(3)
    wanted = chance.sample(ids, min(2000, len(ids)))
    with clocked() as read:
        for id in wanted:
            assert hashlib.sha256(fresh.get(id)).hexdigest() == id
    say("objects read by id, compared with their name", f"{len(wanted) / read.wall:,.0f}/s")


def main() -> None:
    """Run all of it in a folder that is removed afterwards."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--objects", type=int, default=20_000)
    asked.add_argument("--rows", type=int, default=50_000)
    asked.add_argument("--texts", type=int, default=20_000)
    asked.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()))
    args = asked.parse_args()
    folder = Path(tempfile.mkdtemp(dir=args.dir))
    try:
        configure(Database(f"sqlite:///{folder}/index.db", secrets.token_bytes(32)))
        migrate()
        rows(args.rows)
        words(args.texts)
        close()
        intake(folder, args.objects)
        print(f"\nlargest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, the objects among it")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
