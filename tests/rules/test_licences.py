"""What may be done with each part: licence texts as published, vendored files as listed, the verifier free for anyone."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from tests.rules.source import PACKAGE, ROOT, tracked

TEXTS = {  # as their authors publish them
    "LICENSE": "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0",
    "LICENSES/Apache-2.0.txt": "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
}
LISTS = [path for path in tracked() if path.name == "VENDOR.toml"]
VENDORED = {".whl", ".woff2", ".ttf", ".otf", ".wasm"}


@pytest.mark.parametrize("name", TEXTS)
def test_a_licence_stands_here_word_for_word(name: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == TEXTS[name]


@pytest.mark.parametrize("name", ["verify.py", "verify.sh", "verify.html"])
def test_the_verifier_may_be_embedded_by_anyone(name: str) -> None:
    head = (PACKAGE / "preserve" / "standalone" / name).read_text(encoding="utf-8").splitlines()[:5]
    assert any(line.endswith(" SPDX-License-Identifier: Apache-2.0") for line in head)


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.parent.name)
def test_a_vendored_file_has_the_digest_that_is_listed(path: Path) -> None:
    files = {n: d for package in tomllib.loads(path.read_text(encoding="utf-8"))["package"] for n, d in package["files"].items()}
    assert files
    assert {name: hashlib.sha256((path.parent / name).read_bytes()).hexdigest() for name in files} == files


def test_no_foreign_binary_lies_here_unlisted() -> None:
    listed = {
        path.parent / name
        for path in LISTS
        for package in tomllib.loads(path.read_text(encoding="utf-8"))["package"]
        for name in package["files"]
    }
    foreign = {path for path in tracked() if path.suffix in VENDORED or path.name.endswith((".min.js", ".min.css"))}
    assert sorted(str(path.relative_to(ROOT)) for path in foreign - listed) == []
