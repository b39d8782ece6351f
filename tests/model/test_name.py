import msgspec
import pytest

from muniment.model.name import Name, script
from muniment.model.place import Place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Behrouz Ehsani", "latin"),
        ("بهروز احسانی", "arabic"),
        ("Öztürk", "latin"),
        ("Şehnaz", "latin"),
        ("Иванов", "other"),
        ("77", "other"),
    ],
)
def test_a_name_knows_the_script_of_its_first_letter(text, expected):
    assert Name(text=text).script == script(text) == expected


def test_the_words_are_kept_exactly_as_written():
    written = "  مهدي\u200cحسني "
    assert msgspec.json.decode(msgspec.json.encode(Name(text=written)), type=Name).text == written


def test_a_place_without_a_gazetteer_is_still_a_place():
    assert Place(words="near the river").gazetteer is None
