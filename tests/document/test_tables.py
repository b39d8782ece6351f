"""Lists in columns. Everyone is invented."""

from muniment.document import extract, tables

TABLE = """Prisoners known to us

Name | Age | Arrested | Prison | Charge | Sentence
Lena Orsk | 34 | 3 May 2021 | Karst Prison | spying | death
Ivo Prell | | 9 June 2022 | | sedition | 7 years
"""


def test_a_row_is_a_person_and_its_cells_are_what_their_column_says() -> None:
    found = {p.name: p for p in extract(TABLE).people}
    lena = found["Lena Orsk"]
    assert lena.age == 34 and lena.status == "on_death_row"
    assert {a.type: a.date for a in lena.acts}["arrest"] == "2021-05-03"
    assert next(a for a in lena.acts if a.type == "death_sentence").charges == ("spying",)
    assert {a.type for a in found["Ivo Prell"].acts} == {"arrest", "prison_sentence"}


def test_an_empty_cell_says_nothing() -> None:
    ivo = next(p for p in extract(TABLE).people if p.name == "Ivo Prell")
    assert ivo.age is None and all(a.place is None for a in ivo.acts)


def test_a_header_needs_a_name_and_two_more_columns() -> None:
    assert tables.rows("Fruit | Colour | Weight\nApple | red | 100\n") == []
    assert tables.rows("Name | Age\nLena Orsk | 34\n") == []


def test_cells_stand_where_their_words_are() -> None:
    for row in tables.rows(TABLE):
        assert all(TABLE[cell.start : cell.end] == cell.text for cell in row.cells.values())


def test_tabs_and_semicolons_part_columns_too() -> None:
    for separator in "\t;":
        names = [row.cells["name"].text for row in tables.rows(TABLE.replace(" | ", separator))]
        assert names == ["Lena Orsk", "Ivo Prell"]
