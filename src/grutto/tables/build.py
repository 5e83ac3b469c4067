"""Building a release aside and publishing it by one atomic switch."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.catalogue.write import write_catalogue
from grutto.model.snapshot import Release, ShardRecord, lock_order, release_id
from grutto.sources import declarations_held
from grutto.store import worker
from grutto.store.engine import DuckDBEngine
from grutto.store.files import digest_of, writable
from grutto.store.parquet import ParquetTable, write_rows
from grutto.store.program import WORDS, code_digest
from grutto.store.releases import CATALOGUE, is_whole, publish, read_release
from grutto.store.worker import apart
from grutto.tables import all_tables, derivation, derived_tables, extracted_tables
from grutto.tables.circles import circle_rows
from grutto.tables.codes import code_tables
from grutto.tables.extract import extracts, usable, with_own_sources
from grutto.tables.families import family_rows
from grutto.tables.repetition import repetition_rows
from grutto.tables.shards import COMMON, SHARED, divided, kept_shards, put_together, take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.snapshot import Snapshot
    from grutto.model.table import ReleaseTable
    from grutto.store.home import Home
    from grutto.tables.extract import Extract
    from grutto.tables.shards import Shard


COMPUTED = {"circle": circle_rows, "family": family_rows, "repetition": repetition_rows}
"""Derived tables that need an algorithm rather than a question in SQL: name to the function that gives their rows."""


ROOMS = ("model", "store", "readers", "remittances", "sources", "codelists", "catalogue", "tables", "locale", *WORDS)
"""The rooms and files of the package that a build depends on."""

DERIVED = "0001.parquet"
"""The part of a derived table."""
OF_ALL = ("active",)
"""Derived tables that depend on all activities of a release: on the first and last year that any of them tells."""
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
        built = make_tables(home, ordered, folder)
        tables = {table: folder / table for table in all_tables()}
        release = Release(
            id=name,
            snapshots=ordered,
            builder=builder(),
            tables=tuple((table, digest_of(path)) for table, path in tables.items()),
            rows=tuple((table, built.rows[table]) for table in tables),
            catalogue=digest_of(staged / CATALOGUE),
            shards=built.shards,
        )
        publish(home, staged, release, switch=switch)
    return release


@declarations_held()
def try_build(home: Home, snapshots: tuple[Snapshot, ...]) -> None:
    """Derive all tables of a lock and throw them away: what fails is told as `build` tells it."""
    with home.staging() as staged, writable(home.path):
        make_tables(home, tuple(sorted(snapshots, key=lock_order)), staged / "tables")


@dataclass(frozen=True, slots=True)
class _MadeTables:
    """What was made: the rows of each table, and the shards of a large release."""

    rows: dict[str, int]
    shards: tuple[tuple[str, ShardRecord], ...]


def make_tables(home: Home, snapshots: tuple[Snapshot, ...], folder: Path) -> _MadeTables:
    """Make all tables of a lock in a folder, and the catalogue beside it; what the current release has is taken over.

    Args:
        home: the data folder.
        snapshots: the lock, in order.
        folder: where the tables are to stand.
    """
    shards = divided(snapshots, [usable(one) for one in extracts(home, snapshots)])
    if len(shards) == 1:
        return _MadeTables(_make_at_once(home, shards[0], folder), ())
    current = kept_shards(home, shards, builder())
    records, aside = dict(current.shards), folder.parent / "shards"
    take_over(folder, current)
    for shard in (one for one in shards if one.name not in records):
        records[shard.name] = ShardRecord(shard.key, _make_shard(shard, aside / shard.name, folder / "rate"))
        put_together(folder, aside / shard.name, records[shard.name].rows)
    rows = {table: sum(one.rows.get(table, 0) for one in records.values()) for table in all_tables()}
    shutil.rmtree(aside, ignore_errors=True)
    whole = _apart(finish, home, snapshots, folder, rows, of=snapshots, activities=rows["activity"])
    return _MadeTables(rows | whole, tuple((shard.name, records[shard.name]) for shard in shards))


def _make_at_once(home: Home, shard: Shard, folder: Path) -> dict[str, int]:
    """Make the tables and the catalogue of a release that is one shard; return the rows of each table."""
    rows = gathered(shard, folder)
    activities = sum(one.activities for one in shard.extracts)
    return rows | _apart(derive_all, home, shard.snapshots, folder, rows, of=shard.snapshots, activities=activities)


def _make_shard(shard: Shard, folder: Path, rates: Path) -> dict[str, int]:
    """Make the tables of a shard; return the rows of each."""
    rows = gathered(shard, folder)
    known = {} if shard.name == COMMON else {"rate": rates}
    activities = sum(one.activities for one in shard.extracts)
    arguments = (shard.snapshots, folder, rows, shard.first_number, known)
    return rows | _apart(derive, *arguments, of=shard.snapshots, activities=activities)


def gathered(shard: Shard, folder: Path) -> dict[str, int]:
    """Put the extracts of a shard side by side: links to large ones, the rows of small ones together.

    Return the rows of each table.
    """
    found = shard.extracts
    for name, table in extracted_tables().items():
        (folder / name).mkdir(parents=True)
        together = ParquetTable(folder / name / SHARED, table.column, even=True)
        for rows in _rows_of_small_files(found, name):
            together.append(rows)
        together.close()
    for number, one in enumerate(found, start=1):
        for name in (name for name, rows in one.rows.items() if rows and one.shared is None):
            os.link(one.folder / f"{name}.parquet", folder / name / f"{number:04}.parquet")
    return {name: sum(one.rows.get(name, 0) for one in found) for name in extracted_tables()}


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


def _apart(
    work: Callable[..., dict[str, int]], *arguments: Any, of: tuple[Snapshot, ...], activities: int
) -> dict[str, int]:
    """Have a worker make tables: within bounds of time and memory, whatever stands in the files."""
    names, memory = ", ".join(s.name for s in of[:3]), worker.MEMORY + activities * OF_AN_ACTIVITY
    size = sum(s.size for s in of)
    return apart(work, *arguments, file=names, size=size, memory=memory, texts=worker.MAKING)


def derive_all(home: Home, snapshots: tuple[Snapshot, ...], folder: Path, rows: dict[str, int]) -> dict[str, int]:
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
    rows = rows | derive(snapshots, folder, rows, 0, {})
    return rows | finish(home, snapshots, folder, rows)


def derive(
    snapshots: tuple[Snapshot, ...], folder: Path, rows: dict[str, int], first_number: int, known: dict[str, Path]
) -> dict[str, int]:
    """Derive the tables of a shard, each from those before it; return the rows of each.

    Args:
        snapshots: its files, in order.
        folder: where the tables stand that were read.
        rows: how many each of those has.
        first_number: what the numbers of its rows are counted from.
        known: tables of another shard that stand for its own.
    """
    worker.give_back()
    rows = rows | {"file": _write_files(snapshots, folder)}
    engine = _engine(folder, [*extracted_tables()], sum(rows.values()), *known.values())
    engine.define(f"CREATE OR REPLACE MACRO first_number() AS {first_number:d}")
    for name, table in derived_tables().items():
        if name in OF_ALL:
            continue
        if name not in known:
            (folder / name).mkdir()
            rows[name] = _derived(engine, rows, table, folder / name / DERIVED)
        engine.register(name, known.get(name, folder / name))
    engine.close()
    return rows


def _derived(engine: DuckDBEngine, rows: dict[str, int], table: ReleaseTable, path: Path) -> int:
    """Derive a table; return its rows."""
    if table.rows_from and not any(_gives(engine, rows, *origin) for origin in table.origins):
        return write_rows(path, table.column, {column.name: [] for column in table.column})
    if table.name in COMPUTED:
        return write_rows(path, table.column, COMPUTED[table.name](engine))
    return engine.derive(table, derivation(table.name), path)


def finish(home: Home, snapshots: tuple[Snapshot, ...], folder: Path, rows: dict[str, int]) -> dict[str, int]:
    """Derive what depends on all of a release, and write its catalogue; return the rows of those tables."""
    worker.give_back()
    engine = _engine(folder, [n for n in all_tables() if n not in OF_ALL], sum(rows[n] for n in extracted_tables()))
    found = {}
    for name in OF_ALL:
        (folder / name).mkdir(exist_ok=True)
        found[name] = _derived(engine, rows, derived_tables()[name], folder / name / DERIVED)
        engine.register(name, folder / name)
    write_catalogue(engine, folder, snapshots, home.snapshot_path, folder.parent / CATALOGUE)
    engine.close()
    return found


def _engine(folder: Path, names: Iterable[str], rows: int, *others: Path) -> DuckDBEngine:
    """Return an engine that knows some tables of a folder, and the codes."""
    spill = folder.parent / "spill"
    engine = DuckDBEngine(folder, *others, memory=MEMORY, spill=spill, in_memory=True, as_written=True, rows=rows)
    engine.define(derivation("prelude"))
    for name in names:
        engine.register(name, folder / name)
    for name, codes in code_tables().items():
        engine.register(name, codes)
    return engine


def _gives(engine: DuckDBEngine, rows: dict[str, int], table: str, condition: str) -> bool:
    """Tell whether a table has any row, or any that meets a condition."""
    return bool(rows[table]) and (not condition or engine.has_rows(table, condition))
