"""Demands in the many ways they are put: to whom, and what; and what only looks like one."""

import pytest

from muniment.document import extract

ASKED = {
    "It is imperative that the international community act before winter.": ("the international community", "act before winter"),
    "It remains essential for the authorities to open the graves to relatives.": ("the authorities", "open the graves to relatives"),
    "The envoy renewed her call on Merrowland to abolish the death penalty.": ("Merrowland", "abolish the death penalty"),
    "Parliament is urged to reject the bill on assemblies.": ("Parliament", "reject the bill on assemblies"),
    "The ministry has been asked to explain eleven deaths.": ("The ministry", "explain eleven deaths"),
    "The bar insisted that the trial be held in public.": ("unspecified", "the trial be held in public"),
    "The mission proposes that a register of the missing be set up.": ("unspecified", "a register of the missing be set up"),
    "از جامعهٔ جهانی انتظار می‌رود که خاموش نماند.": ("جامعهٔ جهانی", "خاموش نماند"),
    "لازم است که مقام‌ها اجازهٔ ملاقات بدهند.": ("مقام‌ها", "اجازهٔ ملاقات بدهند"),
    "ضروری است دولت گورها را به خانواده‌ها نشان دهد.": ("دولت", "گورها را به خانواده‌ها نشان دهد"),
    "از کمیسر عالی دعوت می‌کنیم صدای این زندانیان باشد.": ("کمیسر عالی", "صدای این زندانیان باشد"),
    "کارشناسان به دولت توصیه کردند پیمان‌نامه را بپذیرد.": ("دولت", "پیمان‌نامه را بپذیرد"),
}
NONE = [
    "Officers urged him to sign the paper.",
    "Prisoners are asked to sign a pledge on arrival.",
    "Nader Kelarud has been asked to come to the station.",
    "It is essential to note that the ward was full.",
    "The clerk said that the trial will be held in May.",
    "Ministers are invited to the opening of the bridge.",
    "He was accused of calling on workers to strike.",
    "پلیس از او دعوت کرد به دفتر بیاید.",
    "لازم است یادآوری شود که بند پر بود.",
]


@pytest.mark.parametrize(("text", "asked"), ASKED.items())
def test_a_demand_is_found_with_its_addressee(text: str, asked: tuple[str, str]) -> None:
    found = extract(text, date="2026-01-01").recommendations
    assert [(one.addressee, one.action) for one in found] == [asked]
    assert text[slice(*found[0].span)] == found[0].quote


@pytest.mark.parametrize("text", NONE)
def test_what_asks_nothing_of_anyone_is_no_demand(text: str) -> None:
    assert extract(text, date="2026-01-01").recommendations == ()


@pytest.mark.parametrize(
    ("heading", "addressee"),
    [
        ("Recommendations to the government of Quessa:", "the government of Quessa"),
        ("Our demands to the Council:", "the Council"),
        ("To the Council:", "the Council"),
    ],
)
def test_a_heading_gives_its_addressee_to_what_is_listed_under_it(heading: str, addressee: str) -> None:
    found = extract(f"{heading}\n- Release all who assembled in peace;\n- Publish the list of the dead.", date="2026-01-01").recommendations
    assert [one.action for one in found] == ["Release all who assembled in peace", "Publish the list of the dead"]
    assert {one.addressee for one in found} == {addressee}


def test_a_heading_of_something_else_gives_none() -> None:
    found = extract("Calls to the infirmary\n- Cut off at noon, mended at one.", date="2026-01-01").recommendations
    assert found == ()


def asked(said: str) -> list[tuple[str, str]]:
    return [(r.addressee, r.action) for r in extract(said, lang="fa").recommendations]


def test_a_persian_sentence_that_asks_two_bodies_asks_twice() -> None:
    assert asked("کانون از جامعهٔ جهانی خواست تا خاموش نماند و از دولت خواست که زندانیان را آزاد کند.") == [
        ("جامعهٔ جهانی", "خاموش نماند"),
        ("دولت", "زندانیان را آزاد کند"),
    ]


def test_nouns_of_action_wanted_together_are_two_demands() -> None:
    assert asked("ما خواستار توقف فوری این احکام و برگزاری دادگاهی عادلانه هستیم.") == [
        ("unspecified", "توقف فوری این احکام"),
        ("unspecified", "برگزاری دادگاهی عادلانه"),
    ]


def test_an_item_that_opens_with_a_body_asks_that_body_unless_it_is_passive() -> None:
    said = "خواسته‌های ما:\n۱. قوه قضاییه به خانواده‌ها اجازه ملاقات بدهد.\n۲. دولت ایران به دادگاه فراخوانده شود."
    assert asked(said) == [
        ("قوه قضاییه", "به خانواده‌ها اجازه ملاقات بدهد"),
        ("unspecified", "دولت ایران به دادگاه فراخوانده شود"),
    ]


def test_a_letter_that_asks_of_you_leads_its_items() -> None:
    assert asked("از شما تقاضا دارم:\n- محل نگهداری او را جویا شوید؛\n- او را ببینید.") == [
        ("شما", "محل نگهداری او را جویا شوید"),
        ("شما", "او را ببینید"),
    ]
