"""Answers for people: one line a thing in a list, a short page for one thing. What a machine wants is `--json`.

Identifiers come first in a line, because the next command takes them; times are UTC to the minute; what a source says keeps
the source's words. A kind that has no lines of its own here is shown field by field.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from muniment.archive import Hits
from muniment.archive.act import Drafted
from muniment.archive.document import ReadResult
from muniment.archive.examine import Inside
from muniment.archive.fixity import Report
from muniment.archive.ledger import Line
from muniment.archive.link import Person
from muniment.archive.lists import ListResult
from muniment.archive.rebuild import Rebuilt
from muniment.archive.search import Step
from muniment.archive.stamps import Stamped, by
from muniment.archive.timestamps import Times
from muniment.archive.users import Welcome
from muniment.archive.versions import Difference
from muniment.archive.withdraw import Withdrawn
from muniment.archive.witnesses import Heard, Seen, State
from muniment.cli import bulk, casework, forms, reliability
from muniment.cli.words import clipped, counted, marked, moment, said, size, statement, words
from muniment.model.agent import Agent
from muniment.model.claim import Claim
from muniment.model.consent import Condition, Consent
from muniment.model.derived import DerivedText
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.examination import Belonging, Examination
from muniment.model.finding import Finding
from muniment.model.judgement import Judgement
from muniment.model.source import Source
from muniment.model.submission import Submission
from muniment.model.verdict import Check
from muniment.preserve.custody_report import CustodyReport, Link
from muniment.warn.queue import Hours, Peril, Queue

CLAIM = 140


@singledispatch
def lines(value: object) -> list[str]:
    """The lines that show a value; none for a kind that is shown field by field."""
    del value
    return []


@lines.register
def _(value: Evidence) -> list[str]:
    title = value.title or value.name or ("withdrawn" if value.withdrawn else "without a name")
    marks = ("  withdrawn" if value.withdrawn else "") + ("  invented" if value.invented else "")
    return [f"{value.id}  {moment(value.taken_at)}  {size(value.size):>9}  {value.media_type:<16}  {title}{marks}"]


@lines.register
def _(value: CustodyEvent) -> list[str]:
    told = "; ".join(filter(None, (value.reason, value.detail)))
    return [f"  {moment(value.made_at)}  {value.event:<18}  by {value.agent}" + (f"  ({told})" if told else "")]


@lines.register
def _(value: Examination) -> list[str]:
    """Verdict, counts, what did not pass, and what the file says of itself: always said to be its own word."""
    counted_ = ", ".join(f"{count:,} {what}" for what, count in value.counted)
    head = f"{value.evidence}  {value.format}: {value.verdict.answer.replace('_', ' ')}" + (f"  ({counted_})" if counted_ else "")
    broken = [f"  format damaged: {value.damaged}"] if value.damaged else []
    unread = [f"  not looked into: {value.unread}"] if value.unread else []
    own = [f"    {one.where}: {one.words}" for one in value.stated]
    return [
        head,
        *broken,
        *unread,
        *map(_checked, value.verdict.checks),
        *(["  the file says of itself (its own word, not checked):", *own] if own else []),
    ]


def _checked(check: Check) -> str:
    """One comparison in a line."""
    told = f"expected {check.expected}, found {check.found}" if check.verdict == "failed" else check.found or ""
    return (
        f"  {check.verdict.replace('_', ' '):<11}  {check.what}"
        + (f", {check.where}" if check.where else "")
        + (f": {told}" if told else "")
    )


@lines.register
def _(value: Inside) -> list[str]:
    parts = [f"  a bundle of {counted(value.parts, 'part')} (and this list)"] if value.parts else []
    return [*(line for one in value.examinations for line in lines(one)), *parts, *(line for one in value.part_of for line in lines(one))]


@lines.register
def _(value: Belonging) -> list[str]:
    return [f"  part of {value.of}, in it {value.name}"]


@lines.register
def _(value: CustodyReport) -> list[str]:
    head = [f"{value.id}  {size(value.size)}  {value.media_type}  {value.title or value.name}", f"  SHA-256 {value.sha256}"]
    links = [f"{i:>4}  {_link(link)}" for i, link in enumerate(value.links, 1)]
    gap = "the chain has no gap" if value.is_unbroken else "THE CHAIN HAS A GAP: a link does not name the one before it"
    marks = [f"  {q.name:<18} {said(q.answer)}" for q in value.qualities]
    return [*head, *links, f"  {gap}; signed head over {value.head} entries", *marks]


def _link(link: Link) -> str:
    told = "; ".join(filter(None, (link.reason, link.detail, link.receiver and f"to {link.receiver}")))
    where = f"entry {link.entry}" if link.entry is not None else "not yet numbered"
    return f"{link.at}  {link.event:<18}  by {link.agent}, {where}" + (f"  ({told})" if told else "")


@lines.register
def _(value: ReadResult) -> list[str]:
    told = f"{value.claims} claims proposed, {value.records} people mentioned" if value.unread is None else f"unreadable: {value.unread}"
    return [f"{value.evidence}  {told}"]


@lines.register
def _(value: DerivedText) -> list[str]:
    return [f"{value.id}  {value.how}, {len(value.body):,} characters, by {value.tool}"]


@lines.register
def _(value: Source) -> list[str]:
    marks = (f", {value.connection}" if value.connection else "") + (", has an interest" if value.is_interested else "")
    return [f"{value.id}  version {value.version}  {value.grade}{value.credibility}  {value.name} ({value.type}{marks})"]


@lines.register
def _(value: Claim) -> list[str]:
    detail = "  " if value.about.startswith("cl-") else ""  # of an act: its date, its place
    return [f"{value.id}  {value.standing.state:<8}  {detail}{clipped(statement(value), CLAIM)}"]


@lines.register
def _(value: Difference) -> list[str]:
    """A field a line, with what it was and what it is."""
    head = f"{value.id}  version {value.older} -> version {value.newer}"
    told = [f"  {one.field}: {_told(one.before)} -> {_told(one.after)}" for one in value.changes]
    return [head, *(told or ["  they are the same"])]


def _told(value: object) -> str:
    """A value of a field on one line; words in quotation marks, so that an empty text is seen."""
    match value:
        case None:
            return "(nothing)"
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{clipped(value, CLAIM)}”"
        case _:
            return str(value) if value != () else "(none)"


@lines.register
def _(value: Finding) -> list[str]:
    on = f"on {counted(value.claims, 'claim')}" + (f", {len(value.against)} against" if value.against else "")
    return [f"{value.id}  {value.standing.state:<8}  {said(value.question)}: {said(value.answer)} ({said(value.standard)}; {on})"]


@lines.register
def _(value: Consent) -> list[str]:
    head = f"{value.id}  by {value.given_by} ({value.capacity}), {value.how}, in {value.language}"
    head += (f", on {value.given_on.edtf}" if value.given_on else "") + (f", until {moment(value.expires)}" if value.expires else "")
    silence = [f"  nothing leaves before {moment(value.silence_until)}"] if value.silence_until else []
    return [head, *(f"  {said(a.purpose):<18} {said(a.basis)}" + (f": {a.why}" if a.why else "") for a in value.answers), *silence]


@lines.register
def _(value: Condition) -> list[str]:
    told = (f" until {moment(value.until)}" if value.until else "") + (f": {value.words}" if value.words else "")
    return [f"{value.id}  {said(value.rule)}{told}  (by {value.provider}, on {value.evidence})"]


@lines.register
def _(value: Judgement) -> list[str]:
    return [f"{value.id}  {value.answer or 'taken back'}: {value.left} and {value.right}", f"  because {value.reason}"]


@lines.register
def _(value: Agent) -> list[str]:
    return [f"{value.id}  version {value.version}  {value.login or '-':<12}  {value.name}", f"  {', '.join(value.roles) or 'no role'}"]


@lines.register
def _(value: Welcome) -> list[str]:
    return [*lines(value.agent), f"  one-time password  {value.password}   (shown once; to be changed at the first login)"]


@lines.register
def _(value: Submission) -> list[str]:
    return [f"{value.id}  version {value.version}  {value.state:<8}  {moment(value.made_at)}  {value.title}"]


@lines.register
def _(value: Drafted) -> list[str]:
    letter = value.submission
    decided = [f"  {said(d.what)}: {d.answer}, {moment(d.at)}: {d.words}" for d in letter.decisions]
    gaps = [f"  ? {gap.field}: {gap.question} (ask {gap.ask})" for gap in letter.gaps() if not gap.left_unknown]
    return [*lines(letter), *decided, *gaps, *missing(value.gate.checks)]


@lines.register
def _(value: Line) -> list[str]:
    number = "-" if value.seq is None else str(value.seq)
    shown = ", ".join(id for id, _ in value.effects[:2]) + (f" and {len(value.effects) - 2} more" if len(value.effects) > 2 else "")
    return [f"{number:>6}  {moment(value.at)}  {value.type:<20}  {shown or clipped(value.reason)}"]


@lines.register
def _(value: State) -> list[str]:
    if not value.witnesses:
        return ["This archive has no witnesses yet: “muniment witness trust” names them."]
    alarm = (
        [f"ALARM  {moment(value.alarm.at)}  {value.alarm.witness} {value.alarm.told}; kept in {value.alarm.evidence}"]
        if value.alarm
        else []
    )
    head = f"{value.quorum} of {len(value.witnesses)} are needed. Enough cosigned {value.size or 0:,} of {value.head:,} entries."
    seen = [f"  {w.name:<16} {_last(w)}" for w in value.witnesses]
    kept = [
        f"  {one.size:>8,} entries  {', '.join(name for name, _ in one.by)}{'' if one.is_enough else '  (not enough)'}"
        for one in value.checkpoints
    ]
    return [*alarm, head, *seen, *(["Checkpoints, newest first:", *kept] if kept else [])]


def _last(one: Seen) -> str:
    if one.size is None or one.at is None:
        return "has cosigned nothing yet"
    return f"cosigned {one.size:,} entries, {moment(one.at)} by its clock; {one.behind:,} came since"


@lines.register
def _(value: Heard) -> list[str]:
    return [f"{value.answer:<10} {value.witness}  {value.size:,} entries", f"           {value.told}"]


@lines.register
def _(value: Step) -> list[str]:
    return _walked(value, "", set())


def _walked(step: Step, indent: str, above: set[str]) -> list[str]:
    """A chain as an outline; what was walked before is not walked again."""
    told = f"  {clipped(step.said)}" if step.said else ""
    seal = f"  sha256 {step.sha256}" if step.sha256 else ""
    role = f"{said(step.role)}: " if step.role and step.role != step.kind else ""
    if step.id in above:
        return [f"{indent}{role}{step.kind} {step.id}  (above)"]
    above.add(step.id)
    entry = f"  entry {step.entry}" if step.entry is not None else ""
    below = [line for each in step.rests_on for line in _walked(each, indent + "  ", above)]
    return [f"{indent}{role}{step.kind} {step.id}{told}{entry}{seal}", *below]


@lines.register
def _(value: Hits) -> list[str]:
    total = "more than 5,000" if value.total_capped > 5000 else f"{value.total_capped:,}"
    rows = [f"{hit.id}  {hit.kind:<10}  {marked(hit.snippet, hit.marks) or hit.title}" for hit in value.items]
    return [*rows, f"{total} found" + (f", {len(rows)} shown" if len(rows) < value.total_capped else "")]


@lines.register
def _(value: Person) -> list[str]:
    names = " / ".join(name.text for name in value.names) or "no accepted name"
    head = f"{value.entry.id}  {names}"
    return [f"{head}  ({counted(value.records, 'record')}, {counted(value.claims, 'claim')}, {counted(value.documents, 'document')})"]


def page(value: object) -> list[str]:
    """One thing that was asked for by itself, in full."""
    return person(value) if isinstance(value, Person) else lines(value)


def person(value: Person) -> list[str]:
    """One person's page: every value, who says so, and the documents and judgements it rests on."""
    rows = [f"  {said(held.property):<14} {words(held.value)}{_believed(value, held.claims)}"
            + ("   CONTESTED" if held.is_contested else "")
            + "".join(f"\n{'':<17}{detail}" for detail in _details(value, held.claims)) for held in value.held]  # fmt: skip
    left = [c for c in value.claims if c.standing.state != "accepted"]
    documents = [f"  {line}" for item in value.documents for line in lines(item)]
    judged = [f"  {line}" for judgement in value.judgements for line in lines(judgement)]
    open_ = [f"  {len(left)} more claims are proposed or unsure: “muniment review” shows them"] if left else []
    return [*lines(value), *rows, *open_, "documents", *documents, *(["judgements", *judged] if judged else [])]


