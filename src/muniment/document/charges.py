"""Charges as given, in the order given; a translation and its term in brackets are one charge. Never a label of our own."""

import re
from collections.abc import Iterator

from muniment.document.lexicon import alternatives, persian, phrases
from muniment.document.parts import Place
from muniment.model.text import plain

_VOCABULARY = alternatives(frozenset(phrases("matters", "charges")))
_ALONE = re.compile(rf"\((?:charge: )?({_VOCABULARY})\)")
_LEAD = re.compile(
    r"\b(?:(?:on|of|to|with|from|for|over|under|by|facing|faces?|faced)(?: \w+){0,3}? (?:charges?|accusations?|allegations|suspicion|counts?)(?: that)?(?: (?:of|including|such as|for|related to|relating to|ranging from|which include))?(?: the)?(?: crimes? of| offences? of)?"
    r"|charges? (?:of|including|such as)|(?:formally )?charged (?:with|for|over)|charged (?:him|her|them|both|\w+(?: \w+){0,3}) with|charged under [^.;,\"]{3,70}? with|convicted (?:him|her|them|both|all|\w+(?: \w+){0,2}?) of|found (?:him|her|them|both|all|\w+(?: \w+){0,2}?) guilty of|accused of|accusing (?:him|her|them|\w+(?: \w+)?) of|convicted(?:, [^,;.]{3,50},)? (?:on charges )?of|convicted for|convicting (?:him|her|them) of|found guilty (?:by [^,.;]{3,60}? )?of|convicted (?:by|in|at|on) [^,.;]{3,70}? of|guilty of|indicted (?:for|on|over)|acquitted of|cleared of"
    r"|suspected of|for the crimes? of|counts? of|the (?:crime|offence|offense)s? of|on suspicion of)(?: (?:(?:the|an?|his|her|their|two|three|four|several|both|vague|trumped-up|bogus|multiple|alleged|allegedly|including|so-called|fabricated) ){0,3})"
)
_FOR = re.compile(
    rf"\b(?:for|over)(?: (?:the|an?|his|her|their|alleged|allegedly|supposed|supposedly|so-called))* (?=(?:\"|(?:{_VOCABULARY})\b|(?:membership|possession|participation|involvement|complicity|collaboration|incitement|blasphemy|propaganda|insulting|taking part)\b|(?:insult|spread|disseminat|publish|incit|participat|organi[sz]|conspir|plott|spy|smuggl|collaborat|cooperat|undermin|discredit|promot|support|belong|form|lead|join|fund|financ|propagat|criticis|criticiz|post|defam|attempt|collud|kill|murder|traffick|possess|disturb|obstruct|assault|glorif|propagand)\w*ing\b))"
)
_FOR_ANY = re.compile(
    r"\b(?:jailed|imprisoned|sentenced|condemned|convicted|(?:years?|months?|life)(?: in (?:prison|jail)| imprisonment| behind bars)?)\b(?:(?! for )[^.;:]){0,60}? for (?:allegedly )?(?=(?!being|having|failing|refusing|during|anything|nothing|something|trying|wanting)\w+ing\b)"
)
"""What somebody was jailed for doing."""
_STOP = re.compile(
    r"[.;:!?]|,? (?:by|after|before|following|at|during|when|while|which|who|that|where|since|until|but|related to|relating to|in connection|stemming|over|because|without|under|and (?:was|were|is|are|has|have|had|sentenced|jailed|imprisoned|condemned|flogged|placed|sent|moved|handed|given|fined|banned|ordered|his|her|their|he|she|they|is|then|later|faces?|could|transferred|taken|denied|held|released|detained|executed)|was|were|is|are|has|had|have"
    r"|(?<!membership )(?<!participation )(?<!involvement )in (?:a|an|the|january|february|march|april|may|june|july|august|september|october|november|december|\d{4}|late|early|mid|connection|relation|[A-Z]\w+)|on (?:\d{1,2}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)|for (?:his|her|their|taking|the|an?)|then|later|and on|, (?:he|she|they|his|her|their|a|the|some|said))\b|, (?:and )?(?:was|were|sentenced|punishable|a charge|charges)|\b(?:the )?(?:court|judge)\b|-{2}| - | — |\)(?! ?(?:,|and))"
)
_AWAY = re.compile(r" (?:in|at) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?=,? on (?:\d|[A-Z]))")
"""Where and when somebody was charged (“with sedition in Kampala on 1 October”)."""
_KEEP = re.compile(
    r"assembly and collusion|gathering and collusion|picking quarrels and provoking trouble|collusion and assembly|unity and national|aiding and abetting|threatening and|peace and|enmity and|lies and|law and order|unity and|public peace and|insult and|forming and|leading and|founding and|producing and|making,? storing|possession and"
)
_BEGINS = re.compile(
    rf"(?:the |an? |his |her |their )?(?:\"|(?:{_VOCABULARY})\b|\w+ing\b|membership|participation|possession|involvement|cooperation|collaboration|insult|propaganda|incitement|conspiracy|attempted|illegal|unlawful|armed|links|contact|support|disrupt|sabotage|action|acts|organi[sz]|theft|treason|\w{(4,)}(?:tion|sion|ment|ery|ism|ship|acy|ing)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"([^\"]{3,140})\"|(?<!\w)'([^'\"]{3,140})'(?!\w)")
_BRACKET = re.compile(r"\s*\(([^)]{2,60})\)")
_FA_LEAD = re.compile(
    persian(
        r"(?:به|با|از بابت|بابت|از|در رابطه با|با عنوان|در خصوص|مبنی بر|تحت عنوان)? ?(?:عنوان اتهامی(?: [\u0621-\u06cc]+){0,4}?(?= ?[:\"])|عنوان اتهامی|اتهامات|اتهامهای|اتهام های|اتهاماتی|اتهام|جرم|جرایم|جرایمی|متهم به)(?: (?:امنیتی|سیاسی|انتسابی|دیگری|واهی|ساختگی|سنگین))?(?: (?:انان|انها|او|وی|ایشان|هر دو|این \S+|نامبرده|نامبردگان|موکلم|متهمان|متهم))? ?(?:از جمله|همچون|چون|نظیر|از قبیل|مانند|مثل|مبنی بر|ی)? ?:? ?"
    )
)
_FA_STOP = re.compile(
    persian(
        r"[.؛:!؟]|، (?:(?:زندان|بازداشتگاه|محبس|تاریخ|با|پس|توسط)(?!\w)|\d)|(?<!\w)(?:در (?:تاریخ|سال|شعبه|دادگاه|زندان|روز|ماه|ارتباط|جریان|پرونده|\d)|توسط|از سوی|به (?:اعدام|تحمل|حبس|قصاص|مرگ|دار|\d|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|پانزده|بیست|مجموعا|مجموع|پرداخت|شلاق|زندان|وی|او|انها|مجازات|دادگاه|دادسرا|سال)|محکوم|بازداشت|دستگیر|تفهیم|محاکمه|متهم|اعدام|مواجه|است|بود|شد|شده|کرد|که|پس از|روبرو|تبریه|تبرئه|صادر|مطرح|و (?:به|در|توسط|از|پس|برای|حکم|سپس|با|طی|وی|او)|وی|او|حکم|با (?:حکم|رای|دستور)|در (?:منزل|خانه|محل|خیابان|پی|حالی|حین|شهر|استان|روستا|این|یک))(?!\w)"
    ).replace("|،\\s?(?:با", "|،\\s?(?:با")
)
_FA_KEEP = re.compile(
    persian(
        "اجتماع و تبانی|خرید و فروش|حمل و نگهداری|ضرب و جرح|ضرب و شتم|تشکیل و اداره|عضویت و|ایجاد و|تهیه و|نگهداری و|سیستان و بلوچستان|دین و|اسلام و|تحریک و تشویق|تخریب و تحریق|صنعتی و|ساخت و"
    )
)


def find(sentence: str, language: str) -> list[Place]:
    """The charges in a sentence, in order."""
    if language == "fa":
        return list(_distinct(_persian(sentence)))
    low = sentence.casefold()
    return list(_distinct(_latin(sentence, low if len(low) == len(sentence) else sentence)))


def _distinct(found: Iterator[Place]) -> Iterator[Place]:
    end = -1
    for place in sorted(found, key=lambda p: (p.start, -p.end)):
        if place.start >= end:
            end = place.end
            yield place


def _latin(sentence: str, low: str) -> Iterator[Place]:
    leads = [m.end() for m in _LEAD.finditer(low)] + [m.end() for m in _FOR.finditer(low)] + [m.end() for m in _FOR_ANY.finditer(low)]
    if not leads:
        for match in _ALONE.finditer(low):
            yield Place(match.start(1), match.end(1), sentence[match.start(1) : match.end(1)])
    for at in leads:
        listed = _list_end(low, at)
        away = _AWAY.search(sentence, at, listed + 20)
        listed = min(listed, away.start()) if away else listed
        yield from _items(sentence, low, at, listed)


def _list_end(low: str, at: int) -> int:
    """Where the list of charges that begins here ends; quoted and bracketed words do not end it."""
    limit = min(len(low), at + 420)
    hidden = list(low[at:limit])
    for pattern in (_QUOTED, _BRACKET):
        for match in pattern.finditer(low[at:limit]):
            hidden[match.start() : match.end()] = "x" * (match.end() - match.start())
    stop = _STOP.search("".join(hidden))
    return at + stop.start() if stop else limit


def _items(sentence: str, low: str, start: int, end: int) -> Iterator[Place]:
    quoted = list(_QUOTED.finditer(low, start, end))
    if quoted and (quoted[0].start() - start <= 12 or '"' in low[start:end]):
        for match in quoted:
            group = 1 if match.group(1) else 2
            yield Place(match.start(group), match.end(group), sentence[match.start(group) : match.end(group)].rstrip(",. "))
        return
    for first, last in _pieces(low, start, end):
        said = _BRACKET.sub("", sentence[first:last])
        bare = said.strip(" ,'\"-—")
        if not 3 < len(bare) <= 110 or len(bare.split()) > 14 or (not _BEGINS.match(bare.casefold()) and first != start):
            continue
        if not _charge_like(bare.casefold()):
            continue
        if (
            bare[0].isupper()
            and first == start
            and not re.search(rf"\b(?:{_VOCABULARY})\b", bare.casefold())
            and sentence[max(0, first - 1)] != '"'
        ):
            continue
        begin = first + len(sentence[first:last]) - len(sentence[first:last].lstrip(" ,'\"-"))
        stop = first + len(sentence[first:last].rstrip(" ,'\"-—"))
        clean = _BRACKET.search(sentence[begin:stop])
        yield Place(begin, begin + clean.start() if clean else stop, bare)


_NO_CHARGE = re.compile(
    r"^(?:(?:him|her|them|it|this|these|being|having|the two|both|such|any|a|an|the|all|dozens|at least|more|over|no|not|\d+|several|years?|life|human rights|using|failing|carrying out|committing|violating|targeting|seeking|trying|wanting|making|taking)\b)(?! (?:propaganda|state|terror|prophet|leader|armed|illegal|drug))|^(?:who|whom|he|she|they|related|similar|against|which|that|who|punishable|carrying|and|or|including)\b|^(?:membership|possession|participation|involvement|complicity)$"
)


def _charge_like(bare: str) -> bool:
    return _NO_CHARGE.match(bare) is None or re.search(rf"\b(?:{_VOCABULARY})\b", bare) is not None


def _pieces(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    kept = [m.span() for m in _KEEP.finditer(low, start, end)]
    first = start
    for cut in re.finditer(r",? and |, | as well as | or ", low[start:end]):
        at = start + cut.start()
        inside = any(a <= at < b for a, b in kept)
        if inside or not _BEGINS.match(low[start + cut.end() : end]):
            continue
        yield first, at
        first = start + cut.end()
    yield first, end


def _persian(sentence: str) -> Iterator[Place]:
    for lead in _FA_LEAD.finditer(sentence):
        at = lead.end()
        if (lead.start() and sentence[lead.start() - 1].isalpha() and lead.group()[0] != " ") or not lead.group().strip():
            continue
        limit = min(len(sentence), at + 300)
        hidden = re.sub(r"\"[^\"]{2,140}\"", lambda m: "x" * len(m.group()), sentence[at:limit])
        stop = _FA_STOP.search(hidden)
        end = at + stop.start() if stop else limit
        quoted = [m for m in re.finditer(r"\"([^\"]{2,140})\"", sentence[at:limit]) if m.start() < end - at]
        if quoted and quoted[0].start() <= 14:
            yield from (Place(at + m.start(1), at + m.end(1), m.group(1).strip(" ،")) for m in quoted)
            continue
        kept = [m.span() for m in _FA_KEEP.finditer(sentence, at, end)]
        first = at
        for cut in [*re.finditer(r"\s?[،,]\s?(?:و\s)?|\sو\s(?:هم\s?چنین\s)?", sentence[at:end]), None]:
            last = at + cut.start() if cut else end
            if cut and any(a <= last < b for a, b in kept):
                continue
            said = _FA_TOLD.sub("", sentence[first:last].strip(" \"'،"))
            if 2 < len(said) <= 90 and len(said.split()) <= 12 and said not in _FA_NOT:
                begin = first + sentence[first:last].index(said)
                yield Place(begin, begin + len(said), said)
            first = at + cut.end() if cut else end


_FA_TOLD = re.compile(r"\s(?:خبر|گزارش)\s(?:داد|دادند|داده|می\s?دهد|می\s?دهند)(?:\s?(?:است|اند))?$")
"""A verb of telling that closes the sentence is no part of the charge."""
_FA_NOT = frozenset(
    plain(w)
    for w in (
        "او",
        "وی",
        "آنها",
        "آنان",
        "خود",
        "این",
        "ها",
        "های",
        "وارده",
        "مذکور",
        "انتسابی",
        "مشابه",
        "فوق",
        "سیاسی",
        "امنیتی",
        "ایشان",
        "این افراد",
        "دیگر",
        "واهی",
    )
)
