"""What sources say of a person, property by property, contradictions side by side and no winner; where the proceedings stand.

Values that say the same share a line; the dots after it are independent origins. An act is told with its date, place, court
and charge, one line a telling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from muniment.link import contradict
from muniment.link.values import SINGLE
from muniment.model.claim import Act, Claim
from muniment.model.when import When
from muniment.warn import STEPS, Case, State
from muniment.web import dates
from muniment.web.pages.told import kind_of, sense, shown, title_of, within, written
from muniment.web.sheets import people as sheets
from muniment.web.sheets.parts import Lang, Origins, Step, Text
from muniment.web.words import apart, say

SHOWN = (
    "name", "alias", "father_name", "age", "age_at_arrest", "birth", "sex", "occupation", "affiliation", "prison", "place", "status",
    "condition", "last_visit", "medical_emergency", "other",
)  # fmt: skip
DETAILS = ("date", "place", "court", "charge", "condition", "other")


def origins(known: Case, claims: Sequence[Claim], *, is_contested: bool = False) -> Origins:
    """Independent origins of some claims, and how many of them were read."""
    read = [c for c in claims if c.standing.state == "accepted"]
    return Origins(total=len(known.origins(claims)), reviewed=len(known.origins(read)), is_contested=is_contested)


def steps(lang: Lang, known: Case, where: State) -> tuple[Step, ...]:
    """The ladder: reached, present, not documented, ahead; the outcome last, none coloured before it is known."""
    last = STEPS.index(where.stage) if where.stage in STEPS else -1
    reached = {reason.code: reason for reason in where.reached}
    made = []
    for i, code in enumerate(STEPS):
        reason = reached.get(code)
        words = say(lang, f"ladder.{code}")
        if reason is None:
            made.append(
                Step(name=words, state="undocumented" if i < last else "ahead", when=say(lang, "state.undocumented") if i < last else "")
            )
            continue
        claims = [c for id in reason.claims if (c := known.claim(id))]
        is_last = i == last and not where.outcome
        shape = "danger" if is_last and where.level == "immediate" else "present" if is_last else "reached"
        told = dated(lang, known, claims)
        made.append(Step(name=words, state=shape, when=told, origins=origins(known, claims, is_contested=differ(known, claims))))  # type: ignore[arg-type]
    return (*made, _outcome(lang, known, where))


def _outcome(lang: Lang, known: Case, where: State) -> Step:
    if not where.outcome:
        return Step(name=say(lang, "ladder.outcome"), state="outcome", when=say(lang, "ladder.outcomes"))
    claims = [c for r in where.reasons for id in r.claims if (c := known.claim(id))]
    word = "ladder.outcome_dead" if where.outcome == "dead" else "ladder.outcome_free"
    return Step(name=say(lang, word), state="present", when=dated(lang, known, claims), origins=origins(known, claims))


def dated(lang: Lang, known: Case, claims: Sequence[Claim]) -> str:
    """The dates given, each once, none chosen."""
    said = dict.fromkeys(dates.when(lang, when).lead for claim in claims for when in known.dates(claim))
    return f" {say(lang, 'timeline.or')} ".join(said)


def differ(known: Case, claims: Sequence[Claim]) -> bool:
    """Whether two of the dates given exclude each other."""
    given = [when for claim in claims for when in known.dates(claim)]
    return any(contradict(a, b) for i, a in enumerate(given) for b in given[i + 1 :])


def rows(lang: Lang, known: Case, entry: str, asked: str) -> tuple[sheets.ValueRow, ...]:
    """A row a property, then a row a kind of act."""
    accepted = known.accepted(entry)
    about = [c for c in accepted if not c.about.startswith("cl-")]
    made = [_plain(lang, known, name, [c for c in about if c.property == name and not c.field], asked) for name in SHOWN]
    fields = dict.fromkeys(c.field for c in about if c.field)
    made += [_plain(lang, known, "other", [c for c in about if c.field == field], asked) for field in fields]
    acts: dict[str, list[Claim]] = {}
    for claim in accepted:
        if isinstance(claim.value, Act):
            acts.setdefault(claim.value.type, []).append(claim)
    made += [_acts(lang, known, kind, claims, asked) for kind, claims in sorted(acts.items(), key=lambda pair: _since(known, pair[1]))]
    return tuple(row for row in made if row is not None)


def _since(known: Case, acts: list[Claim]) -> str:
    """When the first of some acts began; what has no date comes last."""
    return min((when.earliest or "9999" for act in acts for when in known.dates(act)), default="9999")


def _plain(lang: Lang, known: Case, name: str, claims: list[Claim], asked: str) -> sheets.ValueRow | None:
    if not claims:
        return None
    groups = _grouped(claims, lambda claim: shown(lang, claim.value))
    firsts = [group[0].value for group in groups.values()]
    is_contested = name in SINGLE and any(contradict(a, b) for i, a in enumerate(firsts) for b in firsts[i + 1 :])
    lines = tuple(_line(lang, known, words, group, asked, is_contested) for words, group in groups.items())
    return sheets.ValueRow(label=kind_of(lang, claims[0]), lines=lines, state="contested" if is_contested else "single")


def _acts(lang: Lang, known: Case, kind: str, claims: list[Claim], asked: str) -> sheets.ValueRow:
    """One kind of act, a line a telling."""
    groups = _grouped(claims, lambda claim: f"{telling(lang, known, claim)} {claim.modality}")
    is_contested = differ(known, claims) or len({c.modality == "denied" for c in claims}) > 1
    lines = tuple(_line(lang, known, telling(lang, known, group[0]), group, asked, is_contested) for group in groups.values())
    return sheets.ValueRow(label=say(lang, f"deed.{kind}"), lines=lines, state="contested" if is_contested else "single")


def _grouped(claims: Iterable[Claim], by: Callable[[Claim], str]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(by(claim), []).append(claim)
    return found


def telling(lang: Lang, known: Case, act: Claim) -> str:
    """An act as one source tells it: its date, place, court and charge in the source's words."""
    parts: dict[str, None] = {}
    for name in DETAILS:
        for detail in known.details(act.id):
            if detail.property == name:
                words = within(lang, detail.value)
                label = f"{kind_of(lang, detail)}{say(lang, 'colon')}" if detail.field else ""
                parts[say(lang, "quoted", words=words) if name == "charge" else label + words] = None
    return " · ".join(parts) or kind_of(lang, act)


