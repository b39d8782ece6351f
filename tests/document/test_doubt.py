"""From a page whose order is not sure, names and acts are proposed; numbers, ages and dates are not."""

from muniment.document.doubt import sure
from muniment.document.rules import extract

TEXT = (
    "Ilan Dorvath, 34, was arrested on 3 May 2025 in Marlow. At least 17 people were executed in 2024.\n\n"
    "Oskar Venn, 41, was arrested on 5 June 2025 in Marlow. At least 23 people were executed in 2023."
)


def test_a_doubtful_page_loses_its_numbers_alone() -> None:
    whole = extract(TEXT)
    found = sure(whole, ((TEXT.index("Oskar"), len(TEXT)),))
    people = {person.name: person for person in found.people}
    assert people["Ilan Dorvath"].age == 34 and people["Ilan Dorvath"].acts[0].date == "2025-05-03"
    assert people["Oskar Venn"].age is None and people["Oskar Venn"].acts[0].type == "arrest" and people["Oskar Venn"].acts[0].date is None
    assert [q.number for q in found.quantities] == [17]
    assert [q.number for q in whole.quantities] == [17, 23]


def test_without_doubt_nothing_changes() -> None:
    whole = extract(TEXT)
    assert sure(whole, ()) is whole
