"""Handing over at the terminal: the sheet goes out, comes back signed with a key of openssl's making, and stands in the chain."""

import subprocess

import pytest

from tests.cli.program import Program


@pytest.mark.needs("openssl3")
def test_a_sheet_goes_out_and_comes_back_signed(program: Program, letter: str) -> None:
    home = program.home
    (home / "handover.toml").write_text('receiver = "Registry of Merun"\nreason = "order of 3 May"\nplace = "Merun"\n')
    sheet, key = home / "sheet.txt", home / "key.pem"
    sheet.write_text(program.done("hand-over", letter, "--medium", "original", "--file", home / "handover.toml").out)
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
    unsigned = program.run("handed-over", sheet, "--key", program.archive / "keys" / "log.vkey")
    assert (unsigned.code, "one key" in unsigned.err) == (2, True)
    giver = program.archive / "keys" / "log.vkey"
    program.done("countersign", sheet, "--key", key, "--giver", giver, stdin="registry.merun.example\n")
    assert program.done("handed-over", sheet, "--key", home / "key.vkey", "--json").json == {"transferred": [letter]}
    told = program.done("custody", letter).out
    assert "transferred" in told and "to Registry of Merun" in told and "no gap" in told
