"""The program's edges: what it says to a wrong word, how it ends, and that it starts without loading what it does not need."""

import os
import signal
import subprocess
import sys
import time

import pytest

from muniment import __version__
from muniment.cli import main
from muniment.cli.stop import SAID, Stops
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from tests.cli.program import Program


def loaded(*words: str) -> set[str]:
    """The modules a run of these words loads, beyond Python's own."""
    code = f"import sys; from muniment.__main__ import main; sys.argv[1:] = {list(words)}; main(); print('|', *sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout
    return {name.split(".")[0] for name in said.rsplit("|", 1)[1].split()} - set(sys.stdlib_module_names)


def test_the_version_is_answered_by_the_package_alone() -> None:
    assert {name for name in loaded("--version") if not name.startswith("_")} == {"muniment", "sitecustomize"} & loaded("--version")


def test_the_front_page_loads_no_library() -> None:
    heavy = {"typer", "rich", "django", "msgspec", "cryptography", "pydantic", "docx", "trafilatura", "typst", "pypdfium2"}
    assert heavy & loaded("--help") == set()


def test_no_command_loads_pydantic_or_writes_a_letter_to_say_no(program: Program) -> None:
    """What a command that only looks does not need: each of these costs a tenth of a second or more."""
    code = "import sys; from muniment.__main__ import main; sys.argv[1:] = ['users', '--json']; main(); print('|', *sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], env=program.environment(), capture_output=True, text=True, check=True).stdout
    tops = {name.split(".")[0] for name in said.rsplit("|", 1)[1].split()}
    assert "django" in tops, "the archive was opened"
    assert tops & {"pydantic", "docx", "typst", "trafilatura", "pypdfium2", "PIL", "lxml", "playwright", "waitress", "rich"} == set()


def test_version(bare: Program) -> None:
    assert bare.locked("--version") == (0, f"muniment {__version__}\n", "")


def test_a_wrong_command_is_met_with_the_nearest_ones(bare: Program) -> None:
    said = bare.locked("revew")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("There is no command “revew”. Did you mean “review”")


def test_a_wrong_option_before_any_command_is_named(bare: Program) -> None:
    said = bare.locked("--verison")
    assert said.code == 2
    assert said.err == "There is no option “--verison”. Did you mean “--version”?\n"


def test_no_command_at_all_is_a_question_of_usage(bare: Program) -> None:
    said = bare.locked()
    assert (said.code, said.out) == (2, "")
    assert "take-in" in said.err


@pytest.mark.parametrize(
    "words", [("show",), ("take-in",), ("show", "ev-1", "--colour"), ("ledger", "--start", "many"), ("grade", "so-1", "--grade")]
)
def test_a_wrong_use_of_a_command_is_one_sentence(bare: Program, words: tuple[str, ...]) -> None:
    said = bare.locked(*words)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert "--help" in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [(("evidence",), 2), (("take-in", "here.txt"), 2), (("unlock",), 2), (("verify",), 2), (("lock",), 2), (("rebuild",), 2)],
)
def test_a_missing_archive_is_named_with_what_to_do(bare: Program, words: tuple[str, ...], code: int) -> None:
    said = bare.run(*words)
    assert (said.code, said.out) == (code, "")
    assert "Traceback" not in said.err
    assert str(bare.archive) in said.err


def test_an_unknown_id_is_a_sentence_and_not_a_crash(program: Program) -> None:
    for words in (("show", "ev-" + "0" * 32), ("trace", "nonsense"), ("person", "en-1"), ("review", "cl-1", "--answer", "accepted")):
        said = program.run(*words)
        assert (said.code, said.out) == (2, ""), words
        assert said.err.startswith("There is no "), said.err


