"""Witnesses of a real archive: asked, heard, counted; and every way of rewriting the past, which they find where the archive alone cannot."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.archive.desk import Desk
from muniment.archive.witnesses import witnessed
from muniment.model.errors import BadInputError, RefusedError
from muniment.preserve import note
from muniment.preserve.note import parse_vkey
from tests.archive.makers import again, checked, faults, packed, reopened, take, through
from tests.archive.test_check import let_go
from tests.preserve.witnesses import Log, Watcher

NAMES = ("north", "south", "west")


def watchers(desk: Desk, quorum: int = 2) -> dict[str, Watcher]:
    """Three witnesses who watch this archive, and are trusted by it."""
    made = {name: Watcher(f"witness.example/{name}", 7 + n) for n, name in enumerate(NAMES)}
    for one in made.values():
        one.watch(parse_vkey((desk.archive.root / "keys" / "log.vkey").read_text().strip()))
    through(desk, "witness-trust", witnesses=[f"{name} {one.key.vkey}" for name, one in made.items()], quorum=quorum)
    return made


def asked(desk: Desk, name: str, witness: Watcher, **given: object) -> str:
    """The answer of a witness to what the archive asks it."""
    return witness.asked(through(desk, "witness-request", witness=name, **given)).body


def cosigned(desk: Desk, name: str, witness: Watcher, **given: object) -> int:
    heard = through(desk, "witness-accept", reply=asked(desk, name, witness, **given))
    assert (heard.answer, heard.witness) == ("cosigned", name)
    size: int = heard.size
    return size


def types(desk: Desk) -> list[str]:
    desk.archive.log()
    return [entry.type for entry in desk.archive.shelf.entries() if entry.type.startswith("witness.")]


def test_two_of_three_cosign_one_checkpoint_though_they_are_asked_one_after_the_other(desk: Desk) -> None:
    made = watchers(desk)
    take(desk, b"words")
    first = cosigned(desk, "north", made["north"])
    assert through(desk, "witnesses").size is None
    assert cosigned(desk, "south", made["south"]) == first
    state = through(desk, "witnesses")
    assert (state.size, state.quorum, state.alarm) == (first, 2, None)
    assert [(one.size, [name for name, _ in one.by], one.is_enough) for one in state.checkpoints] == [(first, ["north", "south"], True)]
    assert [one.size for one in state.witnesses] == [first, first, None]
    assert state.witnesses[0].behind == state.head - first
    assert types(desk) == ["witness.trusted", "witness.asked", "witness.cosigned", "witness.asked", "witness.cosigned"]
    path = desk.archive.root / "log" / "witnessed" / f"{first}.note"
    key = parse_vkey((desk.archive.root / "keys" / "log.vkey").read_text().strip())
    assert note.opened(path.read_text(), [key, *(one.key for one in made.values())])[1] == (key, made["north"].key, made["south"].key)
    assert cosigned(desk, "west", made["west"]) > first, "enough have signed that one: the next begins a new one"
    assert faults(checked(desk)) == []
    assert [c.found for c in checked(desk).checks if c.what == "witnesses"] == [
        f"2 of 3 cosigned {first} of {desk.archive.log() - 2} entries"
    ]


def test_the_newest_can_be_asked_for_all_the_same(desk: Desk) -> None:
    made = watchers(desk)
    first = cosigned(desk, "north", made["north"])
    assert cosigned(desk, "south", made["south"], fresh=True) > first


def test_what_a_witness_is_given_tells_nothing_of_what_the_archive_holds(desk: Desk) -> None:
    watchers(desk)
    take(desk, b"CANARY")
    body = through(desk, "witness-request", witness="north").decode()
    assert re.fullmatch(
        r"old 0\n\nmuniment\.archive/[0-9a-f]+\n\d+\n[A-Za-z0-9+/=]{44}\n\n— muniment\.archive/[0-9a-f]+ [A-Za-z0-9+/=]+\n", body
    )


def test_an_answer_that_got_lost_on_the_way_is_asked_for_again(desk: Desk) -> None:
    """409 with a size this archive holds: no alarm, the next request begins there."""
    made = watchers(desk)
    asked(desk, "north", made["north"])  # the witness signed, and the stick was lost
    take(desk, b"words")
    body = asked(desk, "north", made["north"], fresh=True)
    heard = through(desk, "witness-accept", reply=body, witness="north")
    assert (heard.answer, f"{heard.size}\n") == ("ask again", body)
    assert cosigned(desk, "north", made["north"], fresh=True) > heard.size
    assert faults(checked(desk)) == []


def test_a_reply_is_taken_in_late_and_twice(desk: Desk) -> None:
    made = watchers(desk)
    reply = asked(desk, "north", made["north"])
    take(desk, *(f"item {n}".encode() for n in range(5)))
    sizes = [through(desk, "witness-accept", reply=reply).size for _ in range(2)]
    assert sizes[0] == sizes[1] == made["north"].seen[desk.archive.ledger.origin].size


def older(desk: Desk, root: Path) -> Callable[[], Desk]:
    """Keep the whole archive with its keys as it is now; later put it back."""
    from muniment.archive.settings import keys_folder

    keys = keys_folder(desk.archive.settings.id)
    let_go(desk)
    for path in (root, keys):
        shutil.copytree(path, path.with_name(path.name + ".older"))

    def back() -> Desk:
        for path in (root, keys):
            shutil.rmtree(path)
            shutil.copytree(path.with_name(path.name + ".older"), path)
        return reopened(root)

    return back


def refused(desk: Desk, witness: Watcher, told: str) -> None:
    """The witness refuses, the archive raises the alarm, and no package leaves until someone explains it."""
    body = asked(desk, "north", witness, fresh=True)
    heard = through(desk, "witness-accept", reply=body, witness="north")
    assert heard.answer == "alarm"
    assert told in heard.told
    alarm = through(desk, "witnesses").alarm
    evidence = (desk.archive.root / alarm.evidence).read_text()
    assert evidence.startswith("--- what was asked\nold ")
    assert evidence.endswith(f"--- what was answered\n{body}")
    assert types(desk)[-1] == "witness.alarmed"
    (item,) = take(desk, b"to be packed")
    with pytest.raises(RefusedError, match="No package leaves"):
        packed(desk, item.id or "")
    assert any("witnesses" in fault for fault in faults(checked(desk)))
    assert through(desk, "witness-settle", reason="an older copy was put back by mistake") is True
    assert packed(desk, item.id or "").items == 1
    assert types(desk)[-1] == "witness.settled"
    assert (desk.archive.root / alarm.evidence).exists(), "the evidence stays"


def test_an_archive_put_back_whole_from_an_older_copy_is_found_by_its_witness(root: Path, desk: Desk) -> None:
    """Folder and keys, so that nothing on this machine remembers."""
    made = watchers(desk)
    cosigned(desk, "north", made["north"])
    desk.archive.close()
    back = older(reopened(root), root)
    desk = reopened(root)
    take(desk, b"what shall be unmade")
    cosigned(desk, "north", made["north"], fresh=True)
    seen = made["north"].seen[desk.archive.ledger.origin].size
    let_go(desk)
    desk = back()
    assert desk.archive.log() < seen
    assert faults(checked(desk)) == [], "the copy is whole in itself"
    while desk.archive.log() <= seen:  # grown again, beyond what was signed, as if nothing had been
        desk.archive.note("search.run", desk.agent)
    refused(desk, made["north"], f"saw {seen} entries of this ledger, which never offered it so many")
    kept = witnessed(desk.archive)
    kept.told(kept.needed().named("north"), seen)  # and if it pretends to have offered them, the histories differ
    refused(desk, made["north"], "saw another history")
    let_go(desk)


def test_a_cosigned_checkpoint_beside_an_older_log_shows_the_rollback_offline(root: Path, desk: Desk) -> None:
    """Whoever puts the log back and leaves the cosigned checkpoints is found by verify alone, without any witness."""
    made = watchers(desk)
    cosigned(desk, "north", made["north"])
    desk.archive.close()
    back = older(reopened(root), root)
    desk = reopened(root)
    take(desk, b"what shall be unmade")
    size = cosigned(desk, "north", made["north"], fresh=True)
    let_go(desk)
    kept = (root / "log" / "witnessed" / f"{size}.note").read_bytes()
    desk = back()
    (root / "log" / "witnessed" / f"{size}.note").write_bytes(kept)
    assert any("an older copy was put back" in fault for fault in faults(checked(desk)))
    let_go(desk)


def test_another_key_under_the_same_name_is_found(desk: Desk) -> None:
    made = watchers(desk)
    made["north"].logs = {desk.archive.ledger.origin: Log([], seed=5, origin=desk.archive.ledger.origin).key}
    refused(desk, made["north"], "did not accept the signature")


def test_a_forked_log_is_found(desk: Desk) -> None:
    """The witness saw a log of the same name, key and size with other entries."""
    made = watchers(desk)
    cosigned(desk, "north", made["north"])
    origin = desk.archive.ledger.origin
    seen = made["north"].seen[origin]
    made["north"].seen[origin] = type(seen)(seen.size, "ab" * 32, seen.note)
    refused(desk, made["north"], "saw another history")


@pytest.mark.parametrize("how", ["of another text", "flipped"])
def test_a_cosignature_that_does_not_fit_is_kept_as_evidence(how: str, desk: Desk) -> None:
    made = watchers(desk)
    good = asked(desk, "north", made["north"])
    other = note.cosign("another text\n", made["north"].key, 5, made["north"])
    bad = other if how == "of another text" else good[:-6] + ("A" if good[-6] != "A" else "B") + good[-5:]
    heard = through(desk, "witness-accept", reply=bad)
    assert heard.answer == "alarm"
    assert not list((desk.archive.root / "log" / "witnessed").glob("*.note"))


def test_a_refusal_in_words_is_told_and_raises_no_alarm(desk: Desk) -> None:
    made = watchers(desk)
    made["north"].logs = {}
    heard = through(desk, "witness-accept", reply=asked(desk, "north", made["north"]), witness="north")
    assert (heard.answer, "does not watch" in heard.told) == ("refused", True)
    assert through(desk, "witnesses").alarm is None


@pytest.mark.parametrize("reply", ["", "hello", "\x00", "7\n", "— stranger AAAAAAAAAAAA\n"])
def test_what_is_no_reply_changes_nothing(reply: str, desk: Desk) -> None:
    watchers(desk)
    with pytest.raises(BadInputError):
        through(desk, "witness-accept", reply=reply)
    assert types(desk) == ["witness.trusted"]


def test_nobody_can_be_asked_before_someone_is_trusted(desk: Desk) -> None:
    for verb, given in (("witness-request", {"witness": "north"}), ("witness-accept", {"reply": "7\n", "witness": "north"})):
        with pytest.raises(BadInputError, match="no witnesses yet"):
            through(desk, verb, **given)
    assert through(desk, "witnesses").witnesses == ()
    assert through(desk, "witness-settle", reason="nothing was wrong") is False


@pytest.mark.parametrize("line", ["north", "north x y z", f"north {Log([]).key.vkey}", "North " + Watcher().key.vkey])
def test_who_is_no_witness_is_not_trusted(line: str, desk: Desk) -> None:
    with pytest.raises(BadInputError):
        through(desk, "witness-trust", witnesses=[line], quorum=1)
    assert not (desk.archive.root / "keys" / "policy.txt").exists()


def test_a_policy_that_somebody_swapped_is_found(desk: Desk) -> None:
    made = watchers(desk)
    cosigned(desk, "north", made["north"])
    cosigned(desk, "south", made["south"])
    path = desk.archive.root / "keys" / "policy.txt"
    good = path.read_text()
    path.write_text(good.replace("witnesses 2", "witnesses 1"))
    assert any("keys/policy.txt, entry" in fault for fault in faults(checked(desk)))
    path.unlink()
    assert any("keys/policy.txt" in fault for fault in faults(checked(desk)))
    path.write_text(good)
    assert faults(checked(desk)) == []


def test_an_alarm_that_somebody_took_away_is_found(desk: Desk) -> None:
    made = watchers(desk)
    through(desk, "witness-accept", reply=note.cosign("other\n", made["north"].key, 5, made["north"]))
    (desk.archive.root / "log" / "witnessed" / "alarm.json").unlink()
    assert any("nobody settled it" in fault for fault in faults(checked(desk)))


def damaged(path: Path, how: str) -> None:
    text = path.read_text()
    path.write_text(
        {
            "a cosignature": lambda: text[:-6] + ("A" if text[-6] != "A" else "B") + text[-5:],
            "the size": lambda: text.replace("\n", "\n1", 1),
            "the whole": lambda: "",
            "the root": lambda: text.replace(text.split("\n")[2][:4], "AAAA"),
        }[how]()
    )


@pytest.mark.parametrize("how", ["a cosignature", "the size", "the whole", "the root", "the name"])
def test_a_damaged_cosigned_checkpoint_is_named(how: str, desk: Desk) -> None:
    made = watchers(desk)
    size = cosigned(desk, "north", made["north"])
    path = desk.archive.root / "log" / "witnessed" / f"{size}.note"
    if how == "the name":
        path = path.rename(path.with_name("1.note"))
    else:
        damaged(path, how)
    assert any(f"log/witnessed/{path.name}" in fault for fault in faults(checked(desk)))


def test_cosigned_checkpoints_outlive_closing_and_a_rebuild(desk: Desk) -> None:
    made = watchers(desk)
    cosigned(desk, "north", made["north"])
    size = cosigned(desk, "south", made["south"])
    through(desk, "rebuild")
    desk = again(desk)
    assert through(desk, "witnesses").size == size
    assert faults(checked(desk)) == []
    let_go(desk)


def test_a_request_of_an_older_copy_is_not_even_written(desk: Desk) -> None:
    made = watchers(desk)
    kept = witnessed(desk.archive)
    kept.told(kept.needed().named("north"), 999)
    with pytest.raises(BadInputError, match="older copy"):
        asked(desk, "north", made["north"])


def test_what_is_proved_of_an_item_says_who_else_saw_it(desk: Desk) -> None:
    def said(id: str) -> str:
        (found,) = [check.verdict for check in through(desk, "prove", id=id).checks if check.what == "witness"]
        return str(found)

    made = watchers(desk)
    (early,) = take(desk, b"early")
    assert said(early.id or "") == "not_checked"
    for name in ("north", "south"):
        cosigned(desk, name, made[name])
    (late,) = take(desk, b"late")
    assert (said(early.id or ""), said(late.id or "")) == ("passed", "not_checked")
    through(desk, "witness-accept", reply="9999\n", witness="north")
    assert said(early.id or "") == "failed"


def test_a_package_carries_what_enough_witnesses_cosigned(desk: Desk) -> None:
    made = watchers(desk)
    (item,) = take(desk, b"words")
    assert "witnessed/checkpoint" not in packed(desk, item.id or "").bag
    for name in ("north", "south"):
        size = cosigned(desk, name, made[name])
    cosigned(desk, "west", made["west"])
    bag = packed(desk, item.id or "").bag
    assert bag["witnessed/checkpoint"].split(b"\n")[1] == b"%d" % size, "the one that enough have signed, though a newer one is there"
    assert bag["keys/policy.txt"] == (desk.archive.root / "keys" / "policy.txt").read_bytes()
    assert b"files, ledger, custody, witnesses" in bag["bag-info.txt"]
