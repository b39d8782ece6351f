"""Checking: the whole archive, or a package someone dropped here; and packages made for others to check."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from msgspec.structs import replace

from muniment.archive import DOORS, files
from muniment.archive.act import files_sent
from muniment.model.errors import BadInputError
from muniment.model.verdict import Check as Made
from muniment.model.verdict import Verdict
from muniment.preserve.standalone import verify as standalone
from muniment.preserve.verify import verify_sent
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages import presence
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, stations
from muniment.web.sheets import ledger as sheets
from muniment.web.sheets.parts import Check, Lang, Line, Station, Tally
from muniment.web.size import LARGEST_FILE, bytes_in_words
from muniment.web.words import apart, counted, number, say, vocabulary
from muniment.web.words.rooms import retold

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("files", "evidence", ("files", "package list", "zip", "bytes", "objects", "objects in place", "objects nobody names", "folder")),
    ("ledger", "register", ("proofs", "checkpoint signature", "log", "acts", "ledger rows", "rows", "index")),
    ("time", "", ("timestamps", "timestamps as ledgered", "entries not yet signed")),
    ("chain", "claim", ("custody", "claims", "sentences")),
)  # fmt: skip
SHOWN_FAILURES = 200
COUNT = re.compile(r"[\d,]+")
TIMES = {
    "existed": re.compile(r"(?P<count>\d+) of (?P<all>\d+) items existed by then: (?P<who>.*)"),
    "came_after": re.compile(r"(?P<count>\d+) of (?P<all>\d+) items came after every head that was stamped"),
    "stamps": re.compile(r"(?P<count>[\d,]+) time stamps over heads of up to (?P<size>[\d,]+) entries"),
    "stamps_waiting": re.compile(r"(?P<count>[\d,]+) time stamps over heads of up to (?P<size>[\d,]+) entries, (?P<left>\d+) waited for"),
}
"""What a check of time stamps may say -> the words for it."""
SENTENCES = {
    words: f"says.{name}_{i}"
    for name, sentences in (
        ("archive", files.PROVES), ("archive_not", files.DOES_NOT_PROVE), ("package", standalone.PROVES), ("package_not", standalone.DOES_NOT_PROVE),
    )
    for i, words in enumerate(sentences)
}  # fmt: skip


@seated
def verify(request: HttpRequest) -> HttpResponse:
    """Open: nothing is checked yet. Posted: a package, or the word that the archive itself is meant."""
    lang = language(request)
    empty = sheets.VerifySheet(largest=LARGEST_FILE, too_large=say(lang, "evidence.too_large", size=bytes_in_words(lang, LARGEST_FILE)))
    sheet, status = empty, 200
    if request.method == "POST":
        began = time.monotonic()
        try:
            verdict, name, note = _checked(request, lang)
            made = _sheet(lang, verdict, name, note, time.monotonic() - began)
            sheet = replace(made, largest=empty.largest, too_large=empty.too_large)
        except BadInputError as exc:
            sheet, status = replace(empty, error=lament(lang, exc)), 400
    around = shell(request, "ledger", title=say(lang, "verify.title"), thread=_thread(lang, sheet), keys=("move", "open_package"))
    return page("verify", around, sheet, status)


def _checked(request: HttpRequest, lang: Lang) -> tuple[Verdict, str, str]:
    desk = request.desk  # type: ignore[attr-defined]
    if request.POST.get("do") == "archive":
        return DOORS["check"].through(desk, {}), archive().settings.title, say(lang, "verify.archive_title")
    sent = request.FILES.get("package")
    if sent is None:
        raise BadInputError(say(lang, "verify.no_file"))
    verdict = verify_sent(sent.read())
    return verdict, sent.name or "", f"{bytes_in_words(lang, sent.size or 0)} · {dates.clock(lang, archive().now())}"


def _sheet(lang: Lang, verdict: Verdict, name: str, note: str, seconds: float) -> sheets.VerifySheet:
    failed, answer = len(verdict.having("failed")), verdict.answer
    return sheets.VerifySheet(
        file=name, file_note=note, took=say(lang, "verify.took", seconds=number(lang, f"{seconds:.1f}").replace(".", "٫" if lang == "fa" else ".")), answer=answer,
        headline=counted(lang, "verify.failures", failed) if failed else say(lang, f"verify.{answer}"), advice=say(lang, f"verify.advice_{answer}"),
        tally=Tally(passed=len(verdict.having("passed")), failed=failed, not_checked=len(verdict.having("not_checked"))),
        groups=tuple(_groups(lang, verdict)), proves=_said(lang, verdict.proves) if answer == "passed" else (),
        does_not_prove=_said(lang, verdict.does_not_prove),
    )  # fmt: skip


def _groups(lang: Lang, verdict: Verdict) -> Iterable[sheets.Group]:
    """The checks under their heads, failures first; what no head claims stands under the last."""
    known = {what for _, _, whats in GROUPS for what in whats}
    for title, noun, whats in GROUPS:
        mine = [c for c in verdict.checks if c.what in whats or (title == "chain" and c.what not in known)]
        mine.sort(key=lambda c: ("failed", "not_checked", "passed").index(c.verdict))
        if mine:
            yield sheets.Group(noun=noun or None, is_time=title == "time", title=say(lang, f"verify.{title}"),  # type: ignore[arg-type]
                               checks=tuple(_line(lang, each) for each in mine[:SHOWN_FAILURES]))  # fmt: skip


def _line(lang: Lang, one: Made) -> Check:
    """One check: what was compared, and for what is wrong what was expected, what was found, what to do."""
    what = vocabulary(lang).get(f"check.{one.what.replace(' ', '_')}", one.what)
    is_wrong = one.verdict == "failed"
    data = ((say(lang, "verify.expected"), one.expected), (say(lang, "verify.found"), one.found)) if is_wrong else ()
    shown = tuple((label, retold(lang, value)) for label, value in data if value)
    return Check(answer=one.verdict, what=f"{what}{say(lang, 'colon')}{retold(lang, one.where)}" if is_wrong and one.where else what,
                 told="" if is_wrong else _found(lang, one), data=shown, advice=retold(lang, one.advice))  # fmt: skip


def _found(lang: Lang, one: Made) -> str:
    """What was found, in the reader's words where it is a number of things."""
    if one.what == "timestamps":
        return _times(lang, one.found or "")
    known, count = vocabulary(lang).get(f"found.{one.what.replace(' ', '_')}"), COUNT.match(one.found or "")
    return known.format(count=number(lang, count[0])) if known and count else retold(lang, one.found)


