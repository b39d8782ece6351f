"""Withdrawal: the key goes, and with it every readable trace; what stays is said, and a crash in between is finished or undone."""

from pathlib import Path

import pytest

from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError, ChangedError, MunimentError, UnknownError
from muniment.model.evidence import Evidence
from tests.archive.makers import LETTER, again, chain, checked, faults, files_below, packed, reopened, take, through, told
from tests.archive.test_check import let_go

CANARY = "Nader Kelarud CANARY, teacher"


def withdrawn(desk: Desk, id: str, reason: str = "asked for by the giver") -> None:
    through(desk, "withdraw", id=id, expected=1, reason=reason)


def test_the_canary_is_gone_everywhere_and_verify_still_passes(desk: Desk) -> None:
    ids = told(desk, CANARY)
    told(desk, "Someone else entirely.")
    withdrawn(desk, ids["evidence"])
    desk.archive.log()
    for kind in ("text", "passage", "claim", "letter"):
        with pytest.raises(UnknownError):
            desk.archive.shelf.get(ids[kind])
    assert desk.archive.shelf.search("CANARY", compartments=("open",)).total_capped == 0
    rows = b"".join(row[4] for row in desk.archive.shelf.rows())
    assert b"CANARY" not in rows
    verdict = checked(desk)
    assert faults(verdict) == []
    assert any("erased by order, entry" in (c.found or "") for c in verdict.checks)
    desk = again(desk)
    assert not any(b"CANARY" in data for data in files_below(desk.archive.root).values())
    assert faults(checked(desk)) == []


def test_no_key_that_is_left_opens_what_was_withdrawn(desk: Desk) -> None:
    ids = told(desk, CANARY)
    item: Evidence = through(desk, "show", id=ids["evidence"])[0]
    ciphertext = desk.archive.vault.get(item.object or "")
    assert desk.archive.seals.is_ours(ciphertext)
    withdrawn(desk, ids["evidence"])
    assert not desk.archive.seals.is_ours(ciphertext)


def test_digest_decision_and_what_had_left_remain(desk: Desk) -> None:
    ids = told(desk, CANARY)
    packed(desk, ids["letter"], letters={"letter.txt": LETTER})
    account = through(desk, "rests", id=ids["evidence"])
    assert account.left == (ids["letter"],)
    assert account.gone["claim"] == 1
    withdrawn(desk, ids["evidence"])
    item, events = through(desk, "show", id=ids["evidence"])
    assert item.sha256 == account.sha256
    assert (item.name, item.source, item.withdrawn.left) == (None, None, (ids["letter"],))
    assert [e.event for e in events] == ["erased-by-order"]
    assert [line.type for line in through(desk, "ledger", limit=500)].count("evidence.withdrawn") == 1


def test_it_needs_a_reason_and_the_version_that_was_seen(desk: Desk) -> None:
    (receipt,) = take(desk, b"words")
    with pytest.raises(BadInputError, match="reason"):
        withdrawn(desk, receipt.id or "", "  ")
    with pytest.raises(ChangedError):
        through(desk, "withdraw", id=receipt.id, expected=2, reason="x")
    withdrawn(desk, receipt.id or "")
    with pytest.raises(MunimentError):
        through(desk, "open", id=receipt.id, reason="to look")


def test_an_announcement_without_its_act_takes_nothing_away(root: Path, desk: Desk) -> None:
    """Killed after the announcement and before the act: nobody ordered anything."""
    (receipt,) = take(desk, b"words")
    desk.archive.seals.doom(receipt.id or "")
    desk.archive.log()
    let_go(desk)
    opened = reopened(root)
    assert through(opened, "open", id=receipt.id, reason="to look") == b"words"
    withdrawn(opened, receipt.id or "")
    assert not opened.archive.seals.sheets.doomed()
    opened.archive.close()


def test_an_act_whose_key_outlived_a_crash_is_finished_at_the_next_start(root: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (receipt,) = take(desk, b"words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.archive.seals, "destroy", lambda *_: None)
        withdrawn(desk, receipt.id or "")
    desk.archive.log()
    let_go(desk)
    opened = reopened(root)
    assert not opened.archive.seals.is_readable((receipt.id or "",))
    assert faults(checked(opened)) == []
    assert [e.event for e in chain(opened, receipt.id or "")] == ["erased-by-order"]
    opened.archive.close()
