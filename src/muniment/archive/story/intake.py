"""The first two chapters: sources written down, files sealed, documents read, lists imported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from muniment import sample
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.story.telling import Story
from muniment.preserve.intake import Incoming


def take_in_all(desk: Desk, plan: sample.Manifest, story: Story) -> dict[str, str]:
    """Seal every document and list of the sample; answers file -> evidence."""
    sources, items = _sources(desk, plan), {}
    rows = []
    files: tuple[sample.Document | sample.List, ...] = (*plan.documents, *plan.lists)
    for one in files:
        given = {"files": [Incoming(Path(one.file).name, data=sample.read(one.file))], "source": sources[one.source],
                 "title": one.title, "invented": not isinstance(one, sample.Document) or one.is_invented}  # fmt: skip
        (receipt,) = DOORS["take-in"].through(desk, given)
        items[one.file] = receipt.id
        rows.append((one.title, f"{receipt.size:>6,} bytes  sha256 {receipt.sha256[:16]}…"))
    story.lines(rows)
    size = desk.archive.log()
    story.line(f"{len(items)} items, each under a key of its own; {size} ledger entries under one signature.")
    return items


def _sources(desk: Desk, plan: sample.Manifest) -> dict[str, str]:
    """Who stands behind each document; invented sources are graded, real ones are not."""
    made: dict[str, str] = {}
    for source in plan.sources:
        given = {"name": source.name, "type": source.type, "connection": source.connection, "is_interested": source.is_interested,
                 "derived_from": tuple(made[key] for key in source.derived_from)}  # fmt: skip
        made[source.key] = DOORS["source"].through(desk, given).id
        if source.grade is not None:
            graded = {"id": made[source.key], "expected": 1, "grade": source.grade, "credibility": source.credibility}
            DOORS["grade"].through(desk, graded)
    return made


def read_all(desk: Desk, plan: sample.Manifest, items: dict[str, str], story: Story) -> dict[str, str]:
    """Read every document and import every list; answers file -> the derived text a reviewer works on."""
    texts, rows = {}, []
    for document in plan.documents:
        (result,) = DOORS["read"].through(desk, {"ids": (items[document.file],), "date": document.date})
        texts[document.file] = result.text
        rows.append((document.title, f"{result.claims:>3} claims proposed"))
        if document.transcript:
            texts[document.file] = _typed(desk, document, items[document.file])
            count = len(DOORS["claims"].through(desk, {"evidence": items[document.file]})) - result.claims
            rows[-1] = (document.title, f"{count:>3} claims proposed, on the transcript typed beside the picture")
    story.lines(rows)
    for line in _lists(desk, plan, items):
        story.line(line)
    return texts


def _typed(desk: Desk, document: sample.Document, item: str) -> str:
    """The transcript of a picture, and its translation beside it."""
    body = sample.read(document.transcript or "").decode()
    typed = DOORS["transcribe"].through(desk, {"evidence": item, "body": body, "language": document.language})
    if document.translation:
        given = {
            "evidence": item,
            "body": sample.read(document.translation).decode(),
            "language": "en",
            "how": "translation",
            "of": typed.id,
        }
        DOORS["transcribe"].through(desk, given)
    return str(typed.id)


def _lists(desk: Desk, plan: sample.Manifest, items: dict[str, str]) -> Iterator[str]:
    for one in plan.lists:
        made = DOORS["import-list"].through(desk, {"evidence": items[one.file], "mapping": one.mapping})
        yield f"{one.title}: {made.records} records from {made.rows} rows." + "".join(
            f" Row {cell.row} is left out and named: its {cell.column.replace('_', ' ')} is “{cell.found}”." for cell in made.rejected
        )
