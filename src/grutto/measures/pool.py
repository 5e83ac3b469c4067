"""Sessions for a process that lives long, such as a web server: a release is opened once, and asked by many threads."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grutto.measures.book import ATTRIBUTION, Book
from grutto.measures.session import Session, kept_beside, open_tables
from grutto.store.releases import leased

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.framework import Framework
    from grutto.model.snapshot import Release
    from grutto.store.engine import DuckDBEngine
    from grutto.store.home import Home

SPARE = 2
"""Releases that stay open though nobody reads them: the current one, and the one that was asked for last."""

MEMORY = "1GB"
"""What the engine of one release may take."""

FIGURES = 10_000
"""Figures that the book of a session keeps; the first asked for is forgotten first, and computed again when asked."""


@dataclass(eq=False)
class _OpenRelease:
    """A release with its engine, one engine beside it for each framework, and how many sessions read it."""

    release: Release
    engine: DuckDBEngine
    beside: dict[str, DuckDBEngine] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    readers: int = 0

    def engine_for(self, home: Home, framework: Framework | None) -> DuckDBEngine:
        """Return the engine that knows the attribution of a framework; the first to ask waits until it is computed."""
        if framework is None:
            return self.engine
        with self.lock:
            key = framework.sha256 or repr(framework)
            if key not in self.beside:
                table = kept_beside(home, self.release, self.engine, framework)
                self.beside[key] = self.engine.beside(ATTRIBUTION, table)
            return self.beside[key]


class Pool:
    """Opens releases of a data folder once, for many threads.

    A new current release is seen by the next session; sessions on the old one finish on it, and it is closed after the
    last of them. A release is not cleared away while a session reads it.

    ```python
    with pool_of(Home()).session(framework) as session:
        session.book.measure("spent", year=2010)
    ```
    """

    def __init__(self, home: Home, *, memory: str = MEMORY) -> None:
        """Open nothing yet.

        Args:
            home: the data folder.
            memory: what the engine of one release may take.
        """
        self._home = home
        self._memory = memory
        self._start()

    @contextmanager
    def session(self, framework: Framework | None = None, release: str = "") -> Iterator[Session]:
        """Give a session on the current release, or on one by id, with a book of its own.

        Raises:
            StoreError: nothing was imported yet.
            UnknownNameError: there is no release of this name.
            DeclarationError: a rule of the framework names something that does not exist.
        """
        if self._process != os.getpid():
            self._leave_to_parent()
        with leased(self._home, release) as found:
            one = self._borrow(found)
            try:
                engine = one.engine_for(self._home, framework)
                book = Book(engine, attributed=framework is not None, most=FIGURES)
                yield Session(found, engine, framework, book)
            finally:
                self._give_back(one)

    def close(self) -> None:
        """Close what nobody reads; what is being read is closed by its last reader."""
        with self._lock:
            self._close_idle(spare=0)

    def _borrow(self, release: Release) -> _OpenRelease:
        with self._lock:
            one = self._open.pop(release.id, None)
            if one is None:
                one = _OpenRelease(release, open_tables(self._home, release, memory=self._memory))
            self._open[release.id] = one
            one.readers += 1
            return one

    def _give_back(self, one: _OpenRelease) -> None:
        with self._lock:
            one.readers -= 1
            self._close_idle(SPARE)

    def _close_idle(self, spare: int) -> None:
        """Close releases that nobody reads, but for those asked for last."""
        idle = [name for name, one in self._open.items() if not one.readers]
        for name in idle[: max(len(self._open) - spare, 0)]:
            self._open.pop(name).engine.close()

    def _leave_to_parent(self) -> None:
        """After a fork, open anew: the threads of the engines are in the parent. They are kept, lest they be ended."""
        self._of_parent = self._open
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._open: dict[str, _OpenRelease] = {}


_lock = threading.Lock()
_pools: dict[Path, Pool] = {}


def pool_of(home: Home) -> Pool:
    """Return the pool of this process for a data folder; one of another folder is closed."""
    with _lock:
        if home.path not in _pools:
            for other in list(_pools):
                _pools.pop(other).close()
            _pools[home.path] = Pool(home)
        return _pools[home.path]
