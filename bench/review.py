"""How long the server takes for what a reviewer does, in an archive of many proposed claims, over HTTP as a browser asks.

    python bench/review.py [--claims 100000] [--times 30] [--dir D]

Everyone is invented: reports of many paragraphs, read by the rules, some 250 claims each, and one report of ten times that. Then the
archive is served, and somebody logs in, opens documents, decides, corrects, takes back and makes claims. Milliseconds are wall, of
the whole answer; the goal is that no action takes more than 100.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from muniment.archive import DOORS, Desk, found, owner
from muniment.preserve.intake import Incoming
from muniment.protect.roles import ROLES
from muniment.store import accounts
from tests.web.visitor import Reply, Visitor

SYLLABLES = ("es", "ma", "rin", "so", "ta", "lek", "vesh", "na", "ri", "kel", "ru", "dan", "tes", "mo", "qua", "bel")
PASSWORD = "an-invented-sentence-of-the-bench-9"
PARAGRAPHS, LONG = 28, 280
CARD = re.compile(r'name="claim" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
OPEN = re.compile(r'<li class="claim selected"[^>]*data-claim="([^"]+)"')
ALSO = re.compile(r'name="also" value="([^"]+)"')
HTMX = {"HX-Request": "true"}


def report(chance: random.Random, paragraphs: int) -> str:
    """A report on so many people."""
    told = []
    for _ in range(paragraphs):
        name = " ".join("".join(chance.choice(SYLLABLES) for _ in range(parts)).title() for parts in (2, 4))
        day, month, year = chance.randint(1, 28), chance.choice(("January", "May", "June", "October")), chance.randint(2015, 2025)
        told.append(
            f"{name}, a baker aged {chance.randint(18, 80)}, was arrested on {day} {month} {year} in Merun. On {day} {month} {year + 1} "
            f"{name} was sentenced to death by Branch {chance.randint(1, 20)} of the Ostrin Court on the charge of unlawful assembly."
        )
    return "\n\n".join(told) + "\n"


def filled(folder: Path, wanted: int) -> tuple[int, str, str]:
    """An archive with so many proposed claims: how many, an ordinary document and the long one."""
    archive = found(folder, passphrase=None, is_demonstration=True, owner_login="owner")
    desk = Desk(archive, owner(archive))
    DOORS["user-add"].through(desk, {"login": "reader", "name": "R. Reader", "roles": tuple(ROLES)})
    account = accounts.of_login("reader")
    assert account is not None
    accounts.change_password(account, PASSWORD)
    desk = Desk(archive, next(agent for agent in DOORS["users"].through(desk, {}) if agent.login == "reader"))
    chance, items, claims = random.Random(7), [], 0
    while claims < wanted:
        texts = [report(chance, LONG if not items and n == 0 else PARAGRAPHS).encode() for n in range(20)]
        taken = DOORS["take-in"].through(
            desk, {"files": [Incoming(f"report-{len(items) + n}.txt", data=text) for n, text in enumerate(texts)]}
        )
        items += [str(receipt.id) for receipt in taken]
        claims += sum(result.claims for result in DOORS["read"].through(desk, {"ids": tuple(items[-20:])}))
        print(f"{claims:,} claims", file=sys.stderr, end="\r", flush=True)
    archive.log()
    archive.close()
    return claims, items[-1], items[0]


def served(folder: Path) -> str:
    """Serve it from a thread; answers the address."""
    from muniment.web.server import serve

    at: queue.Queue[str] = queue.Queue()
    threading.Thread(target=serve, args=(folder, lambda: "", "127.0.0.1", 0, at.put), daemon=True).start()
    return at.get(timeout=60).rstrip("/")


class Reader:
    """Somebody at the review desk of one document; what each thing took is kept under its name."""

    def __init__(self, visitor: Visitor, evidence: str, took: dict[str, list[float]]) -> None:
        self.visitor, self.at, self.took = visitor, f"/review/{evidence}", took
        self.page = self.timed("open the document", lambda: visitor.get(self.at))

    def timed(self, what: str, ask: Any) -> Reply:
        began = time.perf_counter()
        reply: Reply = ask()
        self.took[what].append((time.perf_counter() - began) * 1000)
        if reply.status >= 400:
            raise SystemExit(f"{what}: {reply.status}\n{reply.text[:2000]}")
        return reply

    def decides(self, what: str, do: str, **more: str) -> None:
        """Press a key on the open card."""
        card = next(part for part in self.page.markup.split('<li class="claim ') if part.startswith('selected" id="cl-'))
        form = {"do": do, "claim": CARD.search(card)[1], "version": VERSION.search(card)[1], "also": ALSO.findall(card), **more}  # type: ignore[index]
        self.page = self.timed(what, lambda: self.visitor.post(self.at, form, **HTMX))

    @property
    def chosen(self) -> str:
        """The claim whose card is open."""
        found = OPEN.search(self.page.markup)
        assert found is not None
        return found[1]

    def opens(self, what: str, claim: str, more: str = "") -> None:
        """Another card, or the form of one."""
        self.page = self.timed(what, lambda: self.visitor.get(f"{self.at}?claim={claim}{more}", **HTMX))

    def makes(self, start: int) -> None:
        """A claim from selected words."""
        form = {"do": "claim", "start": str(start), "end": str(start + 20), "quote": "x", "property": "occupation", "value": "a baker"}
        self.page = self.timed("make a claim", lambda: self.visitor.post(self.at, form, **HTMX))


def worked(visitor: Visitor, evidence: str, times: int) -> dict[str, list[float]]:
    """So many rounds of everything at one document."""
    took: dict[str, list[float]] = defaultdict(list)
    for turn in range(times):
        reader = Reader(visitor, evidence, took)
        first = reader.chosen
        for do in ("accept", "reject", "unsure"):
            reader.decides(do, do)
        reader.opens("move", first)
        reader.decides("undo", "undo")
        reader.opens("open the form", reader.chosen, "&change=1")
        reader.decides("change", "change", value="Ostrin", deed="arrest", year="2024", reason="misread")
        reader.makes(10 + turn)
    return took


def told(name: str, took: dict[str, list[float]]) -> None:
    for what, each in took.items():
        print(f"| {name}: {what} | {statistics.median(each):.0f} ms | {max(each):.0f} ms |", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=30)
    asked.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()))
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as folder:
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/home"
        claims, ordinary, long = filled(Path(folder) / "archive", args.claims)
        visitor = Visitor(served(Path(folder) / "archive"))
        if visitor.enter("reader", PASSWORD).status != 200:
            raise SystemExit("nobody could log in")
        print(f"| {claims:,} claims proposed | median | most |\n|---|---|---|")
        desks: dict[str, list[float]] = defaultdict(list)
        reader = Reader(visitor, ordinary, defaultdict(list))
        reader.took = desks
        for at in ("/review", "/bulk", "/reliability"):
            for _ in range(3):
                reader.timed(at, lambda at=at: visitor.get(at))  # type: ignore[misc]
        told("page", desks)
        told("ordinary", worked(visitor, ordinary, args.times))
        told("long", worked(visitor, long, max(3, args.times // 10)))


if __name__ == "__main__":
    main()
