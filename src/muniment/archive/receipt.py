"""The door for a giver's receipt: identifier, digest and time of items, to print or to keep as data."""

from __future__ import annotations

from importlib.resources import as_file
from typing import Literal

from muniment.archive.custody import custody_of
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.preserve.receipts import Language, Slip, data, pdf


@door("receipt", noun="evidence", permission="evidence.see")
def receipt(desk: Desk, *, ids: tuple[str, ...], language: Language = "en", form: Literal["pdf", "json"] = "pdf") -> bytes:
    """A receipt for whoever gave these items: identifier, digest and time of each, and no more; in English or Persian, PDF or JSON."""
    if not ids:
        raise BadInputError("A receipt is for items, and none was named.", advice="Name them by their identifiers.")
    slips = [_slip(desk, id) for id in dict.fromkeys(ids)]
    if form == "json":
        return data(slips)
    from muniment.act.rendering.page import FONTS  # the writers are loaded when a page is made, not at every start

    with as_file(FONTS) as fonts:
        return pdf(slips, language, desk.archive.now(), fonts)


def _slip(desk: Desk, id: str) -> Slip:
    """The time is that of the last receiving: a file that was here already was handed over all the same."""
    item = desk.get(id, Evidence)
    received = [
        event for event in custody_of(desk.archive.shelf.resting_on(id, kind="custody", role="evidence")) if event.event == "received"
    ]
    return Slip(item.id, item.sha256, received[-1].made_at if received else item.taken_at)
