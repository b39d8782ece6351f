"""Values in words: nothing raw, and the source's words as they are."""

import pytest

from muniment.cli.words import clipped, counted, size, words
from muniment.model.claim import Act, Asked, Number, Quantity, Said, Words
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When


def test_a_value_is_shown_in_its_sources_words() -> None:
    said = {
        "نادر کلارود": Name(text="نادر کلارود"),
        "34": Number(n=34),
        "death sentence": Act(type="death_sentence"),
        "Kilometre 9": Place(words="Kilometre 9"),
        "2024-10-03 “3 October 2024”": When.of(2024, 10, 3, words="3 October 2024"),
        "at least 14 people, 2025": Quantity(subject="people", comparator="at_least", number=14, period="2025"),
        "the Bench: halt it": Asked(addressee="the Bench", action="halt it"),
        "a sister: he was well": Said(speaker="a sister", words="he was well", is_quote=False),
        "teacher": Words(text="teacher"),
    }
    assert {words(value) for value in said.values()} == set(said)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (150_000, "150 kB"), (5 * 10**12, "5,000 GB")]
)
def test_a_size_has_the_unit_a_person_would_choose(count: int, said: str) -> None:
    assert size(count) == said


def test_a_long_text_is_clipped_to_one_line() -> None:
    assert clipped("one\n two   three", 80) == "one two three"
    assert clipped("abcdef", 4) == "abc…"


def test_a_count_and_its_noun_agree() -> None:
    assert [counted("x" * n, "claim") for n in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]
