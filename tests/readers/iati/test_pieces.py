"""Processes that help to read a large file end with the one that started them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import os, time
from grutto.readers.iati.pieces import helpers

if __name__ == "__main__":
    pool = helpers(1)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""
PROCESSES = Path("/proc")
PATIENCE = 60
"""Seconds until a helper that still runs is taken for one that stays."""

pytestmark = pytest.mark.skipif(not PROCESSES.is_dir(), reason="the system does not show its processes as files")


def _runs(process: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has asked for yet does not."""
    try:
        state = (PROCESSES / str(process) / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_helpers_end_when_who_started_them_is_killed(sent: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, "utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        helper = int(parent.stdout.readline())
        assert _runs(helper)
        parent.send_signal(sent)
        parent.wait()
    end = time.monotonic() + PATIENCE
    while _runs(helper) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _runs(helper)
