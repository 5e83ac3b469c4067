"""A stranger's file is worked on in a process of its own: what takes too long, or too much memory, ends by itself.

No library that reads such a file can be trusted to give back control: only a process can be ended. One that is done
stays for the next file, so that ten thousand small files do not start ten thousand processes.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from importlib import import_module
from importlib.abc import MetaPathFinder
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from grutto.errors import BoundsError, GruttoError
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.message import Value

SECONDS = 300
"""Of computing that any file may take; of waiting, on a machine busy with other things, `WAITING` times that."""
BYTES_A_SECOND = 1 << 19
"""Of a larger file, for which it may take more: a tenth of the pace of a slow machine."""
WAITING = 10
MEMORY = 1_050_000_000
"""Bytes that a worker may hold, with the processes that help it, beside what they share: some 1.2 GB in all."""
PACE = 0.05
"""Seconds between two looks at the memory of a worker."""

PAGE, TICKS = resource.getpagesize(), os.sysconf("SC_CLK_TCK")
_SYSTEM = Path("/proc")
_START = "from grutto.store.worker import serve; serve()"
_idle: list[_Worker] = []
_in_worker = False


class LimitTexts(NamedTuple):
    """What one is told when work is too slow, takes too much memory, or ended its process."""

    slow: str
    large: str
    gone: str


READING = LimitTexts(
    msg("Reading this file takes too long: more than {minutes} minutes of computing"),
    msg("Reading this file takes more than {megabytes} MB of memory"),
    msg("Reading this file ended its process ({why})"),
)
MAKING = LimitTexts(
    msg("Making the tables takes too long: more than {minutes} minutes of computing"),
    msg("Making the tables takes more than {megabytes} MB of memory"),
    msg("Making the tables ended its process ({why})"),
)


def apart[T](
    work: Callable[..., T],
    *arguments: Any,
    file: str,
    size: int,
    memory: int = MEMORY,
    texts: LimitTexts = READING,
) -> T:
    """Return what a function gives, run in a process of its own; within one, it is run as it is.

    Args:
        work: a function of a module; what it takes and gives is copied between processes.
        arguments: what it is called with.
        file: what is worked on, for errors.
        size: bytes of that; a large file may take longer.
        memory: bytes that it may take.
        texts: what one is told when it ends.

    Raises:
        BoundsError: it took too long or too much memory, or its process ended.
    """
    if _in_worker:
        return work(*arguments)
    worker = _taken(work.__module__)
    try:
        done, result = worker.answer((work, arguments), SECONDS + size / BYTES_A_SECOND, memory)
    except _WorkerEnd as ended:
        worker.end()
        raise ended.error_for(texts, file) from ended
    except BaseException:
        worker.end()
        raise
    if worker.is_slim():
        _idle.append(worker)
    else:
        worker.end()
    if done:
        return cast("T", result)
    raise cast("BaseException", result)


def make_ready(module: str) -> None:
    """Start a process, if none waits: while it loads a module, who will use it can do something else."""
    if not _in_worker and not _idle:
        _idle.append(_Worker(module))


def _taken(module: str) -> _Worker:
    """Return a worker that waits, else a new one; those of another environment, or that ended, go."""
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return _Worker(module)
        if worker.fits():
            return worker
        worker.end()


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


class _Worker:
    """One process, and the line to it."""

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        self._maker, self._environment = os.getpid(), _environment()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this Python, and what stands above
                [sys.executable, "-c", _START, str(theirs.fileno()), module],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._line: Connection[Any, Any] = Connection(ours.detach())
        self._ready = ""

    def fits(self) -> bool:
        """Tell whether it lives, is this process's own, and has the environment of now."""
        alive = self._maker == os.getpid() and self._process.poll() is None
        return alive and self._environment == _environment()

    def is_slim(self) -> bool:
        """Tell whether it gave back what it held, so that the next file has its room."""
        return _used(self._process.pid).memory < MEMORY // 3

    def answer(self, job: tuple[Any, ...], seconds: float, memory: int) -> tuple[bool, Any]:
        """Return whether a job was done, and what it gave or raised."""
        try:
            self._ready = self._ready or self._line.recv()
            begun, before = time.monotonic(), _used(self._process.pid).seconds
            self._line.send((*job, seconds))
            while not self._line.poll(PACE):
                used = _used(self._process.pid)
                if used.seconds - before > seconds or time.monotonic() - begun > seconds * WAITING:
                    raise _WorkerEnd("slow", minutes=round(seconds / 60))
                if used.memory > memory:
                    raise _WorkerEnd("large", megabytes=memory // 1_000_000)
            return cast("tuple[bool, Any]", self._line.recv())
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def _ended(self) -> _WorkerEnd:
        """Return what became of the process."""
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return _WorkerEnd("slow", minutes=SECONDS // 60)
        return _WorkerEnd(
            "gone", why=signal.strsignal(-code) or "" if code < 0 else Message("exit code {code}", code=code)
        )

    def end(self) -> None:
        """End the process and those that help it."""
        self._line.close()
        if self._maker != os.getpid():
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with self._process:
            pass


class _WorkerEnd(Exception):  # noqa: N818 - it is no fault of the worker's
    """A worker was ended, or ended itself: why, by the names of `LimitTexts`, and what fills its places."""

    def __init__(self, kind: str, /, **places: Value) -> None:
        super().__init__(kind)
        self._kind, self._places = kind, places

    def error_for(self, texts: LimitTexts, file: str) -> BoundsError:
        """Return the error for a file."""
        repair = msg(
            "look whether the file is what it should be, or send it in parts; if it is, report this, with the file"
        )
        return BoundsError(Message(getattr(texts, self._kind), **self._places), where=file, repair=repair)


def _environment() -> list[str | None]:
    """Return what a reader is told by its environment: where the user's own sources stand."""
    return [os.environ.get(name) for name in ("GRUTTO_SOURCES", "GRUTTO_HOME", "XDG_DATA_HOME", "HOME")]


class _Usage(NamedTuple):
    """What a process and those below it hold, in bytes without those of files, and computed, in seconds."""

    memory: int = 0
    seconds: float = 0


def _used(process: int) -> _Usage:
    """Return what a process and those below it use; nothing where the system does not tell."""
    memory, ticks, waiting = 0, 0, [process]
    while waiting:
        place = _SYSTEM / str(waiting.pop())
        with suppress(OSError, ValueError, IndexError):
            resident, shared = (place / "statm").read_bytes().split()[1:3]
            memory += (int(resident) - int(shared)) * PAGE
            ticks += sum(map(int, (place / "stat").read_bytes().rpartition(b")")[2].split()[11:13]))
            for thread in (place / "task").iterdir():
                waiting += map(int, (thread / "children").read_bytes().split())
    return _Usage(memory, ticks / TICKS)


def give_back() -> None:
    """Give memory that is free back to the system, lest what one job took stand beside what the next one takes."""
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # only the C library of GNU has it
        trim(0)


def serve() -> None:
    """Work for another process until it ends: the life of a worker."""
    global _in_worker  # noqa: PLW0603 - a fact of this process
    _in_worker = True
    sys.meta_path.insert(0, _Without())
    Thread(target=_end_with_maker, daemon=True).start()
    line: Connection[Any, Any] = Connection(int(sys.argv[1]))
    import_module(sys.argv[2])
    line.send("ready")
    while True:
        try:
            work, arguments, seconds = line.recv()
        except (EOFError, OSError):  # the other one ended, or was killed
            return
        _bound(seconds)
        line.send(_outcome(work, arguments))


class _Without(MetaPathFinder):
    """Finds no data frames: Arrow loads their library with the first list that it is given, and no reader needs it."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def _end_with_maker() -> None:
    """End this process when its standard input does, as that happens when the other one ends, be it killed."""
    os.read(0, 1)
    os._exit(1)


def _bound(seconds: float) -> None:
    """Have the system end this process after so much computing, should nobody be left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _outcome(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """Return whether a function ended well, and what it gave or raised."""
    try:
        return True, work(*arguments)
    except GruttoError as error:
        return False, error
    except BaseException as error:  # a panic of a reader is one
        return False, _copied(error)


def _copied(error: BaseException) -> Exception:
    """Return an error that can be sent, with the place where it was raised for who mends it."""
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    try:
        same = type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301 - our own
    except Exception:  # whatever it was made of
        same = False
    return error if same and isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {error}")
