"""A real archive of invented people, served by the real server in a process of its own: `python -m tests.web.served FOLDER`.

Nobody here exists: Tavrin, its prisons, courts and people are made up. What is printed on standard output, one JSON line, says
where it is served and which accounts it has. The canary is a word that stands in the evidence, in a name and in a note; the sealed word stands in an item of the sealed compartment.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pyrage

from muniment.archive import DOORS, found, owner
from muniment.archive.desk import Desk
from muniment.archive.keys import first_password, unlock
from muniment.archive.work import once
from muniment.model.name import Name
from muniment.preserve.intake import Incoming
from muniment.store import accounts
from tests.preserve.authorities import root_of_an_authority
from tests.preserve.witnesses import Watcher
from tests.web import desk_data

CANARY, SEALED = "Zaqrevin", "Mirhoveda"
READ = ("Communiqué no. 9", "نامهٔ خواهر", "State Gazette, 21 March 2025", "A file nobody can read")
PASSWORD = "a-long-invented-sentence-7"
ROLES = {
    "verrin": ("L. Verrin", ("analyst", "reviewer", "linker", "drafter")), "okari": ("T. Okari", ("releaser",)),
    "brandt": ("S. Brandt", ("custodian",)),
    "admin": ("A. Lind", ("administrator",)), "audit": ("M. Senn", ("auditor",)), "nobody": ("N. Empty", ()),
}  # fmt: skip
COMMUNIQUE = f"""On the transfers from Stone Ford prison

On 17 November 2026 four prisoners were taken from ward 4 of Stone Ford prison in Merun. According to a cellmate, Arvin Sotalek, 29, was moved to solitary confinement.

Behan Esmarin, a bookbinder aged 34, was arrested on 3 October 2024 in Merun. In March 2025 Behan Esmarin was sentenced to death by Branch 2 of the Ostrin Bench on the charge of troubling the calm of the river. The sentence was upheld in February 2026. On 20 November 2026 Behan Esmarin was moved to solitary confinement.

Kian Veshnari, 41, was sentenced to death on 12 November 2026 in Ostrin.

Navid Tesmani was executed on 18 November 2026 at Stone Ford prison.

The prison office denied on Friday that anyone had been moved. Witness {CANARY} signed for the Circle.
"""
LETTER = """به نام آن‌که می‌شنود

من خواهر بهان اسمارین هستم. او را در ۱۲ مهر ۱۴۰۳ در مرون بازداشت کردند. بهان اسمارین، ۳۴ ساله، در بهار ۱۴۰۴ به اعدام محکوم شد. روز ۲۶ آبان ۱۴۰۵ بهان اسمارین به سلول انفرادی منتقل شد.

خواهش می‌کنم نام او را نگه دارید.
"""
NOTICE = """State Gazette of Tavrin

Behan Esmarin was arrested on 9 October 2024 in Merun. The court sentenced Behan Esmarin to death on 20 March 2025.
"""


def picture() -> bytes:
    """A photographed page: pale paper, dark lines, and a name in its metadata that must not be shown."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (900, 1200), "#f4efe2")
    pen = ImageDraw.Draw(image)
    for row in range(14):
        pen.line((120, 150 + row * 60, 780 - (row * 37) % 160, 150 + row * 60), fill="#2a2a33", width=9)
    exif = Image.Exif()
    exif[0x013B] = CANARY
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def build(folder: Path, *, is_wrapped: bool = False, custodians: int = 0) -> tuple[Any, str]:
    """Found it and give everyone an account; answers the owner's one-time password too. Wrapped: its keys need a passphrase."""
    publics = tuple(str(pyrage.x25519.Identity.generate().to_public()) for _ in range(custodians))
    archive = found(folder, passphrase=PASSWORD if is_wrapped else None, custodians_keys=publics, title="Tavrin, invented", owner_login="owner",
                    is_demonstration=not is_wrapped)  # fmt: skip
    desk = Desk(archive, owner(archive))
    for login, (name, roles) in ROLES.items():
        DOORS["user-add"].through(desk, {"login": login, "name": name, "roles": roles})
        account = accounts.of_login(login)
        assert account is not None
        accounts.change_password(account, PASSWORD)
    return archive, first_password(archive).password


