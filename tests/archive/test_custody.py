"""The chain of custody: one chain an item, whoever lengthens it at the same time."""

import subprocess

from muniment.archive.desk import Desk
from tests.archive.makers import PYTHON, again, chain, checked, faults, items, take

OTHER = """if 1:
    import sys, time
    from pathlib import Path
    from tests.archive.makers import reopened, take
    desk = reopened(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        take(desk, f"{sys.argv[2]} {number}".encode(), b"the same for all")
        if number % 5 == 0:
            desk.archive.log()
    desk.archive.close()
"""


def test_two_processes_take_in_while_a_third_serves(desk: Desk, home: dict[str, str]) -> None:
    (shared,) = take(desk, b"the same for all")
    desk.archive.log()
    others = [
        subprocess.Popen(
            [PYTHON, "-c", OTHER, desk.archive.root, name, "5"], env=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in ("left", "right")
    ]
    for other in others:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
    for other in others:
        assert other.stdin is not None
        other.stdin.write("go\n")
        other.stdin.flush()
    while any(other.poll() is None for other in others):
        take(desk, b"the same for all")
        desk.archive.log()
    assert [other.wait() for other in others] == [0, 0]
    for other in others:
        other.communicate()
    events = chain(desk, shared.id or "")
    assert [e.previous for e in events] == [None, *(e.id for e in events[:-1])], "one chain, no fork"
    assert len(items(desk)) == 11
    assert len(events) > 10
    assert faults(checked(desk)) == []
    assert faults(checked(again(desk))) == []
