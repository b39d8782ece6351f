"""How a Persian sentence says an act: asserted, alleged, planned, averted, denied or hypothetical.

The verb stands last, so what governs an act stands after it as often as before. The rules are asked in order; the first that
holds decides.
"""

import re
from collections.abc import Callable

import msgspec

from muniment.document.lexicon import persian
from muniment.document.parts import NEGATIVE, Trigger
from muniment.model.terms import Modality
from muniment.model.text import plain

CONTESTED = frozenset({"execution", "arrest", "release", "death_sentence", "killing", "torture", "death_in_custody"})
FEARED = frozenset({"execution", "death_sentence", "torture", "killing", "transfer", "arrest"})
_NOT = "نشد|نشده|نشدند|نکرد|نکرده|نکردند|نگردید|نخواهد|نیست|نیستند|نبود|نبودند|نبوده"
_NOT_AFTER = re.compile(rf"\s?(?:و\s[\u0621-\u06cc]+\s)?(?:{_NOT}|نمی)")
_NOT_AT_END = re.compile(rf"(?:{_NOT})(?:\s?(?:است|اند|بود))?$")
_FALSE = re.compile(persian("تکذیب|صحت ندارد|شایعه|نادرست|کذب|دروغ"))
_REFUTED = re.compile(
    persian(
        r"[^.؛]{0,70}? را (?:نیز |هم |قویا |شدیدا )?(?:رد|تکذیب|انکار|تایید نکرد|تایید نکرده|نپذیرفت|بی اساس|خلاف واقع|نادرست)|(?:کذب|دروغ|شایعه|نادرست) است"
    )
)
_NEWS = re.compile(persian("(?:خبر|اخبار|ادعا|ادعای|شایعه|گزارش|انتشار)"))
_REJECTING = re.compile(persian("(?:با رد|ضمن رد|رد کرد|را رد|رد می کند|بی اساس|خلاف واقع|عاری از|کذب|تکذیب|نادرست|دروغ)"))
_FACT = re.compile(
    persian(
        r"(?<!\w)(?:پس از|بعد از|در پی|به دنبال|از زمان|از|خبر|گزارش|سالگرد|روز|واکنش به|اعتراض به|شاهد|اقدام به|سحرگاه|بامداد|صبح|ضمن|محکومیت|تایید) (?:[\u0621-\u06cc]+ ){0,1}$"
    )
)
_TOOK_PLACE = re.compile(
    persian(
        r"[^.؛]{0,80}? (?:را (?:شدیدا |به شدت |قویا )?(?:محکوم کرد|تایید کرد|اعلام کرد|گزارش کرد|تسلیت)|تایید شد|صورت گرفت|انجام شد|رخ داد|انجام گرفت|در \d|در تاریخ|را محکوم می)"
    )
)
_QUASHED = re.compile(persian(r"[^.؛]{0,70}?(?:نقض|شکسته|لغو|تبدیل به|به حبس|کاهش|تخفیف) ?[^.؛]{0,25}?(?:شد|شده|کرد|یافت|گردید)"))
_HALTED = re.compile(persian("(?:متوقف|لغو|به تعویق|معلق|منتفی|توقف|تعلیق|اجرا نشد)"))
_HALTING = re.compile(persian("(?:متوقف کرد|توقف اجرای|توقف|لغو|تعویق|تعلیق) ?(?:حکم )?$"))
_WILL = re.compile(persian("(?:خواهد شد|خواهند شد|می شود|می شوند|خواهد کرد)$"))
_DUE = re.compile(persian("قرار (?:است|بود)|مقرر شد|برنامه ریزی"))
_IS_DONE = re.compile(persian("می ?شو"))
_AWAITED = re.compile(persian("در انتظار (?:[\u0621-\u06cc]+ ){0,2}$"))
_MAY_BE = re.compile(persian(" (?:شود|شوند|گردد|کنند|کند)$"))
_CALLED = re.compile(persian("(?:خواستار|محکوم کرد|را خواستار)"))
_HEARSAY = re.compile(persian("گفته می شود|ظاهرا|گویا|ادعا|احتمالا"))
_FA_RISK = re.compile(persian(plain(
    "(?:خطر|احتمال|ممکن است|ممکن|نگرانی|نگران|بیم|هراس|در معرض|در استانه|آستانه|قریب الوقوع|در انتظار|زیر خطر|تهدید به|جان)"
)))  # fmt: skip
_FA_CALL = re.compile(persian(plain(
    "(?:خواستار|خواهان|درخواست|دعوت|تشویق|باید|نباید|اگر|چنانچه|در صورت|جلوگیری از|مانع|توقف|لغو|علیه|نه به|پایان دادن|مخالفت با|شاید|برای|بدون|هنوز|منع)"
)))  # fmt: skip


