"""Whose cosignatures count (C2SP tlog-policy): what is written is read again, and nothing else is taken for a policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.preserve.note import Cosignature
from muniment.preserve.policy import Policy, parse, policy, witness
from tests.preserve.witnesses import Log, Watcher

LOG = Log([]).key
WATCHERS = [Watcher(f"witness.example/{name}", seed) for name, seed in (("north", 7), ("south", 8), ("west", 9))]
THREE = [witness(pen.key.name.rpartition("/")[2], pen.key.vkey) for pen in WATCHERS]
GOOD = policy(LOG, 2, THREE)


def test_a_policy_reads_as_it_was_written() -> None:
    addressed = policy(LOG, 1, [witness("north", WATCHERS[0].key.vkey, "https://witness.example/n")])
    for made in (GOOD, addressed):
        assert parse(made.text) == made
    assert GOOD.text.endswith("group witnesses 2 north south west\nquorum witnesses\n")


def test_two_of_three_are_enough_and_one_twice_is_not() -> None:
    north, south = (Cosignature(pen.key, 1) for pen in WATCHERS[:2])
    stranger = Cosignature(Watcher("x", 20).key, 1)
    assert GOOD.holds([north, south])
    assert not GOOD.holds([north, Cosignature(north.key, 2), stranger])


@pytest.mark.parametrize(
    ("quorum", "chosen"), [(0, THREE), (4, THREE), (1, []), (1, [THREE[0], THREE[0]]), (1, [THREE[0], witness("other", THREE[0].key.vkey)])]
)
def test_a_policy_that_cannot_be_met_or_counts_twice_is_refused(quorum: int, chosen: list[object]) -> None:
    with pytest.raises(BadInputError):
        policy(LOG, quorum, chosen)  # type: ignore[arg-type]


def test_the_archive_is_no_witness_of_itself() -> None:
    own = Watcher("witness.example/self", 1)
    with pytest.raises(BadInputError, match="own"):
        policy(LOG, 1, [witness("self", own.key.vkey)])


@pytest.mark.parametrize("name", ["", "North", "a b", "none", "witnesses", "x" * 32, "../x"])
def test_a_name_is_small_letters_digits_and_dashes(name: str) -> None:
    with pytest.raises(BadInputError, match="cannot be called"):
        witness(name, THREE[0].key.vkey)


@pytest.mark.parametrize("key", ["", "nonsense", LOG.vkey, Watcher("wit\u00e9", 7).key.vkey])
def test_only_a_key_of_a_witness_is_one(key: str) -> None:
    with pytest.raises(BadInputError):
        witness("north", key)


@pytest.mark.parametrize("url", ["ftp://x", "https://a b", "javascript:alert(1)"])
def test_an_address_is_http(url: str) -> None:
    with pytest.raises(BadInputError, match="address"):
        witness("north", THREE[0].key.vkey, url)


LINES = GOOD.text.splitlines(keepends=True)


@pytest.mark.parametrize(
    "text",
    ["", "quorum none\n", "".join(LINES[1:]), "".join(LINES[:-1]), "".join([*LINES, "\n"]), GOOD.text[:-1], GOOD.text.replace(" 2 ", " 02 "),
     GOOD.text.replace("north south", "south north"), GOOD.text.replace(" 2 ", " any "), "".join([LINES[0], *LINES]), "# x\n" + GOOD.text,
     GOOD.text.replace("log ", "log  ")],
)  # fmt: skip
def test_what_this_program_would_not_write_is_no_policy(text: str) -> None:
    with pytest.raises(BadInputError):
        parse(text)


@given(st.text(max_size=80), st.integers(0, len(GOOD.text)))
def test_any_text_is_a_policy_or_an_error_of_ours(words: str, at: int) -> None:
    for text in (words, GOOD.text[:at] + words + GOOD.text[at:]):
        try:
            assert isinstance(parse(text), Policy)
        except BadInputError:
            assert text != GOOD.text
