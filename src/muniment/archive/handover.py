"""The doors of a handover: a sheet is offered, the receiver signs it elsewhere, and the chain of custody keeps what both signed.

Nothing passes by our word alone: an item counts as transferred when the receiver's signature is there (ISO/IEC 27037). A copy
handed over leaves the item here; of an original, the paper or the device, the custody line goes on with its receiver.
"""

from __future__ import annotations

from muniment.archive.custody import chained, custody
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.preserve import handover, note


@door("hand-over", noun="evidence", permission="evidence.hand-over", ledger=("evidence.offered",))
def hand_over(desk: Desk, *, ids: tuple[str, ...], receiver: str, reason: str, place: str = "", medium: handover.Medium = "copy") -> bytes:
    """Write the sheet by which items pass to someone else, signed by this archive; the receiver signs below."""
    if not receiver.strip() or not reason.strip():
        raise BadInputError("A handover names who receives, and why.", advice="Give both in words.")
    if not ids:
        raise BadInputError("Nothing was named to hand over.", advice="Name evidence by its id.")
    items = [_there(desk, id) for id in dict.fromkeys(ids)]
    ledger, ring = desk.archive.ledger, desk.archive.seals.ring
    said = handover.Handover(
        giver=ledger.origin, receiver=receiver.strip(), medium=medium, place=place.strip(), reason=reason.strip(),
        at=desk.archive.now().strftime("%Y-%m-%dT%H:%M:%SZ"), things=tuple(handover.Thing(i.id, i.sha256, i.size) for i in items),
    )  # fmt: skip
    sheet = handover.offered(said, ledger.key(ring), ring)
    desk.archive.note("evidence.offered", desk.agent, " ".join((*(i.id for i in items), digest(sheet.encode()))))
    return sheet.encode()


@door("handed-over", noun="evidence", permission="evidence.hand-over", ledger=("evidence.transferred",))
def handed_over(desk: Desk, *, sheet: str, key: str) -> tuple[str, ...]:
    """Write a handover that both signed into the chain of custody.

    `key` is the receiver's verifier key. Answers the items.
    """
    receiver = note.parse_vkey(key.strip())
    said = handover.agreed(sheet, desk.archive.ledger.key(desk.archive.seals.ring), receiver)
    items = [_there(desk, thing.id) for thing in said.things]
    for item, thing in zip(items, said.things, strict=True):
        if (item.sha256, item.size) != (thing.sha256, thing.size):
            raise RefusedError(f"The sheet describes other bytes than {item.id} has.", advice="Keep both and ask who changed which.")
    ids = [item.id for item in items]
    with chained(desk, ids, "evidence.transferred", said.reason) as act:
        for id in ids:
            if _is_known(desk, id, sheet):
                raise BadInputError(f"This handover stands in the chain of custody of {id} already.", advice="Nothing is left to do.")
            link = custody(
                act, id, "transferred", reason=said.reason, detail=f"{said.medium}, by {receiver.name}", receiver=said.receiver, sheet=sheet
            )
            act.add(link)
    return tuple(ids)


def _there(desk: Desk, id: str) -> Evidence:
    item = desk.get(id, Evidence)
    if item.withdrawn:
        raise RefusedError(f"{id} was withdrawn: it is handed over to nobody.", advice="Leave it out.")
    return item


def _is_known(desk: Desk, id: str, sheet: str) -> bool:
    text = note.parts(sheet)[0]
    links = desk.archive.shelf.resting_on(id, kind="custody", role="evidence")
    return any(isinstance(link, CustodyEvent) and link.sheet and note.parts(link.sheet)[0] == text for link in links)
