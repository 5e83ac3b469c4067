"""The name of the programme as each process remembers it: pages ask for it, and it seldom changes.

A naming touches a file; every process looks at its time, which costs a hundredth of asking the database.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from grutto_web.work.programme.models import Name

if TYPE_CHECKING:
    from pathlib import Path

UNNAMED = "Grutto"
LASTS = 60.0
"""Seconds after which the database is asked in any case: a process may be ended before it touches the file."""


@dataclass(slots=True)
class _LastName:
    """The last naming, how the file stood, and when it was asked for; nothing before the first time."""

    name: Name | None = None
    stamp: int = -1
    asked_at: float = -LASTS


_remembered = _LastName()


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
        _remembered.name, _remembered.stamp, _remembered.asked_at = Name.objects.first(), stamp, now
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
