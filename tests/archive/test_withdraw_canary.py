"""Withdrawal: the key goes, and with it all that rests on the item; digests and decisions stay; the archive still verifies."""

import subprocess
import sys

import pytest

from muniment.archive import Archive, open_archive, owner, withdraw
from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError
from muniment.protect.sealing import SealError
from muniment.protect.sheets import KeyDestroyedError
from muniment.store.errors import ErasedError
from tests.archive import canary
from tests.archive.canary import CANARIES, LATIN, PERSIAN
from tests.archive.office import accepted, entries, item, owner_of, state, take, through, transcribed
from tests.archive.test_canary import sing

REASON = "the giver asked for it back"


def plaintext(archive: Archive) -> list[str]:
    """Canaries in every payload the database gives out, opened: what its key would show."""
    return [f"{id} {version}: {name}" for id, version, _, _, data, _, _ in archive.shelf.rows() for name in canary.seen(data)]


def vaulted(archive: Archive) -> dict[str, bytes]:
    return {id: archive.vault.get(id) for id, *_ in archive.vault.ids()}


@pytest.fixture
def sung(archive: Archive) -> str:
    id = sing(owner_of(archive), "open")
    archive.log()
    return id


def test_nothing_of_it_can_be_read_again_by_anyone(archive: Archive, sung: str) -> None:
    desk = owner_of(archive)
    kept = transcribed(desk, take(desk, "another letter"), "Sahar Tavrin was arrested.")[0]
    assert plaintext(archive)
    through(desk, "withdraw", id=sung, expected=1, reason=REASON)
    archive.log()
    # What is about nobody's item, and rests on none, is not the giver's: the source's own record, the reasons given at doors.
    left = {line.split()[0][:2] for line in plaintext(archive)}
    assert left <= {"so", "ju", "co", "cn"} and not left & {"ev", "tx", "pa", "cl", "re", "su", "fi"}
    for word in CANARIES:
        assert not [hit for hit in through(desk, "search", query=word).items if hit.kind not in ("source", "consent", "judgement")]
    assert through(desk, "people") == () or all(LATIN not in str(person) for person in through(desk, "people"))
    assert not [s for s in through(desk, "submissions") if LATIN in str(s)]
    assert archive.shelf.get(kept.id).id == kept.id, "what rests on other items stays"
    archive.close()
    assert canary.found(archive.root) == []


def test_the_packs_keep_their_bytes_and_no_key_of_ours_opens_them(archive: Archive, sung: str) -> None:
    """Packs are append-only, and copies of them lie in backups: it is the key that is gone."""
    desk, ring = owner_of(archive), archive.seals.ring
    effects = [e for entry in archive.shelf.entries() for e in entry.effects if sung in e.roots]
    bytes_of_item = item(desk, sung).object
    before = vaulted(archive)
    through(desk, "withdraw", id=sung, expected=1, reason=REASON)
    archive.log()
    assert before.items() <= vaulted(archive).items(), "nothing in the vault was rewritten"
    keys = [ring.identity(name) for name in ring.compartments] + archive.seals.sheets.identities()
    from muniment.protect.sealing import unseal

    assert len(effects) > 10
    for object_id in {e.object for e in effects if e.object} | {bytes_of_item}:
        for key in keys:
            with pytest.raises(SealError):
                unseal(before[str(object_id)], [key])


def test_the_archive_verifies_and_says_erased_by_order_with_its_entry(archive: Archive, sung: str) -> None:
    desk = owner_of(archive)
    through(desk, "withdraw", id=sung, expected=1, reason=REASON)
    archive.log()
    (seq,) = [e.seq for e in archive.shelf.entries() if e.type == "evidence.withdrawn"]
    verdict = through(desk, "check")
    assert verdict.answer == "passed", verdict.having("failed")
    assert f"erased by order, entry {seq}" in str(verdict)
    gone = item(desk, sung)
    assert gone.withdrawn is not None and gone.withdrawn.reason == REASON
    assert (gone.name, gone.title, gone.note, gone.source, gone.collector) == (None,) * 5
    assert through(desk, "show", id=sung)[1][-1].event == "erased-by-order"


def test_what_rested_on_it_is_told_before_and_after_with_what_had_left(archive: Archive, sung: str) -> None:
    desk = owner_of(archive)
    before, told = state(archive), through(desk, "rests", id=sung)
    assert state(archive) == before
    assert {"evidence", "text", "passage", "claim", "record", "custody", "submission"} <= set(told.gone)
    assert sum(told.gone.values()) == len(told.ids)
    done = through(desk, "withdraw", id=sung, expected=1, reason=REASON)
    assert done == told
    assert item(desk, sung).withdrawn.rested == len(told.ids)  # type: ignore[union-attr]


@pytest.mark.parametrize(("given", "error"), [({"expected": 2}, ChangedError), ({"reason": " "}, BadInputError)])
def test_a_withdrawal_that_is_refused_takes_nothing(archive: Archive, given: dict[str, object], error: type[Exception]) -> None:
    desk = owner_of(archive)
    id = take(desk)
    before = state(archive)
    with pytest.raises(error):
        through(desk, "withdraw", **{"id": id, "expected": 1, "reason": REASON} | given)
    assert state(archive) == before
    assert archive.seals.is_readable((id,)) and not archive.seals.among_doomed({id})


