"""A second process beside ours, so that both cores of a small machine work: one keeps the books, the other reads and seals.

Jobs and answers lie in memory shared by the two (anonymous files, on no disk); one line a job goes through a pipe. The other
process holds no secret and ends after ours, whatever ends that, with the job it has in hand: its pipe is closed then. Where there is
little to do, or no such memory, the same hand works here.
"""

import mmap
import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import msgspec

from muniment.model.errors import MunimentError
from muniment.preserve.hand import Answer, Close, Glance, Hand, Job, Look, Seal, Sealed

ROUND = 4
"""Jobs that may be under way at once."""
ANSWERS = ((Look, list[Glance]), (Seal, list[Sealed]), (Close, list[bytes]))
DECODE = {job: msgspec.msgpack.Decoder(answer).decode for job, answer in ANSWERS}
CHILD = "import sys; sys.path[:0] = sys.argv[2:]; from muniment.preserve.hands import serve; serve(sys.argv[1])"
T = TypeVar("T")
_encode = msgspec.msgpack.Encoder().encode


class HandLostError(MunimentError):
    """The process beside this one ended."""


class Helping(Protocol):
    """Does jobs; answers come in the order in which they were asked for."""

    def ask(self, job: Job) -> None:
        """Begin a job, after those that were asked before."""

    def answer(self) -> Any:
        """The next answer: that of the oldest job that has none yet."""


class Here:
    """The hand in this process."""

    def __init__(self) -> None:
        self._hand, self._answers = Hand(), deque[Answer]()

    def ask(self, job: Job) -> None:
        """Do it at once."""
        self._answers.append(self._hand.do(job))

    def answer(self) -> Any:
        """The next answer."""
        return self._answers.popleft()


class Beside:
    """The hand in a process of its own."""

    def __init__(self) -> None:
        self._owner, self._jobs = os.getpid(), deque[type[Any]]()
        self._asked = 0
        self._memory = [os.memfd_create(f"hand-{n}") for n in range(2 * ROUND)]
        command = [sys.executable, "-I", "-B", "-c", CHILD, ",".join(map(str, self._memory)), *_paths()]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=self._memory, bufsize=0,
            cwd="/", env={"LANG": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._pipes = self._process.stdin, self._process.stdout
        # an archive that nobody closed is forgotten with its hand: numbers of files in memory close themselves no more than a process ends
        self.close = weakref.finalize(self, _end, self._process, self._pipes, self._memory, self._owner)

    def ask(self, job: Job) -> None:
        """Begin a job. No more than `ROUND` at a time."""
        assert len(self._jobs) < ROUND
        if not self._memory:
            raise self._lost()
        put(self._memory[2 * (self._asked % ROUND)], _encode(job))
        self._jobs.append(type(job))
        self._asked += 1
        try:
            self._pipes[0].write(b".")
        except BrokenPipeError as exc:
            raise self._lost() from exc

    def answer(self) -> Any:
        """The next answer; waits for it.

        Raises:
            HandLostError: there will be none.
        """
        if not self._memory or self._pipes[1].read(1) != b".":
            raise self._lost()
        slot = (self._asked - len(self._jobs)) % ROUND
        return got(self._memory[2 * slot + 1], DECODE[self._jobs.popleft()])

    @property
    def is_ready(self) -> bool:
        """Whether it is ours, alive, and owes no answer."""
        return self._owner == os.getpid() and not self._jobs and self._process.poll() is None

    def _lost(self) -> HandLostError:
        return HandLostError(
            f"The process that reads and seals files ended ({self._process.poll()}): nothing of this batch was taken in.",
            advice="Give the same command again: it goes on where it stopped.",
        )


def _end(process: subprocess.Popen[bytes], pipes: tuple[IO[bytes], IO[bytes]], memory: list[int], owner: int) -> None:
    """End the process, in the one that began it, and let its memory go."""
    if owner == os.getpid():
        for pipe in pipes:
            pipe.close()
        process.kill()
        process.wait()
    while memory:
        os.close(memory.pop())


class Hands:
    """The hand beside us, started when it is worth it, and lent to one at a time."""

    def __init__(self) -> None:
        self._lent = threading.Lock()
        self._beside: Beside | None = None

    @contextmanager
    def lent(self, is_worth: bool) -> Iterator[Helping]:
        """A hand for so long; in this process where it is not worth another, or that one is busy."""
        if not is_worth or not hasattr(os, "memfd_create") or not self._lent.acquire(blocking=False):
            yield Here()
            return
        try:
            if self._beside is None or not self._beside.is_ready:
                self._let_go()
                self._beside = Beside()
            yield self._beside
        finally:
            self._lent.release()

    def close(self) -> None:
        """End the process beside us, if there is one, also where a run that was left in the middle still holds it."""
        self._let_go()

    def _let_go(self) -> None:
        if self._beside is not None:
            self._beside.close()
        self._beside = None


def put(memory: int, data: bytes) -> None:
    """Lay a whole message down."""
    os.ftruncate(memory, len(data))
    view, at = memoryview(data), 0
    while at < len(data):
        at += os.pwrite(memory, view[at:], at)


def got(memory: int, decode: Callable[[mmap.mmap], T]) -> T:
    """A whole message, read where it lies: its place is free again."""
    with mmap.mmap(memory, 0, access=mmap.ACCESS_READ) as message:
        taken = decode(message)
    os.ftruncate(memory, 0)
    return taken


def serve(memory: str) -> None:
    """The other process: a job for every byte on standard input, until there is no more."""
    slots = [int(one) for one in memory.split(",")]
    hand, number = Hand(), 0
    decode = msgspec.msgpack.Decoder(Job).decode
    while os.read(0, 1):
        put(slots[2 * number + 1], _encode(hand.do(got(slots[2 * number], decode))))
        number = (number + 1) % ROUND
        os.write(1, b".")


def _paths() -> list[str]:
    """Where the other process looks for code: beside our package, then wherever this process has its libraries."""
    libraries = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages") and Path(path).is_dir()]
    return [str(Path(__file__).resolve().parents[2]), *libraries]
