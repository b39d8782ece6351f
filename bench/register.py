"""What is asked of everybody, in an archive of many people: the queue, contradictions, pairs to judge, a page of people.

    python bench/register.py [--people 10000] [--endangered 200] [--dir D]

Everyone is invented: rows of one list, every claim accepted. Seconds are wall and CPU; on a busy machine only CPU says something.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from msgspec.structs import replace

from muniment.archive import DOORS, Desk, found, owner
from muniment.archive.act import case
from muniment.archive.link import contested
from muniment.model.claim import Words
from muniment.model.standing import Reading
from muniment.preserve.intake import Incoming
from muniment.protect.roles import ROLES
from muniment.warn import queue

SYLLABLES = ("es", "ma", "rin", "so", "ta", "lek", "vesh", "na", "ri", "kel", "ru", "dan", "tes", "mo", "qua", "bel")
AT_ONCE = 2000


def timed(what: str, run: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    print(f"{what:<34} {time.perf_counter() - wall:7.2f} s   CPU {time.process_time() - cpu:6.2f} s", flush=True)


def rows(people: int) -> str:
    """A list of so many people, always the same."""
    chance = random.Random(7)
    name = lambda parts: "".join(chance.choice(SYLLABLES) for _ in range(parts)).title()  # noqa: E731
    lines = ["record_id,name,father_name,age,arrest_date,prison,charge"]
    for n in range(people):
        day = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        lines.append(f"{n},{name(2)} {name(4)},{name(2)},{chance.randint(18, 80)},{day},Prison {chance.randint(1, 40)},an invented charge")
    return "\n".join(lines)


def accepted(desk: Desk, evidence: str, endangered: int) -> None:
    """Every claim of the list accepted; of some people it is said that they are on death row."""
    claims = DOORS["claims"].through(desk, {"evidence": evidence})
    for start in range(0, len(claims), AT_ONCE):
        with desk.act("claim.reviewed") as act:
            decision = Reading(act.agent.id, act.at, "accepted")
            for claim in claims[start : start + AT_ONCE]:
                act.change(claim, claim.version, standing=claim.standing.read(decision))
    named = [claim for claim in claims if claim.property == "name"][:endangered]
    with desk.act("claim.made") as act:
        standing = replace(named[0].standing, readings=(Reading(act.agent.id, act.at, "accepted"),)) if named else None
        act.add(*(replace(c, id=act.new("cl"), property="status", value=Words(text="on death row"), standing=standing) for c in named))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--endangered", type=int, default=200)
    asked.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()))
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as folder:
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/home"
        archive = found(Path(folder) / "archive", passphrase=None, is_demonstration=True, owner_login="bench")
        desk = Desk(archive, owner(archive))
        with desk.act("user.changed") as act:
            desk = Desk(archive, act.change(desk.agent, 1, roles=tuple(ROLES)))
        (receipt,) = DOORS["take-in"].through(desk, {"files": [Incoming("list.csv", data=rows(args.people).encode())]})
        timed("import the list", lambda: DOORS["import-list"].through(desk, {"evidence": receipt.id, "mapping": 'list = "invented"'}))
        timed("accept every claim", lambda: accepted(desk, str(receipt.id), args.endangered))
        seeing = desk.through("finding.see")
        timed("the queue (watch)", lambda: DOORS["watch"].through(desk, {}))
        timed("the same from everybody's claims", lambda: queue(case(seeing), archive.now()))
        timed("contradictions", lambda: contested(seeing))
        timed("pairs to judge (link)", lambda: DOORS["link"].through(desk, {}))
        timed("a page of 50 people", lambda: DOORS["people"].through(desk, {"limit": 50}))
        other = Desk(archive, replace(desk.agent, id=archive.new_id("ag")))  # who has decided nothing yet
        timed("a sample of 50 claims", lambda: DOORS["sample"].through(other, {"seed": 7}))
        timed("agreement, property by property", lambda: DOORS["agreement"].through(other, {}))
        archive.leave()


if __name__ == "__main__":
    main()
