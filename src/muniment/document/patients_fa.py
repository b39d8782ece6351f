"""Who an act was done to, in Persian: the verb stands last, its object before «را», its subject further left; a noun takes the name
that follows it or the pronoun at its end. A verb without anybody goes to whom the text has in view.
"""

import re

from muniment.document.about_fa import kin_before
from muniment.document.elements import Element
from muniment.document.lexicon import persian
from muniment.document.parts import Trigger
from muniment.document.scene import Bound, Scene

Found = tuple[tuple[int, ...], Element | None]
SOFT = frozenset(
    {
        "torture",
        "forced_confession",
        "solitary_confinement",
        "trial",
        "denial_of_counsel",
        "denial_of_contact",
        "detention",
        "prison_sentence",
        "charge",
    }
)
ELIDED = frozenset({"arrest", "transfer", "torture"})
_ELIDED = re.compile(
    r"\sو\s[^.؛!؟]{2,110}?(?:محکوم|منتقل|ازاد|زندانی|روانه|فرستاده|اعدام|محاکمه|تبعید|شکنجه|بازجویی|کشته)\s(?:شد|شده|شدند|گردید|کرد|کردند)(?!\w)|\sو\s[^.؛!؟]{2,60}?(?:جان\sباخت|درگذشت|جان\sسپرد)"
)
"""«به اتهام قتل بازداشت و در دادگاه … محکوم شد»: the light verb of the first act stands with the second."""

_NEXT = re.compile(
    persian(
        r" ?(?:(?!در|به|از|را|که|توسط|با|برای|و )[\u0621-\u06cc]+ ){0,6}?(?:\d{1,2} (?:زندانی|نفر|تن|شهروند) )?(?:(?:به|با) (?:نام|هویت|اسامی)(?: های)? )?[:،\"]? ?"
    )
)
_OBJECT = re.compile(r"[^.؛]{0,60}?\sرا(?!\w)")
_OBLIQUE = re.compile(
    persian(r"(?<!\w)(?:توسط|از سوی|ریاست|علیه|به گفته|به نقل از|برای دیدار با|بدون|به دست|قضاوت|شکایت) (?:[\u0621-\u06cc]+ ){0,2}$")
)
_SPOKE = re.compile(persian(r"(?<!\w)(?:گفت|گفته|می گوید|افزود|نوشت|اعلام کرد|خبر داد)"))
_NO_SUBJECT = re.compile(
    persian(
        r"\W*(?:(?:و|اما|ولی|همچنین|سپس) )?(?:او|وی|ایشان|نامبرده|حکم|احکام|این حکم|این رای|در|به|از|با|بدون|برای|پس|سپس|\d|پیش|پیشتر|روز|شب|صبح|سحرگاه|بامداد|عصر|ماموران|نیروها|نیروهای|دادگاه|دیوان|شعبه|خانواده\w{0,3}|هنگام|طی|بار|یک|دو|سه|چهار|چند|هنوز|همچنان|اکنون|امروز|دیروز|سرانجام|بازجویان|"
        r"درخواست|اتهام|اتهامات|جلسه|محاکمه|مدتی|همان|بازداشت|محکومیت|پرونده|دادستان|قاضی|دوباره|بعدها|تا|بر|تحت|زیر|محکوم|متهم|اعدام|ازاد|دستگیر)(?!\w)"
    )
)
"""How a Persian sentence begins that leaves its subject to the one before it."""
_NEW_ITEM = re.compile(r"\W*\d{1,2}\s?[.)-]\s(?!(?:او|وی|نامبرده)(?!\w))")
"""A numbered item tells of somebody of its own."""
_AFTER = re.compile(persian(r" ?(?:[\u0621-\u06cc]+ ){0,3}[:،\"]? ?"))
_PLURAL = re.compile(r"(?:ند|اند)(?:\s?(?:بود|است))?$")
_HIS = re.compile(persian(r" ?(?:وی|او|ایشان|نامبرده)(?!\w)|[شم](?!\w)"))
_THEIR = re.compile(persian(r" ?(?:انها|انان|این (?:دو|سه|چهار|افراد))(?!\w)|شان(?!\w)"))


