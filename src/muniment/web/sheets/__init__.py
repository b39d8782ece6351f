"""Sheets: what each page shows, as plain frozen values, one struct a page.

A view fills a sheet from the archive's doors; a template lays it out. It refuses nothing and knows no noun: what a reader
may not see was never put in.

    from muniment.web.sheets import HomeSheet
"""

from muniment.web.sheets.desk import LoginSheet, PasswordSheet, RefusalSheet, SearchSheet, SettingsSheet, UsersSheet
from muniment.web.sheets.evidence import EvidenceListSheet, EvidenceSheet
from muniment.web.sheets.home import HomeSheet
from muniment.web.sheets.ledger import LedgerSheet, VerifySheet
from muniment.web.sheets.parts import Shell
from muniment.web.sheets.people import PeopleSheet, PersonSheet, WhySheet
from muniment.web.sheets.review import ReviewListSheet, ReviewSheet
from muniment.web.sheets.submission import SubmissionListSheet, SubmissionSheet

__all__ = [
    "EvidenceListSheet", "EvidenceSheet", "HomeSheet", "LedgerSheet", "LoginSheet", "PasswordSheet", "PeopleSheet",
    "PersonSheet", "RefusalSheet", "ReviewListSheet", "ReviewSheet", "SearchSheet", "SettingsSheet", "Shell",
    "SubmissionListSheet", "SubmissionSheet", "UsersSheet", "VerifySheet", "WhySheet",
]  # fmt: skip
