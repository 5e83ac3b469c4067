"""The keys of personal fields, in a file of their own: a record whose key is gone cannot be read, in any backup.

The file is no part of the database and none of its backups: it is copied apart, and each copy replaces the one before,
so that a destroyed key is soon gone everywhere.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LENGTH = 32
"""Bytes of a key: AES-256."""
PSEUDONYMS = "pseudonyms"
"""The name of the key of all keyed hashes."""


class _KeyFile:
    """The file, open for as long as nobody changes it: opening it takes twenty times as long as reading a key.

    A connection is never used, nor closed, by a process that was forked from its own.
    """

    def __init__(self) -> None:
        """Open nothing yet."""
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._seen: tuple[object, ...] = ()
        self._of_parents: list[sqlite3.Connection] = []
        os.register_at_fork(
            before=self._lock.acquire, after_in_parent=self._lock.release, after_in_child=self._forget_parent
        )

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread at a time."""
        with self._lock:
            path = Path(settings.CASE_KEYS)
            version = _version(path)
            if self._connection is None or self._seen != version:
                if self._connection:
                    self._connection.close()
                self._connection, self._seen = _connection(path), version
            yield self._connection

    def _forget_parent(self) -> None:
        if self._connection:
            self._of_parents.append(self._connection)
            self._connection = None
        self._lock.release()


def _version(path: Path) -> tuple[object, ...]:
    """Return what is another after each change of the file, and where another file took its place."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _connection(path: Path) -> sqlite3.Connection:
    """Open the file; what is deleted from it is overwritten, and no journal outlives a change."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("CREATE TABLE IF NOT EXISTS key (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    return connection


_file = _KeyFile()


def new_key() -> str:
    """Make a key and return its name."""
    name = secrets.token_hex(8)
    with _file.opened() as connection:
        connection.execute("INSERT INTO key VALUES (?, ?)", (name, secrets.token_bytes(LENGTH)))
    return name


def key(name: str) -> bytes | None:
    """Return a key, none if it was destroyed."""
    with _file.opened() as connection:
        row = connection.execute("SELECT value FROM key WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]) if row else None


def destroy(names: Iterable[str]) -> None:
    """Destroy keys: what they sealed can never be read again."""
    with _file.opened() as connection:
        connection.executemany("DELETE FROM key WHERE name = ?", [(name,) for name in names])


def names() -> frozenset[str]:
    """Return the names of the keys of records."""
    with _file.opened() as connection:
        rows = connection.execute("SELECT name FROM key WHERE name <> ?", (PSEUDONYMS,)).fetchall()
    return frozenset(name for (name,) in rows)


def pseudonym(purpose: str, text: str) -> str:
    """Return the keyed hash of a text: the same text gives the same, and without the key nobody finds the text.

    Args:
        purpose: hashes of one purpose cannot be compared with those of another.
        text: compared without regard to case and spaces.
    """
    plain = f"{purpose}\0{''.join(text.split()).casefold()}"
    return hmac.new(_pseudonyms_key(), plain.encode(), sha256).hexdigest()[:32]


def _pseudonyms_key() -> bytes:
    found = key(PSEUDONYMS)
    if found is None:
        with _file.opened() as connection:
            connection.execute("INSERT OR IGNORE INTO key VALUES (?, ?)", (PSEUDONYMS, secrets.token_bytes(LENGTH)))
            (found,) = connection.execute("SELECT value FROM key WHERE name = ?", (PSEUDONYMS,)).fetchone()
    return found
