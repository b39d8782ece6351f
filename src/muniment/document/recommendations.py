"""What the source asks of whom: frames of urging, "should" and "must" of bodies, and lists under a lead-in.

An item of a list inherits the addressee of its lead-in. What an accused person is said to have called for is no recommendation
of the source. Without a named addressee it is `unspecified`.
"""

import re
from functools import cache

import msgspec

from muniment.document.extraction import Recommendation
from muniment.document.lexicon import alternatives, as_written, phrases, words
from muniment.document.sentences import Sentence
from muniment.model.text import Folded

UNSPECIFIED = "unspecified"
PRONOUNS = ("him", "her", "them")
"""Addressees only where a line before named one."""
LONGEST = 700


class Asked(msgspec.Struct, frozen=True):
    """An addressee and an action, in the words of the text."""

    addressee: str
    action: str


def recommendations(raw: str, folded: Folded, lines: tuple[Sentence, ...]) -> tuple[Recommendation, ...]:
    """Everything the document asks for, in order."""
    found: list[Recommendation] = []
    lead: str | None = None
    for line in lines:
        if line.kind == "noise":
            continue
        said = folded.text[line.start : line.end].replace("\n", " ")
        if (addressed := _headed(said, line.language)) is not None:
            lead = addressed
            continue
        if wrote := _WRITE.search(said):
            lead = wrote["who"]
            if (not (line.language == "en" and _latin(said)) and said.rstrip().endswith((".", ":"))) or (
                line.kind == "prose" and len(said) < 120
            ):
                continue
        if said.rstrip().endswith(":") and (opened := _lead(said, line.language)) is not None:
            lead = opened
            continue
        asked = _persian(said) if line.language == "fa" else [a for part in _ANOTHER.split(said) for a in _latin(part)]
        asked = [Asked(lead, a.action) if lead and a.addressee.casefold() in PRONOUNS else a for a in asked]
        asked = [a for a in asked if a.addressee.casefold() not in PRONOUNS]
        if line.kind == "bullet" and not asked and lead is not None and _is_item(folded.text, line):
            asked = [_item(lead, _action(_BULLET.sub("", said)))]
        elif line.kind in ("prose", "heading") and lead is not None and line.kind == "prose":
            lead = None
        asked = [
            Asked(*(as_written(raw, folded, line.start, said, words).replace('"', "") for words in (a.addressee, a.action))) for a in asked
        ]
        at = folded.raw(line.start, line.end)
        if line.kind != "heading":
            found.extend(
                Recommendation(addressee=a.addressee, action=a.action, quote=raw[slice(*at)], span=at, rule=f"{line.language}.recommendation")
                for a in asked if len(a.action.split()) >= 2
            )  # fmt: skip
    return tuple(found)


def _item(lead: str, action: str) -> Asked:
    """An item under its lead; where the lead names nobody, a Persian item may open with the body that is to act."""
    own = _FA_OPENS.match(action) if lead == UNSPECIFIED else None
    does = own is not None and re.search(rf"(?<!\w)ن?{_MAY_DO}$", action) is not None and not action.endswith(("شود", "شوند", "یابد"))
    return Asked(own["who"], own["what"]) if own is not None and does else Asked(lead, action)


_HEADED = re.compile(r"^\W*(?:\d{1,2}[.)] )?To (?P<who>(?:the |all )?[A-Z][^:.]{2,90}?):?$")
_TITLED = re.compile(
    r"^\W*(?:\d{1,2}[.)] )?(?:(?:our|key|main|general|specific|further|final|urgent) )?(?:recommendations?|demands|requests|appeals|calls) (?:to|on|upon) (?P<who>[^:.]{3,90}?):?$",
    re.IGNORECASE,
)


def _headed(said: str, language: str) -> str | None:
    """The addressee of a heading over demands: “To the Council”, “Recommendations to the government:”."""
    if language == "fa":
        found = _FA_HEADED.match(said)
        return found["who"] if found else None
    if found := _HEADED.match(said):
        return found["who"]
    titled = _TITLED.match(said)
    return titled["who"] if titled and _is_body(titled["who"]) else None


