"""The reader's own pages: login, password, search, settings, people with accounts; and refusals, said plainly."""

from typing import Literal

from muniment.web.sheets.parts import Lang, Link, Named, Noun, Part, Text


class LoginSheet(Part, frozen=True, kw_only=True):
    """`error` is one sentence; `locked` says until when no further try is taken; `kept` that unsaved words wait."""

    name: str = ""
    error: str = ""
    locked: str = ""
    kept: bool = False
    after: str = ""
    needs_code: bool = False


class PasswordSheet(Part, frozen=True, kw_only=True):
    """Changing the password; `is_first` after the one-time password."""

    is_first: bool = False
    errors: tuple[tuple[str, str], ...] = ()


class Hit(Part, frozen=True, kw_only=True):
    """A found thing: a person with distinguishing fields, or a document with the stretch that matched."""

    noun: Noun
    id: str
    name: Named | None = None
    title: Text | None = None
    told: str = ""
    before: str = ""
    match: str = ""
    after: str = ""
    href: str = ""


class SearchSheet(Part, frozen=True, kw_only=True):
    """What was asked (sent by POST, never in an address), how many, and the hits."""

    query: str = ""
    count: str = ""
    hits: tuple[Hit, ...] = ()
    read_as: str = ""
    more: Link | None = None


class TraceStep(Part, frozen=True, kw_only=True):
    """One noun of a chain: what it says, its ledger entry, what it rests on; at the bottom the digest of the bytes."""

    noun: Noun
    kind: str
    id: str
    said: str = ""
    lang: str = ""
    entry: str = ""
    sha256: str = ""
    href: str = ""
    below: tuple["TraceStep", ...] = ()


class TraceSheet(Part, frozen=True, kw_only=True):
    """The walk from a noun down to sealed bytes."""

    id: str
    top: TraceStep


class Token(Part, frozen=True, kw_only=True):
    """A token of the programming interface; its secret is shown once, when made."""

    id: str
    name: str
    told: str = ""


class Factor(Part, frozen=True, kw_only=True):
    """The second factor: none, begun (its key is shown), or on."""

    state: Literal["none", "begun", "on"] = "none"
    key: str = ""
    address: str = ""


class SettingsSheet(Part, frozen=True, kw_only=True):
    """The reader's choices. `secret` is the token just made."""

    lang: Lang
    theme: Literal["", "light", "dark"] = ""
    single_keys: bool = True
    roles: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()
    secret: str = ""
    saved: bool = False
    factor: Factor = Factor()
    may_keep_accounts: bool = False
    login: str = ""
    error: str = ""


class UserRow(Part, frozen=True, kw_only=True):
    """An account: its agent, roles, last visit."""

    id: str
    version: int = 1
    name: str
    login: str = ""
    roles: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    seen: str = ""
    is_active: bool = True


class UsersSheet(Part, frozen=True, kw_only=True):
    """Accounts, the roles (code, name, what it says); `password` is the one-time password just made, shown once."""

    rows: tuple[UserRow, ...] = ()
    roles: tuple[tuple[str, str, str], ...] = ()
    password: str = ""
    password_for: str = ""
    error: str = ""


class RefusalSheet(Part, frozen=True, kw_only=True):
    """What was asked, what was found, what to do. `missing` lists each thing needed; `mine` and `theirs` both versions."""

    kind: Literal["refused", "unknown", "changed", "locked", "bad", "internal"]
    asked: str = ""
    found: str
    todo: str = ""
    missing: tuple[str, ...] = ()
    mine: str = ""
    theirs: str = ""
    back: Link | None = None
