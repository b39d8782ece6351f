"""`muniment extract`: read files and propose claims without an archive, one JSON a file (contracts, section 1)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from muniment.cli import show
from muniment.cli.words import said, words
from muniment.document import Extraction, report
from muniment.document.endpoint import Model, checked, mentioned
from muniment.document.readers.guard import read_file
from muniment.document.report import Beside
from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.intake import shown

LARGEST = 64 << 20


def extract(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="Documents to read.")] = None,
    out: Annotated[str, typer.Option("--out", help="Folder for the JSON files; “-” prints JSON Lines.")] = "-",
    date: Annotated[str | None, typer.Option("--date", help="The documents' date, YYYY-MM-DD.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Print only the text that spans point into.")] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm",
            metavar="URL",
            help="Ask a language model as well: an OpenAI-compatible address, https or on this machine. The text is sent there.",
        ),
    ] = None,
    llm_model: Annotated[str, typer.Option("--llm-model", metavar="NAME", help="Which model to ask there.")] = "default",
    llm_key: Annotated[Path | None, typer.Option("--llm-key-file", metavar="FILE", help="Holds the key to that address.")] = None,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE", help="Instead: try the rules on corrections, as “muniment corrections --json” has them."),
    ] = None,
) -> None:
    """Read documents and propose claims on their passages; nothing is stored."""
    if cases is not None:
        _tried(cases)
        return
    if not files:
        raise BadInputError("No document was named.", advice="Name one or more files.")
    model = _model(llm, llm_model, llm_key)
    names = _names(files)
    for file in files:
        _readable(file)
    folder = None if out == "-" or text else Path(out)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for file, name in zip(files, names, strict=True):
        data = _bytes(file)
        if text:
            sys.stdout.buffer.write(read_file(file.name, data).text.encode())
            sys.stdout.buffer.flush()
            continue
        found = msgspec.json.encode(report(file.name, data, date, beside=_beside(model, file) if model else None))
        if folder is None:
            print(found.decode())
        else:
            (folder / name).write_bytes(msgspec.json.format(found, indent=1) + b"\n")
            show.note(f"{shown(file.name)} -> {shown(str(folder / name))}")


def _tried(path: Path) -> None:
    """Each case that the rules of today do not do as it asks, in a line; exit code 1 where there is one."""
    from muniment.document.cases import texts, tried  # compiles the word lists

    held = 0
    failed = []
    for text in texts(_bytes(path)):
        for case, does in zip(text.cases, tried(text), strict=True):
            held += does
            failed += [] if does else [(text, case)]
    for text, case in failed:
        asked = "is not proposed" if case.is_wanted else "is proposed again"
        value = words(case.value)
        print(f"{shown(text.evidence)} {case.start}-{case.end}: {said(case.property)} {shown(value)} ({case.modality}) {asked}")
    print(f"{held} of {held + len(failed)} cases hold")
    if failed:
        raise typer.Exit(1)


def _model(url: str | None, name: str, key_file: Path | None) -> Model | None:
    if url is None:
        return None
    made = Model(url=url, name=name, key=_bytes(key_file).decode("ascii", "replace").strip() if key_file else "")
    checked(made)
    return made


def _beside(model: Model, file: Path) -> Beside:
    """What a model offers beside the rules, said in a line; where it gives no answer, the rules stand alone."""

    def ask(text: str, found: Extraction) -> Extraction:
        from muniment.document.asking import asked  # the gate compiles the word lists

        try:
            heard = asked(model, text, found)
        except MunimentError as exc:
            show.note(mentioned(exc))
            return found
        reasons = Counter(one.reason for one in heard.refused)
        told = "; ".join(f"{count} because {reason}" for reason, count in reasons.most_common(5))
        show.note(
            f"{shown(file.name)}: {heard.passed} acts of the language model passed, {len(heard.refused)} did not{f' ({told})' if told else ''}."
        )
        return heard.found

    return ask


def _readable(file: Path) -> None:
    """Said of every file before the first is read: a wrong path leaves no half of an answer behind."""
    with _said(file), file.open("rb"):
        size = file.stat().st_size
    if size > LARGEST:
        raise BadInputError(f"{shown(str(file))} holds {size:,} bytes; at most {LARGEST:,} are read.", advice="Split it.")


def _bytes(file: Path) -> bytes:
    with _said(file):
        return file.read_bytes()


@contextmanager
def _said(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise BadInputError(f"{shown(str(file))} cannot be read: {exc.strerror}.", advice="Check the path.") from exc


def _names(files: list[Path]) -> list[str]:
    """`<stem>.json`; where two inputs share a stem, `<name>.<ext>.json`; where they share that too, numbered from the second on:
    none is written over another."""
    stems, seen = Counter(file.stem for file in files), Counter[str]()
    names = []
    for file in files:
        name = file.stem if stems[file.stem] == 1 else file.name
        seen[name] += 1
        names.append(f"{name}.json" if seen[name] == 1 else f"{name}.{seen[name]}.json")
    return names
