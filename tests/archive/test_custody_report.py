"""The chain-of-custody report: every link with its ledger entry, gaps said, printed in both languages from the same data."""

import io

import msgspec
import pypdfium2
import pytest

from muniment.archive.desk import Desk
from muniment.document.readers.pdf import read
from muniment.preserve.custody_report import CustodyReport, is_unbroken
from tests.archive.makers import chain, take, through
from tests.archive.test_handover import RECEIVER, WORDS, countersigned, offered


def test_each_link_stands_with_its_entry_and_the_chain_is_whole(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    through(desk, "open", id=receipt.id, reason="compared with the paper")
    report = through(desk, "custody", id=receipt.id)
    events = [entry for entry in through(desk, "ledger", limit=100) if entry.seq in {link.entry for link in report.links}]
    assert [link.event for link in report.links] == ["received", "exported"]
    assert [event.type for event in events] == ["evidence.taken-in", "evidence.opened"]
    assert report.is_unbroken and report.links[1].reason == "compared with the paper"
    assert {q.name: q.answer for q in report.qualities}["authenticity"] == "passed"


def test_a_gap_in_a_chain_is_seen(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    for _ in range(2):
        through(desk, "open", id=receipt.id, reason="again")
    events = chain(desk, str(receipt.id))
    assert is_unbroken(events)
    assert not is_unbroken(events[:1] + events[2:])
    assert not is_unbroken(events[1:])
    assert not is_unbroken([])


def test_changed_bytes_make_authenticity_fail(desk: Desk) -> None:
    (receipt,) = take(desk, b"one")
    desk.archive.log()
    pack = next(path for path in sorted((desk.archive.root / "packs").iterdir()) if path.suffix == ".tar")
    data = bytearray(pack.read_bytes())
    for at in range(0, len(data), 61):
        data[at] ^= 0xFF
    pack.write_bytes(data)
    try:
        answers = {q.name: q.answer for q in through(desk, "custody", id=receipt.id).qualities}
    finally:
        desk.archive.leave()
    assert answers["authenticity"] == "failed"


@pytest.mark.parametrize(("language", "title"), [("en", "Chain of custody"), ("fa", "زنجیرهٔ نگهداری")])
def test_the_printed_report_holds_what_the_data_say(desk: Desk, language: str, title: str) -> None:
    (receipt,) = take(desk, b"one")
    sheet = countersigned(offered(desk, str(receipt.id)), RECEIVER)
    through(desk, "handed-over", sheet=sheet, key=RECEIVER.key.vkey)
    pdf = through(desk, "custody-pdf", id=receipt.id, language=language)
    text = read(pdf).text
    for word in (title, str(receipt.sha256), str(receipt.id), "registry.merun.example"):
        assert word in text
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    attached = msgspec.json.decode(bytes(document.get_attachment(0).get_data()), type=CustodyReport)
    assert attached.links[-1].receiver == WORDS["receiver"]
