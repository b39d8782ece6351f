"""PDFs of our own sentences, made by the programs that make them in the world: Chromium and typst."""

import html
import json
import subprocess
from pathlib import Path
from unicodedata import bidirectional

import typst

from tests.conftest import chromium

FONTS = Path(__file__).parents[3] / "src" / "muniment" / "act" / "fonts"
SENTENCES = (
    "احمد رستگار، ۲۷ ساله، روز ۱۴۰۲/۰۵/۲۱ بازداشت شد.",
    "در سال ۱۴۰۱ حدود ۳۴٫۵٪ از ۱٬۴۰۰ زندانی (۱۲ زن و ۳ کودک) آزاد شدند.",
    "سازمان Merun Families’ Circle در گزارش ۲۰۲۴-۰۳-۱۲ از ۶۵۰ اعدام خبر داد.",
    "به گفتهٔ او «هیچ‌کس در شعبهٔ ۲۸ دادگاه انقلاب از وکیل بهره‌مند نشد» و پرونده [شمارهٔ ۴۵] بسته شد.",
    "خانواده گواهی می‌آورد که وی هنوز نمی‌آید و کسی میآن را نمی‌شناسد.",
    "سلام بر لاله و الله؛ کلاس اول، طلا و بلای ۱۹۸۸.",
    "The name of احمد رستگار (aged 27) appears on page 12 of the list of 1,400 names.",
    "ساعت ۱۴:۳۰ روز 24 July 2025 در زندان Qezel Hesar، ۱۰ نفر اعدام شدند.",
)


def direction(text: str) -> str:
    """That of the first letter, as `dir=auto` has it."""
    kinds = (bidirectional(c) for c in text)
    return "ltr" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") == "L" else "rtl"


def by_chromium(lines: tuple[str, ...], folder: Path, style: str = "font-family: Vazirmatn") -> bytes:
    """A page printed by the browser of this system."""
    body = "".join(f"<p dir={direction(line)}>{html.escape(line)}</p>" for line in lines)
    face = f"@font-face {{ font-family: Vazirmatn; src: url('{(FONTS / 'Vazirmatn-Regular.ttf').as_uri()}') }}"
    page, out = folder / "page.html", folder / "page.pdf"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{face} body {{ font-size: 14px; {style} }}</style>{body}", encoding="utf-8")
    subprocess.run(
        [chromium() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
         f"--print-to-pdf={out}", page.as_uri()], capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return out.read_bytes()


def by_typst(lines: tuple[str, ...], *, font: str = "Vazirmatn", justify: bool = False, before: str = "") -> bytes:
    """A document set by typst."""
    blocks = [
        f'#[#set text(lang: "{"en" if direction(line) == "ltr" else "fa"}", dir: {direction(line)})\n#{json.dumps(line, ensure_ascii=False)}\n]'
        for line in lines
    ]
    source = f'#set text(font: ("{font}", "Source Serif 4"), size: 11pt)\n#set par(justify: {str(justify).lower()})\n{before}\n'
    made = typst.compile((source + "\n\n".join(blocks)).encode(), font_paths=[str(FONTS), "/usr/share/fonts"])
    assert isinstance(made, bytes)
    return made