class Patients:
    """Finds, for each trigger of a Persian sentence, those it was done to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def bind(self) -> list[Bound]:
        """Every trigger that was done to somebody; people without a name are kept with nobody in `people`."""
        found = [(trigger, *self._of(trigger)) for trigger in self.scene.triggers]
        return [
            Bound(trigger, people, element)
            for trigger, people, element in found
            if people or element is not None or trigger.type == "trial" or self.scene.said.rstrip().endswith(":")
        ]

    def _of(self, trigger: Trigger) -> Found:
        inside = [
            e for e in self.scene.elements if trigger.start < e.start and e.end <= trigger.end and not (e.marked and e.kind == "people")
        ]
        if trigger.form == "noun":
            return self._nominal(trigger)
        if inside:
            return inside[0].people, inside[0]
        if trigger.form == "verb" and (me := self._first_person(trigger)):
            return me, None
        mine = self._possessed(trigger, self.scene.low[trigger.start : trigger.end])
        if mine is not None:
            return mine, None
        return self._object(trigger) or self._subject(trigger)

    def _possessed(self, trigger: Trigger, said: str) -> tuple[int, ...] | None:
        """«حکم او ... تأیید شد»: the pronoun inside the trigger's words."""
        match = re.match(
            persian(
                r"(?:حکم|احکام|درخواست|اعتراض|اتهام|محکومیت)(?: [\u0621-\u06cc]+)?(?:(?P<one>ش| (?:وی|او))|(?P<many> (?:انها|انان)|شان))(?!\w)"
            ),
            said,
        )
        if match is None:
            return None
        return self.scene.focus.many(None) if match["many"] else self.scene.focus.one(None, self._left(trigger))

    def _first_person(self, trigger: Trigger) -> tuple[int, ...]:
        """«بازداشت شدم»: outside quotation marks whoever writes, inside them whoever speaks."""
        low = self.scene.low
        if re.match(r"(?:ه\s?ا|ه\sبود)?م(?!\w)", low[trigger.end :]) is None:
            return ()
        if low.count('"', 0, trigger.start) % 2:
            said = [e for e in self.scene.elements if e.people and self.scene.bearing(e) == "speaker"]
            return said[0].people if said else ()
        return self.scene.focus.narrator

    def _nominal(self, trigger: Trigger) -> Found:
        low = self.scene.low
        right = next((e for e in self.scene.elements if e.start >= trigger.end), None)
        if right is not None and _NEXT.fullmatch(low[trigger.end : right.start]):
            return right.people, right
        if _HIS.match(low, trigger.end):
            return self.scene.focus.one(None, self._left(trigger)), None
        if _THEIR.match(low, trigger.end):
            return self.scene.focus.many(None), None
        beside = next((e for e in reversed(self.scene.elements) if e.end <= trigger.start), None)
        if beside is not None and beside.kind == "people" and re.fullmatch(r"\s?[:—-]\s?", low[beside.end : trigger.start]):
            return beside.people, beside
        if trigger.type in SOFT or (trigger.type in ELIDED and _ELIDED.match(low, trigger.end)):
            return self._object(trigger) or self._subject(trigger)
        return (), None

    def _object(self, trigger: Trigger) -> Found | None:
        me = next((e for e in self.scene.elements if e.end <= trigger.start and self.scene.low[e.start : e.end].endswith("را")), None)
        if me is not None and not self._between(me, trigger.start):
            return me.people, me
        found = [
            e
            for e in self.scene.elements
            if e.end <= trigger.start and (m := _OBJECT.match(self.scene.low[: trigger.end], e.end)) and not self._between(e, m.end())
        ]
        return (found[-1].people, found[-1]) if found and (found[-1].people or found[-1].kind == "unnamed") else None

    def _between(self, element: Element, end: int) -> bool:
        inside = [e for e in self.scene.elements if element.end <= e.start < end and e.kind != "pronoun"]
        verbs = [t for t in self.scene.triggers if element.end <= t.start and t.end <= end and t.form == "verb"]
        return bool(inside or verbs)

    def _subject(self, trigger: Trigger) -> Found:
        low = self.scene.low
        left = [e for e in self.scene.elements if e.end <= trigger.start]
        for element in reversed(left):
            if _OBLIQUE.search(low[max(0, element.start - 34) : element.start]) and trigger.type != "death_sentence":
                continue
            if element.possessive and trigger.type not in ("sentence_upheld", "appeal_rejected"):
                continue
            if element.kind == "unnamed":
                if re.match("مامور|نیرو|خانواده|والدین", low[element.start : element.end]):
                    continue
                return (), element
            if element.people and (not element.marked or self._is_acted_on(element, trigger)):
                return element.people, element
        spoke = next((e for e in left if e.people and self._is_own_story(e, trigger)), None)
        if spoke is not None:
            return spoke.people, spoke
        right = next((e for e in self.scene.elements if e.start >= trigger.end), None)
        if (
            right is not None
            and right.kind == "people"
            and not right.marked
            and not left
            and _AFTER.fullmatch(low[trigger.end : right.start])
        ):
            return right.people, right
        if trigger.form == "verb" and not left and _NO_SUBJECT.match(low) and not _NEW_ITEM.match(low):
            return self._in_view(trigger), None
        return (), None

    def _is_acted_on(self, element: Element, trigger: Trigger) -> bool:
        """Whether a relative («خواهرزاده‌اش، A، هنوز در بازداشت است») is the one it was done to: they say nothing here."""
        if self.scene.bearing(element) != "relative" or element.kind != "people":
            return False
        gap = self.scene.low[element.end : trigger.end + 40]
        return kin_before().search(self.scene.low[: element.start]) is not None and _SPOKE.search(gap) is None

    def _is_own_story(self, element: Element, trigger: Trigger) -> bool:
        """Whether somebody who speaks or is a relative is the one it was done to: nobody else stands between."""
        gap = self.scene.low[element.end : trigger.start]
        if self.scene.bearing(element) == "speaker":
            return (
                _SPOKE.search(gap) is not None
                and _PLURAL.search(self._verb(trigger)) is None
                and trigger.modality in ("asserted", "alleged")
            )
        return self.scene.bearing(element) == "relative" and _SPOKE.search(gap) is None

    def _verb(self, trigger: Trigger) -> str:
        return self.scene.low[trigger.start : trigger.end + 6].split("،")[0].rstrip(" .،")

    def _in_view(self, trigger: Trigger) -> tuple[int, ...]:
        focus = self.scene.focus
        if _PLURAL.search(self._verb(trigger)):
            return focus.latest if len(focus.latest) > 1 else ()
        return (
            focus.latest
            if len(focus.latest) == 1
            else focus.one(None)
            if trigger.type not in ("arrest", "execution", "killing")
            else focus.latest
        )

    def _left(self, trigger: Trigger) -> list[int]:
        return [
            p
            for e in self.scene.elements
            if e.kind == "people" and e.end <= trigger.start and not e.marked and len(e.people) == 1
            for p in e.people
        ][-1:]
