"""`serve` listens on this machine only."""

import pytest

from tests.cli.program import Program


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "archive.example"])
def test_another_host_than_this_machine_is_refused(program: Program, host: str) -> None:
    said = program.run("serve", "--host", host)
    assert (said.code, said.out) == (2, "")
    assert "is not loopback" in said.err
