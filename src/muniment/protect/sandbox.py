"""The one sandbox: every parser of foreign bytes runs in a child process that can reach nothing.

The child gets the bytes on standard input and answers bytes of limited size on standard output; it never sees the archive's
path, a key or the database. With bubblewrap it has no network, no home, nothing of its own to write to but a small /tmp, and sees
the interpreter, the system's libraries and our package alone; without, limits and an emptied environment. The interpreter runs
isolated (`-I`). A wall clock always runs: a CPU limit alone has been seen not to fire. Nothing the child started outlives it.
"""

import functools
import os
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
    """What a parser may use: seconds of wall clock and CPU, bytes of memory, of what it answers or writes, and of /tmp."""

    seconds: float = 60
    memory: int = 2 << 30
    output: int = 256 << 20
    scratch: int = 64 << 20


class SandboxError(MunimentError):
    """The parser did not give an answer; the words are the parser's own where it left any."""


MOST_PROCESSES = 1024
"""Of this user, all programs together: stops one that only multiplies."""
CHILD = """
import resource, sys
for limit in sys.argv[3].split(","):
    name, most = limit.split("=")
    resource.setrlimit(getattr(resource, name), (int(most), int(most)))
import importlib
sys.path[:0] = sys.argv[4:]
module, name = sys.argv[1].split(":")
answer = getattr(importlib.import_module(module), name)(sys.argv[2], sys.stdin.buffer.read())
sys.stdout.buffer.write(answer)
"""
"""The child binds itself before it sees a byte: hard limits are not raised again. (A function run between fork and exec may hang
where other threads hold locks, as a web server's do.)"""
WORDS = 16_000
"""How much of what a parser says about its end is kept."""


def run(parser: str, argument: str, data: bytes, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """Run `module:function(argument, data) -> bytes` in the sandbox.

    Raises:
        SandboxError: it ran out of time, memory or output, or it crashed.
    """
    with _memory() as out, _memory() as errors:
        command = [*_wrapping(limits), sys.executable, "-I", "-B", "-c", CHILD, parser, argument, _bounds(limits), *_paths()]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=out, stderr=errors, env=_environment(), start_new_session=True, cwd="/"
        )
        try:
            process.communicate(data, timeout=limits.seconds)
        except subprocess.TimeoutExpired as exc:
            raise SandboxError(f"The parser had not finished after {limits.seconds:g} seconds.") from exc
        finally:
            _end(process)
        return _checked(process.returncode, _written(out), _last_words(errors), limits)


def _memory() -> BinaryIO:
    """A file in memory: what a parser read out of evidence never touches the disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("parser"), "w+b")
    return tempfile.TemporaryFile()


def _written(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read()


def _last_words(stream: BinaryIO) -> str:
    stream.seek(max(0, stream.seek(0, os.SEEK_END) - WORDS))
    said = stream.read().decode("utf-8", "replace").strip().splitlines()
    return "".join(c if c.isprintable() else " " for c in said[-1])[:300] if said else ""


@functools.cache
def mode() -> Literal["bubblewrap", "limits"]:
    """Which of the two is active on this machine: tried once, not guessed."""
    wrap = shutil.which("bwrap")
    if wrap is None:
        return "limits"
    try:
        tried = subprocess.run([wrap, *_bubble(Limits()), "/bin/true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "limits"
    return "bubblewrap" if tried.returncode == 0 else "limits"


def _bubble(limits: Limits) -> list[str]:
    """Read-only, no network, no privileges, small empty scratch folders."""
    binds = [word for path in _seen() for word in ("--ro-bind", path, path)]
    scratch = [word for path in ("/tmp", "/dev/shm") for word in ("--size", str(limits.scratch), "--tmpfs", path)]  # noqa: S108 - the child's own
    return ["--unshare-all", "--cap-drop", "ALL", "--clearenv", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev",
            *scratch, *binds, "--remount-ro", "/"]  # fmt: skip


def _seen() -> list[str]:
    """What the child may read: the system's programs and libraries, the interpreter, our package."""
    wanted = {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", sys.prefix, sys.base_prefix, str(_package()), *_paths()[1:]}
    return sorted(path for path in wanted if Path(path).exists())


def _package() -> Path:
    return Path(__file__).resolve().parents[1]


def _paths() -> list[str]:
    """Where the child looks for code: beside our package, then wherever this process has its libraries. Never the folder we are in."""
    libraries = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages") and Path(path).is_dir()]
    return [str(_package().parent), *libraries]


def _wrapping(limits: Limits) -> list[str]:
    if mode() == "limits":
        return []
    settings = [word for name, value in _environment().items() for word in ("--setenv", name, value)]
    return [shutil.which("bwrap") or "bwrap", *_bubble(limits), *settings]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _bounds(limits: Limits) -> str:
    most = {"RLIMIT_CPU": int(limits.seconds) + 1, "RLIMIT_FSIZE": limits.output, "RLIMIT_NOFILE": 256, "RLIMIT_CORE": 0,
            "RLIMIT_NPROC": MOST_PROCESSES}  # fmt: skip
    if sys.platform == "linux":  # elsewhere it is not kept, and the wall clock has to do
        most["RLIMIT_AS"] = limits.memory
    return ",".join(f"{name}={value}" for name, value in most.items())


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it outlives the answer."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _checked(code: int, out: bytes, words: str, limits: Limits) -> bytes:
    """The answer, or why there is none. bubblewrap passes on a signal as 128 and its number."""
    if code == 0:
        return out
    ended = -code if code < 0 else code - 128 if 128 < code < 128 + signal.NSIG else 0
    if ended == signal.SIGXFSZ or "File too large" in words:
        raise SandboxError(f"The parser answered more than the {limits.output:,} bytes that are taken.")
    if "MemoryError" in words or "bad_alloc" in words:
        raise SandboxError(f"The parser needed more than {limits.memory >> 20} MB of memory.")
    if ended in (signal.SIGXCPU, signal.SIGKILL):
        raise SandboxError(f"The parser was stopped after {limits.seconds:g} seconds or for its memory.")
    if ended:
        raise SandboxError(f"The parser broke down ({signal.strsignal(ended) or ended}).")
    raise SandboxError(f"The parser stopped with: {words or 'no words'}")