def _times(lang: Lang, found: str) -> str:
    """What a check of time stamps found, in the reader's words."""
    for key, pattern in TIMES.items():
        if match := pattern.fullmatch(found):
            parts = {name: apart(value) if name == "who" else number(lang, value) for name, value in match.groupdict().items() if value}
            return say(lang, f"found.{key}", **parts)
    return apart(found)


def _said(lang: Lang, sentences: Iterable[str]) -> tuple[str, ...]:
    """The fixed sentences of what a check proves and does not, in the reader's language."""
    return tuple(say(lang, SENTENCES[words]) if words in SENTENCES else words for words in sentences)


def _thread(lang: Lang, sheet: sheets.VerifySheet) -> tuple[Station, ...]:
    """Before a check nothing is known; a failed one cuts the line after the bytes."""
    if not sheet.answer:
        return ()
    line: Line = "cut" if sheet.answer == "failed" else "solid"
    return stations(lang, {"evidence": sheet.headline.split(":")[0]}, {"evidence": line}, "evidence")


@seated
def package(request: HttpRequest) -> HttpResponse:
    """Choose how much of the ledger a package opens, then make it: a zip that proves itself without us."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("package.make")
    if request.method == "POST":
        presence.confirm(request)
        ids = tuple(request.POST.getlist("id"))
        given = {"ids": ids, "profile": request.POST.get("profile", "partner"), "letters": files_sent(desk, ids)}
        made = DOORS["package"].through(desk, given)
        headers = {"Content-Disposition": f'attachment; filename="{made.id}.zip"'}
        return HttpResponse(made.zip, content_type="application/octet-stream", headers=headers)
    ids = tuple(request.GET.getlist("id"))
    sheet = sheets.PackageSheet(
        ids=ids,
        presence=presence.asked(request),
        profiles=tuple((p, say(lang, f"profile.{p}"), say(lang, f"profile.{p}_note")) for p in ("partner", "court", "public")),
    )
    return page("package", shell(request, "ledger", title=say(lang, "package.title")), sheet)