_ANOTHER = re.compile(
    r",? and (?:also |further |it )?(?=(?:recommends?|recommended|urges?|urged|calls? (?:on|upon|for)|called (?:on|upon|for)|asks?|demands?|demanded|requests?)\b)|, and (?=(?:the )?[\w' ]{3,40} (?:should|must)\b)|,\"? (?=(?:said|says) [A-Z])"
)
"""Where a sentence goes on to ask something else."""
_WRITE = re.compile(
    r"\b(?:write|appeals|appeal|letters|emails?|messages?) to (?P<who>(?:the |your )?[A-Z][\w'-]*(?: (?:of|for|the|and|[A-Z][\w'-]*))*)"
)
_BULLET = re.compile(r"^\s*(?:[-*•▪◦‣·●○]|\(?\d{1,2}\s?[.)-]|\([a-z]\))\s*(?:to\s+)?")


def _is_item(text: str, line: Sentence) -> bool:
    """Whether a sentence opens its bullet; what follows in the bullet explains."""
    said = text[line.start : line.end].casefold()
    told = re.match(r"\W*(?:the|this|it|he|she|they)\s(?:[\w'-]+\s){1,4}(?:is|are|was|were|has|have|concludes?|says?|adds?|notes?)\b", said)
    return _BULLET.match(text[line.start : line.start + 6]) is not None and told is None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    asking, bare, accused = (alternatives(phrases("speech", "en", name)) for name in ("asking", "bare", "accused"))
    lists = alternatives(phrases("speech", "en", "lists"))
    return (
        re.compile(
            rf"(?<![\w-])(?:{asking})\s(?P<who>(?!for\b|whether\b|if\b)[^:\"]{{2,220}}?)\s(?:to|should|must)\s(?P<what>(?!(?:the|a|an|this|that|these|all|their|his|her)\b)\"?.{{6,{LONGEST}}})"
        ),
        re.compile(
            rf"(?<![\w-])(?:{bare})\s(?P<what>(?:an?|the|all|immediate|urgent|their|his|her|those|full|independent|unconditional|prompt|information|clarification|details|access|assurances)\s[^:]{{6,{LONGEST}}})"
        ),
        re.compile(rf"(?:{accused})\s$"),
        re.compile(rf"(?<!\w)(?:{lists})(?!\w)"),
    )


_NEEDED = "(?:it|is|now|also|remains?) (?:imperative|essential|vital|crucial|necessary|urgent)"
_TO_BE_DONE = re.compile(
    rf"\b(?:(?:request|demand|recommend|ask|urge|insist|propose)(?:s|ed|d|ing)?|{_NEEDED}) that "
    rf"(?P<what>(?:the|all|any|an?|his|her|their|its|these|those|every) [^,.;:]{{2,90}}? be (?!(?:a|an|the|that|so|more|less)\b)[a-z]+\b.{{0,{LONGEST}}})"
)
"""“… insisted that the trial be held in public”: nobody is named."""
_NEEDED_FROM = re.compile(rf"\b{_NEEDED} (?:for|on) (?P<who>[^,.;:]{{3,120}}?) to (?P<what>(?!(?:the|a|an)\b).{{6,{LONGEST}}})")
_IS_ASKED = re.compile(
    r"(?:^|[,.] |\bthat )(?P<who>[^,.:;\"]{3,120}?) (?:is|are|has been|have been) (?:(?:also|now|again|further|strongly|therefore|respectfully|urgently) )?"
    rf"(?:urged|called (?:up)?on|asked|requested|invited|encouraged|advised) to (?P<what>(?!(?:the|a|an)\b).{{6,{LONGEST}}})"
)


