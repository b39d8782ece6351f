"""What stands beside a name in Persian and tells of its bearer: an age, an alias, an office, kinship, speaking.

«N ساله» before or after the name, «معروف به …», «قاضی …», «برادرش …», «… گفت». The words decide what they make of the bearer;
whether anything was done to them is decided elsewhere.
"""

import re
from functools import cache

from muniment.document.lexicon import alternatives, persian, words
from muniment.document.numbers import WORDS_FA, value
from muniment.document.parts import Bearing
from muniment.model.text import plain

OLD = r"(?:(\d{1,3}|AGE) ?(?:سال[هگ]|سال (?:دارد|داشت|سن|عمر))|(\d{2})\))"
AGE = re.compile(persian(rf" ?\"?[،,]? ?\(? ?(?:(?:که|فعال|یک) )?(?:[\u0621-\u06cc]+ ){{0,3}}?{OLD}").replace("AGE", WORDS_FA))
PLAIN_AGE = re.compile(
    persian(rf" ?\"?[،,]? ?[(-]? ?(?:(?:که )?{OLD}|متولد |اهل |فرزند |ساکن |ولد |نام پدر|باشنده )").replace("AGE", WORDS_FA)
)
AGE_BEFORE = re.compile(persian(r"(\d{1,3}|AGE) ?ساله (?:[\u0621-\u06cc]+ ){0,3}$").replace("AGE", WORDS_FA))
ALIAS = re.compile(
    persian(r" ?[،,(]? ?(?:معروف|ملقب|مشهور|موسوم) به [\"']?([\u0621-\u06cc]+(?: [\u0621-\u06cc]+)?)|\s?\(([A-Z][A-Za-z' -]{3,40})\)")
)
SPEECH = alternatives(frozenset(plain(w) for w in (
    "گفت", "گفته", "گفتند", "می گوید", "می گویند", "افزود", "نوشت", "می نویسد", "اظهار داشت", "خبر داد", "گزارش داد", "مدعی شد", "هشدار داد", "تصریح کرد",
    "بیان کرد", "عنوان کرد", "اذعان کرد", "اضافه کرد", "اعلام کرد", "تاکید کرد", "ادعا کرد", "تایید کرد", "تکذیب کرد", "تکذیب کرده", "به ما گفت")), "fa")  # fmt: skip
SPOKE = re.compile(
    r"\s?(?:،[^،.]{1,60}،)?\s?(?:در[^،.]{1,60}?\s)?(?:نیز\s|هم\s|روز\s[^،.]{1,30}?\s)?(?:به\sما\s)?(?:" + SPEECH + r")(?!\w)(?!\s?و\s?گو)"
)
_TOLD_OF = re.compile(
    persian(
        r"(?<!\w)از (?:اجرای|اعدام|بازداشت|دستگیری|مرگ|کشته|محکومیت|صدور|ازادی|انتقال|محاکمه|ربوده)(?!\w)[^.؛:]*(?:،|(?<!\w)و|نام|های) ?$"
    )
)
"""«… از اعدام A و B خبر داد»: those told of do not tell it."""
_BY = re.compile(persian(r"(?:به گفته|به نوشته|به نقل از|به روایت|ریاست|به ریاست|قضاوت|توسط|امضای|به قلم)(?: [\u0600-\u06ff]+){0,3} $"))
_LAWYER = re.compile(persian(r"(?:وکیل|وکلای|وکیل مدافع) (?:[\u0600-\u06ff]+ ){0,2}$"))
_COUNTED_ON = re.compile(r"(?:(?<!\w)و|،)\s(?:[\u0600-\u06ff]+\s)?$")
_OFFICE_AFTER = re.compile(
    persian(
        r" ?، ?(?:[\u0600-\u06ff]+ ){0,2}?(?:قاضی|رییس|وزیر|دادستان|سخنگوی|فرمانده|نماینده|گزارشگر ویژه|مدیر|معاون|استاندار|فرماندار|بخشدار|والی|قوماندان|سارنوال)"
    )
)
_KIN_AFTER = re.compile(
    persian(r" ?، ?(?:KIN) (?!است|دارد)").replace("KIN", alternatives(words("names_fa", "relatives") - {"فرزند"}, "fa"))
)

