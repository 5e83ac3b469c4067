"""Who waits for the lock is told for whom, and can stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from grutto.store.home import Home
from grutto.store.lock import Holder, locked

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from grutto.store.home import Home
with Home(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


class _EnoughError(Exception):
    """Raised by who does not want to wait any longer."""


def test_who_waits_is_told_for_which_process_and_can_stop(tmp_path: Path) -> None:
    told: list[tuple[Holder, float]] = []

    def waiting(holder: Holder, seconds: float) -> None:
        told.append((holder, seconds))
        if seconds > 0.3:
            raise _EnoughError

    running = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"held\n"
    with pytest.raises(_EnoughError), Home(tmp_path, waiting).writing():
        raise AssertionError
    assert {(holder.process, holder.machine) for holder, _ in told} == {(running.pid, socket.gethostname())}
    assert told[0][1] == 0
    running.kill()
    running.communicate()
    with Home(tmp_path, waiting).writing():  # the lock of who was killed is free
        assert (tmp_path / "lock").read_text().startswith(f'{{"process": {os.getpid()}')
    assert (tmp_path / "lock").read_text() == ""


@pytest.mark.parametrize("note", [b"", b"\xff\x00", b"[]", b'{"process": "x"}', b'{"process": 1e999}', b"9" * 5000])
def test_a_note_that_is_none_is_somebody(tmp_path: Path, note: bytes) -> None:
    path, told = tmp_path / "lock", []
    done = threading.Event()

    def hold() -> None:
        with locked(path, lambda _holder, _seconds: None):
            path.write_bytes(note)
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    while not path.exists() or path.read_bytes() != note:
        time.sleep(0.01)

    def waiting(holder: Holder, _seconds: float) -> None:
        told.append(holder)
        done.set()

    with locked(path, waiting):
        thread.join()
    assert told[0] == Holder()