@cache
def _subjunctive() -> re.Pattern[str]:
    """ "We request that the Registrar confirm ...": the addressee is a title or a body, the verb follows at once."""
    known = alternatives(words("speech", "en", "addressees"))
    return re.compile(
        rf"\b(?:(?:request|demand|recommend|ask|urge|insist|propose)(?:s|ed|d|ing)?|{_NEEDED}) that (?:(?:instead of|rather than|in place of) (?:\w+ ){{1,3}})?(?P<who>(?:the )?(?:[A-Z][\w'-]+(?: (?:of|for|on|the|[A-Z][\w'-]+))*|(?:\w+ )?(?:{known})))"
        rf" (?P<what>(?!is\b|are\b|was\b|were\b|has\b|had\b|have\b|should\b|must\b|\w+s\b|\w+ed\b)[a-z]+ .{{4,{LONGEST}}})"
    )


_MODAL = re.compile(
    rf"(?:^|:\s|\bthat\s|,\s|\.\s)(?P<who>(?:the |all |member |un |[a-z])[^:;\"]{{1,260}}?)\s(?:should|must|needs? to|ought to)\s(?P<what>(?!be (?:a|the)\s|have\s)\"?.{{6,{LONGEST}}})"
)
_SUBJECTIVE = re.compile(r"^(?:he|she|they|it|we|this|that|there|victims?|who|which|i|you|these|those|everyone|nobody|no one|one)\b")


def _latin(said: str) -> list[Asked]:
    text = _BULLET.sub("", said)
    low = text.casefold() if len(text.casefold()) == len(text) else text
    asking, bare, accused, _ = _patterns()
    for match in asking.finditer(low):
        who = text[match.start("who") : match.end("who")].strip(" ,")
        if (
            _is_of_the_accused(low, match, accused)
            or re.search(r"\b(?:is|was|were|able|refused|began|continued|forced)$", who.casefold())
            or re.match(r"(?:me|us)$|that\b", who.casefold())
        ):
            continue
        what = text[match.start("what") : match.end("what")]
        pronoun = who.casefold() in PRONOUNS
        is_called = low.startswith(("call", "appeal"), match.start()) and who[:1].isupper()  # on a country that bears one word
        if re.search(r"following recommendations|:\s*$", what) is None and (
            _is_addressee(who) or is_called or (pronoun and match.start() < 30)
        ):
            return [Asked(who, _action(what))]
    if put := _impersonal(text, low, accused):
        return put
    modal = _MODAL.search(low)
    if modal is not None:
        who = text[modal.start("who") : modal.end("who")].rsplit(": ", 1)[-1].strip(" ,")
        if not _SUBJECTIVE.match(who.casefold()) and _is_addressee(who):
            return [Asked(who, _action(text[modal.start("what") : modal.end("what")]))]
    for pattern in (_TO_BE_DONE, bare):
        wanted = pattern.search(low)
        if wanted is not None and not _is_of_the_accused(low, wanted, accused):
            return [Asked(UNSPECIFIED, _action(text[wanted.start("what") : wanted.end("what")]))]
    return []


def _impersonal(text: str, low: str, accused: re.Pattern[str]) -> list[Asked]:
    """“… that the Registrar confirm”, “it is vital for the court to act”, “the ministry is urged to answer”."""
    that = _subjunctive().search(text)
    if that is not None and not _is_of_the_accused(low, that, accused):
        return [Asked(that["who"], _action(that["what"]))]
    for pattern in (_NEEDED_FROM, _IS_ASKED):
        if (put := pattern.search(low)) is not None and _is_body(text[put.start("who") : put.end("who")]):
            return [Asked(text[put.start("who") : put.end("who")].strip(), _action(text[put.start("what") : put.end("what")]))]
    return []


def _is_of_the_accused(low: str, found: re.Match[str], accused: re.Pattern[str]) -> bool:
    """Whether it is what somebody is said to have called for, as a reproach."""
    return accused.search(low[max(0, found.start() - 30) : found.start()]) is not None


def _is_addressee(who: str) -> bool:
    return _is_body(who) or any(token[0].isupper() for token in _tokens(who)[1:])


