"""What a document's acts come to for a person. Everyone is invented."""

import pytest

from muniment.document import extract


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Lena Orsk was arrested on 3 May 2021.", "detained"),
        ("Lena Orsk was arrested in 2020 and sentenced to four years in prison in 2021.", "imprisoned"),
        ("Lena Orsk was sentenced to death in 2020.", "on_death_row"),
        ("Lena Orsk was sentenced to death in 2020 and executed on 3 May 2021.", "executed"),
        ("Lena Orsk, released on bail in 2022, had been arrested in 2020.", "released"),
        ("Lena Orsk disappeared on 3 May 2021.", "disappeared"),
        ("Lena Orsk died in custody on 3 May 2021.", "dead"),
        ("Judge Lena Orsk spoke.", None),
    ],
)
def test_status_follows_from_the_latest_asserted_act(text: str, status: str | None) -> None:
    assert extract(text, date="2024-01-01").people[0].status == status


def test_two_sentences_of_one_act_make_one() -> None:
    person = extract("Lena Orsk was arrested in Lenva. Lena Orsk was arrested on 3 May 2021.").people[0]
    assert [(a.type, a.date, a.place) for a in person.acts] == [("arrest", "2021-05-03", "Lenva")]


def test_what_was_claimed_and_then_denied_stands_as_denied() -> None:
    found = extract("Articles abroad claim that Lena Orsk was executed last week. Lena Orsk has not been executed.")
    assert {a.modality for a in found.people[0].acts} == {"denied"}


def test_a_short_form_joins_the_full_name() -> None:
    found = extract("Lena Orsk was arrested. Orsk was later freed. Mr Prell and Ivo Prell met.")
    assert [p.name for p in found.people][:1] == ["Lena Orsk"]
    assert [a.type for a in found.people[0].acts] == ["arrest", "release"]
