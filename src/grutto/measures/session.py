"""An open release: its tables in an engine, with the attribution of a framework."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.measures.attribution import attribute
from grutto.measures.book import ATTRIBUTION, Book
from grutto.store.engine import DuckDBEngine
from grutto.store.releases import read_release, table_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.framework import Framework
    from grutto.model.snapshot import Release
    from grutto.store.engine import Engine
    from grutto.store.home import Home


@dataclass(frozen=True, slots=True)
class Session:
    """A release open for questions.

    Args:
        release: the release.
        engine: with its tables, and `attribution` if there is a framework.
        framework: the policy whose priorities the figures use, if any.
        book: the figures asked for so far.
    """

    release: Release
    engine: Engine
    framework: Framework | None
    book: Book

    def file_name(self, sha256: str) -> str:
        """Return the name of a source file of the release."""
        return next((s.name for s in self.release.snapshots if s.sha256 == sha256), "")


@contextmanager
def open_release(home: Home, framework: Framework | None = None, release: str = "") -> Iterator[Session]:
    """Open a release: the current one, or one by id.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
        DeclarationError: a rule of the framework names something that does not exist.
    """
    opened = read_release(home, release)
    engine = DuckDBEngine()
    try:
        for name, path in table_paths(home, opened).items():
            engine.register(name, path)
        if framework:
            engine.register(ATTRIBUTION, attribute(engine, framework))
        yield Session(opened, engine, framework, Book(engine, attributed=framework is not None))
    finally:
        engine.close()
