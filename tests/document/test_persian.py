"""Names in running Persian: which words are one, where it ends, and which words that look like names are none."""

import pytest

from muniment.document.parts import Seen
from muniment.document.persian import Arabic
from muniment.model.text import plain


def names(said: str) -> list[Seen]:
    text = plain(said)
    reader = Arabic()
    reader.learn(list(reader.find(text, 0, len(text))))
    return list(reader.find(text, 0, len(text)))


def words(said: str) -> list[str]:
    return [seen.name for seen in names(said)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("روز گذشته سهراب دانش‌پژوه در شهر بازداشت شد.", ["سهراب دانش پژوه"]),
        ("عبدالمقتدر نیکزاد، ژورنالیست، دیده نشد.", ["عبدالمقتدر نیکزاد"]),
        ("خانم شکوریه لعلزاد به کانون گفت.", ["شکوریه لعلزاد"]),
        ("ملا نورالحق بسمل، سخنگو، گفت.", ["نورالحق بسمل"]),
        ("دو زندانی بنام‌های ژیکان مورینی و پشکو دالوند اعدام شدند.", ["ژیکان مورینی", "پشکو دالوند"]),
        ("ورژان تیموری‌نسب، فعال کارگری، بازداشت شد.", ["ورژان تیموری نسب"]),
        ("سپیده‌دم امروز او را بردند.", []),
        ("شرکت نفت در این باره بیانیه داد.", []),
        ("کارگر شرکت نفت در اعتصاب است.", []),
    ],
)
def test_a_name_begins_and_ends_where_the_grammar_says(said: str, found: list[str]) -> None:
    assert words(said) == found


def test_a_verb_after_a_family_name_of_two_parts_is_no_part_of_it() -> None:
    assert words("او خود را همبند عارف دشت‌نژاد معرفی می‌کند.") == ["عارف دشت نژاد"]


def test_the_father_s_name_in_brackets_is_nobody_and_leaves_the_age_to_the_son() -> None:
    (seen,) = names("آقای سیاوش چمن‌سرا (فرزند قدرت، ۳۰ ساله) آمد.")
    assert (seen.name, seen.age) == ("سیاوش چمن سرا", 30)


def test_ages_given_in_turn_go_to_two_people_in_their_order() -> None:
    assert [(s.name, s.age) for s in names("آرمین و آرش گودرزوند، دو برادر ۲۶ و ۲۳ ساله، آمدند.")] == [
        ("ارمین گودرزوند", 26),
        ("ارش گودرزوند", 23),
    ]


def test_an_age_behind_an_apposition_of_plain_words_is_found() -> None:
    assert [s.age for s in names("میرویس لمر، وکیل مدافع، ۳۷ ساله، دیده شد.")] == [37]


def test_given_names_alone_make_a_list_after_a_naming_phrase() -> None:
    assert words("نام‌های آنان نصیراحمد، بریالی و محمدظاهر ذکر شده است.") == ["نصیراحمد", "بریالی", "محمدظاهر"]


def test_a_family_name_stands_alone_once_it_was_given_in_full() -> None:
    found = names("کامران تیزهوشان آمد. تیزهوشان گفت که تیزهوشان نیست.")
    assert [s.alias for s in found] == [None, "?", "?"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("قاضی مسعود سنگ‌تراش برگزار کرد.", ["مسعود سنگ تراش"]),
        ("سهراب نیکنام، ایمان دانشور و جلیل دشت‌بان را بردند.", ["سهراب نیکنام", "ایمان دانشور", "جلیل دشت بان"]),
        ("رضا احمدی فکر کرد.", ["رضا احمدی"]),
        ("همبندان او را در بازداشتگاه شاپور دیده است و رفتند.", []),
        ("خبرگزاری حقوق بشری سپیدار", []),
    ],
)
def test_a_noun_and_its_maker_close_a_name_and_a_site_bears_nobody_s(said: str, found: list[str]) -> None:
    assert words(said) == found