_FATHERED = re.compile(persian(r" ?[،(]? ?(?:فرزند|ولد) [\u0621-\u06cc]+(?: [\u0621-\u06cc]+)??(?= ?[،)])"))
_APPOSED = re.compile(persian(r" ?، ?(?P<what>(?:[\u0621-\u06cc]+ ?){1,4})(?P<rest> ?، ?(?:\d|AGE) ?)").replace("AGE", WORDS_FA))


@cache
def kin_before() -> re.Pattern[str]:
    """«برادرش», «خواهر او»: a relation with its owner, right before a name."""
    kin = alternatives(words("names_fa", "kin"), "fa")
    return re.compile(
        persian(
            rf"(?<!\w)(?P<kin>{kin})(?:ان|ها ?ی)?(?: ?(?:ش|م|مان|شان)|\s(?:ام|اش)| (?:وی|او|من|ما|انها|انان|این زندانی|نامبرده))(?: (?:بزرگ|کوچک|دیگر)(?:ش|م)?)? ?،? ?\"?$"
        )
    )


@cache
def owner() -> re.Pattern[str]:
    """«خواهر A», «وکیل A»: a relation whose owner is named next; the owner is somebody else than the relative."""
    kin = alternatives((words("names_fa", "relatives") | {"وکلای", "نزدیکان", "همسلولی"}) - {"فرزند", "داماد", "عروس"}, "fa")
    return re.compile(rf"(?<!\w)(?:{kin})(?:\sمدافع|\sتسخیری)?\s(?:(?:اقای|خانم)\s)?$")


def age_near(sentence: str, start: int, end: int) -> tuple[int | None, int]:
    """The age said of a name between two offsets, and where what is said of it ends."""
    alias = ALIAS.match(sentence[end : end + 90]) or _FATHERED.match(sentence[end : end + 60])
    beyond = end + (alias.end() if alias else _described(sentence, end))
    after = AGE.match(sentence[beyond : beyond + 40].lstrip('"')) or AGE.match(sentence[end : end + 40].lstrip('"'))
    told = after or AGE_BEFORE.search(sentence[max(0, start - 50) : start])
    said = next((g for g in told.groups() if g), None) if told else None
    age = value(said) if said else None
    return age if age and age < 120 else None, beyond + (after.end() if after else 0)


def _described(sentence: str, end: int) -> int:
    """How long an apposition of plain words is («، وکیل مدافع،») before an age."""
    match = _APPOSED.match(sentence[end : end + 80])
    if match is None:
        return 0
    known = frozenset().union(*(words("names_fa", part) for part in ("describers", "offices", "ordinary", "relatives", "roles")))
    return match.start("rest") if all(w.strip(";") in known or w.endswith("ی") for w in match["what"].split()) else 0


def alias_after(sentence: str, end: int) -> str | None:
    """Another name that follows («معروف به …», brackets in Latin script)."""
    alias = ALIAS.match(sentence[end : end + 90])
    return next((g for g in alias.groups() if g), None) if alias else None


def bearing(sentence: str, near: list[str], start: int, end: int) -> Bearing:
    """What the words around a name make of its bearer; `near` are the words before it."""
    before = sentence[max(0, start - 60) : start]
    if _BY.search(before) and "،" not in before[-30:]:
        return "speaker"
    if owner().search(before):
        return "neutral"
    if _LAWYER.search(before) and "،" not in before[-12:]:
        return "relative" if not _COUNTED_ON.search(before) else "neutral"
    if kin_before().search(before) is not None:
        return "relative"
    if _is_office(near, before, sentence[end : end + 60]):
        return "office"
    if near and near[-1] in words("names_fa", "relatives"):
        return "relative"
    if _KIN_AFTER.match(sentence[end : end + 30]):
        return "relative"
    if (
        SPOKE.match(sentence[end : end + 140])
        and not _TOLD_OF.search(sentence[max(0, start - 160) : start])
        and "را" not in sentence[end : end + 20].split()
    ):
        return "speaker"
    return "neutral"


def _is_office(near: list[str], before: str, after: str) -> bool:
    offices = words("names_fa", "offices")
    last = near[-1] if near else ""
    described = last in words("names_fa", "describers") - offices
    closes = re.search(r"[،.؛:]\s?[^،.؛:]*$", before[-30:]) is not None
    lead = any(w in offices for w in near[-3:]) and not closes and not described
    titled = before.rstrip().endswith("،") and any(w in offices for w in near[-4:]) and re.match(r"\s?،", after) is not None
    return last in offices or lead or titled or _OFFICE_AFTER.match(after) is not None