def told(lang: Lang, known: Case, claim: Claim) -> str:
    """A claim's value, an act with its details."""
    return telling(lang, known, claim) if isinstance(claim.value, Act) else within(lang, claim.value)


def _line(lang: Lang, known: Case, words: str, claims: list[Claim], asked: str, is_contested: bool) -> sheets.ValueLine:
    first = claims[0]
    return sheets.ValueLine(
        key=first.id, text=Text(words=words) if isinstance(first.value, Act) else written(words), second=_second(lang, known, first),
        told=" · ".join(filter(None, (sources(known, claims), sense(lang, first)))),
        origins=origins(known, claims, is_contested=is_contested), is_selected=any(c.id == asked for c in claims),
        is_quoted=first.property == "charge",
    )  # fmt: skip


def _second(lang: Lang, known: Case, claim: Claim) -> str:
    """The date in the other calendar."""
    given = known.dates(claim)
    return dates.when(lang, given[0]).second if given and isinstance(given[0], When) else ""


def sources(known: Case, claims: Iterable[Claim]) -> str:
    """Who says so, each once: the speaker, else the document's source, else its title."""
    names = []
    for claim in claims:
        source, item = known.source(claim), known.item(claim.evidence)
        names.append(claim.stated_by[0].name if claim.stated_by else source.name if source else title_of(item).words if item else "")
    return " · ".join(map(apart, dict.fromkeys(filter(None, names))))
