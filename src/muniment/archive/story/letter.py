"""The last chapters: who is refused a letter and why, the appeal with its gate, and the package that proves itself."""

from __future__ import annotations

from typing import Any

import msgspec

from muniment import sample
from muniment.archive.act import Drafted, files_sent
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.link import Person
from muniment.archive.story.register import named
from muniment.archive.story.telling import Story
from muniment.model.claim import Claim
from muniment.model.errors import RefusedError
from muniment.model.noun import short

RISK = "He is in the hands of those who would be named; the family asked for the letter, and silence carries the greater risk."


def refused_dead(desk: Desk, person: Person, story: Story) -> None:
    """An urgent appeal for someone whom sources call executed is refused, naming their claims."""
    try:
        DOORS["draft"].through(desk, {"kind": "urgent-appeal", "ids": (person.entry.id,)})
    except RefusedError as exc:
        story.line(f"{named(person)}: refused. {len(exc.missing)} accepted claims say that he was executed; an allegation letter fits.")


def appeal(desk: Desk, second: Desk, plan: sample.Manifest, main: Person, story: Story) -> Drafted:
    """Draft, be refused, ask the family, draft again, weigh, approve by a second person, release."""
    given = {"kind": "urgent-appeal", "ids": (main.entry.id,), "cover": plan.cover}
    made: Drafted = DOORS["draft"].through(desk, given)
    sentences = made.submission.sentences()
    story.line(
        f"{named(main)}: {len(sentences)} sentences, {sum(bool(s.claims or s.findings) for s in sentences)} with a note that names their "
        f"claims, the others marked as the drafter's own; {len(made.submission.gaps())} questions nobody has answered."
    )
    _refused(desk, made, story)
    DOORS["consent"].through(desk, {"about": (main.entry.id,), **msgspec.to_builtins(plan.consent)})
    story.line(f"Consent, by {plan.consent.given_by}, {plan.consent.how}: "
               + "; ".join(f"{a.purpose.replace('-', ' ')} {'no' if a.basis == 'refused' else 'yes'}" for a in plan.consent.answers) + ".")  # fmt: skip
    made = _settled(desk, DOORS["redraft"].through(desk, {"id": made.submission.id, "expected": 1, "cover": plan.cover}), story)
    id, version = made.submission.id, made.submission.version
    DOORS["weigh"].through(desk, {"id": id, "expected": version, "words": RISK})
    agreed = "I read the file and agree that it may name him."
    DOORS["approve"].through(second, {"id": id, "expected": version + 1, "what": "reprisal", "words": agreed})
    DOORS["approve"].through(second, {"id": id, "expected": version + 2, "words": "Read against its claims, sentence by sentence."})
    story.line(f"{second.agent.name} read it too: the risk of reprisals confirmed as bearable, the letter approved.")
    return _released(desk, id, version + 3, story)


def _refused(desk: Desk, made: Drafted, story: Story) -> None:
    """The gate as it stands before anyone was asked."""
    try:
        DOORS["release"].through(desk, {"id": made.submission.id, "expected": made.submission.version, "words": "to see what is missing"})
    except RefusedError as exc:
        story.line(f"Release is refused, naming all that is missing ({len(exc.missing)}):")
        story.lines(("-", missing) for missing in exc.missing)


def _settled(desk: Desk, letter: Any, story: Story) -> Drafted:
    """Questions nobody can answer are left unknown, by decision, and the letter says so."""
    for gap in letter.gaps():
        if not gap.left_unknown:
            letter = DOORS["settle"].through(desk, {"id": letter.id, "expected": letter.version, "field": gap.field})
            story.line(f"Left unknown, by decision: {gap.question}")
    drafted: Drafted = DOORS["submission"].through(desk, {"id": letter.id, "with_files": False})
    return drafted


def _released(desk: Desk, id: str, version: int, story: Story) -> Drafted:
    sent: Drafted = DOORS["release"].through(desk, {"id": id, "expected": version, "words": "A demonstration: it goes nowhere."})
    sizes = ", ".join(f"{f.name.rsplit('.', 1)[-1].upper()} {len(f.body):,} bytes" for f in sent.files)
    story.line(f"Released and frozen: {sizes}. Its digests are in the ledger; nothing was sent anywhere.")
    return sent


def disclose(desk: Desk, letter: Drafted, story: Story) -> None:
    """Trace a sentence down to bytes, pack the letter with all it rests on, and check the whole archive."""
    said = next(s for section in letter.submission.sections if section.field == "incident" for s in section.sentences if s.claims)
    story.line("One sentence, walked down to the bytes it rests on:")
    claims = [desk.through("trace.see").get(id, Claim) for id in said.claims]
    dated = next((c for c in claims if c.property == "date"), claims[0])
    story.lines([("sentence", f"“{said.text}”"), *_chain(DOORS["trace"].through(desk, {"id": dated.id}))])
    id = letter.submission.id
    made = DOORS["package"].through(desk, {"ids": (id,), "letters": files_sent(desk, (id,))})
    path = desk.archive.root.with_name(f"{desk.archive.root.name}-package.zip")
    path.write_bytes(made.zip)
    page = next(f for f in letter.files if f.media_type == "application/pdf")
    print_out = path.with_name(f"{desk.archive.root.name}-letter.pdf")
    print_out.write_bytes(page.body)
    story.line(f"{print_out}: the letter as it would leave, {len(letter.submission.sentences())} sentences with their notes.")
    story.line(f"{path}: {made.items} items, {made.nouns} nouns, {len(made.bag)} files. Unpack it anywhere and run "
               "“python3 -I verify.py” or “sh verify.sh”, or open its verify.html in a browser: none needs Muniment.")  # fmt: skip
    verdict = DOORS["check"].through(desk, {})
    story.line(
        f"The whole archive checked: {verdict.answer.replace('_', ' ')}, {len(verdict.checks)} checks, {desk.archive.log()} ledger entries."
    )


def _chain(step: Any) -> list[tuple[str, str]]:
    """One path of a trace: claim, passage, evidence, digest."""
    below = next((s for s in step.rests_on if s.kind == "passage"), None) or next(iter(step.rests_on), None)
    said = f"“{step.said}”" if step.kind == "passage" else step.said.replace("act: ", "an act: ")
    rest = _chain(below) if below else [("bytes", f"sha256 {step.sha256}")]
    return [(step.kind, f"{said}  {short(step.id)}"), *rest]
