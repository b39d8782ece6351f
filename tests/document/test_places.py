"""Places and courts as said, whole; a bare court is nothing. Every one is invented."""

import pytest

from muniment.document import courts, places
from muniment.model.text import plain


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("He is held at Karst Prison.", ["Karst Prison"]),
        ("She was kept in Camp Rowan.", ["Camp Rowan"]),
        ("They were moved to Brandvlei Fort.", ["Brandvlei Fort"]),
        ("He was seized in the village of Osk.", ["Osk"]),
    ],
)
def test_sites_and_towns(sentence: str, found: list[str]) -> None:
    assert [p.text for p in places.find(sentence, "en")] == found


def test_a_persian_site_ends_where_the_sentence_goes_on() -> None:
    assert [p.text for p in places.find(plain("او در زندان تیران‌دشت اعدام شد."), "fa")] == ["زندان تیران دشت"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Branch 3 of the Security Court in Velmora met.", ["Branch 3 of the Security Court in Velmora"]),
        ("On 19 June the Dunmere District Court charged her.", ["Dunmere District Court"]),
        ("A court met.", []),
    ],
)
def test_courts_have_something_that_names_them(sentence: str, found: list[str]) -> None:
    assert [p.text for p in courts.find(sentence, "en")] == found


def test_a_persian_court_keeps_its_branch_and_town() -> None:
    said = plain("شعبهٔ ۵ دادگاه کیفری یک کهن‌رود او را محکوم کرد.")
    assert [p.text for p in courts.find(said, "fa")] == ["شعبه 5 دادگاه کیفری یک کهن رود"]


def test_for_the_crime_of_is_not_the_town_of_that_name() -> None:
    said = plain("او را به جرم تبلیغات به زندان بردند.")
    assert not [p.text for p in places.find(said, "fa") if "جرم" in p.text]
