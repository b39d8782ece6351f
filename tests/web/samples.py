"""Sheets filled with an invented country and invented people, in both languages, for the tests of the look.

Nobody here exists: the Republic of Tavrin, its prisons, courts, newspapers and people are made up for this file.
"""

from datetime import date

from muniment.web.dates import day
from muniment.web.sheets import (
    EvidenceListSheet,
    EvidenceSheet,
    HomeSheet,
    LedgerSheet,
    LoginSheet,
    PasswordSheet,
    PeopleSheet,
    PersonSheet,
    RefusalSheet,
    ReviewListSheet,
    ReviewSheet,
    SearchSheet,
    SettingsSheet,
    Shell,
    SubmissionListSheet,
    SubmissionSheet,
    UsersSheet,
    VerifySheet,
    WhySheet,
    pairs,
)  # fmt: skip
from muniment.web.sheets import consent as c
from muniment.web.sheets import desk as d
from muniment.web.sheets import evidence as e
from muniment.web.sheets import home as h
from muniment.web.sheets import ledger as g
from muniment.web.sheets import people as p
from muniment.web.sheets import review as r
from muniment.web.sheets import submission as s
from muniment.web.sheets.parts import (
    Button,
    Check,
    Colophon,
    Fact,
    KeyHint,
    Lang,
    Link,
    Marked,
    Named,
    Option,
    Origins,
    Part,
    Station,
    Step,
    Tally,
    Text,
)  # fmt: skip
from muniment.web.timeline import Dating, draw
from muniment.web.words import number, say

EV = "ev-7d20c4a1f00b4be3a6c98e1155d20a37"
EN = "en-51ab90cc7e5d4f0f9ad23c71be044d19"
SU = "su-0c77ab31d9e14f8d8be0a2a4fd51c6e2"
SHA = "7d20c4a1f00b4be3a6c98e1155d20a3718ce55b0d4be3c90a2214f7be9d81c55"
TODAY = date(2026, 11, 22)
STEPS = (
    "arrested", "charged", "tried", "sentenced", "upheld", "review_refused", "enforcement", "solitary", "last_visit", "outcome",
)  # fmt: skip
NOUNS = ("evidence", "passage", "claim", "record", "register", "finding", "submission")
PAGES = ("home", "evidence", "review", "people", "submissions", "ledger", "settings")


