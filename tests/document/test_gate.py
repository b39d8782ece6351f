"""An offer of a language model passes only if the text itself says it."""

import pytest

from muniment.document.gate import Gate, GateError
from muniment.document.offers import Offer
from muniment.document.rules import extract

TEXT = (
    "Nader Tavrin, 34, was arrested on 3 October 2024 in Shiraz. The execution of Sahar Korsha was planned for 5 May 2025.\n\n"
    "Omid Selmand was not executed. Judge Farid Lorin sentenced a student to death.\n"
)
ARREST = "Nader Tavrin, 34, was arrested on 3 October 2024"


def judged(**offer: object) -> object:
    return Gate(TEXT, extract(TEXT), "model").judge(Offer(**offer))  # type: ignore[arg-type]


def test_what_the_text_says_passes_in_its_own_words_and_places() -> None:
    made = judged(person="Nader Tavrin", quote=ARREST, act="arrest", date="2024-10-03")
    assert made.person == "Nader Tavrin" and made.act.date == "2024-10-03" and made.act.modality == "asserted"  # type: ignore[attr-defined]
    assert TEXT[slice(*made.act.date_span)] == "3 October 2024"  # type: ignore[attr-defined]
    assert judged(person="Nader Tavrin", quote=ARREST, age=34).age == 34  # type: ignore[attr-defined]
    assert judged(person="Sahar Korsha", quote="execution of Sahar Korsha", act="execution").act.modality == "planned"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        ({"person": "Nader Tavrin", "quote": "Nader Tavrin was arrested", "act": "arrest"}, "does not stand in the text"),
        ({"person": "Nader Tavrin", "quote": ARREST.replace("N", "\u200bN"), "act": "arrest"}, "does not stand in the text"),
        ({"person": "Nader Tavrin", "quote": ARREST.replace("a", "\u0430"), "act": "arrest"}, "does not stand in the text"),
        ({"person": "Nader Tavrin", "quote": "Tavrin, 34", "age": 34}, "too short"),
        ({"person": "Nader Tavrin", "quote": "in Shiraz. The execution of", "act": "execution"}, "not of one sentence"),
        ({"person": "Nader Tavrin", "quote": ARREST, "age": 43}, "no such age"),
        ({"person": "Sahar Korsha", "quote": ARREST, "act": "arrest"}, "no such person"),
        ({"person": "Nader T\u0430vrin", "quote": ARREST, "act": "arrest"}, "no such person"),
        ({"person": "Nader Tavrin", "quote": ARREST, "act": "arrest", "date": "2024-10-13"}, "date does not follow"),
        ({"person": "Nader Tavrin", "quote": ARREST, "act": "arrest", "date": "jalali:1403"}, "date does not follow"),
        ({"person": "Nader Tavrin", "quote": ARREST, "act": "arrest", "place": "Tehran"}, "no such place"),
        ({"person": "Nader Tavrin", "quote": ARREST, "act": "torture"}, "no words of the quotation"),
        ({"person": "Nader Tavrin", "quote": ARREST, "act": "arrest", "modality": "planned"}, "says it otherwise"),
        ({"person": "Sahar Korsha", "quote": "execution of Sahar Korsha", "act": "execution", "modality": "asserted"}, "otherwise"),
        ({"person": "Omid Selmand", "quote": "Omid Selmand was not executed", "act": "execution", "modality": "asserted"}, "otherwise"),
        ({"person": "Farid Lorin", "quote": "Farid Lorin sentenced a student to death", "act": "death_sentence"}, "binds this act"),
        ({"person": "Nader Tavrin", "quote": ARREST}, "not one thing"),
    ],
)
def test_a_lie_is_refused_with_its_reason(offer: dict[str, object], why: str) -> None:
    with pytest.raises(GateError, match=why):
        judged(**offer)
