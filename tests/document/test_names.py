"""People's names in both scripts, and what the words around them make of their bearers. Everyone is invented."""

import pytest

from muniment.document import extract
from muniment.document.names import Latin
from muniment.document.persian import Arabic
from muniment.document.view import view


def latin(text: str) -> dict[str, int | None]:
    seen = view(text).text
    return {s.name: s.age for s in Latin(seen).find(seen, 0, len(seen)) if s.alias != "?"}


def persian(text: str) -> dict[str, int | None]:
    seen = view(text).text
    return {s.full or s.name: s.age for s in Arabic().find(seen, 0, len(seen))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police held Lena Orsk (34), Ivo Prell, 29, and Dan Marsh.", {"Lena Orsk": 34, "Ivo Prell": 29, "Dan Marsh": None}),
        ("The printer—Matteo Oye-Rinaldi—was freed.", {"Matteo Oye-Rinaldi": None}),
        ("She met thirty-four-year-old Lena Orsk.", {"Lena Orsk": 34}),
        ("1. ORSK, Lena, 34, nurse.", {"ORSK, Lena": 34}),
        ("The daily Free Dawn wrote of it.", {}),
        ("He was taken to Ostra Lane police station.", {}),
    ],
)
def test_a_run_of_capitals_is_a_person_unless_it_is_something_else(text: str, names: dict[str, int | None]) -> None:
    assert latin(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("نوید آهنگر (۳۱ ساله) و عزت‌الله سیفوند آزاد شدند.", {"نوید اهنگر": 31, "عزت الله سیفوند": None}),
        ("داداش یارمحمدی، ۶۱ ساله، گم شد.", {"داداش یارمحمدی": 61}),
        ("به نام رازین کوهبر", {"رازین کوهبر": None}),
        ("آرمین و آرش سالاروند آمدند.", {"ارمین سالاروند": None, "ارش سالاروند": None}),
        ("سودابه رهنورد، بیست و دو ساله، آزاد شد.", {"سودابه رهنورد": 22}),
    ],
)
def test_persian_names_need_a_given_name_or_a_frame(text: str, names: dict[str, int | None]) -> None:
    assert persian(text) == names


def test_a_judge_is_an_office_and_a_lawyer_of_hers_a_relative() -> None:
    text = "Judge Hal Mornay heard her lawyer Beatris Holm."
    assert {s.name: s.bearing for s in Latin(text).find(text, 0, len(text))} == {"Hal Mornay": "office", "Beatris Holm": "relative"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hassan Ali and Karim Saleh were arrested in Basra.", {"Hassan Ali", "Karim Saleh"}),
        ("Hassan Ali, Omar Jaber and Karim Saleh were arrested in Basra.", {"Hassan Ali", "Omar Jaber", "Karim Saleh"}),
        ("Brothers Vahid and Habib Afkari were arrested.", {"Vahid Afkari", "Habib Afkari"}),
        ("Sisters Nora and Lena Haddad were arrested.", {"Nora Haddad", "Lena Haddad"}),
        ("Omar and Karim Saleh were arrested.", {"Omar Saleh", "Karim Saleh"}),
    ],
)
def test_a_family_name_is_shared_by_those_alone_who_bear_none(text: str, names: set[str]) -> None:
    assert {person.name for person in extract(text).people} == names
