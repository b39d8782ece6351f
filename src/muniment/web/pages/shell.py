"""What surrounds every page: language, the pages this reader may open, the thread with its counts, the state of the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest
from django.middleware.csrf import get_token

from muniment.model.noun import Noun
from muniment.preserve import note
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import FAULTS, archive
from muniment.web.sheets.parts import Colophon, KeyHint, Lang, Line, Shell, Station
from muniment.web.sheets.parts import Noun as NounWord
from muniment.web.words import number, say

PAGES = (
    ("home", "settings.see"), ("evidence", "evidence.see"), ("review", "claim.see"), ("people", "register.see"),
    ("submissions", "submission.see"), ("ledger", "ledger.see"), ("settings", "settings.see"),
)  # fmt: skip
LETTERS = {
    "move": ("j", "k"), "draft": ("d",), "review": ("r",), "take_in": ("t",), "read": ("r",), "verify": ("v",),
    "package": ("p",), "next_claim": ("j", "k"), "decide": ("a", "e", "r", "u"), "undo": ("z",), "judge": ("s", "d", "u"), "documents": ("1", "2"), "skip": ("n",), "claim": ("n", "d", "p", "c", "o"),
    "value": ("j", "k"), "why": ("w",), "trace": ("g",), "sentence": ("j", "k"), "consent": ("c",),
    "open_package": ("o",), "report": ("s",),
}  # fmt: skip
NOUNS: tuple[NounWord, ...] = ("evidence", "passage", "claim", "record", "register", "finding", "submission")
KINDS: dict[str, NounWord] = {
    "evidence": "evidence", "passage": "passage", "claim": "claim", "record": "record", "entry": "register", "finding": "finding",
    "submission": "submission",
}  # fmt: skip
HREFS = {"evidence": "/evidence", "claim": "/review", "register": "/people", "submission": "/submissions"}
MODES: dict[str, Literal["demonstration", "alone"]] = {"demonstration": "demonstration", "alone": "alone"}


def language(request: HttpRequest) -> Lang:
    """The reader's language: the account's, else what was chosen in this session."""
    account = getattr(request, "account", None)
    chosen = getattr(account, "language", "") or request.session.get("lang", "")
    return "fa" if chosen == "fa" else "en"


def chosen_theme(account: object) -> Literal["", "light", "dark"]:
    """Light or dark as the account has it; empty follows the system."""
    theme = getattr(account, "theme", "")
    return "light" if theme == "light" else "dark" if theme == "dark" else ""


def shell(
    request: HttpRequest, here: str, *, title: str | None = None, thread: Sequence[Station] | None = None, keys: Sequence[str] = (),
    said: str = "", is_invented: bool = False,
) -> Shell:  # fmt: skip
    """The shell of a page for this reader."""
    lang = language(request)
    account, desk = getattr(request, "account", None), getattr(request, "desk", None)
    now = datetime.now(UTC)
    mode = archive().settings.mode
    return Shell(
        lang=lang,
        title=title or say(lang, f"bar.{here}" if here else "name"),
        here=here,
        address=request.path,
        pages=tuple(page for page, needs in PAGES if allows(desk.agent.roles, needs)) if desk else (),
        notice="invented" if is_invented else MODES.get(mode, ""),
        person=desk.agent.name if desk else "",
        thread=tuple(thread) if thread is not None else (),
        colophon=colophon(lang) if desk else None,
        keys=tuple(KeyHint(keys=LETTERS[key], does=say(lang, f"keys.{key}")) for key in keys),
        theme=chosen_theme(account),
        single_keys=getattr(account, "letter_keys", True),
        csrf=get_token(request),
        said=said,
        printed=now.strftime("%Y-%m-%d %H:%M UTC"),
    )


def colophon(lang: Lang) -> Colophon:
    """The log as last signed. A full check is said with its time; before one, it is said that there was none."""
    log, head = archive().ledger, archive().ledger.head()
    checked = archive().last_check()
    signed = (log.folder / "checkpoint").stat().st_mtime if head.size else 0
    told = say(lang, "log.signed", time=dates.clock(lang, datetime.fromtimestamp(signed, UTC))) if signed else ""
    if checked is None:
        return Colophon(
            answer="failed" if FAULTS else "not_checked", head=number(lang, head.size), signed=told, checked=say(lang, "log.never_checked")
        )
    at, is_sound = checked
    return Colophon(answer="passed" if is_sound and _is_signed() and not FAULTS else "failed", head=number(lang, head.size), signed=told,
                    checked=say(lang, "log.checked", time=dates.clock(lang, at)))  # fmt: skip


def _is_signed() -> bool:
    """Whether the published head carries our signature."""
    log = archive().ledger
    try:
        note.opened(log.checkpoint(), [log.key(archive().seals.ring)])
    except note.NoteError:
        return False
    return True


def whole(request: HttpRequest, here: NounWord | None = None) -> tuple[Station, ...]:
    """The thread of the whole archive, as far as this reader may see it."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    counts = {}
    for kind, noun in KINDS.items():
        permission = f"{'register' if kind == 'entry' else kind}.see" if kind != "passage" else "claim.see"
        if allows(desk.agent.roles, permission) and kind != "entry":
            counts[noun] = archive().shelf.count(kind, compartments=desk.through(permission).compartments)
    counts["register"] = counts.get("record", 0)
    return stations(lang, {noun: number(lang, count) if count else "" for noun, count in counts.items()}, {}, here)


def stations(lang: Lang, told: dict[NounWord, str], lines: dict[NounWord, Line], here: NounWord | None) -> tuple[Station, ...]:  # noqa: ARG001 - every part of a page is asked for in a language
    """The seven stations with what is told at each; the line from one to the next is solid where both hold something."""
    made = []
    for i, noun in enumerate(NOUNS):
        following = told.get(NOUNS[i + 1], "") if i + 1 < len(NOUNS) else ""
        line: Line = lines.get(noun, "solid" if told.get(noun) and following else "dotted")
        made.append(Station(noun=noun, told=told.get(noun, ""), line=line, is_here=noun == here, is_empty=not told.get(noun),
                            href=HREFS.get(noun, "") if noun != here else ""))  # fmt: skip
    return tuple(made)


def kind_of(noun: Noun) -> NounWord | None:
    """The station a noun belongs to."""
    return KINDS.get(noun.kind())
