"""Third-party files are byte for byte what was listed, with their licence, and no page asks anybody else for anything."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "muniment" / "web"
FOLDERS = (WEB / "static" / "vendor", ROOT / "src" / "muniment" / "act" / "fonts", ROOT / "tests" / "material" / "vendor")
ABSOLUTE = re.compile(r"""(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"')]*""", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/"
OURS = [p for p in (*WEB.glob("templates/**/*.html"), *WEB.glob("static/*")) if p.suffix in {".html", ".css", ".js", ".svg"}]


def listed(folder: Path) -> dict[str, str]:
    """File name -> digest, over all packages of a folder's list."""
    packages = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    return {name: digest for package in packages for name, digest in package["files"].items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_vendored_file_has_the_digest_that_is_listed(folder: Path) -> None:
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed(folder)}
    assert found == listed(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_file_lies_there_unlisted(folder: Path) -> None:
    there = {p.name for p in folder.iterdir()} - {"VENDOR.toml", "__init__.py", "__pycache__"}
    assert there == set(listed(folder))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_package_names_its_version_licence_and_source_and_brings_the_licence_text(folder: Path) -> None:
    for package in tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["package"]:
        assert all(package[key] for key in ("name", "version", "licence", "source", "use"))
        assert any(name.endswith(".LICENSE") for name in package["files"])


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.name)
def test_no_page_stylesheet_or_script_names_an_absolute_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(NAMESPACE, "")
    assert ABSOLUTE.findall(text) == []


def test_what_pico_names_is_a_licence_line_and_a_namespace_and_never_fetched() -> None:
    text = (WEB / "static" / "vendor" / "pico.min.css").read_text(encoding="utf-8")
    fetched = re.findall(r"""(?:@import|url\()\s*["']?(?!data:)([^"')\s]+)""", text)
    assert fetched == []
