"""The worker beside the server is followed by another when it dies, and ends with the server."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from grutto_web.management.commands import serve

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_worker_that_dies_is_followed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    began = tmp_path / "began"
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\necho >> {began}\ntest $(wc -l < {began}) -gt 1 && exec sleep 60\nexit 9\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(serve, "PAUSE", 0.05)
    with serve._working():
        for _ in range(200):
            if began.exists() and began.read_text("utf-8").count("\n") > 1:
                break
            time.sleep(0.02)
    time.sleep(0.2)
    assert began.read_text("utf-8").count("\n") == 2
