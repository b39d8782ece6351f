"""Which act was done to whom, with what belongs to it. Everyone and every place is invented."""

from typing import Any

import pytest

from muniment.document import extract


def acts(text: str, **kinds: Any) -> dict[str, list[tuple[str, str | None, str | None]]]:
    found = extract(text, date="2024-05-16")
    return {p.name: [(a.type, a.date, a.place) for a in p.acts if a.modality == "asserted"] for p in found.people if p.acts}


def test_what_is_said_of_a_list_of_names_is_said_of_each() -> None:
    assert acts("Lena Orsk, Ivo Prell and Dan Marsh were arrested on 3 May 2021.") == {
        name: [("arrest", "2021-05-03", None)] for name in ("Lena Orsk", "Ivo Prell", "Dan Marsh")
    }


def test_a_verb_said_once_serves_two_people() -> None:
    found = acts("Lena Orsk was arrested on 3 May 2021 and Ivo Prell on 5 May 2021, both in Lenva.")
    assert found == {"Lena Orsk": [("arrest", "2021-05-03", "Lenva")], "Ivo Prell": [("arrest", "2021-05-05", "Lenva")]}


def test_two_penalties_are_dealt_out_respectively() -> None:
    found = acts("Lena Orsk and Ivo Prell were sentenced to death and to life imprisonment respectively.")
    assert {name: [kind for kind, _, _ in told] for name, told in found.items()} == {
        "Lena Orsk": ["death_sentence"],
        "Ivo Prell": ["prison_sentence"],
    }


def test_a_pronoun_goes_back_to_whom_the_text_has_in_view() -> None:
    found = acts("Lena Orsk was arrested in Lenva. She was tortured. Her appeal was rejected in June 2022.")
    assert [kind for kind, _, _ in found["Lena Orsk"]] == ["arrest", "torture", "appeal_rejected"]


def test_people_named_in_the_next_sentence_are_those_it_was_done_to() -> None:
    found = acts("Three men were hanged on 3 May 2021. They were identified as Ivo Prell, Dan Marsh and Tor Lund.")
    assert found == {name: [("execution", "2021-05-03", None)] for name in ("Ivo Prell", "Dan Marsh", "Tor Lund")}


def test_a_judge_who_sentences_is_not_sentenced() -> None:
    found = extract("Judge Hal Mornay sentenced Lena Orsk to four years in prison.")
    assert {p.name: (p.role, [a.type for a in p.acts]) for p in found.people} == {
        "Hal Mornay": ("other", []),
        "Lena Orsk": ("subject", ["prison_sentence"]),
    }


def test_somebody_moved_is_at_the_place_they_were_moved_to() -> None:
    assert acts("Lena Orsk was moved from Karst Prison to Dunbar Prison.") == {"Lena Orsk": [("transfer", None, "Dunbar Prison")]}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("مأموران نسترن بهرامی را ۱۲ تیر ۱۴۰۱ در منزلش بازداشت کردند.", ["arrest"]),
        ("نسترن بهرامی به پنج سال حبس محکوم شد. او سپس به زندان رامشه منتقل شد.", ["prison_sentence", "transfer"]),
        ("دادگاه انقلاب رامشه نسترن بهرامی را به اعدام محکوم کرد.", ["death_sentence"]),
        ("بازداشت نسترن بهرامی واکنش‌هایی برانگیخت.", ["arrest"]),
    ],
)
def test_persian_objects_subjects_and_nouns(text: str, kinds: list[str]) -> None:
    assert [[a.type for a in p.acts] for p in extract(text).people] == [kinds]


