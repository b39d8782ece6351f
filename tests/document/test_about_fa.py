"""What stands beside a Persian name: ages, aliases, and whether its bearer is an office, a relative, a speaker or an owner."""

import pytest

from muniment.document import about_fa
from muniment.model.text import plain


def bearing(said: str, name: str) -> str:
    text = plain(said)
    start = text.index(name)
    near = text[:start].replace("،", " ").split()[-6:]
    return about_fa.bearing(text, near, start, start + len(name))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("به گفته سارا نیکو او آزاد شد", "speaker"),
        ("برادرش، سارا نیکو، بازداشت شد", "relative"),
        ("وکیل او سارا نیکو آمد", "relative"),
        ("خواهر سارا نیکو آمد", "neutral"),
        ("قاضی سارا نیکو آمد", "office"),
        ("سارا نیکو، دادستان شهر، آمد", "office"),
        ("سارا نیکو گفت که رفت", "speaker"),
        ("سارا نیکو در گفت‌وگو با ما بازداشت شد", "neutral"),
        ("زندانی سیاسی سارا نیکو اعدام شد", "neutral"),
    ],
)
def test_the_words_around_a_name_tell_what_its_bearer_is(said: str, expected: str) -> None:
    assert bearing(said, "سارا نیکو") == expected


@pytest.mark.parametrize(
    "said",
    ["سارا ۳۴ ساله", "سارا، معلم ۳۴ ساله،", "سارا (34 ساله)", "سارا، فرزند علی، ۳۴ ساله", "سارا که ۳۴ سال دارد", "سارا سی و چهار ساله"],
)
def test_an_age_is_read_in_every_form(said: str) -> None:
    assert about_fa.age_near(plain(said), 0, 4)[0] == 34


def test_a_term_of_years_is_no_age() -> None:
    assert about_fa.age_near("سارا به 34 سال حبس محکوم شد", 0, 4)[0] is None