class Sample:
    """The sheets in one language: `_("english", "فارسی")` picks the words."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def _(self, en: str, fa: str) -> str:
        return fa if self.lang == "fa" else en

    def t(self, key: str, **parts: str) -> str:
        return say(self.lang, key, **parts)

    def n(self, value: int | str) -> str:
        return number(self.lang, value)

    def all(self) -> dict[str, tuple[str, Shell, Part]]:
        """Name -> (template, shell, sheet), for every page."""
        pages = {
            "home": ("home", self.shell("home", self.whole(), keys=("move", "draft", "review")), self.home()),
            "evidence": ("evidence", self.shell("evidence", self.whole(0), keys=("take_in",)), self.evidence()),
            "item": ("item", self.shell("evidence", self.item_thread(), keys=("read", "verify", "package")), self.item()),
            "reviews": ("reviews", self.shell("review", self.whole(2), keys=("move",)), self.reviews()),
            "review": ("review", self.shell("review", self.review_thread(), keys=("next_claim", "decide", "claim")), self.review()),
            "people": ("people", self.shell("people", self.whole(4), keys=("move",)), self.people()),
            "person": ("person", self.shell("people", self.person_thread(), keys=("value", "why", "trace", "draft")), self.person()),
            "pairs": ("pairs", self.shell("people", self.whole(3), keys=("judge", "undo")), self.pairs()),
            "history": ("history", self.shell("review", self.whole(2)), self.history()),
            "consent": ("consent", self.shell("people", self.whole(4)), self.consent()),
            "submissions": ("submissions", self.shell("submissions", self.whole(6), keys=("move",)), self.submissions()),
            "submission": ("submission", self.shell("submissions", self.letter_thread(), keys=("sentence", "consent")), self.letter()),
            "search": ("search", self.shell("search", self.whole()), self.search()),
            "ledger": ("ledger", self.shell("ledger", self.whole(), keys=("open_package",)), self.ledger()),
            "verify": ("verify", self.shell("ledger", self.cut_thread(), keys=("open_package", "report")), self.verify()),
            "settings": ("settings", self.shell("settings", self.whole()), self.settings()),
            "users": ("users", self.shell("settings", self.whole()), self.users()),
            "login": ("login", self.outside("login.title"), LoginSheet(error=self.t("login.wrong"), locked=self.t("login.again"))),
            "password": (
                "password",
                self.outside("password.title"),
                PasswordSheet(is_first=True, errors=(("again", self.t("password.differ")),)),
            ),
            "refusal": ("refusal", self.shell("", self.whole()), self.refusal()),
        }
        return dict(pages)

    # the shell -----------------------------------------------------------------------------------------------------------

    def outside(self, title: str) -> Shell:
        return Shell(lang=self.lang, title=self.t(title), address="/login", notice="invented", csrf="token")

    def shell(self, here: str, thread: tuple[Station, ...], keys: tuple[str, ...] = ()) -> Shell:
        letters = {
            "move": ("j", "k"), "draft": ("d",), "review": ("r",), "take_in": ("t",), "read": ("r",), "verify": ("v",),
            "package": ("p",), "next_claim": ("j", "k"), "decide": ("a", "e", "r", "u"), "claim": ("n", "d", "p", "c", "o"),
            "value": ("j", "k"), "why": ("w",), "trace": ("g",), "sentence": ("j", "k"), "consent": ("c",),
            "open_package": ("o",), "report": ("s",), "judge": ("s", "d", "u"), "undo": ("z",),
        }  # fmt: skip
        log = Colophon(
            answer="passed",
            head=self.n(48213),
            signed=self.t("log.signed", time=f"{self.n('14:02')} UTC"),
            witnesses=self.t("log.witnessed", seen=self.n(2), all=self.n(3)),
            checked=self.t("log.checked", time=self._("today 06:10", "امروز ۰۶:۱۰")),
        )
        return Shell(
            lang=self.lang, title=self.t(f"bar.{here}") if here else self.t("refusal.changed"), here=here, address="/" if here == "home" else f"/{here}",
            pages=PAGES, notice="invented", person=self._("L. Verrin", "ل. ورین"), thread=thread, colophon=log, csrf="token",
            keys=tuple(KeyHint(keys=letters[k], does=self.t(f"keys.{k}")) for k in keys), printed="2026-11-22 14:20 UTC",
        )  # fmt: skip

    def thread(self, told: tuple[str, ...], lines: str, here: int | None) -> tuple[Station, ...]:
        kinds = {"=": "solid", "-": "dashed", ".": "dotted", "x": "cut"}
        return tuple(
            Station(
                noun=noun, told=told[i], line=kinds[(lines + ".")[i]], is_here=i == here, is_empty=not told[i],
                href="/evidence" if i == 0 else "",
            )
            for i, noun in enumerate(NOUNS)
        )  # fmt: skip

    def whole(self, here: int | None = None) -> tuple[Station, ...]:
        n = self.n
        claims = self._("6,110 + 214 proposed", "۶٬۱۱۰ و ۲۱۴ پیشنهاد")
        return self.thread((n(2418), n(9204), claims, n(3977), n(1204), n(38), n(17)), "======", here)

    def item_thread(self) -> tuple[Station, ...]:
        n, who = self.n, self._("Behan Esmarin", "بهان اسمارین")
        return self.thread(
            ("ev-7d20…0a37", n(9), self.t("thread.reviewed", count=n(12)), n(1), who, n(1), self.t("thread.drafted", count=n(1))),
            "=====-",
            0,
        )

    def review_thread(self) -> tuple[Station, ...]:
        told = self.t("thread.accepted_proposed", accepted=self.n(2), proposed=self.n(5))
        return self.thread(("ev-7d20…", self.n(7), told, "", "", "", ""), "=-....", 2)

    def person_thread(self) -> tuple[Station, ...]:
        n = self.n
        return self.thread(
            (
                n(6),
                n(14),
                self.t("thread.reviewed", count=n(21)),
                n(3),
                self._("Behan Esmarin", "بهان اسمارین"),
                self.t("thread.drafted", count=n(1)),
                "",
            ),
            "====-.",
            4,
        )

    def letter_thread(self) -> tuple[Station, ...]:
        n = self.n
        return self.thread(
            (
                n(6),
                n(11),
                self.t("thread.reviewed", count=n(12)),
                n(3),
                self._("Behan Esmarin", "بهان اسمارین"),
                n(1),
                self._("draft 3", "پیش‌نویس ۳"),
            ),
            "=====-",
            6,
        )

    def cut_thread(self) -> tuple[Station, ...]:
        return self.thread((self._("212 of 213", "۲۱۲ از ۲۱۳"), *(self.n(k) for k in (11, 12, 3, 1, 1, 1))), "x=====", 0)

    def steps(self, shape: str) -> tuple[Step, ...]:
        kinds = {"#": "reached", "*": "present", "!": "danger", "?": "undocumented", " ": "ahead", "o": "outcome"}
        return tuple(Step(name=self.t(f"ladder.{name}"), state=kinds[c]) for name, c in zip(STEPS, shape, strict=False))

    def named(self, en: str, fa: str) -> Named:
        if self.lang == "fa":
            return Named(name=fa, other=en, other_lang="en")
        return Named(name=en, other=fa, other_lang="fa")

    # home ----------------------------------------------------------------------------------------------------------------

    def home(self) -> HomeSheet:
        _ = self._
        return HomeSheet(
            today=day(self.lang, TODAY, weekday=True), clock=f"{self.n('14:20')} UTC",
            danger_title=self.t("home.danger_count", count=_("three people", "سه تن")),
            danger=self.perils(),
            watched=(
                h.Watched(id=EN, name=self.named("Kian Veshnari", "کیان وشناری"), steps=self.steps("#####*   "), told=_("Review refused 9 November. Enforcement office not yet named.", "اعادهٔ دادرسی ۱۸ آبان رد شد. دفتر اجرای احکام هنوز معلوم نیست."), who="T. Okari"),
                h.Watched(id=EN, name=Named(name=_("M-3 and M-4", "م-۳ و م-۴"), is_sealed=True), steps=self.steps("####*    "), told=_("Sentence upheld in Ostrin. You hold this compartment; names open with a reason.", "حکم در استرین تأیید شد. این محفظه نزد شماست؛ نام‌ها با ذکر دلیل گشوده می‌شود."), who=_("custodian on call", "کلیددار کشیک")),
                h.Watched(id=EN, name=self.named("Golnar Aftashi", "گلنار افتاشی"), steps=self.steps("###*     "), told=_("Sentenced; appeal due within 20 days of 12 November.", "حکم صادر شد؛ از ۲۱ آبان بیست روز مهلت تجدیدنظر دارد."), who="L. Verrin"),
            ),
            all_watched=Link(words=self.t("home.all_watched", count=self.n(11)), href="/people?show=watched"),
            left=(
                h.Departed(when=_("Yesterday", "دیروز"), name=Named(name=_("Omid Rastevar", "امید راستور")), told=_(", execution stayed by the High Bench; kept on the ladder, watched daily.", "، دیوان عالی اجرای حکم را متوقف کرد؛ بر نردبان می‌ماند و هر روز دیده می‌شود."), origins=Origins(total=3, reviewed=3)),
                h.Departed(when=_("18 November", "۲۷ آبان"), name=Named(name=_("Navid Tesmani", "نوید تسمانی")), told=_(" was executed, so three sources state. His case has moved to allegation letters.", " به گفتهٔ سه منبع اعدام شد. پروندهٔ او به نامه‌های شکایت رفت.")),
            ),
            waiting=(
                h.Waiting(count=self.n(31), what=_("claims proposed, in 4 documents", "گفتهٔ پیشنهادی در ۴ سند"), note=_("oldest from 19 November", "کهنه‌ترین از ۲۸ آبان"), link=Link(words=self.t("act.review"), href="/review", key="r")),
                h.Waiting(count=self.n(5), what=_("values in contradiction", "مقدار ناهمخوان"), note=_("two in the cases above", "دو تا در همین پرونده‌ها"), link=Link(words=self.t("act.look"), href="/people?show=contested")),
                h.Waiting(count=self.n(2), what=_("replies due from missions", "پاسخ در انتظار از نمایندگی‌ها"), note=_("first on 25 November (4 Azar)", "نخستین در ۴ آذر (۲۵ نوامبر)"), link=Link(words=self.t("act.open"), href="/submissions")),
            ),
            checks=(
                Check(answer="passed", what=self.t("home.ledger_check", count=self.n(48213))),
                Check(answer="passed", what=self.t("home.bytes_check", count=self.n(2418))),
                Check(answer="not_checked", what=self.t("home.stamp_check"), told=_("no network; 6 checkpoints wait", "شبکه نیست؛ ۶ سرِ دفتر منتظر است")),
                Check(answer="failed", what=self.t("home.reading_check", id="ev-7c1e…"), told=_("PDF page 3 refused: digits out of order", "صفحهٔ ۳ پی‌دی‌اف پذیرفته نشد: رقم‌ها جابه‌جاست")),
            ),
            notices=((_("One sealed name was opened at 02:15 by T. Okari and A. Lind, for two hours. Reason: “ambulance call, blood group”.", "یک نام مهرشده ساعت ۰۲:۱۵ به دست ت. اوکاری و ا. لیند برای دو ساعت گشوده شد. دلیل: «آمبولانس، گروه خون»."), Link(words=_("Review this", "بازبینی"), href="/ledger")),),
            reading=self.t("home.read_today", count=self.n(41), time=self.n("08:00")),
        )  # fmt: skip

    def perils(self) -> tuple[h.Peril, ...]:
        _ = self._
        return (
            h.Peril(id=EN, left=self.t("home.now"), unit=_("for four days", "از چهار روز پیش"), since=_("no medicine since 18 November", "از ۲۷ آبان بی دارو"), name=self.named("Mahin Torvali", "مهین تروالی"), about=_("61, sentenced · North Ward, Old Quay", "۶۱ ساله، محکوم · بند شمالی، اسکلهٔ کهنه"), steps=self.steps("###*     "), stage=_("Medical emergency", "فوریت پزشکی"), told=_("Heart condition; hospital transfer refused twice, according to her lawyer’s letter.", "بیماری قلبی؛ به نوشتهٔ وکیلش دو بار از انتقال او به بیمارستان خودداری شد."), origins=Origins(total=1, reviewed=1), missing=_("a second origin. Nothing here waits for it.", "خاستگاه دوم. هیچ کاری منتظر آن نمی‌ماند."), button=Button(words=self.t("act.case"), href="/people/x", key="o"), who=_("S. Brandt · letter sent 20 November", "س. برانت · نامه ۲۹ آبان فرستاده شد")),
            h.Peril(id=EN, left=self.t("home.about_hours", count=self.n(14)), unit=self.t("home.hours"), since=_("feared at dawn on Monday, 05:20 local", "بیم سحرگاه دوشنبه، ۰۵:۲۰ به وقت محل"), name=self.named("Behan Esmarin", "بهان اسمارین"), about=_("34, bookbinder · Stone Ford prison, Merun", "۳۴ ساله، صحاف · زندان سنگ‌گدار، مرون"), steps=self.steps("########!"), stage=_("Called for last visit", "خبر آخرین دیدار"), told=_("His sister was told by telephone to come “for the last time” today at 09:00.", "تلفنی به خواهرش گفتند امروز ساعت ۹ «برای آخرین بار» بیاید."), origins=Origins(total=2, reviewed=2), missing=_("consent to name him; which court refused review.", "رضایت برای بردن نامش؛ کدام دادگاه اعاده را رد کرد."), blocks=True, button=Button(words=self.t("act.draft"), href="/people/x/draft", key="d", is_primary=True), who=_("L. Verrin and T. Okari", "ل. ورین و ت. اوکاری")),
            h.Peril(id=EN, left=self.t("home.about_hours", count=self.n(40)), unit=self.t("home.hours"), since=_("two sources differ: 24 or 25 November", "دو منبع ناهمخوان: ۳ یا ۴ آذر"), name=self.named("Arvin Sotalek", "آروین سوتالک"), about=_("about 29 · Stone Ford prison, Merun", "حدود ۲۹ ساله · زندان سنگ‌گدار، مرون"), steps=self.steps("####?##! "), stage=_("Moved to solitary", "انتقال به انفرادی"), told=_("Moved out of ward 4 with two others, so a released cellmate says. The prison denies it.", "به گفتهٔ هم‌بندی آزادشده، با دو تن دیگر از بند ۴ بیرون برده شد. زندان تکذیب می‌کند."), origins=Origins(total=2, reviewed=1), missing=_("whether the sentence was confirmed. One claim says yes, one says it is pending.", "آیا حکم تأیید شده است. یک گفته می‌گوید آری، یکی می‌گوید در جریان است."), button=Button(words=_("Take this", "با من"), href="/people/x", key="t"), who=self.t("home.nobody_yet")),
        )  # fmt: skip

    # evidence ------------------------------------------------------------------------------------------------------------

    def evidence(self) -> EvidenceListSheet:
        _ = self._
        row = e.EvidenceRow
        return EvidenceListSheet(
            count=self.t("evidence.count", count=self.n(2418)), next=Link(words=self.t("act.next"), href="/evidence?after=x"), limit=self.t("evidence.limit", size=_("64 MB", "۶۴ مگابایت")),
            receipts=(e.Receipt(id=EV, sha256=SHA, time="2026-11-22 14:18:07 UTC", state="logged"), e.Receipt(id=EV, sha256=SHA, time="2026-11-22 14:18:09 UTC", state="duplicate")),
            rows=(
                row(id=EV, title=Text(words=_("Communiqué no. 9, Merun Families’ Circle", "بیانیهٔ شمارهٔ ۹، حلقهٔ خانواده‌های مرون")), media="text/plain", size=self.n(4112), taken=day(self.lang, date(2026, 11, 20)), source=_("Merun Families’ Circle, C 2", "حلقهٔ خانواده‌های مرون، C ۲"), work=self.t("evidence.claims", count=self.n(7), proposed=self.n(5))),
                row(id="ev-9b" + EV[5:], title=Text(words=_("Letter of a sister, photographed", "نامهٔ خواهر، عکس‌برداری‌شده")), media="image/jpeg", size=self.n(3184022), taken=day(self.lang, date(2025, 6, 11)), source=_("sister, B 2", "خواهر، B ۲"), state="covered", work=self.t("evidence.claims", count=self.n(12), proposed=self.n(0))),
                row(id="ev-11" + EV[5:], title=Text(words="نامهٔ وکیل", lang="fa"), media="application/pdf", size=self.n(88120), taken=day(self.lang, date(2026, 11, 19)), source=_("lawyer, B 2", "وکیل، B ۲"), state="unreadable", work=self.t("evidence.unread")),
                row(id="ev-7c" + EV[5:], title=Text(words=_("List B, fourth edition", "فهرست ب، ویرایش چهارم")), media="text/csv", size=self.n(220417), taken=day(self.lang, date(2026, 5, 2)), source=_("Merun Families’ Circle, C 2", "حلقهٔ خانواده‌های مرون، C ۲"), state="withdrawn", work=""),
            ),
        )  # fmt: skip

    def item(self) -> EvidenceSheet:
        _ = self._
        event, check = e.Event, Check
        return EvidenceSheet(
            id=EV, title=Text(words=_("Letter of a sister, photographed", "نامهٔ خواهر، عکس‌برداری‌شده")), facts_line=_("image/jpeg, 3,184,022 bytes", "تصویر، ۳٬۱۸۴٬۰۲۲ بایت"), taken=day(self.lang, date(2025, 6, 11)), compartment="restricted", state="covered",
            view=e.View(kind="text", lang="fa", paragraphs=("به نام آن‌که می‌شنود", "من خواهر بهان اسمارین هستم. او را روز پنج‌شنبه ۱۲ مهر از در کارگاه بردند. شاگردانش دیدند.", "تا امروز کسی به ما نگفته است او کجاست و برای چه. دو بار به سنگ‌گدار رفتم. داروهایش را گرفتند و رسید ندادند. خواهش می‌کنم نام او را نگه دارید."), note=self.t("evidence.view_image"), is_covered=True),
            details=(
                Fact(label=self.t("evidence.source"), text=Text(words=_("sister, name sealed · grade B 2", "خواهر، نام مهرشده · درجهٔ B ۲"))),
                Fact(label=self.t("evidence.collector"), text=Text(words=_("S. Brandt, Merun desk", "س. برانت، میز مرون"))),
                Fact(label=self.t("evidence.consent"), text=Text(words=_("preserve, count, UN in confidence. Not to be named in public.", "نگهداری، شمارش، سازمان ملل محرمانه. نه نام بردن در گزارش همگانی."))),
                Fact(label=_("Camera says", "دوربین می‌گوید"), text=Text(words=_("9 June 2025, 22:14", "۱۹ خرداد ۱۴۰۴، ۲۲:۱۴")), tag=_("a claim, not a fact", "گفته است، نه واقعیت")),
                Fact(label=self.t("evidence.also"), text=Text(words=_("1 redacted copy, 1 transcript, 0 duplicates", "۱ نسخهٔ پوشیده، ۱ رونوشت، ۰ تکراری"))),
            ),
            custody_note=self.t("evidence.custody_note", count=_("Seven", "هفت")),
            custody=(
                event(what=self.t("custody.received"), when=_("11 June 2025, 08:32", "۲۱ خرداد ۱۴۰۴، ۰۸:۳۲"), told=_("S. Brandt, from the sister’s telephone, by cable, in her presence. Receipt given. Ledger entry 9,118.", "س. برانت، از تلفن خواهر، با سیم، در حضور او. رسید داده شد. سطر ۹٬۱۱۸ دفتر."), is_first=True),
                event(what=self.t("custody.hashed"), when=_("11 June, 08:32", "۲۱ خرداد، ۰۸:۳۲"), told=_("Machine clock 0.4 s from network time.", "ساعت دستگاه ۰٫۴ ثانیه با زمان شبکه.")),
                event(what=self.t("custody.timestamped"), when=_("11 June, 09:05", "۲۱ خرداد، ۰۹:۰۵"), told=_("Two authorities, independent of us. Ledger head 9,124.", "دو مرجع، مستقل از ما. سرِ دفتر ۹٬۱۲۴.")),
                event(what=self.t("custody.redacted-copy-made"), when=_("14 June, 16:20", "۲۴ خرداد، ۱۶:۲۰"), told=_("L. Verrin. Two regions burnt into a new image; the original is untouched.", "ل. ورین. دو ناحیه در تصویری تازه سوزانده شد؛ اصل دست نخورد."), id="ev-a0" + EV[5:]),
                event(what=self.t("custody.read"), when=_("4 June 2026, 10:11", "۱۴ خرداد ۱۴۰۵، ۱۰:۱۱"), told=_("T. Okari. Reason: judging list B, row 211. Nine minutes.", "ت. اوکاری. دلیل: داوری سطر ۲۱۱ فهرست ب. نه دقیقه.")),
                event(what=self.t("custody.fixity-checked"), when=_("20 November, 18:40", "۲۹ آبان، ۱۸:۴۰"), told=_("Scheduled. Same digest as on arrival.", "برنامه‌ای. همان چکیدهٔ هنگام رسیدن.")),
                event(what=self.t("custody.read"), when=_("22 November, 13:58", "۱ آذر، ۱۳:۵۸"), told=_("L. Verrin. Reason: urgent appeal. You.", "ل. ورین. دلیل: درخواست فوری. شما.")),
            ),
            used_by=_("9 passages · 12 claims · 1 register entry · 1 draft", "۹ فراز · ۱۲ گفته · ۱ ثبت · ۱ پیش‌نویس"), withdrawal=self.t("evidence.withdrawal_note"),
            derived=(
                e.Derived(what=_("Transcript, Persian", "رونوشت، فارسی"), told=_("read by rule, corrected by L. Verrin", "به قاعده خوانده، ل. ورین درست کرد"), answer="passed", word=self.t("evidence.reviewed")),
                e.Derived(noun="evidence", what=_("Redacted copy, 2 regions", "نسخهٔ پوشیده، ۲ ناحیه"), id="ev-a0" + EV[5:], told=_("holds a digest of its original", "چکیدهٔ اصل را دارد"), answer="passed", word=self.t("evidence.linked")),
                e.Derived(what=_("Translation, English", "ترجمه، انگلیسی"), told=_("second translator asked on 12 June", "مترجم دوم ۲۲ خرداد خواسته شد"), answer="not_checked", word=self.t("verdict.not_checked")),
            ),
            inside=(
                e.Look(title=self.t("inside.title", format="image"), note=_("width 3,024 · height 4,032", "width ۳٬۰۲۴ · height ۴٬۰۳۲"), wrong=self.t("inside.damaged", where="The picture has no end: it breaks off before byte 3,184,022."), tally=Tally(passed=0, failed=1, not_checked=1),
                    checks=(check(answer="failed", what=self.t("inside.check.whole"), data=((self.t("verify.expected"), "the mark that ends a picture"), (self.t("verify.found"), "none"))), check(answer="not_checked", what=self.t("inside.check.c2pa"), told="it carries a C2PA manifest; the reader for it (group c2pa) is not installed here")),
                    stated=(("EXIF DateTimeOriginal", "2025:06:02 18:11:40"), ("GPS position, in degrees", "35.510000, 51.250000")), more=self.t("inside.more", count=self.n(14))),
                e.Look(title=self.t("inside.bundle"), note=self.t("inside.part_of", name="IMG_1.jpg", id=EV)),
            ),
            tally=Tally(passed=5, failed=1, not_checked=2), proof_when=self.t("evidence.last_run", time=_("today 06:10", "امروز ۰۶:۱۰")),
            proof=(
                check(answer="passed", what=_("Bytes are the ones that arrived", "بایت‌ها همان است که رسید"), told=_("SHA-256 recomputed on both copies: equal.", "SHA-256 بر هر دو نسخه از نو حساب شد: برابر.")),
                check(answer="passed", what=_("Written in the ledger", "در دفتر نوشته است"), told=_("Entry 9,118 is under head 48,213; 17 hashes walked.", "سطر ۹٬۱۱۸ زیر سرِ ۴۸٬۲۱۳ است؛ ۱۷ چکیده پیموده شد.")),
                check(answer="passed", what=_("Ledger head signed", "سرِ دفتر امضا دارد"), told=_("Key of this archive, signed today 14:02 UTC.", "کلید همین بایگانی، امروز ۱۴:۰۲ UTC.")),
                check(answer="passed", what=_("Seen by others", "دیگران دیده‌اند"), told=_("Two of three witnesses cosigned. A rewritten past would show.", "دو شاهد از سه شاهد امضا کردند. گذشتهٔ بازنوشته پیدا می‌شد.")),
                check(answer="passed", what=_("Existed by 11 June 2025, 09:05 UTC", "تا ۲۱ خرداد ۱۴۰۴، ۰۹:۰۵ UTC بوده است"), told=_("Two time authorities, certificates valid that day.", "دو مرجع زمان، گواهی‌ها آن روز معتبر بود.")),
                check(answer="failed", what=_("Camera’s own signature", "امضای خود دوربین"), told=_("The maker’s seal does not fit these bytes. Re-saving by a messenger does this. It was so on arrival.", "مهر سازنده با این بایت‌ها جور نیست. پیام‌رسان با ذخیرهٔ دوباره چنین می‌کند. هنگام رسیدن نیز چنین بود."), data=((self.t("verify.expected"), "41d2"), (self.t("verify.found"), "7d20"))),
                check(answer="not_checked", what=_("Public time chain", "زنجیرهٔ همگانی زمان"), told=_("No network since 11:40 UTC. Queued.", "از ۱۱:۴۰ UTC شبکه نیست. در صف است.")),
                check(answer="not_checked", what=_("Handwriting", "دست‌خط"), told=_("No examiner has compared it.", "هیچ کارشناسی آن را نسنجیده است.")),
            ),
            sha256=SHA, proves=self.t("evidence.proves"), does_not_prove=self.t("evidence.does_not_prove"),
            buttons=(Button(words=self.t("act.read"), href="/review/x", key="r"), Button(words=self.t("act.verify"), href="/evidence/x", key="v", action="verify"), Button(words=self.t("act.package"), href="/evidence/x", key="p", action="package", is_primary=True)),
        )  # fmt: skip

    # review --------------------------------------------------------------------------------------------------------------

    def reviews(self) -> ReviewListSheet:
        _ = self._
        return ReviewListSheet(
            note=self.t("review.order"),
            rows=(
                r.Waiting(id=EV, title=Text(words=_("Communiqué no. 9", "بیانیهٔ شمارهٔ ۹")), told=self.t("review.count", count=self.n(7), open=self.n(5)), href="/review/x"),
                r.Waiting(id="ev-11" + EV[5:], title=Text(words="نامهٔ وکیل", lang="fa"), told=self.t("review.count", count=self.n(3), open=self.n(3)), href="/review/y"),
            ),
        )  # fmt: skip

    def review(self) -> ReviewSheet:
        _ = self._
        cards = (
            ("transfer", _("four people, names partly unknown", "چهار تن، نام‌ها ناقص"), "accepted"),
            ("solitary_confinement", _("Arvin Sotalek, 17 November", "آروین سوتالک، ۲۶ آبان"), "accepted"),
            ("death_sentence", _("Behan Esmarin, spring 1404", "بهان اسمارین، بهار ۱۴۰۴"), "proposed"),
            ("appeal_rejected", _("Behan Esmarin, no date given", "بهان اسمارین، بی‌تاریخ"), "proposed"),
            ("execution_risk", _("Behan Esmarin; never counted as an execution", "بهان اسمارین؛ هرگز اعدام شمرده نمی‌شود"), "unsure"),
            ("transfer", _("denied by the prison office", "تکذیب از سوی دفتر زندان"), "rejected"),
            ("threat", _("at least nine people, ward 4; stays a claim", "دست‌کم نه تن، بند ۴؛ گفته می‌ماند"), "proposed"),
        )
        claims = tuple(
            r.ClaimCard(
                id=f"cl-{i}", version=1, number=self.n(i), kind=self.t(f"deed.{deed}"), gist=gist, state=state,
                rule="fa-court@9" if self.lang == "fa" else "en-court@14", is_selected=i == 3, facts=self.facts() if i == 3 else (),
            )
            for i, (deed, gist, state) in enumerate(cards, 1)
        )  # fmt: skip
        return ReviewSheet(
            evidence=EV, title=Text(words=_("Communiqué no. 9", "بیانیهٔ شمارهٔ ۹")), sealed=day(self.lang, date(2026, 11, 20)), note=_("Batch “Merun, November” · ordered by urgency", "دستهٔ «مرون، آبان» · به ترتیب فوریت"),
            progress=self.t("review.progress", done=self.n(11), all=self.n(42)), page_note=self.t("review.page", page=self.n(1), pages=self.n(2)), previous=Link(words=self.t("review.previous"), href="/review/w"), next=Link(words=self.t("review.next"), href="/review/y"),
            heading=Text(words=_("On the transfers from Stone Ford prison", "دربارهٔ جابه‌جایی‌ها از زندان سنگ‌گدار")), subtitle=_("Merun Families’ Circle · 20 November 2026 · source grade C, information 2", "حلقهٔ خانواده‌های مرون · ۲۹ آبان ۱۴۰۵ (۲۰ نوامبر ۲۰۲۶) · درجهٔ منبع C، خبر ۲"),
            lang=self.lang, paragraphs=self.document({k: c.state for k, c in enumerate(claims, 1)}), claims=claims, count_note=self.t("review.count", count=self.n(7), open=self.n(4)), blind_note=self.t("review.blind"),
            source=r.SourceGrade(id="so-1", version=1, name=_("Merun Families’ Circle", "حلقهٔ خانواده‌های مرون"), grade=tuple(r.Option(value=v, words=v, is_chosen=v == "C") for v in "ABCDEF"), credibility=tuple(r.Option(value=v, words=self.n(v), is_chosen=v == "2") for v in "123456")),
            new=self.change(),
        )  # fmt: skip

    def change(self) -> r.Change:
        options = r.Option
        return r.Change(
            properties=tuple(options(value=v, words=self.t(f"property.{v}")) for v in ("name", "date", "place", "charge", "status", "act")),
            modalities=tuple(options(value=v, words=self.t(f"modality.{v}")) for v in ("asserted", "alleged", "denied")),
            mentions=(options(value="me-1", words=self._("Behan Esmarin", "بهان اسمارین")), options(value="new", words=self.t("change.new_mention"))),
            calendars=tuple(options(value=v, words=self.t(f"change.{v}")) for v in ("gregorian", "solar-hijri", "islamic")),
        )  # fmt: skip

    def facts(self) -> tuple[Fact, ...]:
        _ = self._
        return (
            Fact(label=self.t("claim.person"), text=Text(words=_("Behan Esmarin, bookbinder, 34", "بهان اسمارین، صحاف، ۳۴ ساله")), href="/search", link=_("2 people of this name", "۲ تن با این نام")),
            Fact(label=self.t("claim.when"), text=Text(words=_("spring 1404: March to June 2025", "بهار ۱۴۰۴: مارس تا ژوئن ۲۰۲۵")), original=Text(words=_("the spring of 1404", "در بهار ۱۴۰۴"))),
            Fact(label=self.t("claim.where"), text=Text(words=_("Ostrin", "استرین")), tag=_("place by gazetteer", "از فرهنگ جای‌نام‌ها")),
            Fact(label=self.t("property.court"), text=Text(words=_("Branch 2, Ostrin Bench", "شعبهٔ ۲ دادگاه استرین"))),
            Fact(label=self.t("property.charge"), text=Text(words=""), original=Text(words=_("troubling the calm of the river", "برهم زدن آرامش رود"))),
            Fact(label=self.t("claim.stands_as"), text=Text(words=self.t("modality.asserted"))),
            Fact(label=self.t("claim.according_to"), text=Text(words=_("the Circle, on its own account", "حلقه، از زبان خود")), note=_("no earlier origin named", "خاستگاه پیشین ندارد")),
        )  # fmt: skip

    def document(self, states: dict[int, str]) -> tuple[r.Paragraph, ...]:
        """The communiqué: `[3|words]` is the passage of claim 3."""
        lines = DOCUMENT[self.lang].strip().split("\n")
        found, at = [], 0
        for line in lines:
            runs, start = [], at
            for piece in line.replace("[", "\0[").replace("]", "]\0").split("\0"):
                if piece.startswith("["):
                    no, words = piece[1:-1].split("|")
                    runs.append(
                        r.Run(
                            text=words,
                            start=at,
                            number=self.n(no),
                            claim=f"cl-{no}",
                            state=states[int(no)],
                            is_selected=no == "3",
                            opens=True,
                        )
                    )
                    at += len(words)
                elif piece:
                    runs.append(r.Run(text=piece, start=at))
                    at += len(piece)
            found.append(r.Paragraph(offset=self.n(start), start=start, runs=tuple(runs)))
            at += 1
        return tuple(found)

    # people --------------------------------------------------------------------------------------------------------------

    def people(self) -> PeopleSheet:
        _ = self._
        row = p.PersonRow
        return PeopleSheet(
            count=self.t("people.count", count=self.n(1204)), next=Link(words=self.t("act.next"), href="/people?after=x"),
            filters=(Link(words=self.t("people.all"), href=""), Link(words=self.t("people.danger"), href="/people?show=danger"), Link(words=self.t("people.watched"), href="/people?show=watched")),
            rows=(
                row(id=EN, name=self.named("Behan Esmarin", "بهان اسمارین"), about=_("34, bookbinder, son of Karim · Merun", "۳۴ ساله، صحاف، فرزند کریم · مرون"), steps=self.steps("########!"), stage=_("called for last visit", "خبر آخرین دیدار"), is_danger=True, records=self.t("people.of_lists", records=self.n(3), documents=self.n(3)), origins=Origins(total=3, reviewed=3)),
                row(id=EN, name=self.named("Behan Esmarin", "بهان اسمارین"), about=_("born 1361, son of Vahid · Ostrin", "متولد ۱۳۶۱، فرزند وحید · استرین"), steps=self.steps("#*       "), stage=_("charged", "تفهیم اتهام"), records=self.t("people.of_lists", records=self.n(1), documents=self.n(1)), origins=Origins(total=1, reviewed=0)),
                row(id=EN, name=Named(name=_("M-3", "م-۳"), is_sealed=True), about="", steps=self.steps("####*    "), stage=_("sentence upheld", "تأیید حکم"), records=self.t("people.of_lists", records=self.n(2), documents=self.n(1)), origins=Origins(total=2, reviewed=2)),
            ),
        )  # fmt: skip

    def person(self) -> PersonSheet:
        _ = self._
        line = p.ValueLine
        return PersonSheet(
            id=EN, name=self.named("Behan Esmarin", "بهان اسمارین"), line=_("34, bookbinder · 3 records from 3 documents", "۳۴ ساله، صحاف · ۳ رکورد از ۳ سند"), also=(Text(words="Bihan Asmarin", lang="en"), Text(words="B. Esmarin", lang="en")),
            danger=self.t("person.danger"), danger_note=self.t("person.about_hours", count=self.n(14)), steps=self.ladder(),
            buttons=(Button(words=self.t("act.trace"), href="/people/x/trace", key="g"), Button(words=self.t("act.draft"), href="/submissions", action="draft", key="d", is_primary=True)),
            values=(
                p.ValueRow(label=self.t("property.name"), lines=(line(key="a", text=Text(words="بهان اسمارین", lang="fa"), told=_("as written; Behan Esmarin is derived", "به خط منبع؛ Behan Esmarin برگردان است"), origins=Origins(total=3, reviewed=3)),)),
                p.ValueRow(label=self.t("property.father_name"), state="contested", lines=(line(key="b", text=Text(words=_("Karim", "کریم")), told=_("family, list B", "خانواده، فهرست ب"), origins=Origins(total=2, reviewed=2)), line(key="c", text=Text(words=_("Kamran", "کامران")), told=_("list C", "فهرست ج"), origins=Origins(total=1, reviewed=1)))),
                p.ValueRow(label=self.t("property.birth"), lines=(line(key="d", text=Text(words=_("March to November 1992", "فروردین تا آبان ۱۳۷۱")), told=_("both “34 years old” and “born 1371” hold here", "«۳۴ ساله» و «متولد ۱۳۷۱» هر دو در این بازه درست‌اند"), origins=Origins(total=2, reviewed=2)),)),
                p.ValueRow(label=self.t("ladder.arrested"), state="contested", lines=(line(key="e", text=Text(words=day(self.lang, date(2024, 10, 3)).lead), second=day(self.lang, date(2024, 10, 3)).second, told=_("· family, list B", "· خانواده، فهرست ب"), origins=Origins(total=2, reviewed=2), is_selected=True), line(key="f", text=Text(words=day(self.lang, date(2024, 10, 9)).lead), second=day(self.lang, date(2024, 10, 9)).second, told=_("· Prosecutor’s notice", "· آگهی دادستان"), origins=Origins(total=1, reviewed=1)))),
                p.ValueRow(label=_("Sentence", "حکم"), lines=(line(key="g", text=Text(words=_("Death · Branch 2, Ostrin Bench · spring 1404 (March to June 2025)", "اعدام · شعبهٔ ۲ دادگاه استرین · بهار ۱۴۰۴ (مارس تا ژوئن ۲۰۲۵)")), origins=Origins(total=2, reviewed=2)),)),
                p.ValueRow(label=self.t("property.charge"), lines=(line(key="h", text=Text(words=_("“troubling the calm of the river”", "«برهم زدن آرامش رود»")), is_quoted=True, origins=Origins(total=2, reviewed=2)),)),
                p.ValueRow(label=self.t("property.prison"), state="contested", lines=(line(key="i", text=Text(words=_("Stone Ford prison, Merun; solitary since 17 November", "زندان سنگ‌گدار، مرون؛ از ۲۶ آبان در انفرادی")), origins=Origins(total=2, reviewed=1)), line(key="j", text=Text(words=_("“Nobody was moved”", "«کسی جابه‌جا نشده»")), told=_("prison office, 20 November", "دفتر زندان، ۲۹ آبان"), origins=Origins(total=1, reviewed=1)))),
                p.ValueRow(label=_("Counsel", "وکیل"), state="unknown"),
            ),
            timeline=self.timeline(), why=self.why(), as_of=day(self.lang, TODAY),
        )  # fmt: skip

    def ladder(self) -> tuple[Step, ...]:
        _, two = self._, Origins(total=2, reviewed=2)
        told = (
            ("reached", _("3 or 9 October 2024", "۱۲ یا ۱۸ مهر ۱۴۰۳"), Origins(total=3, reviewed=3, is_contested=True)), ("reached", _("Dey 1403", "دی ۱۴۰۳"), Origins(total=1, reviewed=1)), ("undocumented", "", None), ("reached", _("spring 1404", "بهار ۱۴۰۴"), two),
            ("reached", _("2 February 2026", "۱۳ بهمن ۱۴۰۴"), two), ("reached", _("before 20 Nov 2026", "پیش از ۲۹ آبان ۱۴۰۵"), Origins(total=1, reviewed=1)), ("undocumented", "", None), ("reached", _("17 November 2026", "۲۶ آبان ۱۴۰۵"), Origins(total=2, reviewed=1)), ("danger", _("21 November 2026", "۳۰ آبان ۱۴۰۵"), two), ("outcome", self.t("ladder.outcomes"), None),
        )  # fmt: skip
        return tuple(Step(name=self.t(f"ladder.{n}"), state=s, when=w, origins=o) for n, (s, w, o) in zip(STEPS, told, strict=True))

    def timeline(self) -> p.Timeline | None:
        _ = self._
        return draw(
            self.lang,
            (
                Dating(first=date(2024, 10, 3), last=date(2024, 10, 3), rival=date(2024, 10, 9), label=_("Arrested, 3 or 9 October 2024", "بازداشت، ۱۲ یا ۱۸ مهر ۱۴۰۳")),
                Dating(first=date(2024, 12, 21), last=date(2025, 1, 19), label=_("Charged, in Dey 1403", "تفهیم اتهام، دی ۱۴۰۳")),
                Dating(first=date(2025, 3, 21), last=date(2025, 6, 21), label=_("Sentenced, spring 1404", "حکم، بهار ۱۴۰۴")),
                Dating(first=date(2026, 2, 2), last=date(2026, 2, 2), label=_("Upheld, 2 February 2026", "تأیید حکم، ۱۳ بهمن ۱۴۰۴")),
                Dating(first=date(2026, 2, 3), last=date(2026, 11, 20), is_within=True, label=_("Review refused, some day between", "رد اعاده، روزی در این میان")),
                Dating(first=date(2026, 11, 17), last=date(2026, 11, 17), label=_("Moved to solitary, 17 November", "انتقال به انفرادی، ۲۶ آبان")),
                Dating(first=date(2026, 11, 21), last=date(2026, 11, 21), is_danger=True, label=_("Called for last visit, 21 November", "خبر آخرین دیدار، ۳۰ آبان")),
            ),
            TODAY,
        )  # fmt: skip

    def why(self) -> WhySheet:
        _ = self._
        node = p.Node
        return WhySheet(
            entry=EN, key="e", asked=_("Arrested on 3 October 2024", "بازداشت در ۱۲ مهر ۱۴۰۳"), answer=self.t("why.claims_origins", claims=_("two", "دو"), origins=_("two", "دو")),
            nodes=(
                node(noun="register", title=self.t("why.entry"), id=EN, told=_("Three records judged the same person by T. Okari and L. Verrin, 4 June 2026. Reversible.", "سه رکورد را ت. اوکاری و ل. ورین در ۱۴ خرداد ۱۴۰۵ از آنِ یک تن دانستند. برگشت‌پذیر است.")),
                node(noun="record", title=_("List B, row 211", "فهرست ب، سطر ۲۱۱"), told=_("Merun Families’ Circle, fourth edition", "حلقهٔ خانواده‌های مرون، ویرایش چهارم")),
                node(noun="claim", title=_("Claim: arrest, 12 Mehr 1403", "گفته: بازداشت، ۱۲ مهر ۱۴۰۳"), told=_("Asserted. Source grade B, information 2. Accepted by L. Verrin; second reader agreed without seeing it.", "اظهارشده. درجهٔ منبع B، خبر ۲. پذیرفتهٔ ل. ورین؛ خوانندهٔ دوم، بی آن‌که ببیند، هم‌نظر بود.")),
                node(noun="passage", title="", quote=Marked(before="«… او را ", mark="روز پنج‌شنبه ۱۲ مهر", after=" از در کارگاه بردند …»", lang="fa"), told=_("Letter of the sister, page 1, characters 214 to 231. 12 Mehr 1403 was a Thursday: consistent.", "نامهٔ خواهر، صفحهٔ ۱، نویسه‌های ۲۱۴ تا ۲۳۱. ۱۲ مهر ۱۴۰۳ پنج‌شنبه بود: سازگار است."), href="/review/x"),
                node(noun="evidence", title=_("Letter, photographed", "نامه، عکس‌برداری‌شده"), id=EV, href="/evidence/x", told=_("Taken in by S. Brandt, 11 June 2025, 08:32 UTC. Seven custody events, no gap.", "دریافت: س. برانت، ۲۱ خرداد ۱۴۰۴، ۰۸:۳۲ UTC. هفت رخداد نگهداری، بی هیچ گسست.")),
            ),
            sha256=SHA,
            checks=(Check(answer="passed", what=self.t("why.digest")), Check(answer="passed", what=self.t("why.in_ledger", seq=self.n(9118))), Check(answer="passed", what=_("Time, two authorities", "زمان، دو مرجع")), Check(answer="not_checked", what=self.t("why.hand"))),
            not_proved=_("that the letter is true, or who wrote it. It proves these bytes existed by 11 June 2025 and have not changed.", "که نامه راست است یا چه کسی نوشته‌اش. ثابت می‌کند این بایت‌ها تا ۲۱ خرداد ۱۴۰۴ بوده و دگرگون نشده‌اند."),
            against=(p.Counter(title=_("9 October 2024", "۱۸ مهر ۱۴۰۳"), told=_("Prosecutor’s notice, State Gazette no. 77. One origin.", "آگهی دادستان، روزنامهٔ رسمی شمارهٔ ۷۷. یک خاستگاه."), link=Link(words=_("Show its thread", "رشته‌اش را نشان بده"), href="/people/x?why=f")),),
            repeats=(p.Counter(title=_("The Ostrin Post", "استرین پُست"), told=_("It repeats the Circle’s letter, word for word.", "نامهٔ حلقه را واژه‌به‌واژه بازگفته است.")),),
            history=Link(words=self.t("why.history", count=self.n(5)), href="/people/x/history"),
        )  # fmt: skip

    # submissions ---------------------------------------------------------------------------------------------------------

    def submissions(self) -> SubmissionListSheet:
        _ = self._
        return SubmissionListSheet(
            count=self.t("submission.count", count=self.n(2)),
            rows=(
                s.SubmissionRow(id=SU, title=_("Urgent appeal for Behan Esmarin", "درخواست فوری برای بهان اسمارین"), kind=_("Urgent appeal", "درخواست فوری"), state="draft", told=_("draft 3, one answer missing", "پیش‌نویس ۳، یک پاسخ کم است"), gaps=self.n(2)),
                s.SubmissionRow(id="su-44" + SU[5:], title=_("Urgent appeal for Mahin Torvali", "درخواست فوری برای مهین تروالی"), kind=_("Urgent appeal", "درخواست فوری"), state="released", told=_("20 November 2026", "۲۹ آبان ۱۴۰۵"), gaps=self.n(0)),
            ),
        )  # fmt: skip

    def letter(self) -> SubmissionSheet:
        _ = self._
        piece, sentence, gap = s.Piece, s.Sentence, s.Gap

        def notes(*numbers: int) -> tuple[str, ...]:
            return tuple(self.n(k) for k in numbers)

        n1, n2, n3, n4, n5, n6, n7, n8, n9 = notes(*range(1, 10))
        return SubmissionSheet(
            id=SU, version=3, title=_("Urgent appeal for Behan Esmarin", "درخواست فوری برای بهان اسمارین"), line=_("Draft 3, not sent · to the Special Procedures, by their form as checked on 2 November 2026 · 268 of 1,000 words", "پیش‌نویس ۳، فرستاده نشده · به رویه‌های ویژه، بر پایهٔ فرم آنان، وارسی‌شده در ۱۱ آبان ۱۴۰۵ · ۲۶۸ واژه از ۱٬۰۰۰"), lang=self.lang,
            sections=(
                s.Section(heading=_("Person concerned", "شخص مورد نظر"), lines=(sentence(basis="claims", href="/trace", pieces=(piece(text=_("Mr. Behan Esmarin (بهان اسمارین)", "آقای بهان اسمارین"), is_blocked=True), piece(text=_(", a bookbinder aged 34,", "، صحاف ۳۴ ساله،"), note=n1), piece(text=_("is held in Stone Ford prison, Merun, Republic of Tavrin.", "در زندان سنگ‌گدار، مرون، جمهوری تاورین نگهداری می‌شود."), note=n2))),)),
                s.Section(heading=_("Facts", "وقایع"), lines=(
                    sentence(basis="claims", href="/trace", pieces=(piece(text=_("According to his family, he was arrested on 3 October 2024 at the door of his workshop;", "به گفتهٔ خانواده‌اش، ۱۲ مهر ۱۴۰۳ از در کارگاهش بازداشت شد؛"), note=n3), piece(text=_("the Prosecutor’s notice gives 9 October.", "آگهی دادستان ۱۸ مهر می‌گوید."), note=n4))),
                    sentence(basis="claims", href="/trace", pieces=(piece(text=_("Branch 2 of the Ostrin Bench reportedly sentenced him to death in spring 2025 on the charge of “troubling the calm of the river”.", "بنا بر گزارش، شعبهٔ ۲ دادگاه استرین در بهار ۱۴۰۴ او را به اتهام «برهم زدن آرامش رود» به اعدام محکوم کرد."), note=n5), piece(text=_("The sentence was upheld on 2 February 2026.", "حکم ۱۳ بهمن ۱۴۰۴ تأیید شد."), note=n6))),
                    gap(field="review", question=_("Which court refused the review, and on what day?", "کدام دادگاه اعاده را رد کرد، و در چه روزی؟"), told=_("One claim says “refused”, without court or date.", "یک گفته می‌گوید «رد شد»، بی دادگاه و تاریخ."), ask=_("the lawyer", "وکیل")),
                )),
                s.Section(heading=_("Imminent danger", "خطر فوری"), lines=(sentence(basis="claims", count=2, href="/trace", pieces=(piece(text=_("On 17 November he was reportedly moved to solitary confinement;", "بنا بر گزارش، ۲۶ آبان به انفرادی برده شد؛"), note=n7), piece(text=_("the prison office denied this on 20 November.", "دفتر زندان ۲۹ آبان آن را تکذیب کرد."), note=n8), piece(text=_("On 21 November his sister was told by telephone to come “for the last time”.", "۳۰ آبان تلفنی به خواهرش گفتند «برای آخرین بار» بیاید."), note=n9))),)),
                s.Section(heading=_("Law", "حقوق"), lines=(
                    sentence(basis="finding", href="/trace", pieces=(piece(text=_("The information above indicates that the guarantees of article 14 of the Covenant may not have been met.", "آنچه آمد نشان می‌دهد که تضمین‌های مادهٔ ۱۴ میثاق شاید رعایت نشده باشد.")),)),
                    gap(field="interpreter", question=_("Was an interpreter offered?", "آیا مترجمی پیشنهاد شد؟"), told=_("Nothing is known. The sentence is left out until something is.", "چیزی معلوم نیست. تا معلوم شود، جمله‌ای نمی‌آید."), left_unknown=True),
                )),
                s.Section(heading=_("Requests", "خواسته‌ها"), lines=(sentence(basis="own", pieces=(piece(text=_("We respectfully ask that the Government be called upon to halt the execution, to state where he is held, and to provide the judgments in his case.", "با احترام می‌خواهیم از دولت خواسته شود اجرای حکم را متوقف کند، محل نگهداری او را بگوید و رأی‌های پرونده را بدهد.")),)),)),
            ),
            notes=tuple(s.Footnote(number=self.n(k), words=w, href="/review/x") for k, w in enumerate((_("Letter of the sister, B 2, p. 1", "نامهٔ خواهر، B ۲، ص ۱"), _("List B, row 211", "فهرست ب، سطر ۲۱۱"), _("Letter of the sister; list B", "نامهٔ خواهر؛ فهرست ب"), _("State Gazette no. 77", "روزنامهٔ رسمی شمارهٔ ۷۷"), _("Communiqué no. 9; lawyer, by note", "بیانیهٔ شمارهٔ ۹؛ یادداشت وکیل"), _("Copy of the order, photographed", "رونوشت رأی، عکس‌برداری‌شده"), _("Cellmate, through the Circle, C 2", "هم‌بندی، از راه حلقه، C ۲"), _("Prison office, State Gazette no. 81", "دفتر زندان، روزنامهٔ رسمی شمارهٔ ۸۱"), _("Sister, call of 21 November, 22:10", "خواهر، تماس ۳۰ آبان، ۲۲:۱۰")), 1)),
            consent=s.ConsentPanel(
                told=_("From his sister, by telephone in Persian, 21 November, taken by S. Brandt. He himself cannot be asked.", "از خواهرش، تلفنی به فارسی، ۳۰ آبان، گیرنده س. برانت. از خودش نمی‌توان پرسید."),
                rows=(
                    s.ConsentRow(purpose="submit", question=self.t("purpose.submit"), state="yes", answer=self.t("basis.given")),
                    s.ConsentRow(purpose="share-with-state", question=self.t("purpose.share-with-state"), state="yes", answer=self.t("basis.given"), told=_("without saying who told us", "بی آن‌که بگوییم چه کسی گفت")),
                    s.ConsentRow(purpose="name-in-letter", question=self.t("purpose.name-in-letter"), state="not_asked", answer=self.t("basis.not_asked"), told=_("She asked that “his name be kept”. That is a different question. Marked in the text.", "خواسته است «نامش نگه داشته شود». این پرسش دیگری است. در متن نشان شده."), blocks=True),
                    s.ConsentRow(purpose="name-in-public", question=self.t("purpose.name-in-public"), state="no", answer=self.t("basis.refused")),
                ),
                verdict=self.t("consent.missing_one"), buttons=(Button(words=self.t("consent.record"), href="/submissions/x/consent", key="c", is_primary=True),),
            ),
            mandates=(s.Mandate(code="SUMEX", name=_("Extrajudicial executions", "اعدام‌های فراقضایی"), why=_("death sentence, hours", "حکم اعدام، ساعت‌ها"), is_chosen=True), s.Mandate(code="IJL", name=_("Independence of judges", "استقلال قاضیان"), why=_("no hearing known", "دادرسی معلوم نیست"), is_chosen=True), s.Mandate(code="TORTURE", name=_("Torture", "شکنجه"), why=_("solitary since 17 Nov: add?", "انفرادی از ۲۶ آبان: افزوده شود؟"), is_chosen=False)),
            checks=(Check(answer="passed", what=_("Every sentence rests on a claim, or is marked yours", "هر جمله بر گفته‌ای استوار است یا نشان «از شما» دارد")), Check(answer="passed", what=_("No source says he has been executed", "هیچ منبعی نمی‌گوید اعدام شده است"), told=_("looked again at 14:18 UTC", "باز دیده شد در ۱۴:۱۸ UTC")), Check(answer="failed", what=_("“counsel was absent”: one origin only", "«وکیل نبود»: تنها یک خاستگاه"), told=_("write “reportedly”, or add a second", "بنویسید «بنا بر گزارش»، یا دومی بیفزایید")), Check(answer="not_checked", what=_("Reprisal risk to the sister: not yet assessed", "خطر تلافی بر خواهر: هنوز سنجیده نشده"))),
            tally=Tally(passed=16, failed=1, not_checked=1), decisions=(s.Decided(who=_("L. Verrin", "ل. ورین"), what=self.t("decision.reprisal"), words=_("The family asked for it.", "خانواده خواست."), at=_("22 November, 14:20", "۱ آذر، ۱۴:۲۰")),), decisions_note=_("Second person: T. Okari, on call until 06:00", "نفر دوم: ت. اوکاری، کشیک تا ۰۶:۰۰"),
            buttons=(Button(words=self.t("act.word"), href="/submissions/x.docx"), Button(words=self.t("act.pdf"), href="/submissions/x.pdf"), Button(words=self.t("act.release"), why_not=self.t("consent.missing_one"))),
        )  # fmt: skip

    def pairs(self) -> pairs.PairsSheet:
        _, words = self._, lambda text: (Fact(label="", text=Text(words=text)),)
        field = pairs.Field
        return pairs.PairsSheet(
            last=pairs.Last(left="re-" + EV[3:], right="re-0" + EV[4:], told=_("Same · one school", "یکی · یک مدرسه")),
            pair=pairs.Pair(
                left=pairs.Half(id="re-" + EV[3:], name=self.named("Behan Esmarin", "بهان اسمارین"), where=_("List A, row 88", "فهرست الف، سطر ۸۸"), grade="B 2", href="/review/x"),
                right=pairs.Half(id="re-0" + EV[4:], name=self.named("Behan Esmareen", "بهان اسمارین"), where=_("List D, row 140", "فهرست د، سطر ۱۴۰"), href="/review/y"),
                fields=(
                    field(label=self.t("property.name"), left=words("Behan Esmarin"), right=words("بهان اسمارین"), verdict="agrees", told=self.t("pairs.agrees_name"), bones=("bhn smrn", "bhn smrn")),
                    field(label=self.t("property.age"), left=words(self.n(34)), right=words(self.n(43)), verdict="differs", told=self.t("pairs.differs_value")),
                    field(label=self.t("property.prison"), left=words(_("Stone Ford", "سنگ‌گدار")), verdict="silent", told=self.t("pairs.silent_value")),
                ),
                effect=pairs.Effect(told=self.t("pairs.becomes_one", count=self.n(2), name=""), entries=((EN, self.named("Behan Esmarin", "بهان اسمارین")),)),
                judged=self.t("pairs.judged", answer=self.t("pairs.unsure"), who="T. Okari", when=self.n(12), reason="–"), place=self.t("pairs.place", at=self.n(1), all=self.n(2)), skip="/people/pairs?after=x",
            ),
        )  # fmt: skip

    def history(self) -> r.HistorySheet:
        version = r.Version(number=self.n(2), value=Text(words=self._("spring 1404", "بهار ۱۴۰۴")), state="accepted", at=day(self.lang, TODAY).lead, by="L. Verrin",
                            facts=(Fact(label=self.t("claim.note"), text=Text(words=self._("the court’s notice", "آگهی دادگاه"))),))  # fmt: skip
        return r.HistorySheet(
            claim="cl-" + EV[3:],
            kind=self.t("deed.death_sentence"),
            back=Link(words=self.t("review.title"), href="/review/x"),
            versions=(version,),
            comparison=r.Comparison(
                older=(
                    Option(value="1", words=self.t("review.version", number=self.n(1)), is_chosen=True),
                    Option(value="2", words=self.t("review.version", number=self.n(2))),
                ),
                newer=(Option(value="2", words=self.t("review.version", number=self.n(2)), is_chosen=True),),
                rows=(
                    r.Differing(
                        label=self.t("field.modality"),
                        field="modality",
                        before=Text(words=self.t("modality.asserted")),
                        after=Text(words=self.t("modality.alleged")),
                    ),
                ),
            ),
        )

    def consent(self) -> c.ConsentSheet:
        question = c.Question(
            purpose="submit", words=self.t("purpose.submit"), options=(Option(value="given", words=self.t("basis.given"), is_chosen=True),)
        )
        return c.ConsentSheet(id=EN, name=self.named("Behan Esmarin", "بهان اسمارین"), asked=(question,), held=(self.t("consent.none"),), error=self.t("consent.no_answer"),
                              typed=tuple((name, "") for name in ("given_by", "capacity", "how", "language", "given_on")))  # fmt: skip

    # the rest ------------------------------------------------------------------------------------------------------------

    def search(self) -> SearchSheet:
        _ = self._
        return SearchSheet(
            query="اسمارین", count=self.t("search.count", count=self.n(2)), read_as=self.t("search.read_as", forms="اسمارین · esmarin · asmarin"),
            hits=(
                d.Hit(noun="register", id=EN, name=self.named("Behan Esmarin", "بهان اسمارین"), told=_("34, bookbinder, son of Karim · Merun", "۳۴ ساله، صحاف، فرزند کریم · مرون"), href="/people/x"),
                d.Hit(noun="passage", id=EV, title=Text(words=_("Letter of a sister, photographed", "نامهٔ خواهر، عکس‌برداری‌شده")), told=day(self.lang, date(2025, 6, 11)).lead, before="من خواهر بهان ", match="اسمارین", after=" هستم.", href="/evidence/x"),
            ),
        )  # fmt: skip

    def ledger(self) -> LedgerSheet:
        _ = self._
        row = g.LedgerRow
        return LedgerSheet(
            origin="muniment.archive/2f0b6d0e", head=self.n(48213), root="Vq0xkq1N0eUuJ7aV0rZpS4m0d7m9q0y1k5bH3m2Tz8E=", signed=f"{day(self.lang, TODAY).lead}{self._(', ', '، ')}{self.n('14:02')} UTC", witnesses=self.witnesses(), pending=self.t("ledger.pending", count=self.n(3)), checks=self.home().checks[:3], next=Link(words=self.t("act.next"), href="/ledger?before=1"),
            rows=(
                row(seq=self.n(48213), at=f"{self.n('14:18:09')} UTC", what=_("Claim reviewed", "گفته بازخوانی شد"), who="L. Verrin", told=_("1 effect", "۱ اثر"), ids=("cl-" + EV[3:],)),
                row(seq=self.n(48212), at=f"{self.n('14:18:07')} UTC", what=self.t("custody.received"), who="S. Brandt", told=_("2 effects", "۲ اثر"), ids=(EV,)),
                row(seq=self.n(48211), at=f"{self.n('14:02:51')} UTC", what=_("Searched for a name", "نامی جست‌وجو شد"), who="T. Okari"),
                row(seq=self.n(48210), at=f"{self.n('13:58:20')} UTC", what=self.t("custody.access-refused"), who="T. Okari", told=_("no role of theirs opens it", "نقشی ندارد که آن را بگشاید")),
            ), buttons=(Button(words=self.t("ledger.verify_all"), href="/ledger", action="verify", is_primary=True),),
            heads=(g.StampedHead(head=self.t("ledger.stamp_head", count=self.n(48197)), kept=self.t("ledger.stamp_kept", time=f"{day(self.lang, TODAY).lead} {self.n('06:11')} UTC"), stamps=(
                Check(answer="passed", what="north", told=self.t("ledger.stamped", time=f"{self.n('06:11')} UTC", delay=self.t("delay.seconds_many", count=self.n(2)), program="OpenSSL 3.0.22")),
                Check(answer="not_checked", what="south", told=self.t("ledger.stamp_waits", delay=self.t("delay.hours_many", count=self.n(8)))),
            )),),
            authorities=(g.Authority(name="north", told="https://tsa.example/ · direct", roots=(SHA,)), g.Authority(name="south", told=self.t("ledger.stamp_stick"), roots=(SHA,))),
            beat=self.t("ledger.beat", hours=self.n(24), time=f"{day(self.lang, TODAY).lead} {self.n('06:11')} UTC"), waiting=self.t("ledger.stamp_waiting_one"),
        )  # fmt: skip

    def witnesses(self) -> g.Witnesses:
        _ = self._
        last = self.t("witness.last", size=self.n(48000), time=day(self.lang, TODAY).lead, behind=self.n(213))
        return g.Witnesses(
            told=self.t("witness.summary", quorum=self.n(2), all=self.n(3), size=self.n(48000)),
            rows=(
                g.WitnessRow(name="north", told=last, answer="passed"), g.WitnessRow(name="south", told=last, answer="passed"),
                g.WitnessRow(name="west", told=self.t("witness.nothing"), answer="not_checked"),
            ),
            kept=(g.CosignedRow(size=self.n(48000), who=("north", "south")), g.CosignedRow(size=self.n(47000), who=("west",), told=self.t("witness.not_enough"))),
            alarm=self.t("witness.alarm_told", time=day(self.lang, TODAY).lead, who="west", told=_("saw another history", "گذشتهٔ دیگری دیده بود"), file="log/witnessed/evidence/x.txt"),
            may_ask=True, may_settle=True,
        )  # fmt: skip

    def verify(self) -> VerifySheet:
        _ = self._
        check, ok, no = Check, "passed", "not_checked"
        return VerifySheet(
            file="esmarin-appeal-2026-11-22.zip", file_note=_("18.4 MB · 213 files · opened 14:26 UTC", "۱۸٫۴ مگابایت · ۲۱۳ فایل · گشوده در ۱۴:۲۶ UTC"), read=self.t("verify.read", count=_("213 of 213", "۲۱۳ از ۲۱۳")), took=self.t("verify.took", seconds=self.n("2.1")),
            answer="failed", headline=self.t("verify.failed", count=_("one file is", "یک فایل")), advice=self.t("verify.advice_failed"), tally=Tally(passed=224, failed=1, not_checked=2),
            groups=(
                g.Group(noun="evidence", title=self.t("verify.files"), told=_("212 of 213 match their seal", "۲۱۲ از ۲۱۳ با مهرشان یکی است"), checks=(
                    check(answer="failed", what="data/visit-slip-may.jpg", told=_("supports sentence 2 of the appeal", "پشتیبان جملهٔ ۲ درخواست"), data=((self.t("verify.expected"), "0be4 91c7 … 71f2"), (self.t("verify.found"), "d83a 5510 … 0c9e")), advice=_("Ask the sender for this file again. Sentence 2 has a second footing: list B, row 211.", "این فایل را دوباره از فرستنده بخواهید. جملهٔ ۲ پایهٔ دومی دارد: فهرست ب، سطر ۲۱۱.")),
                    check(answer=ok, what=_("212 files: every byte as sealed", "۲۱۲ فایل: هر بایت همان است که مهر شد"), told=_("SHA-256, listed in manifest-sha256.txt", "SHA-256، در manifest-sha256.txt آمده")),
                    check(answer=ok, what=_("No file added, none missing", "فایلی افزوده یا گم نشده"), told=_("213 named, 213 found", "۲۱۳ نامیده، ۲۱۳ یافته")),
                )),
                g.Group(noun="register", title=self.t("verify.ledger"), checks=(check(answer=ok, what=_("All 213 seals are in the ledger", "هر ۲۱۳ مهر در دفتر هست"), told=_("213 inclusion proofs, longest 17 hashes", "۲۱۳ گواه، بلندترین ۱۷ چکیده")), check(answer=ok, what=_("Head 48,213 signed by the archive", "سرِ ۴۸٬۲۱۳ را بایگانی امضا کرده"), told=_("Ed25519 key of the archive", "کلید Ed25519 بایگانی")), check(answer=no, what=_("Third witness", "شاهد سوم"), told=_("no signature in this package; two are required, two are here", "امضایی در این بسته نیست؛ دو تا لازم است و دو تا هست")))),
                g.Group(is_time=True, title=self.t("verify.time"), checks=(check(answer=ok, what=_("Existed by 22 November 2026, 14:22 UTC", "تا ۱ آذر ۱۴۰۵، ۱۴:۲۲ UTC بوده است"), told=_("two RFC 3161 authorities, certificates valid on that day", "دو مرجع RFC 3161، گواهی‌ها آن روز معتبر بود")), check(answer=no, what=_("Certificates revoked since?", "آیا گواهی‌ها از آن پس باطل شد؟"), told=_("needs a network; this machine has none", "شبکه می‌خواهد؛ این دستگاه ندارد")))),
                g.Group(noun="claim", title=self.t("verify.chain"), checks=(check(answer=ok, what=_("Custody has no gap", "زنجیرهٔ نگهداری گسست ندارد"), told=_("7 items, 41 events, each follows the one before", "۷ سند، ۴۱ رخداد، هر یک در پی پیشین")), check(answer=ok, what=_("Every sentence reaches bytes", "هر جمله به بایت می‌رسد"), told=_("12 of 12; sentence 2 also leans on the failed file", "۱۲ از ۱۲؛ جملهٔ ۲ بر فایل نادرست نیز تکیه دارد")))),
            ),
            shell_lines=("$ python3 -I verify.py .", "$ sh verify.sh .", "1 failed, 224 passed, 2 not checked"), report=Button(words=self.t("verify.report"), href="/ledger/report", key="s"),
        )  # fmt: skip

    def settings(self) -> SettingsSheet:
        roles = (self.t("role.analyst"), self.t("role.reviewer"), self.t("role.drafter"))
        return SettingsSheet(
            lang=self.lang,
            roles=roles,
            tokens=(
                d.Token(
                    id="1",
                    name=self._("list import, nightly", "ورود شبانهٔ فهرست"),
                    told=self.t("settings.token_made", when=day(self.lang, TODAY).lead),
                ),
            ),
        )

    def users(self) -> UsersSheet:
        roles = tuple(
            (code, self.t(f"role.{code}"), self.t(f"role_says.{code}"))
            for code in ("analyst", "reviewer", "drafter", "auditor", "administrator")
        )
        return UsersSheet(
            roles=roles, password="plum-harbour-59-violet", password_for=self._("A. Lind", "ا. لیند"),
            rows=(d.UserRow(id="ag-" + EV[3:], name=self._("L. Verrin", "ل. ورین"), roles=(roles[0][1], roles[1][1]), seen=day(self.lang, TODAY).lead), d.UserRow(id="ag-0" + EV[4:], name=self._("A. Lind", "ا. لیند"), roles=(roles[3][1],), seen=self.t("users.never"), is_active=False)),
        )  # fmt: skip

    def refusal(self) -> RefusalSheet:
        return RefusalSheet(
            kind="changed", asked=self._("to accept claim 3, version 1", "پذیرفتن گفتهٔ ۳، نسخهٔ ۱"), found=self._("T. Okari changed the claim at 14:03. Both versions are kept; compare them.", "ت. اوکاری گفته را در ۱۴:۰۳ دگرگون کرد. هر دو نسخه مانده است؛ بسنجیدشان."), todo=self._("Look at version 2, then decide again.", "نسخهٔ ۲ را ببینید و دوباره داوری کنید."),
            mine=self._("Sentenced to death in spring 1404", "در بهار ۱۴۰۴ به اعدام محکوم شد"), theirs=self._("Sentenced to death in the spring of 1404, reportedly", "بنا بر گزارش، در بهار ۱۴۰۴ به اعدام محکوم شد"), back=Link(words=self._("Compare and decide", "بسنج و داوری کن"), href="/review/x"),
        )  # fmt: skip


DOCUMENT = {
    "en": """
