"""Names held back are found in words, whatever their spelling."""

from muniment.act.excerpt import Naming


def test_whole_names_are_found_in_any_spelling_and_within_other_words() -> None:
    naming = Naming(["Sahar Merun", "علي كريمي"])
    assert naming.names("…said SAHAR  MERUN, his sister.")
    assert naming.names("گفت «علی‌کریمی» آمد")
    assert not naming.names("Sahar met Merun; nobody else")


def test_a_name_that_somebody_who_agreed_bears_too_is_free() -> None:
    assert not Naming(["Nader Kelarud"], free=["nader kelarud"]).names("Nader Kelarud")
    assert not Naming([]).names("anyone")