class Said(msgspec.Struct, frozen=True):
    """A trigger with the words around it."""

    trigger: Trigger
    own: str
    before: str
    after: str
    rest: str
    clause: str


def mood(low: str, trigger: Trigger) -> Modality:
    """The modality of a trigger in a folded sentence."""
    before = low[max(0, trigger.start - 70) : trigger.start]
    clause = re.split(r"[.؛:،]|\sکه\s|\sو\s(?=[^ ]+\s(?:شد|کرد))", before)[-1]
    said = Said(trigger, low[trigger.start : trigger.end], before, low[trigger.end : trigger.end + 90], low[trigger.end :], clause)
    return next((modality for modality, rule in _RULES if rule(said)), "asserted")


def _is_risk_denied(said: Said) -> bool:
    return said.trigger.type == "execution_risk" and "تکذیب" in said.rest


def _is_risk(said: Said) -> bool:
    return said.trigger.type == "execution_risk"


def _is_negated(said: Said) -> bool:
    return said.trigger.type not in NEGATIVE and bool(_NOT_AFTER.match(said.after) or _NOT_AT_END.search(said.own))


def _is_false(said: Said) -> bool:
    return said.trigger.type in CONTESTED and _FALSE.search(f"{said.rest} {said.before}") is not None


def _is_refuted(said: Said) -> bool:
    """«خبر اعدام A را رد کرد»: an act whose news is rejected."""
    if said.trigger.form != "noun":
        return False
    news = _NEWS.search(said.before) is not None and _REJECTING.search(f"{said.before} {said.rest}") is not None
    return said.trigger.type in CONTESTED and (news or _REFUTED.match(said.rest) is not None)


def _is_only_named(said: Said) -> bool:
    """An execution that is only spoken of: a noun that no word says has happened."""
    if said.trigger.type != "execution" or said.trigger.form != "noun":
        return False
    return not (_FACT.search(said.before) or _TOOK_PLACE.match(said.rest))


def _is_halted(said: Said) -> bool:
    after = said.trigger.type == "execution" and _HALTED.search(said.after[:60])
    quashed = said.trigger.type == "death_sentence" and _QUASHED.match(
        f"{said.own[-40:] if said.trigger.form == 'verb' else ''}{said.rest}"
    )
    if quashed:
        return True
    before = said.trigger.type in ("execution", "death_sentence") and _HALTING.search(said.before)
    return bool(after or before)


def _is_planned(said: Said) -> bool:
    if not (_WILL.search(said.own) or _DUE.search(said.clause)):
        return False
    return said.trigger.type == "execution" or _IS_DONE.search(said.own) is None


def _is_usual(said: Said) -> bool:
    """«... می‌شود»: what is being done."""
    return bool(_WILL.search(said.own) or _DUE.search(said.clause))


def _is_awaited(said: Said) -> bool:
    return said.trigger.form == "noun" and _AWAITED.search(said.before) is not None


def _is_feared(said: Said) -> bool:
    return said.trigger.type in FEARED and _FA_RISK.search(said.clause) is not None


def _is_possible(said: Said) -> bool:
    return _MAY_BE.search(said.own) is not None and _IS_DONE.search(said.own) is None


def _is_called_for(said: Said) -> bool:
    if said.trigger.form != "noun" or said.trigger.type == "death_sentence":
        return False
    return bool(_FA_CALL.search(said.clause) or _CALLED.search(said.after))


def _is_hearsay(said: Said) -> bool:
    return _HEARSAY.search(said.before) is not None


_RULES: tuple[tuple[Modality, Callable[[Said], bool]], ...] = (
    ("denied", _is_risk_denied), ("asserted", _is_risk), ("denied", _is_negated), ("denied", _is_false),
    ("denied", _is_refuted), ("averted", _is_halted), ("planned", _is_planned), ("asserted", _is_usual), ("planned", _is_awaited),
    ("planned", _is_feared), ("hypothetical", _is_possible), ("hypothetical", _is_called_for), ("hypothetical", _is_only_named), ("alleged", _is_hearsay),
)  # fmt: skip
