"""Pictures: text by tesseract where it is installed; every digit is then doubtful. Else a transcript is typed beside it."""

import shutil
import subprocess

from muniment.document.reading import Reading, joined

LANGUAGES = ("fas", "ara", "eng")


def read(data: bytes) -> Reading:
    """The recognised text, flagged `ocr`; nothing, and why, without tesseract."""
    program = shutil.which("tesseract")
    if program is None:
        return Reading(text="", unread="A picture, and no text recognition is installed: type a transcript beside it.")
    has = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    wanted = "+".join(language for language in LANGUAGES if language in has) or "eng"
    answer = subprocess.run([program, "stdin", "stdout", "-l", wanted], input=data, capture_output=True, check=False)
    if answer.returncode:
        words = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        return Reading(text="", unread=f"Text recognition stopped: {words[-1] if words else 'without a word'}.")
    return joined([answer.stdout.decode("utf-8", "replace").strip()], flags=("ocr",), tool=f"tesseract ({wanted})")
