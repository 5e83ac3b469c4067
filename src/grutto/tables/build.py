"""Building a release aside and publishing it by one atomic switch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from grutto.catalogue.write import write_catalogue
from grutto.model.snapshot import Release, lock_order, release_id
from grutto.sources import declarations_held
from grutto.store import worker
from grutto.store.engine import FEW_ROWS, DuckDBEngine
from grutto.store.files import digest_of, writable
from grutto.store.parquet import ParquetTable, write_rows
from grutto.store.program import WORDS, code_digest
from grutto.store.releases import CATALOGUE, is_whole, publish, read_release
from grutto.store.worker import apart
from grutto.tables import all_tables, derivation, derived_tables, extracted_tables
from grutto.tables.circles import circle_rows
from grutto.tables.codes import code_tables
from grutto.tables.extract import Extract, extracts, usable, with_own_sources
from grutto.tables.families import family_rows
from grutto.tables.repetition import repetition_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.snapshot import Snapshot
    from grutto.store.home import Home


COMPUTED = {"circle": circle_rows, "family": family_rows, "repetition": repetition_rows}
"""Derived tables that need an algorithm rather than a question in SQL: name to the function that gives their rows."""


ROOMS = ("model", "store", "readers", "remittances", "sources", "codelists", "catalogue", "tables", "locale", *WORDS)
"""The rooms and files of the package that a build depends on."""

SHARED = "0000.parquet"
"""The part of each table that holds the rows of all small files."""
MEMORY = "500MB"
"""What the engine may take; the rest goes to disk. Two million transactions are built with it."""
OF_AN_ACTIVITY = 2_000
"""Bytes that an activity may take beside the engine while families, circles and repetitions are looked for."""


def builder() -> str:
    """Return the digest of all that a build depends on besides its snapshots."""
    return with_own_sources(code_digest(*ROOMS))


@declarations_held()
def build(home: Home, snapshots: tuple[Snapshot, ...], *, switch: bool = True) -> Release:
    """Build the release of a lock and publish it; the same lock gives the same tables, byte for byte.

    Args:
        home: the data folder, held for writing.
        snapshots: the lock; the order never matters.
        switch: make the release the current one.

    Raises:
        InputError: a snapshot cannot be used.
        DerivationError: what was read cannot be derived from.
        DeclarationError: a derived table does not follow its declaration.
        StoreError: a source file is missing or damaged; the data folder cannot be written to.
    """
    ordered = tuple(sorted(snapshots, key=lock_order))
    name = release_id(ordered, builder())
    if is_whole(home, name):
        if switch:
            home.switch(name)
        return read_release(home, name)
    with home.staging() as staged, writable(home.path):
        folder = staged / "tables"
        rows = _make_tables(home, ordered, folder)
        tables = {table: folder / table for table in all_tables()}
        release = Release(
            id=name,
            snapshots=ordered,
            builder=builder(),
            tables=tuple((table, digest_of(path)) for table, path in tables.items()),
            rows=tuple((table, rows[table]) for table in tables),
            catalogue=digest_of(staged / CATALOGUE),
        )
        publish(home, staged, release, switch=switch)
    return release


@declarations_held()
def try_build(home: Home, snapshots: tuple[Snapshot, ...]) -> None:
    """Derive all tables of a lock and throw them away: what fails is told as `build` tells it."""
    with home.staging() as staged, writable(home.path):
        _make_tables(home, tuple(sorted(snapshots, key=lock_order)), staged / "tables")


def _make_tables(home: Home, snapshots: tuple[Snapshot, ...], folder: Path) -> dict[str, int]:
    """Make all tables of a lock in a folder; return the rows of each."""
    activities, rows = _gather(home, snapshots, folder)
    return rows | _derive(home, snapshots, folder, activities, rows)


def _gather(home: Home, snapshots: tuple[Snapshot, ...], folder: Path) -> tuple[int, dict[str, int]]:
    """Put the extracts of all snapshots side by side: links to large ones, the rows of small ones together.

    Return the number of activities, and the rows of each table.
    """
    found = [usable(one) for one in extracts(home, snapshots)]
    counts = dict.fromkeys(extracted_tables(), 0)
    for name, table in extracted_tables().items():
        (folder / name).mkdir(parents=True)
        together = ParquetTable(folder / name / SHARED, table.column, even=True)
        for rows in _rows_of_small_files(found, name):
            together.append(rows)
        together.close()
        counts[name] = sum(one.rows.get(name, 0) for one in found)
    for number, one in enumerate(found, start=1):
        for name in (name for name, rows in one.rows.items() if rows and one.shared is None):
            os.link(one.folder / f"{name}.parquet", folder / name / f"{number:04}.parquet")
    return sum(one.activities for one in found), counts


def _rows_of_small_files(found: list[Extract], name: str) -> Iterator[pa.Table]:
    """Yield the rows that small files have in a table, in order; those that stand together in an extract at once."""
    shared, start, end = None, 0, 0
    for one in found:
        if one.shared is None or not one.rows.get(name):
            continue
        begin = one.start.get(name, 0)
        if one.shared is not shared or begin != end:
            if shared:
                yield shared.table(name).slice(start, end - start)
            shared, start = one.shared, begin
        end = begin + one.rows[name]
    if shared:
        yield shared.table(name).slice(start, end - start)


def _write_files(snapshots: tuple[Snapshot, ...], folder: Path) -> int:
    """Write the table of the source files; return how many there are."""
    newest: dict[str, int] = {}
    for snapshot in snapshots:
        newest[snapshot.address] = max(newest.get(snapshot.address, 0), snapshot.vintage)
    batch: dict[str, list[Any]] = {
        "snapshot": [s.sha256 for s in snapshots],
        "name": [s.name for s in snapshots],
        "source": [s.source for s in snapshots],
        "vintage": [s.vintage for s in snapshots],
        "superseded": [s.vintage < newest[s.address] for s in snapshots],
        "arrival": [s.arrival for s in snapshots],
        "licence": [s.licence for s in snapshots],
    }
    return write_rows(folder / "file" / "0001.parquet", extracted_tables()["file"].column, batch)


def _derive(
    home: Home, snapshots: tuple[Snapshot, ...], folder: Path, activities: int, rows: dict[str, int]
) -> dict[str, int]:
    """Have a worker derive the tables: within bounds of time and memory, whatever stands in the files."""
    names, memory = ", ".join(s.name for s in snapshots[:3]), worker.MEMORY + activities * OF_AN_ACTIVITY
    size = sum(s.size for s in snapshots)
    return apart(derive, home, snapshots, folder, rows, file=names, size=size, memory=memory, texts=worker.MAKING)


def derive(home: Home, snapshots: tuple[Snapshot, ...], folder: Path, rows: dict[str, int]) -> dict[str, int]:
    """Derive each table from those before it, and write the catalogue of all; return the rows of each.

    Args:
        home: the data folder.
        snapshots: the lock, in order.
        folder: where the tables stand that were read.
        rows: how many each of those has.

    Raises:
        DerivationError: what was read cannot be derived from.
        DeclarationError: a derived table does not follow its declaration.
        StoreError: the data folder cannot be written to.
    """
    worker.give_back()
    rows = rows | {"file": _write_files(snapshots, folder)}
    read = sum(rows.values())
    engine = _engine(folder, extracted_tables(), read)
    for name, table in derived_tables().items():
        (folder / name).mkdir()
        path = folder / name / "0001.parquet"
        if table.rows_from and not any(_gives(engine, rows, *origin) for origin in table.origins):
            rows[name] = write_rows(path, table.column, {column.name: [] for column in table.column})
        elif name in COMPUTED:
            rows[name] = write_rows(path, table.column, COMPUTED[name](engine))
        else:
            rows[name] = engine.derive(table, derivation(name), path)
        engine.register(name, folder / name)
    if read > FEW_ROWS:  # only an engine that is closed gives back the memory it held
        engine.close()
        worker.give_back()
        engine = _engine(folder, [*extracted_tables(), *derived_tables()], read)
    write_catalogue(engine, folder, snapshots, home.snapshot_path, folder.parent / CATALOGUE)
    engine.close()
    return rows


def _engine(folder: Path, names: Iterable[str], rows: int) -> DuckDBEngine:
    """Return an engine that knows some tables of a folder, and the codes."""
    spill = folder.parent / "spill"
    engine = DuckDBEngine(folder, memory=MEMORY, spill=spill, in_memory=True, as_written=True, rows=rows)
    engine.define(derivation("prelude"))
    for name in names:
        engine.register(name, folder / name)
    for name, codes in code_tables().items():
        engine.register(name, codes)
    return engine


def _gives(engine: DuckDBEngine, rows: dict[str, int], table: str, condition: str) -> bool:
    """Tell whether a table has any row, or any that meets a condition."""
    return bool(rows[table]) and (not condition or engine.has_rows(table, condition))
