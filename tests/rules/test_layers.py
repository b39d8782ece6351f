"""Knowledge flows one way: the import line, Django in two rooms, no cycle, not even inside functions."""

import ast
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source import PACKAGE, PURE, ROOT, modules, tree

LINTER = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache", "--no-logo"]
BLOCKED = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "axes", "django_otp"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocker())
room = importlib.import_module("muniment." + sys.argv[1])
for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(found.name)
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """The import contracts of pyproject.toml, kept by the tree in a folder."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(LINTER, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources that a test may spoil."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "muniment", ignore=shutil.ignore_patterns("__pycache__", "*.woff2", "*.ttf"))
    return tmp_path


def test_every_import_keeps_the_line(copy: Path) -> None:
    said = lint(copy)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("model/text.py", "from muniment.preserve import merkle"),
        ("act/people.py", "import muniment.store"),
        ("cli/main.py", "import muniment.web"),
        ("archive/desk.py", "import django"),
    ],
)
def test_an_import_hidden_in_a_function_is_found(copy: Path, where: str, line: str) -> None:
    with (copy / "src" / "muniment" / where).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef hidden():\n    {line}\n")
    said = lint(copy)
    assert said.returncode == 1, said.stdout + said.stderr


def test_every_room_stands_in_the_line() -> None:
    line = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name.strip() for layer in line for name in layer.split("|")} | {"muniment.store"}
    assert named == {f"muniment.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}


@pytest.mark.parametrize("room", PURE)
def test_a_room_imports_with_django_blocked(room: str) -> None:
    said = subprocess.run([sys.executable, "-c", BLOCKED, room], cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_the_command_line_starts_without_django() -> None:
    """`archive` is where rooms and store meet, so it may need Django; help and the commands without an archive do not."""
    code = BLOCKED.split("room = ")[0] + "from muniment.cli import main; sys.exit(main(['--help']))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: what stands under `if TYPE_CHECKING` names a type and imports nothing."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            yield child
            yield from running(child)


def imported(name: str, path: Path) -> set[str]:
    """The modules of the product that a module imports, at the top or inside a function."""
    known, package = modules(), name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in running(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            found |= {dotted if (dotted := f"{source}.{alias.name}") in known else source for alias in node.names}
    return (found & set(known)) - {name}


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """What is left when every module that no circle needs is taken away: empty, or the circles and what lies between them."""
    left = {name: set(to) & set(graph) for name, to in graph.items()}
    while True:  # what imports nothing that is left, or is imported by nothing that is left, is in no cycle
        wanted = {to for reached in left.values() for to in reached}
        free = {name for name, to in left.items() if not to or name not in wanted}
        if not free:
            return [sorted(left)] if left else []
        left = {name: to - free for name, to in left.items() if name not in free}


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert cycles({name: imported(name, path) for name, path in modules().items()}) == []


def test_a_circle_through_a_function_would_be_found(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        def later():
            from muniment.model.text import fold
            return fold
    """)
    path = tmp_path / "hidden.py"
    path.write_text(code, encoding="utf-8")
    assert imported("muniment.model.hidden", path) == {"muniment.model.text"}
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


CLOCK_AND_ENVIRONMENT = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("time", "localtime"),
    ("os", "environ"), ("os", "getenv"), ("os", "environb"),
}  # fmt: skip


@pytest.mark.parametrize("room", PURE)
def test_a_room_reads_neither_clock_nor_environment(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if path.parent.name != "standalone"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCK_AND_ENVIRONMENT
    ]
    assert found == []
