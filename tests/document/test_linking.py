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