def fill(archive: Any) -> None:
    """Seal, read, decide: everything through the doors."""
    verrin = Desk(archive, _agent(archive, "verrin"))
    for title, source, name, data in (
        ("Communiqué no. 9", "Merun Families’ Circle", "communique-9.txt", COMMUNIQUE.encode()),
        ("نامهٔ خواهر", "A sister", "letter.txt", LETTER.encode()),
        ("State Gazette, 21 March 2025", "State Gazette of Tavrin", "gazette.txt", NOTICE.encode()),
    ):
        made = DOORS["source"].through(verrin, {"name": source})
        given = {"files": [Incoming(name, data=data)], "source": made.id, "title": title, "invented": True, "note": f"by hand of {CANARY}"}
        list(DOORS["take-in"].through(verrin, given))
    for title, name, data in (
        ("Letter, photographed", "page.jpg", picture()),
        ("A file nobody can read", "noise.bin", bytes(range(256)) * 40),
    ):
        list(DOORS["take-in"].through(verrin, {"files": [Incoming(name, data=data)], "title": title, "invented": True}))
    sealed = Desk(archive, owner(archive))
    given = {"files": [Incoming("sealed.txt", data=f"Only custodians read of {SEALED}.".encode())], "compartment": "sealed-identity"}
    list(DOORS["take-in"].through(sealed, {**given, "title": f"About {SEALED}"}))
    items = {item.title: item for item in DOORS["evidence"].through(sealed, {"limit": 50})}
    DOORS["queue"].through(verrin, {"ids": tuple(item.id for title, item in items.items() if title in READ)})
    while once(archive):
        pass
    for title in READ[:3]:
        _decide(verrin, items[title].id)
    _same(verrin)
    DOORS["read"].through(sealed, {"ids": (items[f"About {SEALED}"].id,)})


def _decide(desk: Any, evidence: str) -> None:
    """Accept what was proposed, but for what speaks of the prison office: something must be left to decide."""
    claims = DOORS["claims"].through(desk, {"evidence": evidence})
    for claim in claims[:-2]:
        DOORS["review"].through(desk, {"id": claim.id, "expected": claim.version, "answer": "accepted"})


def _same(desk: Any) -> None:
    """The records of the main person are one."""
    wanted = {"behan esmarin", "بهان اسمارین"}
    people = [p for p in DOORS["people"].through(desk, {}) if any(isinstance(n, Name) and n.text.lower() in wanted for n in p.names)]
    for other in people[1:]:
        DOORS["judge"].through(
            desk, {"left": people[0].records[0].id, "right": other.records[0].id, "answer": "same", "reason": "invented"}
        )


def main() -> None:
    """Build, then serve on a free port until interrupted. `wrapped`: an empty archive whose keys an agent holds; `custodians`: with
    three; `watched`: it trusts one witness, whom the tests play, and names a time authority that is asked by file; `hurried`: sessions that last seconds."""
    folder, is_wrapped = Path(sys.argv[1]), "wrapped" in sys.argv[2:]
    archive, password = build(folder, is_wrapped=is_wrapped, custodians=3 if "custodians" in sys.argv[2:] else 0)
    if "watched" in sys.argv[2:]:
        DOORS["witness-trust"].through(Desk(archive, owner(archive)), {"witnesses": (f"north {Watcher().key.vkey}",), "quorum": 1})
        DOORS["timestamp-authority"].through(Desk(archive, owner(archive)), {"name": "alpha", "roots": root_of_an_authority()})
    elif not is_wrapped:
        fill(archive)
    if "desk" in sys.argv[2:]:
        desk_data.fill(archive, Desk(archive, _agent(archive, "verrin")), PASSWORD)
    archive.log()
    desk = Desk(archive, owner(archive))
    people = {p.names[0].text: p.entry.id for p in DOORS["people"].through(desk, {}) if p.names}
    items = {item.title: item.id for item in DOORS["evidence"].through(desk, {"limit": 50})}
    archive.close()
    if is_wrapped:
        unlock(folder, lambda: PASSWORD)
    if "hurried" in sys.argv[2:]:
        hurry()
    from muniment.web.server import serve

    def ready(address: str) -> None:
        print(json.dumps({"address": address.rstrip("/"), "people": people, "items": items, "one_time": password}), flush=True)

    serve(folder, lambda: "", "127.0.0.1", 0, ready)


def hurry() -> None:
    """Hours become seconds: a session goes idle after five, is over after ten, and presence is asked for after one."""
    from muniment.web import seat, site
    from muniment.web.pages import presence

    site.HALF_HOUR, seat.HALF_DAY, seat.MINUTE, presence.RECENT = 5, 10, 0, 1


def _agent(archive: Any, login: str) -> Any:
    return next(a for a in archive.shelf.find("agent", compartments=("open",)) if a.login == login)


if __name__ == "__main__":
    main()
