"""Who an act was done to, in Persian: subjects, objects, ellipsis, relatives, and whoever writes as "I"."""

import pytest

from muniment.document import extract


def acts(said: str) -> dict[str, set[str]]:
    found = extract(said, date="2025-01-01", lang="fa")
    return {p.name: {a.type for a in p.acts if a.modality in ("asserted", "alleged")} for p in found.people if p.role == "subject"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("مأموران سهراب دانش‌نیا را بازداشت کردند.", {"سهراب دانش‌نیا": {"arrest"}}),
        ("دادگاه سهراب دانش‌نیا را به اعدام و کامران آذرپور را به ده سال حبس محکوم کرد.", {"سهراب دانش‌نیا": {"death_sentence"}, "کامران آذرپور": {"prison_sentence"}}),
        ("سهراب دانش‌نیا به اتهام سرقت بازداشت و در دادگاه کیفری یک نارون به اعدام محکوم شد.", {"سهراب دانش‌نیا": {"arrest", "death_sentence"}}),
        ("برادرش، سهراب دانش‌نیا، هنوز در بازداشتگاه است.", {"سهراب دانش‌نیا": {"detention"}}),
        ("سهراب دانش‌نیا بازداشت شد. خواهرش، مریم دانش‌نیا، گفت: «او را کتک زدند.»", {"سهراب دانش‌نیا": {"arrest", "torture"}}),
        ("برادرم، سهراب دانش‌نیا، معلم بود. شب عید برادرم را بردند.", {"سهراب دانش‌نیا": {"arrest"}}),
        ("نامم مهتاب زرین‌پور است. مرا در خانه دستگیر کردند. من بعد به پنج سال زندان محکوم شدم.", {"مهتاب زرین‌پور": {"arrest", "prison_sentence"}}),
        ("موکلان من، آقایان سهراب دانش‌نیا و کامران آذرپور، شاکی‌اند. موکل ردیف دوم در نارون دستگیر شد.", {"کامران آذرپور": {"arrest"}}),
        ("سهراب دانش‌نیا از ۹ عقرب به این سو لادرک است.", {"سهراب دانش‌نیا": {"enforced_disappearance"}}),
        ("سهراب دانش‌نیا، ۴۰ ساله، و پسرانش کامران ۲۰ ساله و سامان ۱۸ ساله بازداشت شدند.", {"سهراب دانش‌نیا": {"arrest"}, "کامران": {"arrest"}, "سامان": {"arrest"}}),
    ],
)  # fmt: skip
def test_an_act_goes_to_whom_it_was_done_to(said: str, expected: dict[str, set[str]]) -> None:
    assert acts(said) == expected


def test_an_official_who_denies_torture_was_not_tortured() -> None:
    assert acts("دادستان نارون، سهراب دانش‌نیا، شکنجهٔ متهمان این پرونده را تکذیب کرد.") == {}


def test_a_judge_who_sentences_the_writer_is_not_sentenced() -> None:
    found = acts("من، مهتاب زرین‌پور، نویسنده‌ام. قاضی کامران آذرپور مرا به پنج سال زندان محکوم کرد.")
    assert found == {"مهتاب زرین‌پور": {"prison_sentence"}}


def test_a_numbered_item_is_not_about_the_person_of_the_item_before() -> None:
    said = "نمونه‌ها\n۱) سهراب دانش‌نیا، کارگر ۱۹ ساله، بازداشت شد.\n۲) در نارون به اعدام محکوم شد."
    assert acts(said) == {"سهراب دانش‌نیا": {"arrest"}}


def test_people_named_together_stay_together_around_how_many_children_one_has() -> None:
    found = acts("سهراب دانش‌نیا، ۳۳ ساله و پدر یک فرزند، و کامران آذرپور، ۲۸ ساله، بازداشت شدند.")
    assert found == {"سهراب دانش‌نیا": {"arrest"}, "کامران آذرپور": {"arrest"}}


def test_those_whose_execution_is_told_do_not_tell_it() -> None:
    said = "وزارت کشور از اعدام سه تن به نام‌های ناصر القرنی، فهد الشهرانی و ماجد الغامدی در روز چهارشنبه خبر داد."
    assert acts(said) == {name: {"execution"} for name in ("ناصر القرنی", "فهد الشهرانی", "ماجد الغامدی")}


def test_a_reporter_by_trade_is_not_an_official() -> None:
    assert acts("نصیراحمد کوهدامنی، گزارشگر رادیو، در غزنی بازداشت شد.") == {"نصیراحمد کوهدامنی": {"arrest"}}
