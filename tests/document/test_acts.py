"""Acts and their modality: what was done, and whether it is said to have happened. Every sentence is invented."""

import pytest

from muniment.document import extract
from muniment.document.acts import triggers
from muniment.model.text import plain


def said(sentence: str, language: str = "en") -> set[tuple[str, str]]:
    return {(t.type, t.modality) for t in triggers(plain(sentence), language)}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("arrest", "Officers took Lena Orsk into custody on Friday."),
        ("detention", "She has spent two years in Karst Prison."),
        ("execution", "He was hanged at dawn."),
        ("death_sentence", "The judges condemned the two men to death."),
        ("prison_sentence", "The court gave Mira Tolen six years in prison."),
        ("sentence_upheld", "His conviction was upheld in May."),
        ("sentence_upheld", "The court upheld the death sentence of Lena Orsk."),
        ("appeal_rejected", "The court threw out her appeal."),
        ("acquittal", "The court dropped all charges against Lena Orsk."),
        ("torture", "Guards gave him electric shocks."),
        ("enforced_disappearance", "Nothing has been heard of him since Tuesday."),
        ("death_in_custody", "She died in a cell of the fortress."),
        ("killing", "Soldiers shot a baker dead."),
        ("transfer", "He was moved to Dunbar Prison."),
        ("denial_of_counsel", "They were tried without a lawyer."),
        ("denial_of_contact", "He was not allowed to phone his family."),
        ("solitary_confinement", "She was kept in isolation for a month."),
        ("forced_confession", "He was made to read a confession on television."),
        ("release", "They let her go after two days."),
        ("acquittal", "The court cleared him of all charges."),
    ],
)
def test_english_says_it_in_many_ways(kind: str, sentence: str) -> None:
    assert (kind, "asserted") in said(sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("arrest", "مأموران او را با خود بردند."),
        ("execution", "آن دو سحرگاه به دار آویخته شدند."),
        ("death_sentence", "برای وی حکم اعدام صادر شد."),
        ("prison_sentence", "او به چهار سال حبس محکوم شد."),
        ("sentence_upheld", "حکم وی قطعی شد."),
        ("release", "او به قید وثیقه آزاد شد."),
        ("torture", "وی مورد ضرب و شتم قرار گرفت."),
        ("transfer", "او را به زندان شهر بردند."),
        ("denial_of_counsel", "به او اجازه داشتن وکیل ندادند."),
    ],
)
def test_persian_says_it_with_parts_apart(kind: str, sentence: str) -> None:
    assert (kind, "asserted") in said(sentence, "fa")


@pytest.mark.parametrize(
    "sentence",
    [
        "Lena Orsk has not been executed.",
        "Neither man was executed.",
        "The ministry denied that Lena Orsk had been executed.",
        "It is untrue that Lena Orsk was executed.",
        "Reports that she had been executed were false.",
        "The execution of Lena Orsk was postponed on Monday.",
        "A court stayed the execution of Lena Orsk.",
        "Lena Orsk is to be executed on Friday.",
        "Lena Orsk could be executed at any moment.",
        "Her family fears that Lena Orsk will be executed.",
        "A warrant was signed for the execution of Lena Orsk.",
        "The execution of Lena Orsk is scheduled for 3 May.",
        "The group called for an end to the execution of minors.",
        "Another execution may follow.",
        "Correction: we earlier reported that Lena Orsk had been executed.",
    ],
)
def test_no_execution_is_asserted_that_is_denied_stayed_planned_or_feared(sentence: str) -> None:
    assert ("execution", "asserted") not in said(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "خبر اعدام او تکذیب شد.",
        "او اعدام نشده است.",
        "حکم اعدام وی متوقف شد.",
        "قرار است او فردا اعدام شود.",
        "او در خطر اعدام است.",
        "خانواده‌اش نگران اعدام او هستند.",
        "فعالان خواستار توقف اعدام‌ها شدند.",
    ],
)
def test_no_persian_execution_is_asserted_that_did_not_happen(sentence: str) -> None:
    assert ("execution", "asserted") not in said(sentence, "fa")


def test_the_month_of_may_is_no_may() -> None:
    assert ("transfer", "asserted") in said("On 3 May 2022 he was taken to Dunbar Prison.")


@pytest.mark.parametrize("sentence", ["Soldiers in Korsha shot and killed Lena Orsk.", "The court dropped all charges against Lena Orsk."])
def test_whoever_stands_behind_a_verb_of_two_parts_is_the_one_it_was_done_to(sentence: str) -> None:
    (person,) = extract(sentence).people
    assert (person.name, person.role, len(person.acts)) == ("Lena Orsk", "subject", 1)
