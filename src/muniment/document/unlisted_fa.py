"""Names that no list holds: what in a Persian sentence says that two or three unknown words are somebody's name.

An age or a father's name after them, a courtesy or a role before them, an act or an object marker beside a word shaped like a
family name, a place in a list of names. Words of reporting are never taken for one.
"""

import re
from functools import cache

from muniment.document import given_fa
from muniment.document.about_fa import PLAIN_AGE, kin_before
from muniment.document.lexicon import alternatives, cities, countries, persian, phrases, words

SHAPED = re.compile(r"(?:زاده|پور|نژاد|فر|نیا|وند|لو|خواه|پرست|یان|دوست|مند|گر|چی|زهی|زایی|زی|خیل|کیا|تبار|منش|راد|مهر|یار|ی)$")
FAMILY = re.compile(r"(?:زاده|پور|نژاد|نیا|وند|زهی|زایی|زی|خیل|تبار|منش|یان|خواه|پرست|چی)$")
_CLOSED = re.compile(
    r"\s?(?:[،.:؛()\"!؟—-]|$)|\s(?:را|به|در|از|که|و|توسط|بر|روز|با|نیز|هم|تا|برای|پس|صبح|شب|بامداد|سحرگاه|عصر|اعدام|بازداشت|دستگیر|محکوم|ازاد|منتقل|کشته|ربوده|ناپدید|جان|زیر|گفت|بدون|همچنان|هنوز|اکنون|است|هستند|شد|بود)(?!\w)"
)
_ACT = re.compile(
    persian(
        r"(?<!\w)(?:بازداشت|دستگیری|گرفتاری|اعدام|محاکمه|انتقال|شکنجه|قتل|مرگ|ازادی|ربودن|ناپدید شدن|پرونده|دوسیه|خانواده|وکیل|موکل|همسر|مادر|پدر|خواهر|برادر|فرزند|حکم|محکومیت|احضار|سرنوشت|وضعیت|جان|پیکر|نام|یاد) $"
    )
)
_HEAD = re.compile(r"(?:^|\n)\W*(?:\d{1,3}\W{1,3})?$")


@cache
def _courteous() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + alternatives(phrases("names_fa", "courtesies"), "fa") + r")\s?$")


@cache
def _roled() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + alternatives(phrases("names_fa", "roles"), "fa") + r")\s?،?\s?\"?$")


@cache
def ordinary() -> frozenset[str]:
    """Words that stand in no unlisted name."""
    parts = ("stops", "describers", "relatives", "offices", "ordinary", "kin", "held")
    return frozenset().union(*(words("names_fa", part) for part in parts))


@cache
def is_kin(word: str) -> bool:
    """Whether a word is a relation with its owner («برادرش», «پسرانم»)."""
    kin = words("names_fa", "kin")
    owned = any(word.startswith(k) and word[len(k) :] in _OWNED for k in kin)
    return owned and not (word in given_fa.listed() and word not in words("names_fa", "relatives"))


_OWNED = frozenset({"ش", "م", "مان", "شان", "ان", "انش", "انم", "انشان", "انمان", "ی", "هایش", "هایم", "ت", "تان"})


def is_titled(before: str) -> bool:
    """Whether a courtesy stands right before."""
    return _courteous().search(before) is not None


def is_unlisted(sentence: str, run: list[str], start: int, end: int, counted: bool) -> bool:
    """Whether an unknown run of words is a name."""
    if not 2 <= len(run) <= 4 or any(_is_common(word) for word in run):
        return False
    before, after = sentence[max(0, start - 60) : start], sentence[end : end + 60]
    if is_titled(before) or PLAIN_AGE.match(after):
        return is_titled(before) or _opens(before)
    if not _CLOSED.match(after):
        return False
    shaped = SHAPED.search(run[-1]) is not None and run[-1] not in cities()
    if kin_before().search(before) or counted:
        return True
    if _roled().search(before):
        return shaped
    if _HEAD.search(sentence[:start]) and re.match(r"\s?(?:،|\(|:|—)", after):
        return shaped and len(run) == 2
    family = FAMILY.search(run[-1]) is not None
    return family and (_ACT.search(before) is not None or after.startswith(" را ") or before.rstrip().endswith(("،", ":")))


def _opens(before: str) -> bool:
    """Whether a name may begin after these words: a pause, a role, or «و»."""
    lead = before.rstrip(' "')
    last = lead.split()[-1] if lead.split() else ""
    return (
        not lead
        or lead[-1] in "،؛:.-—("
        or last in words("names_fa", "describers") | {"و"}
        or bool(_roled().search(before))
        or bool(_ACT.search(before))
    )


@cache
def _is_common(word: str) -> bool:
    verbal = word.startswith(("می", "نمی")) and word.endswith(("د", "ند", "م", "یم"))
    return word in ordinary() or is_kin(word) or word in countries() or verbal or word.endswith(("هایی", "های", "ترین", "شده", "کننده"))
