"""Searching: blind to keyboard, vowel marks, digits, accents and script; deaf to query languages; silent about the sealed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from muniment.store import Shelf, search
from muniment.store.bulk import one
from tests.store.makers import ALL, make_evidence, make_name, make_passage, make_source, make_text, put


def found(shelf: Shelf, query: str, compartments: tuple[str, ...] = ALL) -> list[str]:
    return [hit.id for hit in shelf.search(query, compartments=compartments).items]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("محمد احمدی‌نژاد", "محمد احمدی نژاد"),  # ZWNJ against a space
        ("علي كريمي", "علی کریمی"),  # Arabic keyboard against Persian
        ("علی کریمی", "علي كريمي"),
        ("مُحَارِبَه", "محاربه"),  # vowel marks
        ("محاربه", "مُحَارِبَه"),
        ("بند ۲۰۹", "بند 209"),  # Persian digits
        ("بند 209", "بند ٢٠٩"),  # Arabic digits
        ("مؤسسة", "موسسه"),
        ("کـــریمی", "کریمی"),  # tatweel
        ("José Müller", "jose muller"),
        ("STRASSE", "straße"),
        ("O\u2019Neil", "o'neil"),
        ("Harbour-Gazette", "gazette harbour"),
    ],
)
def test_spellings_of_the_same_words_find_each_other(shelf: Shelf, written: str, asked: str) -> None:
    source = make_source(name=written)
    put(shelf, source, make_source(name="something else"))
    assert found(shelf, asked) == [source.id]


def test_every_word_must_be_there(shelf: Shelf) -> None:
    both = make_source(name="harbour police")
    put(shelf, both, make_source(name="harbour"), make_source(name="police"))
    assert found(shelf, "police harbour") == [both.id]


def test_words_in_quotation_marks_must_follow_each_other(shelf: Shelf) -> None:
    row = make_source(name="court of the harbour")
    put(shelf, row, make_source(name="harbour of the court"))
    assert found(shelf, "«court of the harbour»") == [row.id]
    assert len(found(shelf, "court of the harbour")) == 2


@pytest.mark.parametrize(
    "query", ["", "   ", '"', '""', "AND", "a OR b NEAR/2 c", "title:x", "*", "x*", "-x", "^a", "(", "'; DROP TABLE store_row; --",
              "& | !", "<->", "a:*", "\x00", "\u202e", "%s", "{body} : x", "\\", "x" * 5000]
)  # fmt: skip
def test_no_query_language_is_understood(shelf: Shelf, query: str) -> None:
    put(shelf, make_source(name="harbour"))
    assert found(shelf, query) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_that_has_a_word_finds_itself(shelf: Shelf, text: str) -> None:
    source = make_source(name=text)
    put(shelf, source)
    assert (source.id in [hit.id for hit in shelf.search(text, compartments=ALL, limit=5000).items]) == bool(search.asked(text))


def test_a_name_is_found_in_another_script_by_the_key_the_archive_gives(database: object) -> None:
    """The key here is a toy: the archive passes the one of the room that knows names."""
    bare = str.maketrans("تاوسلم", "tavslm")
    shelf = Shelf(name_key=lambda name: "".join(c for c in name.lower().translate(bare) if c in "tvslm"))
    evidence = make_evidence()
    passage = make_passage(evidence)
    persian = make_name(evidence, passage, "تاوس")
    put(shelf, evidence, passage, persian, make_source(name="Ivan"), roots=(evidence.id,))
    assert found(shelf, "Tavos") == [persian.id]
    assert found(shelf, "ta") == []  # too short to tell anyone apart


def test_what_the_reader_may_not_see_is_not_found_counted_or_hinted_at(shelf: Shelf) -> None:
    put(shelf, make_source(name="Tavos", compartment="restricted"))
    assert shelf.search("tavos", compartments=["open"]) == shelf.search("nobody", compartments=["open"])
    assert shelf.search("tavos", compartments=["open", "restricted"]).total_capped == 1
    assert shelf.search("tavos", compartments=[]).total_capped == 0


def test_only_the_current_version_is_found(shelf: Shelf) -> None:
    first = make_source(name="Harbour Gazette")
    put(shelf, first)
    put(shelf, replace(first, version=2, name="Tower Radio"))
    assert found(shelf, "gazette") == []
    assert found(shelf, "tower") == [first.id]


def test_a_hit_shows_the_words_around_the_match_where_they_stand(shelf: Shelf) -> None:
    evidence = make_evidence(name="statement.pdf")
    body = "x " * 30_000 + "در بندِ ۲۰۹ نگه داشته شد" + " y" * 10_000
    text = make_text(evidence, body)
    put(shelf, evidence, text, roots=(evidence.id,))
    (hit,) = shelf.search("بند 209", compartments=ALL).items
    assert hit.kind == "text" and hit.id == text.id and hit.version == 1
    assert body[hit.snippet_start : hit.snippet_start + len(hit.snippet)] == hit.snippet
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["بندِ", "۲۰۹"]


def test_a_very_long_text_is_found_by_words_from_both_its_ends(shelf: Shelf) -> None:
    """Longer than one row of PostgreSQL's index can hold."""
    evidence = make_evidence()
    text = make_text(evidence, " ".join(["alpha", *(f"w{n}" for n in range(60_000)), "omega"]))
    put(shelf, evidence, text, roots=(evidence.id,))
    assert found(shelf, "omega alpha") == [text.id]
    assert found(shelf, "w30000 w12") == [text.id]
    assert found(shelf, "omega missing") == []


def test_a_match_in_the_title_comes_before_one_in_a_long_body(shelf: Shelf) -> None:
    evidence = make_evidence(name="other.txt")
    text = make_text(evidence, "harbour " + "other words " * 50)
    titled = make_source(name="harbour")
    put(shelf, evidence, text, titled, roots=(evidence.id,))
    assert found(shelf, "harbour") == [titled.id, text.id]


def test_above_the_cap_the_newest_come_first_and_the_count_says_no_more(shelf: Shelf) -> None:
    sources = [make_source(name="harbour") for _ in range(5010)]
    put(shelf, *sources)
    hits = shelf.search("harbour", compartments=ALL, limit=3)
    assert hits.total_capped == 5001
    assert [hit.id for hit in hits.items] == [source.id for source in sources[:-4:-1]]


def test_clearing_the_index_clears_the_words(shelf: Shelf) -> None:
    put(shelf, make_source(name="harbour"))
    shelf.clear()
    assert found(shelf, "harbour") == []
    assert one("SELECT count(*) FROM store_words")[0] == 0
