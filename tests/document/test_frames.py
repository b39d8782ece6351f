"""Frames of speech: who speaks. Everyone is invented."""

import pytest

from muniment.document.frames import frames


def speakers(said: str) -> list[str]:
    return [frame.speaker for frame in frames(said, "en")]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("The ministry said that he had left.", ["The ministry"]),
        ("At least 64 people were detained when police cleared the square, the prefecture says.", ["the prefecture"]),
        (
            "On 2 November an officer at Central Police Station, Inspector Dube, told me to go home.",
            ["an officer at Central Police Station, Inspector Dube"],
        ),
        ("According to data collected by the Gulf Justice Monitor, 58 died.", ["Gulf Justice Monitor"]),
        ("Governments should suspend sales, said Pilar Anton.", ["Pilar Anton"]),
        ("It rests with the United Nations and its member states.", []),
        ("No one told his wife.", []),
        ("Please tell the Commission your name.", []),
    ],
)
def test_a_frame_names_who_speaks_and_nouns_frame_nothing(said: str, who: list[str]) -> None:
    assert speakers(said) == who


def test_a_pronoun_is_handed_back_as_it_stands() -> None:
    assert speakers("She said that it was cold.") == ["She"]