def _is_body(who: str) -> bool:
    """Whether a body or an office is named that demands are put to."""
    known = words("speech", "en", "addressees")
    return any(t.casefold().removesuffix("'s") in known or t.casefold().removesuffix("s") in known for t in _tokens(who))


def _tokens(who: str) -> list[str]:
    return re.findall(r"[\w']+", who)


def _lead(said: str, language: str) -> str | None:
    """The addressee of a lead-in that ends in a colon; `unspecified` where it names none; None when it leads to no demands."""
    if language == "fa":
        match = re.search(r"(?:^|\s)از\s(?P<who>[^:،.]{3,80}?)\s(?:می\s?خواه\w+|خواست\w*|درخواست|تقاضا|خواستار)", said)
        if match:
            return match["who"].strip()
        return UNSPECIFIED if re.search(r"توصیه|خواسته|مطالب|خواستار|پیشنهاد|تقاضا|درخواست|می\s?خواهیم", said) else None
    low = said.casefold() if len(said.casefold()) == len(said) else said
    _, _, _, lists = _patterns()
    if not lists.search(low):
        return None
    asking = alternatives(phrases("speech", "en", "asking"))
    match = re.search(rf"(?<![\w-])(?:{asking})\s(?P<who>[^:]{{3,160}}?)(?:\sto(?:\s[^:]*)?)?\s*:\s*$", low) or re.search(
        r"(?:^|[.,]\s)(?P<who>[^:.,]{3,120}?)\s(?:should|must)(?:\s[^:]{0,40})?\s*:\s*$", low
    )
    if match is None or re.search(r"\bfollowing\b", match["who"]):
        return UNSPECIFIED if re.search(r"recommend|demand|urge|call", low) else None
    return said[match.start("who") : match.end("who")].strip(" ,")


def _action(said: str) -> str:
    """The action asked for, without the marks around it."""
    cut = re.split(r"\"?, noting that|;\s|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)\.\s+[A-Z]", said)[0]
    cut = re.sub(
        r",\"? (?:the |an? |its |his |her |their )?[\w' ]{2,40} (?:said|says|added|wrote|urged)(?: (?:today|yesterday|on \w+|in a \w+))?$",
        "",
        cut.strip(" ."),
    )
    return cut.strip(" .;\"'،؛").replace('"', "")


