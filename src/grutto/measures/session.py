"""An open release: its tables in an engine, with the attribution of a framework."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate

from grutto.measures.attribution import kept_attribution
from grutto.measures.book import ATTRIBUTION, Book
from grutto.store.engine import DuckDBEngine, SparkEngine
from grutto.store.parquet import read_rows
from grutto.store.releases import leased, table_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from grutto.model.framework import Framework
    from grutto.model.snapshot import Release
    from grutto.store.engine import Engine
    from grutto.store.home import Home


@dataclass(frozen=True, slots=True)
class Session:
    """A release open for questions; threads may share it.

    Args:
        release: the release.
        engine: with its tables, and `attribution` if there is a framework.
        framework: the policy whose priorities the figures use, if any.
        book: the figures asked for so far.
        facts: what was asked so far that is no figure: see `asked_once`.
    """

    release: Release
    engine: Engine
    framework: Framework | None
    book: Book
    facts: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def file_name(self, sha256: str) -> str:
        """Return the name of a source file of the release."""
        return next((s.name for s in self.release.snapshots if s.sha256 == sha256), "")


def asked_once[**P, T](ask: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Keep what is asked of a release on the session: its facts do not change. Nobody changes the answer."""

    @wraps(ask)
    def from_session(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        question = (ask, *args, *sorted(kwargs.items()))
        if question not in session.facts:
            session.facts[question] = ask(session, *args, **kwargs)
        answer: T = session.facts[question]
        return answer

    return from_session


@contextmanager
def open_release(
    home: Home,
    framework: Framework | None = None,
    release: str = "",
    *,
    in_memory: bool = False,
) -> Iterator[Session]:
    """Open a release: the current one, or one by id. It is not cleared away while it is open.

    Args:
        home: the data folder.
        framework: the policy whose priorities the figures use.
        release: id; without it the current one.
        in_memory: hold tables in memory once they were asked for: more memory, less time where much is asked.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
        DeclarationError: a rule of the framework names something that does not exist.
    """
    with leased(home, release) as opened:
        engine = _engine(home, opened, in_memory=in_memory)
        try:
            own = engine
            if framework:
                own = engine.beside(ATTRIBUTION, kept_beside(home, opened, engine, framework))
            yield Session(opened, own, framework, Book(own, attributed=framework is not None))
        finally:
            engine.close()


def _engine(home: Home, release: Release, *, in_memory: bool) -> DuckDBEngine | SparkEngine:
    """Return the engine that the data folder is asked with, with the tables of a release."""
    if not home.engine:
        return open_tables(home, release, in_memory=in_memory)
    engine = SparkEngine(home.engine)
    for name, path in table_paths(home, release).items():
        engine.register(name, f"{home.tables}/{release.id}/tables/{name}" if home.tables else path)
    return engine


def open_tables(home: Home, release: Release, *, memory: str = "", in_memory: bool = False) -> DuckDBEngine:
    """Return an engine that knows the tables of a release and nothing else."""
    rows = sum(count for _, count in release.rows)
    engine = DuckDBEngine(home.releases / release.id, memory=memory, in_memory=in_memory, rows=rows)
    for name, path in table_paths(home, release).items():
        engine.register(name, path)
    return engine


def kept_beside(home: Home, release: Release, engine: Engine, framework: Framework) -> Path | pa.Table:
    """Return the attribution of a framework as it is kept with a release, as the engine can see it."""
    attribution = kept_attribution(home.releases / release.id, engine, framework)
    if isinstance(engine, SparkEngine) and isinstance(attribution, Path):
        return read_rows(attribution)  # a server may not see what this machine keeps
    return attribution
