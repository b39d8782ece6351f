"""The one sandbox: every parser of foreign bytes runs in a child process that can reach nothing.

The child gets the bytes on standard input and answers bytes of limited size on standard output; it never sees the archive's
path, a key or the database. With bubblewrap it has no network, no home and a read-only view; without, limits and an emptied
environment. A wall clock always runs: a CPU limit alone has been seen not to fire.
"""

import functools
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from muniment.model.errors import MunimentError


class Limits(msgspec.Struct, frozen=True):
    """What a parser may use: seconds of wall clock and CPU, bytes of memory, bytes of what it answers or writes."""

    seconds: float = 60
    memory: int = 2 << 30
    output: int = 256 << 20


class SandboxError(MunimentError):
    """The parser did not give an answer; the words are the parser's own where it left any."""


CHILD = """
import sys, importlib
module, name = sys.argv[1].split(":")
answer = getattr(importlib.import_module(module), name)(sys.argv[2], sys.stdin.buffer.read())
sys.stdout.buffer.write(answer)
"""


def run(parser: str, argument: str, data: bytes, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """Run `module:function(argument, data) -> bytes` in the sandbox.

    Raises:
        SandboxError: it ran out of time, memory or output, or it crashed.
    """
    with _memory() as out, _memory() as errors:
        command = [*_wrapping(), sys.executable, "-P", "-c", CHILD, parser, argument]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=out, stderr=errors, env=_environment(),
            start_new_session=True, preexec_fn=functools.partial(_limit, limits), cwd="/",
        )  # fmt: skip
        try:
            process.communicate(data, timeout=limits.seconds)
        except subprocess.TimeoutExpired as exc:
            raise SandboxError(f"The parser had not finished after {limits.seconds:g} seconds.") from exc
        finally:
            _end(process)
        return _checked(process.returncode, _written(out), _written(errors)[-2000:].decode("utf-8", "replace"), limits)


def _memory() -> BinaryIO:
    """A file in memory: what a parser read out of evidence never touches the disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("parser"), "w+b")
    return tempfile.TemporaryFile()


def _written(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read()


@functools.cache
def mode() -> Literal["bubblewrap", "limits"]:
    """Which of the two is active on this machine: tried once, not guessed."""
    wrap = shutil.which("bwrap")
    if wrap is None:
        return "limits"
    tried = subprocess.run([wrap, *_bubble(), "/bin/true"], capture_output=True, timeout=10, check=False)
    return "bubblewrap" if tried.returncode == 0 else "limits"


def _bubble() -> list[str]:
    """Read-only, no network, no privileges, an empty /tmp; only the interpreter and our code are to be seen."""
    seen = {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", sys.prefix, sys.base_prefix, *_code()}
    binds = [word for path in sorted(seen) if Path(path).exists() for word in ("--ro-bind", path, path)]
    return ["--unshare-all", "--cap-drop", "ALL", "--clearenv", "--die-with-parent", "--new-session", "--tmpfs", "/tmp",  # noqa: S108 - the child's own
            "--proc", "/proc", "--dev", "/dev", *binds]  # fmt: skip


def _code() -> list[str]:
    return [str(Path(__file__).resolve().parents[2]), *(p for p in sys.path if p.startswith("/") and Path(p).is_dir())]


def _wrapping() -> list[str]:
    if mode() == "limits":
        return []
    settings = [word for name, value in _environment().items() for word in ("--setenv", name, value)]
    return [shutil.which("bwrap") or "bwrap", *_bubble(), *settings]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join(_code()), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_THREAD_LIMIT": "1"}  # fmt: skip


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(limits.seconds) + 1, int(limits.seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output, limits.output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it outlives the answer."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _checked(code: int, out: bytes, words: str, limits: Limits) -> bytes:
    if code == 0:
        return out
    if code in (-signal.SIGXFSZ, 128 + signal.SIGXFSZ) or "File too large" in words:
        raise SandboxError(f"The parser answered more than the {limits.output:,} bytes that are taken.")
    last = (words.strip().splitlines() or ["it left no words"])[-1]
    if "MemoryError" in words:
        raise SandboxError(f"The parser needed more than {limits.memory >> 20} MB of memory.")
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGKILL):
        raise SandboxError(f"The parser was stopped after {limits.seconds:g} seconds or for its memory.")
    raise SandboxError(f"The parser stopped with: {last[:300]}")
