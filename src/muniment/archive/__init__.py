"""The archive: where the rooms, the store and the keys meet, and the doors through which everything is done.

    with archive open at a desk:      receipts = DOORS["take-in"].through(desk, {"files": [...]})

The room promises that every act and its ledger entry become true together, that every door asks its permission, and that
what a reader may not see does not exist for them. It chooses adapters; it holds no rule of any room.
"""

from muniment.archive import (  # noqa: F401 - doors
    act,
    bulk,
    casework,
    corrections,
    custody_report,
    doctor,
    document,
    events,
    evidence,
    examine,
    excerpt,
    fixity,
    forms,
    handover,
    intake,
    ledger,
    link,
    lists,
    package,
    rebuild,
    receipt,
    recording,
    reliability,
    safe,
    search,
    second_reader,
    sheet,
    timestamps,
    users,
    versions,
    withdraw,
    work,
)
from muniment.archive.backup import Backup, back_up
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS, Door
from muniment.archive.founding import found, open_archive, owner, rebuild_archive
from muniment.archive.intake import acknowledged, logged
from muniment.archive.opened import Archive
from muniment.archive.restore import Restored, restore_archive
from muniment.archive.settings import archive_folder
from muniment.store import Hits

__all__ = [
    "DOORS", "Archive", "Backup", "Desk", "Door", "Hits", "Restored", "acknowledged", "archive_folder", "back_up", "found", "logged",
    "open_archive", "owner", "rebuild_archive", "restore_archive",
]  # fmt: skip