On Tuesday [1|four prisoners were taken from ward 4] of Stone Ford prison in Merun. According to a cellmate released on Thursday, Arvin Sotalek, about 29, was [2|moved to solitary confinement] “before the evening count” with two others whose names he did not know.
Behan Esmarin, a bookbinder aged 34, [3|was sentenced to death in the spring of 1404] by Branch 2 of the Ostrin Bench, on the charge of “troubling the calm of the river”. His [4|request for review was refused], his lawyer says, without a written reason.
On Saturday night his sister [5|was told by telephone to come “for the last time”]. She asks that his name be kept.
The prison office [6|denied on Friday that anyone had been moved].
The Circle calls on the Prosecutor in Merun to halt every transfer. It says that [7|at least nine people] in the same ward await the same.
For the Circle, two members. Names sealed at their request.
""",
    "fa": """
روز سه‌شنبه [1|چهار زندانی را از بند ۴] زندان سنگ‌گدار مرون بردند. به گفتهٔ هم‌بندی که پنج‌شنبه آزاد شد، آروین سوتالک، حدوداً ۲۹ ساله، «پیش از آمار شب» همراه دو تن دیگر که نامشان را نمی‌دانست [2|به سلول انفرادی برده شد].
بهان اسمارین، صحاف ۳۴ ساله، [3|در بهار ۱۴۰۴ به اعدام محکوم شد]؛ حکم را شعبهٔ ۲ دادگاه استرین با عنوان «برهم زدن آرامش رود» صادر کرد. به گفتهٔ وکیلش [4|درخواست اعادهٔ دادرسی رد شد]، بی آن‌که دلیلی نوشته شود.
شنبه‌شب به خواهرش [5|تلفنی گفتند «برای آخرین بار» بیاید]. او می‌خواهد نام برادرش بماند.
دفتر زندان روز جمعه [6|جابه‌جایی هر زندانی را تکذیب کرد].
حلقه از دادستان مرون می‌خواهد همهٔ انتقال‌ها را متوقف کند و می‌گوید [7|دست‌کم نُه تن] در همان بند در همین وضع‌اند.
از طرف حلقه، دو عضو. نام‌ها به خواست خودشان مهر است.
""",
}  # fmt: skip
