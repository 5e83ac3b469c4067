"""One writer at a time: who waits is told for whom, again and again, and can stop."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grutto.store.files import make_folder, writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

PACE = 0.1
"""Seconds between two looks whether the lock is free."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: a process of a machine, since a moment (ISO 8601); all unknown if the note cannot be read."""

    process: int = 0
    machine: str = ""
    since: str = ""


type WaitNotice = Callable[[Holder, float], None]
"""Called while a writer waits: for whom, and how many seconds so far (0 at first); what it raises ends the waiting."""


@contextmanager
def locked(path: Path, waiting: WaitNotice) -> Iterator[None]:
    """Hold a lock file; a second holder waits, whether thread or process.

    Raises:
        StoreError: the file cannot be made.
    """
    with writable(path):
        make_folder(path.parent)
        handle = path.open("a+", encoding="utf-8")
    with handle:
        _wait(handle, waiting)
        _note(handle, json.dumps(asdict(_this_process())))
        try:
            yield
        finally:
            _note(handle, "")


def _wait(handle: TextIO, waiting: WaitNotice) -> None:
    begun, now = time.monotonic(), 0.0
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(_holder(handle), now)
            time.sleep(PACE)
            now = time.monotonic() - begun
        else:
            return


def _this_process() -> Holder:
    return Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat(timespec="seconds"))


def _note(handle: TextIO, text: str) -> None:
    """Write down who holds the lock; that it cannot be written, on a full disk, is no reason to stop."""
    try:
        handle.truncate(0)
        handle.write(text)
        handle.flush()
    except OSError:
        return


def _holder(handle: TextIO) -> Holder:
    """Return who holds the lock as its note tells; the note is data of another process and may be anything."""
    try:
        handle.seek(0)
        note = json.loads(handle.read(1000))
        return Holder(int(note["process"]), str(note["machine"])[:100], str(note["since"])[:40])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Holder()
