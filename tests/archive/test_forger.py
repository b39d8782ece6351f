"""A forger who has everything: the folder, the keys, the memory of this machine. Each history they write is whole in itself, and is
found by what lies elsewhere: a witness who is asked, a cosigned checkpoint, a stamped head. Without any of those nobody could tell."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from muniment.archive.desk import Desk
from muniment.archive.settings import keys_folder
from muniment.archive.witnesses import witnessed
from tests.archive.makers import checked, faults, founded, reopened, take, through
from tests.archive.test_check import let_go
from tests.archive.test_witnesses import asked, cosigned, watchers
from tests.preserve.authorities import House, served
from tests.preserve.witnesses import Log, Watcher

FIRST, SECOND = b"what shall be unmade", b"what came after it"


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("authorities")) as made:
        yield made


class Past:
    """An archive that was cosigned and stamped, and what is left of that elsewhere; the folder and its keys as they were before."""

    def __init__(self, folder: Path, tsa: House) -> None:
        self.root, self.elsewhere = folder / "archive", folder / "elsewhere"
        desk = founded(self.root)
        self.watchers = watchers(desk)
        cosigned(desk, "north", self.watchers["north"])
        through(desk, "timestamp-authority", name="alpha", url=tsa.url("alpha"), via="direct", roots=tsa.root("alpha"))
        self.homes = (self.root, keys_folder(desk.archive.settings.id))
        desk.archive.close()
        for home in self.homes:
            shutil.copytree(home, folder / "before" / home.name)
        desk = reopened(self.root)
        take(desk, FIRST)
        take(desk, SECOND)
        self.size = cosigned(desk, "north", self.watchers["north"], fresh=True)
        through(desk, "timestamp")
        desk.archive.close()
        shutil.copytree(self.root / "log", self.elsewhere)

    def rewritten(self) -> Desk:
        """The archive and all that this machine knows of it, put back as they were before."""
        for home in self.homes:
            shutil.rmtree(home)
            shutil.copytree(self.root.parent / "before" / home.name, home)
        return reopened(self.root)

    def brought(self, pattern: str) -> None:
        """Put beside the forged log what somebody kept elsewhere."""
        for path in self.elsewhere.glob(pattern):
            there = self.root / "log" / path.relative_to(self.elsewhere)
            there.parent.mkdir(exist_ok=True)
            shutil.copy(path, there)


def grown(desk: Desk, size: int) -> None:
    while desk.archive.log() < size:
        desk.archive.note("search.run", desk.agent)


def rolled_back(desk: Desk, size: int) -> None:
    """Nothing after it."""
    assert desk.archive.log() < size


def tail_deleted(desk: Desk, size: int) -> None:
    """The last acts gone, and others since, more than there were."""
    grown(desk, size + 5)


def forked(desk: Desk, size: int) -> None:
    """Another history of the very same length."""
    grown(desk, size)


def reordered(desk: Desk, size: int) -> None:
    """The same items, the second taken in before the first."""
    take(desk, SECOND)
    take(desk, FIRST)
    grown(desk, size + 1)


def one_left_out(desk: Desk, size: int) -> None:
    """The same acts but for one."""
    take(desk, SECOND)
    grown(desk, size + 1)


HISTORIES = (rolled_back, tail_deleted, forked, reordered, one_left_out)


def by_the_witness(past: Past, desk: Desk) -> bool:
    """Asked to cosign this history, as one that follows what the forger says it saw: nothing, what is true, what the copy knows."""
    kept = witnessed(desk.archive)
    for told in (None, past.size):
        if told is not None and told <= desk.archive.log():
            kept.told(kept.needed().named("north"), told)
        answer = asked(desk, "north", past.watchers["north"], fresh=True)
        heard = through(desk, "witness-accept", reply=answer, witness="north")
        if heard.answer != "alarm":
            return False
        through(desk, "witness-settle", reason="to ask again")
    return True


def by_a_cosigned_checkpoint(past: Past, desk: Desk) -> bool:
    past.brought(f"witnessed/{past.size}.note")
    return any(fault.startswith(f"witnesses: log/witnessed/{past.size}.note") for fault in faults(checked(desk)))


def by_a_stamped_head(past: Past, desk: Desk) -> bool:
    past.brought("tst/*")
    return any(fault.startswith("timestamps: log/tst/") and ".note" in fault for fault in faults(checked(desk)))


@pytest.mark.needs("openssl3")
@pytest.mark.parametrize("found", [by_the_witness, by_a_cosigned_checkpoint, by_a_stamped_head])
@pytest.mark.parametrize("forged", HISTORIES)
def test_a_history_rewritten_with_all_keys_is_found(
    forged: Callable[[Desk, int], None], found: Callable[[Past, Desk], bool], tsa: House, tmp_path: Path
) -> None:
    past = Past(tmp_path, tsa)
    desk = past.rewritten()
    forged(desk, past.size)
    assert faults(checked(desk)) == [], "what was forged is whole in itself"
    assert found(past, desk)
    let_go(desk)


@pytest.mark.parametrize("old", ["nothing", "what was seen"])
def test_another_key_under_the_same_name_signs_for_nobody(old: str) -> None:
    """Keys swapped in the whole archive: a witness knows the key it was given, and no other."""
    true, false = Log([b"\x01a", b"\x01b", b"\x01c"]), Log([b"\x01a", b"\x01b", b"\x01c"], seed=9)
    witness = Watcher().watch(true.key)
    assert witness.asked(true.request(0)).status == 200
    assert witness.asked(false.request(0 if old == "nothing" else 3)).status == 403