_FA_BODY = alternatives(frozenset(phrases("speech", "fa", "addressees")), "fa")
_FA_ASKED = (
    re.compile(
        r"(?:^|\s)(?:از|به)\s(?P<who>[^.،؛:\"]{3,90}?)\s(?:می\s?خواه(?:د|ند|یم|م)|خواست(?:ند|ه\sاند|ه\sاست|ه|یم)?|(?:درخواست|تقاضا|مطالبه|انتظار|توصیه|پیشنهاد)\s(?:می\s?کند|می\s?کنم|می\s?کنیم|می\s?کنند|می\s?شود|می\s?رود|می\s?نماید|می\s?نماییم|می\s?نمایم|دارم|داریم|دارد|دارند|کردند|کرده|کرد(?!\w)|نمودند|نمود(?!\w))|دعوت\sمی\s?کن(?:یم|م|ند|د)(?!\w)|خواستار\sشد(?:ند|ه)?)"
        rf"(?:\s?(?:است|اند))?\s?(?:که|تا|،)?\s*(?P<what>.{{6,{LONGEST}}})"
    ),
    re.compile(
        rf"(?:^|[،:؛]\s?|که\s|\W)(?P<who>(?:{_FA_BODY})(?!\w)[^.،؛\"]{{0,80}}?)\s(?:باید|می\s?بایست|بایستی|موظف\sاست|موظفند|لازم\sاست)\s(?P<what>.{{6,{LONGEST}}})"
    ),
    re.compile(
        rf"(?<!\w)(?:لازم|ضروری|واجب)\sاست\s(?:که\s)?(?P<who>(?:{_FA_BODY})(?!\w)(?:\s?های?\sقضایی|\s?ها)?)\s(?P<what>.{{6,{LONGEST}}})"
    ),
    re.compile(
        rf"(?P<who>(?:{_FA_BODY})(?!\w)[^.،؛\"]{{0,80}}?)\sرا\sبه\s(?P<what>[^.؛]{{4,200}}?)\s(?:فرا\s?می\s?خوان|دعوت\s(?:می\s?کن|کرد)|فراخواند)"
    ),
)
_FA_WANTED = re.compile(
    r"(?:خواستار|خواهان)\s(?P<what>[^.؛]{6,250}?)\s(?:شد|شدند|شده|هستند|است|هستیم|می\s?باشیم|می\s?باشد|هستم|شدیم)(?!\w)"
)
_FA_NOUNS = re.compile(
    r"\s?،?\sو\s(?=(?:توقف|لغو|ازادی|برگزاری|پایان|انجام|تشکیل|اعزام|انتشار|رسیدگی|تحقیق|تحقیقات|نقض|محاکمه|تضمین|تامین|رفع|بازگشت|معرفی|پاسخگویی|حمایت)\s\S+)"
)
"""Where a nominal demand goes on to another: a noun of action after «و»."""
_FA_OPENS = re.compile(
    rf"^(?P<who>(?:{_FA_BODY})(?:\s?های)?(?:\s(?:قضاییه|قضایی|مجریه|قضائیه|جهانی|بین\s?المللی|ملل\sمتحد))?)\s(?P<what>[^:]{{6,300}})$"
)
"""An item that opens with the body that is to act."""
_FA_NAMED = re.compile(rf"^\W*(?:\d{{1,2}}\W{{1,3}})?از\s(?P<who>[^:.،]{{3,80}}?)\s?:\s(?P<what>.{{6,{LONGEST}}})")
"""«از X: …» in a list of demands."""
_MAY_DO = r"(?:شود|شوند|گردد|گردند|کند|کنند|کنید|کنیم|دهد|دهند|دهید|بدهد|بدهند|بدهید|یابد|سازد|سازند|گیرد|گیرند|بردارد|بردارند|باشد|باشند|پذیرد|رساند|رسانند|برساند|برسانند|بفرستد|بخواهد|بگیرد)"
_TWO = re.compile(rf"\s{_MAY_DO}\s?(?:،\s?)?و\s(?=[^.؛]{{8,}}?\s{_MAY_DO}(?!\w))")
_FA_HEADED = re.compile(r"^\W*(?:\d{1,2}\W)?(?:خطاب\s)?به\s(?P<who>[^:.،]{3,80}?)\s?:$")


def _apart(who: str, what: str) -> list[Asked]:
    """One demand for each verb of asking («… متوقف شود و … ارجاع گردد»)."""
    asked: list[Asked] = []
    first = 0
    for cut in _TWO.finditer(what):
        at = cut.start() + len(cut.group().rstrip().removesuffix("و").rstrip(" ،"))
        asked.append(Asked(who, _action(what[first:at])))
        first = cut.end()
    return [*asked, Asked(who, _action(what[first:]))]


_FA_ANOTHER = re.compile(r"\s?،?\sو\s(?:همچنین\s)?(?=از\s[^،.؛:\"]{3,60}?\s(?:خواست|خواستند|می\s?خواه(?:د|ند|یم|م))(?!\w))")


def _persian(said: str) -> list[Asked]:
    return [asked for part in _FA_ANOTHER.split(said) for asked in _persian_part(part)]


def _persian_part(said: str) -> list[Asked]:
    named = _FA_NAMED.match(said)
    if named and re.search(rf"(?<!\w)ن?{_MAY_DO}\W*$|(?:ب|ن)\w+(?:ند|ید|د)\W*$", named["what"]):
        return _apart(named["who"].strip(), named["what"])
    for pattern in _FA_ASKED:
        if match := pattern.search(said):
            return _apart(match["who"].strip(), match["what"])
    match = _FA_WANTED.search(said)
    return [Asked(UNSPECIFIED, _action(part)) for part in _FA_NOUNS.split(match["what"])] if match else []
