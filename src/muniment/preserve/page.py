"""verify.html, the verifier that a browser opens from disk: joined from the parts in `standalone/page/` into one file.

The parts are written by hand and joined unchanged, in one order. The page's own policy names the digests of its script and style
and nothing else, so that it can neither fetch, send nor run anything that did not come with it.
"""

import base64
import hashlib
from pathlib import Path

STANDALONE = Path(__file__).parent / "standalone"
SCRIPTS = ("digest", "curve", "words", "bag", "zip", "checks", "witnesses", "meaning", "view", "main")


def joined() -> str:
    """The one file; the same parts give the same bytes."""
    parts = STANDALONE / "page"
    script = '\n"use strict";\n' + "\n".join((parts / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    style = "\n" + (parts / "style.css").read_text(encoding="utf-8")
    page = (parts / "frame.html").read_text(encoding="utf-8")
    page = page.replace("{style-digest}", _digest(style)).replace("{script-digest}", _digest(script))
    return page.replace("{style}", style).replace("{script}", script)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
