"""The archive: where the rooms, the store and the keys meet, and the doors through which everything is done.

    with archive open at a desk:      receipts = DOORS["take-in"].through(desk, {"files": [...]})

The room promises that every act and its ledger entry become true together, that every door asks its permission, and that
what a reader may not see does not exist for them. It chooses adapters; it holds no rule of any room.
"""

from muniment.archive import (  # noqa: F401 - doors
    act,
    custody_report,
    document,
    evidence,
    handover,
    intake,
    ledger,
    link,
    lists,
    package,
    rebuild,
    safe,
    search,
    users,
    withdraw,
    work,
)
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS, Door
from muniment.archive.founding import found, open_archive, owner, rebuild_archive
from muniment.archive.intake import acknowledged, logged
from muniment.archive.opened import Archive
from muniment.archive.settings import archive_folder
from muniment.store import Hits

__all__ = [
    "DOORS", "Archive", "Desk", "Door", "Hits", "acknowledged", "archive_folder", "found", "logged", "open_archive", "owner",
    "rebuild_archive",
]  # fmt: skip
