import pytest

from muniment.link import sex


@pytest.mark.parametrize(
    ("words", "known"), [("M", "male"), ("female", "female"), ("زن", "female"), (" مرد ", "male"), ("x", None), ("", None)]
)
def test_a_sex_is_read_in_any_script_or_left_alone(words, known):
    assert sex(words) == known
