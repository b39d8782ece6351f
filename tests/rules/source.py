"""The tree under test, read once: its Python files, its modules, its tracked files."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "muniment"
STANDALONE = PACKAGE / "preserve" / "standalone" / "verify.py"  # one file, standard library, stands outside the house
PURE = ("model", "protect", "preserve", "document", "link", "warn", "act")


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, for every module of the product."""
    return {_dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _dotted(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, as git lists them; where git does not know them, every file but what is made by running."""
    words = ["git", "ls-files", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _is_made(path.relative_to(ROOT).parts))


def _is_made(parts: tuple[str, ...]) -> bool:
    """Whether .gitignore would leave it out."""
    anywhere = {".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
    return (
        bool(anywhere & set(parts))
        or parts[0] in ("archive", "dist")
        or parts[0].startswith("demonstration")
        or parts[:2] == ("setup", "wheels")
    )


def texts() -> dict[Path, str]:
    """Every tracked file that is text."""
    found = {}
    for path in tracked():
        try:
            found[path] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
