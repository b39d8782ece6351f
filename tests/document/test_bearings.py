"""What the words around a name make of its bearer. Everyone is invented."""

import pytest

from muniment.document.names import Latin
from muniment.document.view import view


def bearing(text: str) -> dict[str, str]:
    seen = view(text).text
    return {s.name: s.bearing for s in Latin(seen).find(seen, 0, len(seen)) if s.alias != "?"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A judge of the Karst District Court, Lena Orsk, gave him six years.", {"Lena Orsk": "office"}),
        ("Then a lawyer, Mr Gorin, called.", {"Gorin": "relative"}),
        ("Her friend the novelist Ivo Prell led a campaign.", {"Ivo Prell": "relative"}),
        ("The governor, Retired General Dan Marsh, laughed.", {"Dan Marsh": "office"}),
        ("Prefect Lena Orsk has left.", {"Lena Orsk": "office"}),
        ("Lena Orsk said that it was cold.", {"Lena Orsk": "speaker"}),
        ("Lena Orsk was arrested.", {"Lena Orsk": "neutral"}),
        ("She is survived by a daughter of her sister Ifeoma.", {"Ifeoma": "relative"}),
    ],
)
def test_offices_relatives_and_speakers_are_told_apart(text: str, found: dict[str, str]) -> None:
    assert bearing(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Strengthening Accountability Mechanisms. The mechanisms are weak, accountability is rare.",
        "Atrocity Crimes. Such crimes recur.",
        "Open Water, a group in exile, wrote. Open Water wants an inquiry.",
        "The Gulf Beacon (GB) counted them.",
        "He was tried by the Korsha Bench.",
        "PLEASE SEND APPEALS NOW. Please send them.",
        "From our correspondent, Port Sumeru.",
    ],
)
def test_headings_bodies_benches_and_places_are_nobody(text: str) -> None:
    from muniment.document import extract

    assert extract(text).people == ()