def test_our_errors_end_by_their_kind(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for error, code in ((BadInputError("Bad."), 2), (RefusedError("No.", missing=("consent",)), 1), (MunimentError("Broken."), 1),
                        (OSError(28, "No space left on device", "/x"), 2), (KeyError("x"), 3)):  # fmt: skip

        def failing(_verb: str, error: Exception = error) -> object:
            def command() -> None:
                raise error

            return command

        monkeypatch.setattr(sys.modules["muniment.cli.main"], "_function", failing)
        assert main(["ledger"]) == code
        told = capsys.readouterr()
        assert told.out == ""
        assert "Traceback" not in told.err
        assert len(told.err.strip().splitlines()) == (2 if isinstance(error, RefusedError) else 1)


def test_ctrl_c_ends_with_a_sentence(program: Program) -> None:
    waiting = subprocess.Popen(program.line("unlock", "--passphrase-fd", "0"), env=program.environment(), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    time.sleep(1.5)  # it waits for the passphrase by now
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=20)
    assert (waiting.returncode, out, err) == (130, "", f"{SAID}\n")


LIBRARIES = {
    "which runs words it was given": "exec('import time; print(1, flush=True); time.sleep(30)')",
    "which takes it for its own": """
try:
    print(1, flush=True); time.sleep(30)
except KeyboardInterrupt:
    pass""",
    "which lets nothing pass but that": """
try:
    print(1, flush=True); time.sleep(30)
except KeyboardInterrupt:
    raise
except BaseException:
    print("kept")""",
}


@pytest.mark.parametrize("words", LIBRARIES.values(), ids=LIBRARIES)
def test_ctrl_c_in_a_library_ends_the_same(words: str) -> None:
    lines = ["import sys, time", "from muniment.cli import main", "def command():", *(f"    {line}" for line in words.splitlines()),
             "sys.modules['muniment.cli.main']._function = lambda verb: command", "sys.exit(main(['ledger']))"]  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", "\n".join(lines)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (130, "", f"{SAID}\n")


def test_what_was_told_to_ignore_ctrl_c_goes_on() -> None:
    """A job that a shell put in the background."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Stops() as stops:
            signal.raise_signal(signal.SIGINT)
        assert not stops.came
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_output_that_cannot_be_written_is_one_sentence(program: Program) -> None:
    for words in (("--help",), ("evidence",), ("dump",)):
        with open("/dev/full", "w") as full:
            ran = subprocess.run(
                program.line(*words), env=program.environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
        assert "No space left on device" in ran.stderr


def test_a_reader_who_leaves_is_no_error(program: Program) -> None:
    """As in `muniment dump | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    for words in (("dump",), ("--help",), ("claims", "--help")):
        ran = subprocess.run(program.line(*words), env=program.environment(), stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, ""), words
    os.close(writer)


def test_user_is_a_family_of_words(bare: Program) -> None:
    assert "one-time password" in bare.locked("user").out
    said = bare.locked("user", "ad")
    assert (said.code, said.err) == (2, "There is no “user ad”. Did you mean “add”?\n")


def test_people_with_accounts_from_first_to_last(program: Program) -> None:
    made = program.done("user", "add", "--json", stdin="mina\nMina Sarvestan\nanalyst, reviewer\n").json
    assert made["agent"]["roles"] == ["analyst", "reviewer"]
    id = made["agent"]["id"]
    program.done("user", "roles", id, stdin="auditor\n")
    assert next(row["roles"] for row in program.done("user", "list", "--json").rows if row["id"] == id) == ["auditor"]
    assert program.done("user", "password", id, "--json").json["password"] != made["password"]
    refused = program.run("user", "add", stdin="mina\nSomeone Else\nanalyst\n")
    assert refused.code == 2
    assert "There is an account named 'mina' already." in refused.err


def test_an_internal_fault_shows_its_traceback_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_verb: str) -> object:
        raise KeyError("x")

    monkeypatch.setattr(sys.modules["muniment.cli.main"], "_function", failing)
    monkeypatch.setenv("MUNIMENT_TRACEBACK", "1")
    with pytest.raises(KeyError):
        main(["ledger"])
