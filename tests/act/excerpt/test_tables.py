"""CSV and JSON Lines read back."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from muniment.act.excerpt import bare, comma, lines
from tests.act.excerpt.makers import HEAD

CELLS = st.lists(st.tuples(st.text(), st.text(alphabet="=+-@'\";,\r\n\tx")), max_size=5)


@given(CELLS)
def test_csv_gives_every_cell_back_to_the_csv_module(rows: list[tuple[str, str]]) -> None:
    body = b"".join(comma(HEAD, ("one", "two"), rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(body, newline="")))
    columns = read.index(["one", "two"])
    assert all(len(row) == 1 and row[0].startswith("# ") for row in read[:columns])
    assert [tuple(map(bare, row)) for row in read[columns + 1 :]] == rows


def test_csv_says_first_that_nothing_is_a_fact_and_what_was_held_back() -> None:
    body = b"".join(comma(HEAD, ("one",), [("x",)])).decode()
    assert body.startswith('\ufeff"# says: Nothing here is a fact')
    assert '"# withheld: never asked 2"' in body
    assert '"# size: 7"' in body


def test_json_lines_hold_words_as_they_are_and_no_empty_cell() -> None:
    head, row = map(json.loads, b"".join(lines(HEAD, ("one", "two"), [("=1+1", "")])).splitlines())
    assert head["manifest"]["ruleset"] == "muniment-rules@1"
    assert row == {"one": "=1+1"}