def _believed(value: Person, claims: Iterable[Claim]) -> str:
    """Why it is believed: sources with their grades."""
    sources = {source.id: source for source in value.sources}
    documents = {item.id: item for item in value.documents}
    behind = {sources[id] for c in claims if (item := documents.get(c.evidence)) and (id := item.source) in sources}
    told = ", ".join(sorted(f"{source.name} {source.grade}{source.credibility}" for source in behind))
    return f"   [{told or 'no source written down'}]"


def _details(value: Person, claims: Iterable[Claim]) -> list[str]:
    """What is said of an act: its date, place, court, charge."""
    about = {claim.id for claim in claims}
    found = {f"{said(c.property)}: {words(c.value)}" for c in value.claims if c.about in about and c.standing.state == "accepted"}
    return sorted(found)


@lines.register
def _(value: Queue) -> list[str]:
    titles = (("In immediate danger", value.danger), ("Watched", value.watched), ("Out of danger, or dead", value.left))
    told = [line for title, perils in titles if perils for line in (title, *(each for peril in perils for each in lines(peril)))]
    return told or ["Nobody in the register is known to be in danger. Only accepted claims count."]


@lines.register
def _(value: Peril) -> list[str]:
    state = value.state
    left = f"  {_hours(value.hours)}" if value.hours else ""
    head = f"  {value.entry}  {state.outcome or state.level}{left}"
    lacks = [f"    missing: {each.words}" + (" (no letter can leave without it)" if each.blocks else "") for each in value.missing]
    return [head, *(f"    {reason.words}" for reason in state.reasons), *lacks]


