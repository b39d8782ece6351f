"""How a Persian sentence says an act. An execution that did not happen is never asserted."""

import pytest

from muniment.document.acts import triggers
from muniment.model.text import plain


def moods(said: str, kind: str = "execution") -> set[str]:
    return {t.modality for t in triggers(plain(said), "fa") if t.type == kind}


@pytest.mark.parametrize(
    "said",
    [
        "بیم آن می‌رود که حکم اعدام سهراب نیکو به‌زودی اجرا شود.", "اعدام سهراب نیکو به تعویق افتاد.", "خبر اعدام سهراب نیکو کذب است.",
        "او با رد خبر منتشرشده مبنی بر اعدام سهراب نیکو گفت او زنده است.", "دادستان اعدام سهراب نیکو را تکذیب کرد.", "هیچ حکم اعدامی اجرا نشده است.",
        "قرار است سهراب نیکو فردا اعدام شود.", "حکم اعدام سهراب نیکو فردا اجرا خواهد شد.", "ما خواستار توقف اعدام سهراب نیکو هستیم.",
        "سهراب نیکو نه تنها اعدام نشده بلکه آزاد شده است.", "شایعهٔ اعدام سهراب نیکو پخش شد.", "اعدام سهراب نیکو نقض حق حیات است.",
        "اجرای حکم اعدام سهراب نیکو متوقف شد.", "سهراب نیکو در آستانهٔ اعدام است.", "مبادا سهراب نیکو را اعدام کنند.",
    ],
)  # fmt: skip
def test_an_execution_that_is_feared_planned_stayed_or_denied_is_not_asserted(said: str) -> None:
    for variant in (said, said.replace("\u200c", " "), said.replace("\u200c", "")):
        assert not moods(variant) & {"asserted", "alleged"}, variant


@pytest.mark.parametrize(
    "said",
    [
        "سهراب نیکو سحرگاه امروز اعدام شد.",
        "حکم اعدام سهراب نیکو به اجرا درآمد.",
        "سهراب نیکو را به دار آویختند.",
        "پس از اعدام سهراب نیکو اعتراض شد.",
    ],
)
def test_an_execution_that_happened_is_asserted(said: str) -> None:
    assert "asserted" in moods(said)


def test_a_sentence_that_was_quashed_is_averted() -> None:
    assert moods("حکم اعدام سهراب نیکو نقض و پرونده ارجاع شد.", "death_sentence") == {"averted"}


def test_a_release_that_is_asked_for_did_not_happen() -> None:
    assert moods("تقاضا داریم موکلان ما را با قرار وثیقه آزاد نمایید.", "release") == {"hypothetical"}
