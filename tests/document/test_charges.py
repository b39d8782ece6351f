"""Charges as given, in the order given. Every sentence is invented."""

import pytest

from muniment.document.charges import find
from muniment.model.text import plain


@pytest.mark.parametrize(
    ("sentence", "charges"),
    [
        ('She was charged with "spreading false news".', ["spreading false news"]),
        ("He was convicted of sedition and espionage.", ["sedition", "espionage"]),
        ("They were tried on charges of armed rebellion (baghi) and murder on 30 August.", ["armed rebellion", "murder"]),
        ("Prosecutors charged her with incitement to disorder.", ["incitement to disorder"]),
        ("Farah Nour was executed (murder).", ["murder"]),
        ("He faces charges similar to theirs.", []),
        ("He was found guilty of treason and jailed for twelve years.", ["treason"]),
        ("Prosecutors charged Farah Nour with sedition in Korsha on 1 October 2024.", ["sedition"]),
        ("She was charged with fighting in Tavrin.", ["fighting in Tavrin"]),
    ],
)
def test_english_charges(sentence: str, charges: list[str]) -> None:
    assert [p.text for p in find(sentence, "en")] == charges


def test_persian_charges_in_marks_are_a_list() -> None:
    assert [p.text for p in find(plain("او به اتهام «بغی» و «اجتماع و تبانی» محکوم شد."), "fa")] == ["بغی", "اجتماع و تبانی"]


def test_a_verb_of_telling_is_no_part_of_a_persian_charge() -> None:
    said = plain("از اعدام او به اتهام قاچاق مواد مخدر خبر داد.")
    assert [c.text for c in find(said, "fa")] == ["قاچاق مواد مخدر"]
