"""`package` and `rebuild`: what leaves is complete; a lost database comes back from vault, ledger and keys."""

from tests.cli.program import Program


def test_a_lost_database_is_made_again(bare: Program) -> None:
    bare.done("init", bare.archive, "--alone")
    path = bare.home / "kept.txt"
    path.write_bytes(b"kept")
    (row,) = bare.done("take-in", path, "--json").rows
    before = bare.done("dump").out
    assert row["id"] in before
    for file in bare.archive.glob("index.db*"):
        file.unlink()
    made = bare.done("rebuild", "--json").json
    assert made["nouns"] >= 3
    assert bare.done("dump").out == before


def test_an_unknown_profile_or_id_writes_no_file(program: Program, letter: str) -> None:
    out = program.home / "nothing.zip"
    for words in ((letter, "--profile", "friends"), ("ev-" + "0" * 32,)):
        said = program.run("package", *words, "--out", out)
        assert (said.code, said.out) == (2, ""), words
        assert not out.exists()