def test_a_table_is_read_by_its_columns() -> None:
    text = "Name | Age | Arrested | Prison | Sentence\nLena Orsk | 34 | 3 June 2021 | Karst Prison | 7 years\n"
    person = extract(text).people[0]
    assert (person.name, person.age, person.status) == ("Lena Orsk", 34, "imprisoned")
    assert [(a.type, a.date, a.place) for a in person.acts] == [
        ("arrest", "2021-06-03", None),
        ("prison_sentence", None, None),
        ("detention", None, "Karst Prison"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Lena Orsk was killed on 3 May 2021; two nurses, Mara Toure and Ivo Prell, died beside her. In 1994 she was arrested.",
            {"Lena Orsk": ["killing", "arrest"], "Mara Toure": ["killing"], "Ivo Prell": ["killing"]},
        ),
        ("Of Ivo Prell, taken from a bus in 2021, there is still no trace.", {"Ivo Prell": ["arrest", "enforced_disappearance"]}),
        (
            "The inquest into the death of Ivo Prell, 19, found hanged in a cell on 3 May 2021, was put off.",
            {"Ivo Prell": ["death_in_custody"]},
        ),
        (
            "Lena Orsk and Ivo Prell were found guilty; the former was given 22 years, the latter 16.",
            {"Lena Orsk": ["conviction", "prison_sentence"], "Ivo Prell": ["conviction", "prison_sentence"]},
        ),
        ("The widow of Colonel Ivo Prell, who died in military custody in December 2023, wept.", {"Ivo Prell": ["death_in_custody"]}),
        (
            "Sole has not seen either of his clients, Lena Orsk and Ivo Prell.",
            {"Lena Orsk": ["denial_of_counsel"], "Ivo Prell": ["denial_of_counsel"]},
        ),
        (
            "The death sentence of Lena Orsk was upheld; that of Ivo Prell was commuted to life imprisonment.",
            {"Lena Orsk": ["death_sentence", "sentence_upheld"], "Ivo Prell": ["prison_sentence"]},
        ),
        (
            "Three men remain in custody: Ivo Prell, Dan Marsh and Tor Lund.",
            {n: ["detention"] for n in ("Ivo Prell", "Dan Marsh", "Tor Lund")},
        ),
        ("Six writers are behind bars, among them the novelist Ivo Prell.", {"Ivo Prell": ["detention"]}),
        ("Ivo Prell, a hunger striker, died on Monday.", {"Ivo Prell": ["death_in_custody"]}),
        ("Paratroopers pulled Ivo Prell from a night bus.", {"Ivo Prell": ["arrest"]}),
        ("Ivo Prell - student, 21. Disappeared after a protest.", {"Ivo Prell": ["enforced_disappearance"]}),
        ("Ivo Prell studied abroad and came home.", {}),
    ],
)
def test_english_says_what_was_done_in_many_ways(text: str, found: dict[str, list[str]]) -> None:
    assert {name: [kind for kind, _, _ in told] for name, told in acts(text).items()} == found


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("LENVA, 12 May 2024 (Wire) - Ivo Prell was arrested.", None, None),
        ("Ivo Prell, a teacher from Lenva, was arrested in Karst.", None, "Karst"),
        ("Ivo Prell was arrested after the protests of 3 May 2021.", None, None),
        ("On 15 March 2024 it became known that Ivo Prell had been arrested.", None, None),
        ("Ivo Prell was arrested in Karst until 3 May 2021.", None, "Karst"),
        ("There was a fire on 2 February 2024. Ivo Prell was arrested that same night.", "2024-02-02", None),
        ("Ivo Prell, who had shared a cell in May 2021 and read much, was arrested.", None, None),
        ("Officials in Karst say that Ivo Prell was arrested.", None, None),
    ],
)
def test_a_day_or_a_town_of_something_else_is_not_the_acts(text: str, date: str | None, place: str | None) -> None:
    assert acts(text)["Ivo Prell"] == [("arrest", date, place)]


def test_a_day_that_begins_a_sentence_holds_for_a_verb_said_once() -> None:
    found = acts("On 30 April 2024 Lena Orsk was sentenced to 12 years, Ivo Prell to eight and Dan Marsh to three.")
    assert found == {name: [("prison_sentence", "2024-04-30", None)] for name in ("Lena Orsk", "Ivo Prell", "Dan Marsh")}