def test_it_is_withdrawn_once_and_nothing_can_rest_on_it_any_more(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk)
    text = transcribed(desk, id)[0]
    through(desk, "withdraw", id=id, expected=1, reason=REASON)
    before = state(archive)
    with pytest.raises(RefusedError, match="already"):
        through(desk, "withdraw", id=id, expected=2, reason=REASON)
    for verb, given in (
        ("transcribe", {"evidence": id, "body": "words", "language": "en"}),
        ("claim", {"text": text.id, "start": 0, "end": 4, "property": "name", "value": {"is": "name", "text": "Nade"}}),
        ("open", {"id": id, "reason": "to look"}),
        ("condition", {"evidence": id, "provider": "a sister", "rule": "ask-first"}),
    ):
        with pytest.raises(MunimentError):
            through(desk, verb, **given)
    assert state(archive) == before


def test_the_same_bytes_may_come_again_as_another_item(archive: Archive) -> None:
    desk = owner_of(archive)
    first = take(desk)
    through(desk, "withdraw", id=first, expected=1, reason=REASON)
    assert take(desk) != first


def test_while_it_is_announced_nobody_seals_under_the_dying_key(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk)
    archive.seals.doom(id)
    before = state(archive)
    with pytest.raises(RefusedError, match="is being withdrawn"):
        through(desk, "transcribe", evidence=id, body="words", language="en")
    assert state(archive) == before
    archive.seals.pardon(id)
    through(desk, "transcribe", evidence=id, body="words", language="en")


class _Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(("step", "is_gone"), [("doom", False), ("erase", True)])
def test_a_crash_at_any_step_ends_in_one_of_two_states(archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, is_gone: bool) -> None:
    """Killed after the announcement: nothing happened. Killed after the erasure: it is finished by whoever opens next."""
    desk = owner_of(archive)
    id = take(desk)
    transcribed(desk, id)
    at = archive.seals if step == "doom" else archive.shelf
    real = getattr(at, step)

    def dies(*args: object) -> None:
        real(*args)
        raise _Crash

    monkeypatch.setattr(at, step, dies)
    monkeypatch.setattr(withdraw, "finish", lambda *_: None)  # a process that is killed tidies nothing up
    with pytest.raises(_Crash):
        through(desk, "withdraw", id=id, expected=1, reason=REASON)
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(archive.seals.sheets.folder.parents[2]))
    archive.shelf.close()
    again = open_archive(archive.root, lambda: "")
    desk = Desk(again, owner(again))
    assert again.seals.is_readable((id,)) != is_gone
    assert not again.seals.among_doomed({id})
    assert (item(desk, id).withdrawn is not None) == is_gone
    again.log()
    assert through(desk, "check").answer == "passed"
    again.close()


def test_another_process_that_had_read_the_key_opens_it_no_more(archive: Archive) -> None:
    """A server has been up for days when somebody withdraws at the command line."""
    desk = owner_of(archive)
    id = take(desk)
    text = transcribed(desk, id)[0]
    archive.log()
    code = (
        "import sys; from pathlib import Path; from muniment.archive import DOORS, Desk, open_archive, owner\n"
        "archive = open_archive(Path(sys.argv[1]), lambda: ''); desk = Desk(archive, owner(archive))\n"
        f"DOORS['withdraw'].through(desk, {{'id': sys.argv[2], 'expected': 1, 'reason': {REASON!r}}}); archive.close()"
    )
    subprocess.run([sys.executable, "-c", code, archive.root, id], check=True, timeout=120)
    assert not archive.seals.is_readable((id,))
    with pytest.raises(KeyDestroyedError):
        archive.seals.unseal(b"", (id,), "open")
    with pytest.raises(ErasedError):
        archive.shelf.get(text.id)
    with pytest.raises(MunimentError):
        through(desk, "open", id=id, reason="to look")


def test_a_sealed_item_is_withdrawn_like_any_other(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk, f"{PERSIAN} {LATIN}", compartment="sealed-identity", name=f"{LATIN}.txt")
    through(desk, "withdraw", id=id, expected=1, reason=REASON)
    archive.log()
    assert through(desk, "check").answer == "passed"
    assert item(desk, id).name is None


def test_a_letter_that_left_is_named_and_its_words_go_too(archive: Archive) -> None:
    desk = owner_of(archive)
    id = take(desk)
    accepted(desk, transcribed(desk, id)[1])
    record = archive.shelf.resting_on(id, kind="record")[0]
    letter = through(desk, "draft", kind="urgent-appeal", ids=[f"en-{record.id[3:]}"]).submission
    told = through(desk, "withdraw", id=id, expected=1, reason=REASON)
    assert letter.id in told.ids
    with pytest.raises(ErasedError):
        archive.shelf.get(letter.id)
    assert entries(archive)[-1] == ("evidence.withdrawn", REASON)
