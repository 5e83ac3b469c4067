"""The web's own database as one SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sqlite(folder: Path) -> dict[str, object]:
    """Return Django's settings of the database file in a folder.

    A transaction takes the write lock when it begins: two that read first and write later would both fail.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "grutto.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
