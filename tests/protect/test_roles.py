"""Roles: closed by default; the administrator sees no content; the table says all of it."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.protect.roles import PERMISSIONS, ROLES, TABLE, allows, compartments, reach

CONTENT = ("claim.", "consent.", "evidence.", "finding.", "list.", "package.", "record.", "register.", "search.", "source.", "submission.",
           "text.", "trace.", "archive.export")  # fmt: skip


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_looks_after_accounts_or_the_ledger_sees_no_content(role: str) -> None:
    assert [p for p in PERMISSIONS if p.startswith(CONTENT) and allows([role], p)] == []
    assert ROLES[role].compartments == ()
    assert reach([role]) == frozenset()


@given(st.text(max_size=20), st.sampled_from(sorted(PERMISSIONS)))
def test_an_unknown_role_opens_nothing(role: str, permission: str) -> None:
    if role not in ROLES:
        assert not allows([role], permission)
        assert compartments([role], permission) == ()


@given(st.sampled_from(sorted(ROLES)), st.text(max_size=20))
def test_an_unknown_permission_is_refused_to_everyone(role: str, permission: str) -> None:
    if permission not in PERMISSIONS:
        assert not allows([role, *ROLES], permission)


@given(st.lists(st.sampled_from(sorted(ROLES)), max_size=4), st.sampled_from(sorted(PERMISSIONS)))
def test_several_roles_open_what_each_of_them_opens_and_no_more(held: list[str], permission: str) -> None:
    assert allows(held, permission) == any(allows([role], permission) for role in held)
    for compartment in ("open", "restricted", "sealed-identity", "secret"):
        together = allows(held, permission, compartment)
        assert together == any(allows([role], permission, compartment) for role in held)
        assert together == (compartment in compartments(held, permission))


def test_a_permission_of_one_role_is_not_joined_with_a_compartment_of_another() -> None:
    """An auditor who is also a custodian does not verify in sealed identities what only an analyst may read there."""
    assert compartments(["analyst", "custodian"], "claim.see") == ("open", "restricted")


def test_the_table_names_only_permissions_that_have_a_meaning() -> None:
    named = set(chain.from_iterable(role.permissions for role in ROLES.values())) | set(chain.from_iterable(TABLE.two_people))
    assert named <= set(PERMISSIONS)
    assert [p for p in PERMISSIONS if not any(allows([role], p) for role in ROLES)] == [], "nobody may do this"


def test_no_role_repeats_itself_and_each_says_what_it_is_for() -> None:
    for name, role in ROLES.items():
        assert len(set(role.permissions)) == len(role.permissions), name
        assert role.says


def test_sealed_identities_are_for_owner_and_custodians_alone() -> None:
    assert {name for name, role in ROLES.items() if "sealed-identity" in role.compartments} == {"owner", "custodian"}
