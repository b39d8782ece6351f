"""Pictures: text by tesseract where it is installed; every digit is then doubtful. Else a transcript is typed beside it."""

import shutil
import subprocess
import time
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from muniment.document.reading import Reading, ReadingError, joined

LANGUAGES = ("fas", "ara", "eng")
MOST_PIXELS, MOST_FRAMES = 60_000_000, 50
SECONDS = 80.0
"""For all frames together, well inside the sandbox's wall clock: what was read by then is not lost."""
ABSENT = "no text recognition (tesseract) is installed: type a transcript beside it"


class RecognitionError(ReadingError):
    """Text recognition is not there, or stopped."""


def read(data: bytes) -> Reading:
    """The recognised text, flagged `ocr`; nothing, and why, without tesseract.

    Raises:
        ReadingError: the picture is damaged, too large, or recognition stopped.
    """
    if shutil.which("tesseract") is None:
        return Reading(text="", unread=f"A picture, and {ABSENT}.")
    Image.MAX_IMAGE_PIXELS = None  # our own limit, said in our own words
    try:
        with Image.open(BytesIO(data)) as picture:
            return _frames(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as exc:
        raise ReadingError(f"This picture is damaged: {exc}.") from exc


def _frames(picture: Image.Image) -> Reading:
    frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    until = time.monotonic() + SECONDS
    pages: list[str] = []
    for i in range(min(frames, MOST_FRAMES)):
        picture.seek(i)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise ReadingError(f"The picture has {width:,} by {height:,} points; at most {MOST_PIXELS:,} in all are read.")
        if time.monotonic() > until:
            break
        pages.append(recognised(ImageOps.exif_transpose(picture), until))
    unread = f"pages after {len(pages)} of {frames}" if len(pages) < frames else None
    return joined(pages, flags=("ocr",), unread=unread, tool=f"tesseract ({languages()})")


def languages() -> str:
    """What tesseract is to look for, of what is installed."""
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    return "+".join(language for language in LANGUAGES if language in said) or "eng"


def recognised(picture: Image.Image, until: float) -> str:
    """The text on a picture.

    Raises:
        RecognitionError: tesseract stopped or took too long.
    """
    plain = BytesIO()
    picture.convert("L").save(plain, "PNG")  # one plain format: no picture's own decoder runs twice
    try:
        answer = subprocess.run(["tesseract", "stdin", "stdout", "-l", languages()], input=plain.getvalue(), capture_output=True,
                                timeout=max(1.0, until - time.monotonic()), check=False)  # fmt: skip
    except FileNotFoundError as exc:
        raise RecognitionError(f"There is {ABSENT}.") from exc
    except subprocess.TimeoutExpired as exc:
        raise RecognitionError(f"Text recognition had not finished after {SECONDS:g} seconds.") from exc
    if answer.returncode:
        words = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RecognitionError(f"Text recognition stopped: {words[-1] if words else 'without a word'}.")
    return answer.stdout.decode("utf-8", "replace").strip()
