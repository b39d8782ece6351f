"""More of the invented archive, for the tests of the desk: a bulletin nobody has read, a transcript in Persian, two lists.

Nobody here exists. The lists are of Tavrin, one in Latin and one in Persian script, and share two people.
"""

from typing import Any

from muniment.archive import DOORS, owner
from muniment.archive.desk import Desk
from muniment.preserve.intake import Incoming
from muniment.store import accounts

BULLETIN = """Bulletin 12

Dara Melkoni, a nurse aged 41, was arrested on 2 May 2025 in Merun. On 9 June 2025 Dara Melkoni was sentenced to death by Branch 4 of the Ostrin Bench.

Ilvan Edan was released on 3 March 2025.

For the Circle, two members signed this on a Monday.
"""
TRANSCRIPT = """من مادر سورن تروالی هستم. سورن تروالی، ۲۹ ساله، در ۱۲ مهر ۱۴۰۳ در مرون بازداشت شد.
"""
LATIN = """record_id,name,father_name,age,arrest_date,prison
17,Varin Halek,Karim,34,2024-10-03,Stone Ford
18,Miran Okardan,,52,2024-11,Stone Ford
19,Talek Zinvali,Karesh,27,,
"""
PERSIAN = """شناسه,نام,نام پدر,سن,تاریخ بازداشت
۱,وارین هالک,کریم,۳۴,۱۴۰۳-۰۷-۱۲
۲,میران اکردان,,۲۵,۱۴۰۳-۰۸-۲۰
"""
MAPPING = """list = "فهرست خانواده‌ها"
[columns]
record_id = "شناسه"
name = "نام"
father_name = "نام پدر"
age = "سن"
arrest_date = "تاریخ بازداشت"
"""


def fill(archive: Any, desk: Any, password: str) -> None:
    """A second reader and a second owner; seal the papers, read the bulletin, type the transcript, import the lists and accept what they say."""
    for login, name, roles in (("senior", "P. Hallik", ("reviewer", "linker")), ("head", "I. Marsten", ("owner",))):
        DOORS["user-add"].through(Desk(archive, owner(archive)), {"login": login, "name": name, "roles": roles})
        account = accounts.of_login(login)
        assert account is not None
        accounts.change_password(account, password)
    bulletin = _sealed(desk, "Bulletin 12", "bulletin.txt", BULLETIN)
    DOORS["read"].through(desk, {"ids": (bulletin,)})
    items = {item.title: item.id for item in DOORS["evidence"].through(desk, {"limit": 50})}
    DOORS["transcribe"].through(desk, {"evidence": items["Letter, photographed"], "body": TRANSCRIPT, "language": "fa"})
    for title, name, body, mapping in (("List A", "a.csv", LATIN, 'list = "List A"'), ("List B", "b.csv", PERSIAN, MAPPING)):
        id = _sealed(desk, title, name, body)
        DOORS["import-list"].through(desk, {"evidence": id, "mapping": mapping})
        for claim in DOORS["claims"].through(desk, {"evidence": id}):
            DOORS["review"].through(desk, {"id": claim.id, "expected": 1, "answer": "accepted"})
    _sealed(desk, "List C", "c.csv", LATIN.replace("Varin Halek", "Usan Yaros"))
    items = {item.title: item.id for item in DOORS["evidence"].through(desk, {"limit": 50})}
    DOORS["import-list"].through(desk, {"evidence": items["List C"], "mapping": 'list = "List C"'})


def _sealed(desk: Any, title: str, name: str, body: str) -> str:
    (receipt,) = DOORS["take-in"].through(desk, {"files": [Incoming(name, data=body.encode())], "title": title, "invented": True})
    return str(receipt.id)