def _hours(hours: Hours) -> str:
    if hours.has_passed:
        return "the time has passed"
    return f"{hours.least} hours left" if hours.least == hours.most else f"{hours.least} to {hours.most or '?'} hours left"


@lines.register
def _(value: ListResult) -> list[str]:
    would = "would become" if value.is_dry_run else "became"
    head = f"{value.list}: {value.rows} rows; {value.records} {would} records" + (
        "" if value.is_dry_run else f" with {value.claims} claims"
    )
    if value.updated or value.unchanged or value.gone:
        head += f"; {value.updated} known ones say something new, {value.unchanged} nothing new, {value.gone} are in no row any more"
    return [head, *(f"  row {row.row}, {row.column}: “{row.found}”: {row.reason}" for row in value.rejected)]


@lines.register
def _(value: Withdrawn) -> list[str]:
    gone = ", ".join(f"{n} {kind}" for kind, n in sorted(value.gone.items()))
    return [f"{value.evidence}  sha256 {value.sha256}", f"  rests on it: {gone or 'nothing'}", *(f"  had left: {id}" for id in value.left)]


@lines.register
def _(value: Report) -> list[str]:
    ended = "-" if value.entry is None else str(value.entry)
    told = f"{value.faults:,} FAULTS" if value.faults else "all as sealed"
    return [f"{ended:>6}  {moment(value.at)}  {value.objects:,} objects, {size(value.bytes)}: {told}"]


