"""Names in no list: what around two unknown words makes them a name, and what does not."""

import pytest

from muniment.document.unlisted_fa import is_kin, is_unlisted
from muniment.model.text import plain


def unlisted(before: str, after: str, run: str = "ورژان کلاوی") -> bool:
    said = plain(f"{before}{run}{after}")
    start = len(plain(before))
    return is_unlisted(said, plain(run).split(), start, start + len(plain(run)), counted=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "، ۳۴ ساله، آمد"), ("آقای ", " آمد"), ("زندانی سیاسی ", " به زندان رفت"), ("برادرش ", " گفت"), ("۳. ", "، زندان مرکزی"), ("هجوم به خانه ", "، فعال مدنی، شد"),
    ],
)  # fmt: skip
def test_unknown_words_are_a_name_where_the_sentence_says_so(before: str, after: str) -> None:
    assert unlisted(before, after)


@pytest.mark.parametrize(
    ("before", "after", "run"),
    [
        ("", " آمد", "ورژان کلاوی"),
        ("زندانی سیاسی ", " کرد و رفت", "ورژان کلاوی"),
        ("کارگر ", " در", "شرکت نفت"),
        ("معلم ", " در", "شورای صنفی"),
        ("", "، ۳۴ ساله", "مامور انتظامی"),
    ],
)
def test_without_a_sign_or_with_common_words_there_is_no_name(before: str, after: str, run: str) -> None:
    assert not unlisted(before, after, run)


def test_a_relation_with_its_owner_is_told_from_a_name_that_begins_alike() -> None:
    assert is_kin("برادرش") and is_kin("پسرانش") and not is_kin("پدرام")
