"""Work in a process of its own: what it gives, and what becomes of it when it takes too long, too much, or dies."""

from __future__ import annotations

import operator
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import InputError
from grutto.store import worker
from grutto.store.worker import apart, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable


def test_it_gives_what_the_function_gives() -> None:
    assert apart(operator.add, 2, 3, file="a.xml", size=0) == 5


def test_a_worker_is_used_again() -> None:
    assert apart(os.getpid, file="a.xml", size=0) == apart(os.getpid, file="b.xml", size=0) != os.getpid()


def test_one_that_was_made_ready_is_used() -> None:
    make_ready("decimal")
    assert apart(os.getpid, file="a.xml", size=0) != os.getpid()


def test_it_does_without_data_frames() -> None:
    """Arrow loads them with the first list, which takes a third of a second; a test would not see that elsewhere."""
    lists = "import pyarrow, sys; pyarrow.array(['a']); assert 'pyarrow' in sys.modules and 'pandas' not in sys.modules"
    assert apart(exec, lists, file="a.xml", size=0) is None


def test_memory_that_is_free_is_given_back() -> None:
    """Below what is still held the C library keeps what was freed, for whoever asks next."""
    freed = [bytes(1 << 16) for _ in range(3000)]
    end = bytes(1 << 16)
    freed.clear()
    before = worker._used(os.getpid()).memory
    worker.give_back()
    assert before - worker._used(os.getpid()).memory > 100_000_000
    assert end


def test_an_error_of_the_function_is_raised_with_its_place() -> None:
    with pytest.raises(ZeroDivisionError) as error:
        apart(operator.truediv, 1, 0, file="a.xml", size=0)
    assert any("_outcome" in note for note in error.value.__notes__)


@pytest.mark.parametrize(
    ("work", "arguments"), [(time.sleep, (600,)), (re.match, (r"(a|a)*$", "a" * 60 + "b"))], ids=["waits", "computes"]
)
def test_what_takes_too_long_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch, work: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    monkeypatch.setattr(worker, "SECONDS", 0.7)
    monkeypatch.setattr(worker, "WAITING", 3)
    with pytest.raises(InputError, match="Reading this file takes too long") as error:
        apart(work, *arguments, file="slow.xml", size=0)
    assert (error.value.where, bool(error.value.repair)) == ("slow.xml", True)
    assert apart(operator.add, 2, 3, file="next.xml", size=0) == 5


def test_what_takes_too_much_memory_is_ended_and_told() -> None:
    with pytest.raises(InputError, match=r"Reading this file takes more than 300 MB of memory"):
        apart(operator.mul, b"x", 3_000_000_000, file="wide.xml", size=0, memory=300_000_000)


def test_what_ends_its_process_is_told() -> None:
    with pytest.raises(InputError, match=r"Reading this file ended its process \(Aborted\)"):
        apart(os.abort, file="panic.xml", size=0)
    with pytest.raises(InputError, match="ended its process"):
        apart(os._exit, 3, file="panic.xml", size=0)
    assert apart(operator.add, 2, 3, file="next.xml", size=0) == 5


def test_one_that_holds_much_when_it_is_done_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = apart(os.getpid, file="a.xml", size=0)
    monkeypatch.setattr(worker, "MEMORY", 3)
    assert apart(os.getpid, file="a.xml", size=0, memory=1 << 40) == first
    assert apart(os.getpid, file="a.xml", size=0, memory=1 << 40) != first


def test_one_that_died_while_it_waited_is_replaced() -> None:
    os.kill(apart(os.getpid, file="a.xml", size=0), signal.SIGKILL)
    time.sleep(0.3)
    assert apart(operator.add, 2, 3, file="a.xml", size=0) == 5


def test_one_of_another_environment_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    before = apart(os.getpid, file="a.xml", size=0)
    monkeypatch.setenv("GRUTTO_SOURCES", "elsewhere")
    assert apart(os.getenv, "GRUTTO_SOURCES", file="a.xml", size=0) == "elsewhere"
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


MAKER = """
import os, time
from grutto.store.worker import apart
print(apart(os.getpid, file="a.xml", size=0), flush=True)
apart({work}, file="a.xml", size=0)
"""


@pytest.mark.parametrize("work", ["time.sleep, 600", "eval, 'sum(iter(lambda: 1, 0))'"], ids=["waits", "computes"])
def test_it_ends_with_the_process_that_made_it_be_that_killed(work: str) -> None:
    with subprocess.Popen([sys.executable, "-c", MAKER.format(work=work)], stdout=subprocess.PIPE) as maker:
        assert maker.stdout
        helper = int(maker.stdout.readline())
        time.sleep(0.3)
        assert _lives(helper)
        maker.kill()
    until = time.monotonic() + 60
    while _lives(helper) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _lives(helper)


def _lives(process: int) -> bool:
    """Return whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_threads_have_workers_of_their_own() -> None:
    found: list[int] = []

    def ask() -> None:
        apart(time.sleep, 0.3, file="a.xml", size=0)
        found.append(apart(os.getpid, file="a.xml", size=0))

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
