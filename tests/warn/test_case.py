"""A case reads the same, whoever decided what and when."""

from datetime import timedelta

from msgspec.structs import replace

from tests.makers import NOW, nader


def test_what_is_said_keeps_its_order_when_some_of_it_is_decided():
    world, who = nader()
    before = [claim.id for claim in world.case().said(who)]
    world.claims[1] = replace(world.claims[1], version=2, made_at=NOW + timedelta(days=1))
    assert [claim.id for claim in world.case().said(who)] == before
