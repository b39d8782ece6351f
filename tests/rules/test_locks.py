"""Lock files answer pyproject.toml, pin every wheel by digest, name no host; no dependency is unused or undeclared."""

import ast
import hashlib
import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.rules.source import ROOT, modules, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GROUPS = {"core": [], "pg": ["pg"], "c2pa": ["c2pa"], "test": ["pg", "test"]}
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "c2pa-python": "c2pa",
    "django-axes": "axes",
    "django-otp": "django_otp",
    "pillow": "PIL",
    "python-docx": "docx",
}
# used without an import of ours: Django's password hasher, zoneinfo's data where the system has none
BY_NAME = {"argon2-cffi": "Argon2PasswordHasher", "tzdata": "ZoneInfo"}


def wanted(group: str) -> list[str]:
    """The requirements a lock file answers."""
    optional = PROJECT["optional-dependencies"]
    return PROJECT["dependencies"] + [line for name in GROUPS[group] for line in optional[name]]


def pins(group: str) -> dict[str, str]:
    """Package -> pinned version."""
    text = (ROOT / "setup" / f"{group}.lock").read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)}


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_file_answers_the_requirements_of_today(group: str) -> None:
    digest = hashlib.sha256("\n".join(sorted(wanted(group))).encode()).hexdigest()
    text = (ROOT / "setup" / f"{group}.lock").read_text(encoding="utf-8")
    assert f"# requirements: {digest}" in text, "pyproject.toml changed: run setup/lock"
    pinned = pins(group)
    for line in wanted(group):
        requirement = Requirement(line)
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), line


@pytest.mark.parametrize("group", GROUPS)
def test_every_pin_carries_digests_and_no_line_names_a_host(group: str) -> None:
    text = (ROOT / "setup" / f"{group}.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(group)) > 10
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert re.match(r"# download: \d+ MB\n", text)


@pytest.mark.parametrize("group", ["pg", "c2pa", "test"])
def test_a_group_adds_to_the_core_and_changes_nothing_in_it(group: str) -> None:
    assert pins("core").items() <= pins(group).items()


def outside() -> dict[str, str]:
    """Foreign top-level package -> a module of ours that imports it."""
    found: dict[str, str] = {}
    for name, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            found |= {top: name for each in names if (top := each.split(".")[0]) not in sys.stdlib_module_names and top != "muniment"}
    return found


def named(requirement: str) -> tuple[str, str]:
    """A requirement's own name and the name it is imported under."""
    name = canonicalize_name(Requirement(requirement).name)
    return name, IMPORTED_AS.get(name, name.replace("-", "_"))


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_every_dependency_is_used(requirement: str) -> None:
    name, module = named(requirement)
    strings = re.compile(BY_NAME.get(name, rf"[\"']{module}\.[\w.]+[\"']"))
    assert module in outside() or any(strings.search(path.read_text(encoding="utf-8")) for path in modules().values())


def test_everything_imported_is_declared() -> None:
    optional = PROJECT["optional-dependencies"]
    declared = {named(line)[1] for line in PROJECT["dependencies"] + optional["pg"] + optional["c2pa"]}
    assert {top: where for top, where in outside().items() if top not in declared} == {}


def test_the_product_imports_nothing_that_only_tests_have() -> None:
    assert {named(line)[1] for line in PROJECT["optional-dependencies"]["test"]} & set(outside()) == set()
