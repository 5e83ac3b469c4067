"""Reading files into tables: what a worker does for an extract."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Required, TypedDict

from grutto.errors import DeclarationError, InputError
from grutto.lazily import lazily
from grutto.message import held, msg
from grutto.readers.cross_table import CrossTableReader
from grutto.readers.iati import FLAVOURS, IatiReader
from grutto.readers.iati.pieces import PIECE
from grutto.readers.iati.small import SmallFiles
from grutto.readers.observations import FORMATS, ObservationReader
from grutto.remittances.reader import QuoteReader
from grutto.store.bundle import write_bundle
from grutto.store.files import writable
from grutto.store.parquet import ParquetTable, arrow_table, close_all
from grutto.tables import extracted_tables, tables_of
from grutto.tables.explosion import DIVIDED, refuse_explosion

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from grutto.model.finding import Finding
    from grutto.model.snapshot import Snapshot
    from grutto.model.source import Source
else:
    pa = lazily("pyarrow")
    pq = lazily("pyarrow.parquet")

BUNDLE = "tables.arrow"
"""Name of the file with all tables of small IATI files."""

SMALL = 1 << 20
"""Bytes below which an IATI file is small: its tables share a file with those of others, as they do in a release."""

MOST_RECORDS = 250_000
"""Activities or organisations of one file: the largest that is published has a fifth of that."""
MOST_ROWS = 4_000_000
"""Rows of one table that an IATI file may give."""
QUOTES = "quotes"
"""The reader of files with prices of sending money."""

PROCESSES = min(2, os.cpu_count() or 1)
"""How many processes read a large file."""


class FileSummary(TypedDict, total=False):
    """What is told of a file that was read, beside its tables; see `Extract`."""

    rows: Required[dict[str, int]]
    activities: int
    rejected: int
    version: str


def is_small(source: Source, size: int) -> bool:
    """Tell whether a file of a source shares the file of its tables with others."""
    return source.reader in FLAVOURS and size < SMALL


def read_into(source: Source, snapshot: Snapshot, path: Path, staged: Path) -> FileSummary:
    """Read a file into Parquet files or one for all; return what is told of it.

    Args:
        source: what it was taken for.
        snapshot: the file.
        path: where it is.
        staged: the folder to write to.

    Raises:
        InputError: the file cannot be used.
    """
    small = is_small(source, path.stat().st_size)
    with _Sink(staged, "statistics" if source.reader in FORMATS else source.reader, small=small) as sink:
        if source.reader in FLAVOURS:
            summary = _read_iati(source, snapshot, path, sink)
        elif source.reader in FORMATS:
            summary = _read_observations(source, snapshot, path, sink)
        elif source.reader == QUOTES:
            summary = _read_quotes(snapshot, path, sink)
        else:
            summary = _read_cross_table(source, snapshot, path, sink)
    refuse_explosion(partial(_batches, staged, sink.whole()), sink.rows, snapshot.name)
    return summary


def _batches(
    folder: Path, whole: dict[str, pa.Table] | None, name: str, columns: list[str]
) -> Iterator[pa.RecordBatch]:
    """Yield some columns of a table that was read: of a small file from memory, of another one from its file."""
    if whole is not None:
        yield from whole[name].select(columns).to_batches() if name in whole else ()
    elif (path := folder / f"{name}.parquet").exists():
        yield from pq.ParquetFile(path).iter_batches(columns=columns)


def read_together(source: Source, files: list[tuple[Snapshot, Path]], staged: Path) -> dict[str, FileSummary]:
    """Read small IATI files into one file for all their tables, each table in the order of the files.

    Return what is told of each, by its sha256; those that are not plain throughout are left out.

    Args:
        source: what they were taken for.
        files: each with where it is.
        staged: the folder to write to.

    Raises:
        InputError: one cannot be used; nothing of any is to be taken.
    """
    reader, waiting = SmallFiles(tables_of(source.reader)), 0
    done: dict[str, FileSummary] = {}
    with _Sink(staged, source.reader, small=True) as sink:
        for snapshot, path in files:
            content = path.read_bytes()
            waiting += len(content) if reader.add(content, snapshot.sha256, snapshot.name) else 0
            if waiting >= PIECE:
                done |= _put_away(reader, sink)
                waiting = 0
        done |= _put_away(reader, sink)
    return done


def _put_away(reader: SmallFiles, sink: _Sink) -> dict[str, FileSummary]:
    """Put away what was read from some files; return what is told of each."""
    tables, files = reader.collected()
    start: Counter[str] = Counter()
    done = {}
    for name, rows in tables.items():
        sink.append(name, rows)
    for one in files:
        own = {name: tables[name].slice(start[name], count) for name, count in one.rows.items() if name in DIVIDED}
        _bound(one.rows, one.records, one.file)
        refuse_explosion(partial(_batches, Path(), own), one.rows, one.file)
        start.update(one.rows)
        rows = dict.fromkeys(sink.rows, 0) | one.rows | {"file_finding": len(one.findings)}
        done[one.snapshot] = FileSummary(rows=rows, activities=one.records, rejected=one.rejected, version=one.version)
    sink.findings([(one.snapshot, finding) for one in files for finding in one.findings])
    return done


class _Sink:
    """The tables of a reader and the findings: a Parquet file each, or those of a small file together."""

    def __init__(self, folder: Path, reader: str, *, small: bool) -> None:
        self._folder = folder
        self._tables = tables_of(reader) | tables_of("any")
        self._small: dict[str, list[pa.Table]] | None = {name: [] for name in self._tables} if small else None
        columns = {} if small else {name: table.column for name, table in self._tables.items()}
        self._files = {name: ParquetTable(folder / f"{name}.parquet", each) for name, each in columns.items()}
        self.rows: dict[str, int] = dict.fromkeys(self._tables, 0)

    def write(self, table: str, batch: dict[str, list[Any]]) -> None:
        if batch["snapshot"]:
            self.append(table, arrow_table(self._tables[table].column, batch))

    def append(self, table: str, rows: pa.Table) -> None:
        if rows.num_rows:
            self.rows[table] += rows.num_rows
            if self._small is None:
                with writable(self._folder):
                    self._files[table].append(rows)
            else:
                self._small[table].append(rows)

    def findings(self, findings: list[tuple[str, Finding]]) -> None:
        names = [c.name for c in extracted_tables()["file_finding"].column if c.name != "snapshot"]
        batch = {
            name: [held(value) if isinstance(value := getattr(f, name), str) else value for _, f in findings]
            for name in names
        }
        self.write("file_finding", batch | {"snapshot": [snapshot for snapshot, _ in findings]})

    def whole(self) -> dict[str, pa.Table] | None:
        """Return the tables of small files so far."""
        if self._small is None:
            return None
        return {name: pa.concat_tables(rows) for name, rows in self._small.items() if rows}

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *_: object) -> None:
        with writable(self._folder):
            close_all(self._files.values())
            if (whole := self.whole()) is not None:
                write_bundle(self._folder / BUNDLE, whole)


def _read_iati(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> FileSummary:
    reader = IatiReader(tables_of(source.reader), snapshot.sha256, snapshot.name, processes=PROCESSES)
    for batch in reader.read(path):
        for table, rows in batch.items():
            sink.append(table, rows)
        _bound(sink.rows, reader.records, snapshot.name)
    sink.findings([(snapshot.sha256, finding) for finding in reader.findings])
    return FileSummary(rows=sink.rows, activities=reader.records, rejected=reader.rejected, version=reader.version)


def _bound(found: dict[str, int], records: int, where: str) -> None:
    """Refuse a file that holds more than the tables can be made of in bounded time and memory."""
    name, rows = max(found.items(), key=itemgetter(1))
    repair = msg("import it in parts")
    if records > MOST_RECORDS:
        raise InputError("This file holds more than {most} activities", where=where, repair=repair, most=MOST_RECORDS)
    if rows > MOST_ROWS:
        raise InputError(
            "This file holds more than {most} rows of “{table_label}”",
            where=where,
            repair=repair,
            most=MOST_ROWS,
            table_label=name,
        )


def _read_cross_table(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> FileSummary:
    if source.layout is None:
        raise DeclarationError("The reader csv needs a layout", where=f"sources/{source.name}/source.toml")
    table = extracted_tables()[source.layout.table]
    reader = CrossTableReader(table, source.layout, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings([(snapshot.sha256, finding) for finding in reader.findings])
    return FileSummary(rows=sink.rows)


def _read_observations(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> FileSummary:
    if source.observations is None:
        raise DeclarationError(
            "The reader {reader} needs observations", where=f"sources/{source.name}/source.toml", reader=source.reader
        )
    table = extracted_tables()["statistic"]
    reader = ObservationReader(table, source.reader, source.observations, source.flow, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings([(snapshot.sha256, finding) for finding in reader.findings])
    return FileSummary(rows=sink.rows)


def _read_quotes(snapshot: Snapshot, path: Path, sink: _Sink) -> FileSummary:
    table = extracted_tables()["remittance_quote"]
    reader = QuoteReader(table, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings([(snapshot.sha256, finding) for finding in reader.findings])
    return FileSummary(rows=sink.rows)
