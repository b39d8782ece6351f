"""Which act a date, place, court or charge belongs to; what fits two acts fits none. Everyone and every place is invented."""

import pytest

from muniment.document import extract

Told = list[tuple[str, str | None, str | None, str | None]]


def told(text: str) -> Told:
    """Every act of a text: type, date, place, court."""
    return [(act.type, act.date, act.place, act.court) for person in extract(text).people for act in person.acts]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Lena Orsk was arrested on 3 October 2024 in Selmand and sentenced to death on 20 March 2025 by Branch 3 of the Korsha Court.",
            [("arrest", "2024-10-03", "Selmand", None), ("death_sentence", "2025-03-20", None, "Branch 3 of the Korsha Court")],
        ),
        (
            "On 20 March 2025 Branch 3 of the Korsha Court sentenced Lena Orsk to death.",
            [("death_sentence", "2025-03-20", None, "Branch 3 of the Korsha Court")],
        ),
    ],
)
def test_a_field_belongs_to_the_act_of_its_own_clause(text: str, acts: Told) -> None:
    assert told(text) == acts


def test_a_court_is_never_of_an_arrest_nor_a_place_of_a_decision() -> None:
    acts = {
        type: (place, court) for type, _, place, court in told("Lena Orsk was arrested in Selmand. The Korsha Court upheld the sentence.")
    }
    assert acts["arrest"] == ("Selmand", None)
    assert acts.get("sentence_upheld", (None, ""))[0] is None


def test_respectively_deals_the_dates_out_in_order() -> None:
    acts = told("Lena Orsk and Ivo Prell were arrested on 3 May 2024 and 9 June 2024 respectively.")
    assert [date for _, date, _, _ in acts] == ["2024-05-03", "2024-06-09"]


def test_both_in_a_place_holds_for_everybody() -> None:
    text = "Lena Orsk was arrested on 3 May 2024 and Ivo Prell was arrested on 9 June 2024, both in Selmand."
    assert [(date, place) for _, date, place, _ in told(text)] == [("2024-05-03", "Selmand"), ("2024-06-09", "Selmand")]


@pytest.mark.parametrize(
    "text",
    [
        "Lena Orsk was arrested after the protests on 9 June 2024.",
        "SELMAND, 9 June 2024 (Wire) - Lena Orsk was arrested.",
        "Lena Orsk was arrested; she has until 9 June 2024 to appeal.",
    ],
)
def test_a_date_of_something_else_is_left_out_and_not_guessed(text: str) -> None:
    assert [date for type, date, _, _ in told(text) if type == "arrest"] == [None]


@pytest.mark.parametrize(
    "text", ["Lena Orsk, a teacher from Selmand, was arrested.", "Officials in Selmand said that Lena Orsk was arrested."]
)
def test_where_somebody_comes_from_or_spoke_is_not_where_it_happened(text: str) -> None:
    assert [place for type, _, place, _ in told(text) if type == "arrest"] == [None]


def test_whoever_is_moved_is_moved_to_the_second_place() -> None:
    (act,) = [a for a in told("Lena Orsk was transferred from Merun Prison to Kilometre 9 Prison on 3 May 2024.") if a[0] == "transfer"]
    assert act[2] == "Kilometre 9 Prison"


def test_a_list_of_charges_goes_together_to_the_sentence_and_not_to_the_arrest() -> None:
    text = "Lena Orsk was arrested in May 2024 and sentenced to death on charges of espionage and spreading propaganda against the state."
    charges = {act.type: act.charges for person in extract(text).people for act in person.acts}
    assert charges["arrest"] == ()
    assert len(charges["death_sentence"]) == 2


def test_one_persian_verb_for_two_penalties_shares_the_day() -> None:
    text = "شعبه ۳ دادگاه کورشا در ۱۲ مهر ۱۴۰۳ نادر کلارود را به اعدام و مینا سروستان را به ده سال حبس محکوم کرد."
    acts = [act for person in extract(text).people for act in person.acts]
    assert [act.type for act in acts] == ["death_sentence", "prison_sentence"]
    assert {act.date for act in acts} == {"2024-10-03"}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "The Korsha Court upheld the death sentence of Lena Orsk on 20 March 2025.",
            {"sentence_upheld": ("2025-03-20", None, "Korsha Court"), "death_sentence": (None, None, None)},
        ),
        ("It became known on 9 June 2025 that Lena Orsk had been arrested in May.", {"arrest": ("2025-05", None, None)}),
        ("Officials announced on 3 May 2025 that Lena Orsk had been released.", {"release": (None, None, None)}),
        ("رضا امینی در شهر کرج بازداشت و به زندان اوین منتقل شد.", {"arrest": (None, "کرج", None), "transfer": (None, "زندان اوین", None)}),
        ("لیلا حسینی، معلم اهل سنندج، از روز ۳ مهر ۱۴۰۳ در بازداشت است.", {"detention": ("2024-09-24", None, None)}),
        ("یوسف دلیری در ۵ آبان ۱۴۰۲ در ارومیه ربوده شد.", {"enforced_disappearance": ("2023-10-27", "ارومیه", None)}),
        (
            "دیوان عالی کشور حکم اعدام علی کریمی را در ۱۴ بهمن ۱۴۰۳ تأیید کرد.",
            {"sentence_upheld": ("2025-02-02", None, "دیوان عالی کشور"), "death_sentence": (None, None, None)},
        ),
    ],
)
def test_a_field_is_of_the_act_that_it_was_said_of(text: str, acts: dict[str, tuple[str | None, str | None, str | None]]) -> None:
    assert {type: tuple(rest) for type, *rest in told(text)} == acts
