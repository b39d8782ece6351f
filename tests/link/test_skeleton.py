import pytest

from muniment.link import skeleton


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("Nader Kelarud", "نادر کلارود"),
        ("Parvin Tazari", "پروین تزری"),
        ("Kaveh Hamarani", "کاوه همارانی"),
        ("Mohammad Vahidi", "محمد وحیدی"),
    ],
)
def test_a_name_meets_itself_in_the_other_script(latin, persian):
    assert skeleton(latin) == skeleton(persian) != ""


def test_other_consonants_stay_apart():
    assert skeleton("Nader Kelarud") != skeleton("Nader Kelarun")
