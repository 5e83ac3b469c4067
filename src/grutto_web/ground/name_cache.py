"""The name of the programme as each process remembers it: pages ask for it, and it seldom changes.

A naming touches a file; every process looks at its time, which costs a hundredth of asking the database. The part of
the site that keeps the namings says how to ask for the last one (`asked_of`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNNAMED = "Grutto"
LASTS = 60.0
"""Seconds after which the database is asked in any case: a process may be ended before it touches the file."""


@dataclass(slots=True)
class _LastName:
    """Who is asked, the last naming, how the file stood, and when it was asked for; nothing before the first time."""

    ask: Callable[[], object | None] = lambda: None
    name: object | None = None
    stamp: int = -1
    asked_at: float = -LASTS


_remembered = _LastName()


def asked_of(ask: Callable[[], object | None]) -> None:
    """Let the last naming be asked for so: what it returns is the name in the language of the page, as a text."""
    _remembered.ask = ask


def _file() -> Path:
    folder: Path = settings.ENVIRONMENT.folder
    return folder / "named"


def _stamp() -> int:
    try:
        return _file().stat().st_mtime_ns
    except OSError:
        return 0


def programme_name() -> str:
    """Return what the programme is called, in the language of the page; the platform's own name until it is named."""
    stamp, now = _stamp(), time.monotonic()
    if stamp != _remembered.stamp or now - _remembered.asked_at > LASTS:
        _remembered.name, _remembered.stamp, _remembered.asked_at = _remembered.ask(), stamp, now
    return str(_remembered.name or UNNAMED)


def forget() -> None:
    """Ask the database the next time, in this process."""
    _remembered.asked_at = -LASTS


def forget_everywhere() -> None:
    """Let every process ask the database the next time."""
    forget()
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
