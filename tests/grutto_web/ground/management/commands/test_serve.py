"""Where a server can listen; the worker beside it is followed by another when it dies, and ends with it."""

from __future__ import annotations

import socket
import sys
import time
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from grutto_web.ground.management.commands import serve

if TYPE_CHECKING:
    from pathlib import Path


def test_where_it_cannot_listen_is_told_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    with pytest.raises(CommandError, match=r"192\.0\.2\.1 staat open voor anderen"):
        call_command("serve", host="192.0.2.1")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Poort {port} is niet te gebruiken"):
            call_command("serve", port=port)


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
