"""Plain text: the letter for any machine and any reader, isolates kept, notes below, full digests in the annex."""

from collections.abc import Iterator
from textwrap import wrap

from muniment.act.rendering.letter import Letter

WIDTH = 96


def text(letter: Letter) -> bytes:
    """The letter as UTF-8 text."""
    return ("\n".join(_lines(letter)) + "\n").encode()


def _lines(letter: Letter) -> Iterator[str]:
    yield from (letter.title, "=" * len(letter.title), "")
    yield from (f"[{mark}]" for mark in letter.marks)
    yield f"As of {letter.as_of:%Y-%m-%d %H:%M} UTC. Form {letter.form}. {letter.id}, version {letter.version}."
    yield from _wrapped("To: " + "; ".join(name for _, name in letter.to) if letter.to else "To: nobody chosen yet")
    for chapter in letter.chapters:
        yield from ("", chapter.heading, "-" * len(chapter.heading))
        for line in chapter.lines:
            note = f" [{line.note}]" if line.note else ""
            mark = " (drafter's words)" if line.basis == "own" and letter.is_draft else ""
            yield from _wrapped(line.text + note + mark)
        for question in chapter.questions:
            said = "Not known: " if question.left_unknown else "? "
            if letter.is_draft or question.left_unknown:
                yield from _wrapped(f"{said}{question.text}" + ("" if question.left_unknown else f" (ask {question.ask})"))
    yield from ("", "Notes", "-----")
    for each in letter.notes:
        yield from _wrapped(f"[{each.number}] {each.words}")
    yield from ("", "Evidence", "--------")
    for item in letter.evidence:
        yield from (f"{item.evidence}  {item.source} ({item.grade})", f"  SHA-256 {item.sha256}  {item.size} bytes")


def _wrapped(words: str) -> list[str]:
    return wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
