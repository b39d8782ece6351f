"""Makes the sample's photographed letter from its transcript: set by typst in Vazirmatn, bent, lit and made grainy by Pillow.

Nobody wrote this letter. Run it with the path to write to; the same transcript gives the same picture.
"""

import io
import random
import sys
from pathlib import Path

import typst
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "src" / "muniment" / "sample" / "invented"
FONTS = ROOT / "src" / "muniment" / "act" / "fonts"
INK, PAPER, DESK = (38, 44, 92), (244, 240, 226), (96, 78, 62)
SIZE = (1240, 1600)
HEAD = """
#set page(width: 150mm, height: 193mm, margin: (x: 17mm, y: 19mm), fill: none, footer: align(center, text(size: 9pt, dir: ltr)[
  invented for a demonstration · #text(dir: rtl)[ساختگی، برای نمایش]]))
#set text(font: "Vazirmatn", size: 15pt, fill: rgb(38, 44, 92), dir: rtl, lang: "fa")
#set par(leading: 13pt, spacing: 22pt)
#let w(turn, lift, lean, body) = box(baseline: lift, skew(ax: lean, rotate(turn, body)))
"""


def written(text: str, hand: random.Random) -> str:
    """The transcript as typst: every word a little turned, lifted and leaning, as by a hand."""
    return HEAD + "\n\n".join(_line(line, hand) for line in text.strip().split("\n"))


def _line(line: str, hand: random.Random) -> str:
    words = [
        f"#w({hand.uniform(-2.2, 1.6):.2f}deg, {hand.uniform(-1.6, 1.6):.2f}pt, {hand.uniform(-13, -5):.1f}deg)[{w}]" for w in line.split()
    ]
    return " ".join(words)


def photographed(page: Image.Image, hand: random.Random) -> Image.Image:
    """The page on a desk, from a slant, under a lamp, with a fold and grain."""
    sheet = Image.new("RGB", page.size, PAPER)
    _rule(sheet)
    sheet.paste(Image.new("RGB", page.size, INK), mask=page.getchannel("A").filter(ImageFilter.GaussianBlur(0.8)))
    _fold(sheet)
    w, h = sheet.size
    flat = Image.new("RGBA", (w + 240, h + 240), (*DESK, 255))
    flat.paste(sheet, (120, 120))
    corners = (60, 20, -20, h + 190, w + 260, h + 250, w + 170, 60)
    slanted = flat.convert("RGB").transform(SIZE, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=DESK)
    lit = ImageChops.multiply(slanted, _lamp())
    grain = Image.frombytes("L", SIZE, hand.randbytes(SIZE[0] * SIZE[1])).filter(ImageFilter.GaussianBlur(1.1))
    grainy = Image.blend(lit, Image.merge("RGB", (grain,) * 3), 0.05)
    return ImageEnhance.Contrast(grainy).enhance(1.12)


def _rule(sheet: Image.Image) -> None:
    pen = ImageDraw.Draw(sheet)
    for y in range(150, sheet.height - 60, 52):
        pen.line([(50, y), (sheet.width - 50, y + 2)], fill=(214, 220, 226), width=2)


def _fold(sheet: Image.Image) -> None:
    pen = ImageDraw.Draw(sheet)
    middle = sheet.height // 2
    for offset, shade in ((0, (214, 209, 194)), (2, (251, 249, 240)), (4, (238, 233, 218))):
        pen.line([(0, middle + offset), (sheet.width, middle + offset + 6)], fill=shade, width=3)


def _lamp() -> Image.Image:
    """Light that falls off towards one corner."""
    small = Image.new("L", (31, 40))
    small.putdata([max(150, 255 - int(2.1 * ((x - 10) ** 2 + (y - 12) ** 2) ** 0.5)) for y in range(40) for x in range(31)])
    return Image.merge("RGB", (small.resize(SIZE, Image.Resampling.BICUBIC),) * 3)


def main(out: Path) -> None:
    """Write the picture; no metadata goes into it."""
    hand = random.Random(1405)  # a seed for a picture, not a secret
    source = written((SAMPLE / "letter.fa.txt").read_text(encoding="utf-8"), hand)
    png = typst.compile(source.encode(), format="png", ppi=200.0, font_paths=[str(FONTS)])
    page = Image.open(io.BytesIO(png)).convert("RGBA")
    photographed(page, hand).save(out, "JPEG", quality=58, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