@lines.register
def _(value: Rebuilt) -> list[str]:
    erased = f"; {value.erased} noun versions stay erased by order" if value.erased else ""
    damaged = [f"not brought back: {one}" for one in value.damaged]
    return [f"{value.nouns:,} noun versions and {value.entries:,} ledger entries brought back{erased}", *damaged]


@lines.register
def _(value: Times) -> list[str]:
    roots = {name: [root for one, root in value.roots if one == name] for name, _ in value.roots}
    asked = [f"{one.name}  {one.url or 'asked by files alone'}  via {one.via}  root sha256 {' '.join(roots.get(one.name, []))}"
             for one in value.authorities]  # fmt: skip
    beat = (
        [f"every {value.every_hours} hours, next {moment(value.next)}; {counted(range(value.waiting), 'request')} waiting"]
        if value.next
        else []
    )
    heads = [line for head in value.heads for line in lines(head)]
    return [*(asked or ["No time authority is named: nothing is stamped, and nothing is sent."]), *beat, *heads]


@lines.register
def _(value: Stamped) -> list[str]:
    head = f"head of {value.size:,} entries, kept {moment(value.kept)}" + (", cosigned" if value.is_cosigned else "")
    made = [f"  {one.chain}  {one.at:%Y-%m-%d %H:%M:%S}Z, {round((one.at - value.kept).total_seconds())} s after the head, "
            f"accepted by {one.verifier}" for one in value.stamps]  # fmt: skip
    last = {by(one.chain): f"; {moment(one.at)}: {one.why}" for one in value.refusals}
    return [head, *made, *(f"  {chain}  waits since {moment(value.kept)}{last.get(by(chain), '')}" for chain in value.wanted)]


for kind, told_by in (*forms.LINES, *bulk.LINES, *casework.LINES, *reliability.LINES):
    lines.register(kind, told_by)


def missing(checks: Iterable[Check]) -> list[str]:
    """What stands between a letter and its release."""
    return [f"  missing before release: {c.what}" + (f" ({c.found})" if c.found else "") for c in checks if c.verdict == "failed"]
