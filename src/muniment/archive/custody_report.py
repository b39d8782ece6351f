"""The door to the chain-of-custody report of an item: as data, and as a page to print."""

from __future__ import annotations

from typing import Literal

from muniment.act import custody_pdf
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import show
from muniment.archive.safe import prove
from muniment.document.picture import SHOWN
from muniment.model.derived import DerivedText
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.source import Source
from muniment.model.verdict import Answer
from muniment.preserve import custody_report as reports
from muniment.protect.roles import allows


@door("custody", noun="evidence", permission="evidence.see")
def custody(desk: Desk, *, id: str) -> reports.CustodyReport:
    """The chain-of-custody report of one item: every link with its ledger entry, and what can be checked of it now."""
    desk.archive.log()
    item, chain = show(desk, id=id)
    verdict = prove(desk, id=id)
    proof: Answer = (
        "passed" if all(c.verdict == "passed" for c in verdict.checks if c.what in ("bytes", "ledger", "head")) else verdict.answer
    )
    log, known = desk.archive.ledger, desk.archive.settings
    head = log.head()
    return reports.CustodyReport(
        archive=known.title, origin=known.origin, mode=known.mode, made_at=reports.moment(desk.archive.now()), made_by=desk.agent.name,
        id=item.id, title=item.title or "", name=item.name or "", media_type=item.media_type, size=item.size, sha256=item.sha256,
        taken_at=reports.moment(item.taken_at), clock=item.clock, collector=item.collector or "", source=_source(desk, item),
        note=item.note or "", is_invented=item.invented, withdrawn=item.withdrawn.reason if item.withdrawn else "",
        links=tuple(reports.link(event, _entry(desk, event)) for event in chain), is_unbroken=reports.is_unbroken(chain),
        qualities=reports.qualities(item, chain, proof, is_readable=_is_readable(desk, item)),
        head=head.size, root=head.root, checkpoint=log.checkpoint(),
    )  # fmt: skip


@door("custody-pdf", noun="evidence", permission="evidence.see")
def printed(desk: Desk, *, id: str, language: Literal["en", "fa"] = "en") -> bytes:
    """The chain-of-custody report of one item as a PDF, in English or Persian."""
    at = desk.archive.now()
    return custody_pdf(custody(desk, id=id), language, at)


def _entry(desk: Desk, event: CustodyEvent) -> int | None:
    """The ledger number of the act that made a link."""
    entries = desk.archive.shelf.entries_of(event.id)
    return entries[0].seq if entries else None


def _source(desk: Desk, item: Evidence) -> str:
    if not item.source or not allows(desk.agent.roles, "source.see"):
        return ""
    found = [n for n in desk.archive.shelf.many([item.source]) if isinstance(n, Source) and desk.through("source.see").sees(n)]
    return found[0].name if found else ""


def _is_readable(desk: Desk, item: Evidence) -> bool | None:
    texts = desk.resting_on(item.id, DerivedText)
    if item.media_type in SHOWN or any(text.body for text in texts):
        return True
    return False if texts else None
