"""Reading one snapshot into the tables of its reader; a snapshot that was read before is not read again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.errors import DeclarationError, InputError, StoreError
from grutto.lazily import lazily
from grutto.message import held
from grutto.readers.cross_table import CrossTableReader
from grutto.readers.iati import FLAVOURS, IatiReader
from grutto.readers.observations import FORMATS, ObservationReader
from grutto.remittances.reader import QuoteReader
from grutto.sources import own_digest, source_named
from grutto.store.bundle import read_bundle, write_bundle
from grutto.store.files import publish_folder, sha256_of, writable, write_json
from grutto.store.parquet import ParquetTable, arrow_table, column_values, read_rows, schema_of
from grutto.store.records import read_json
from grutto.store.worker import apart
from grutto.tables import EXTRACTED, extracted_tables, tables_of
from grutto.tables.explosion import refuse_explosion

if TYPE_CHECKING:
    import pyarrow as pa

    from grutto.model.finding import Finding
    from grutto.model.snapshot import Snapshot
    from grutto.model.source import Source
    from grutto.store.home import Home
else:
    pa = lazily("pyarrow")

PACKAGE = Path(__file__).parents[1]
BUNDLE = "tables.arrow"
"""Name of the file with all tables of a small IATI file."""

SMALL = 1 << 20
"""Bytes below which an IATI file is small: its tables share one file, as they do again in a release."""

MOST_RECORDS = 250_000
"""Activities or organisations of one file: the largest that is published has a fifth of that."""
MOST_ROWS = 4_000_000
"""Rows of one table that an IATI file may give."""
QUOTES = "quotes"
"""The reader of files with prices of sending money."""

PROCESSES = min(2, os.cpu_count() or 1)
"""How many processes read a large file."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The tables read from one snapshot.

    Args:
        folder: one Parquet file a table; of a small file, one for all.
        rows: table name to number of rows.
        activities: IATI activities or organisations read.
        rejected: those left out; each has a finding.
        version: version of the standard, if the format has one.
    """

    folder: Path
    rows: dict[str, int]
    activities: int = 0
    rejected: int = 0
    version: str = ""

    def table(self, name: str) -> pa.Table:
        """Return the rows of a table.

        Raises:
            StoreError: the file with them is missing or damaged.
        """
        bundle = self.bundle()
        if bundle is None:
            return read_rows(self.folder / f"{name}.parquet")
        return bundle.get(name, schema_of(extracted_tables()[name].column).empty_table())

    def bundle(self) -> dict[str, pa.Table] | None:
        """Return the tables that have rows, of a small file; nothing for another one, whose tables are files.

        Raises:
            StoreError: the file with them is missing or damaged.
        """
        path = self.folder / BUNDLE
        return read_bundle(path) if path.exists() else None


@cache
def code_digest(*folders: str) -> str:
    """Return a digest over the files of some rooms of the package: what a build depends on besides its input."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in {".py", ".toml", ".sql", ".csv", ".po"}:
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def reading_digest() -> str:
    """Return what names the folder of extracts: a digest of all that reading depends on besides the file."""
    tables = (f"tables/{folder}" for folder in EXTRACTED)
    ours = code_digest("model", "readers", "remittances", "sources", "codelists", *tables)
    return with_own_sources(hashlib.sha256(f"{ours} {SMALL}".encode()).hexdigest())[:16]


def with_own_sources(digest: str) -> str:
    """Return a digest that changes with the user's own sources too."""
    own = own_digest()
    return hashlib.sha256(f"{digest} {own}".encode()).hexdigest() if own else digest


def extract(home: Home, snapshot: Snapshot) -> Extract:
    """Return the tables of a snapshot, reading it only if it was not read before.

    Raises:
        InputError: the file cannot be used; nothing of it was taken.
    """
    final = home.extracts / reading_digest() / snapshot.sha256
    if (kept := _kept_extract(final)) is not None:
        return kept
    shutil.rmtree(final, ignore_errors=True)
    home.check_snapshot(snapshot.sha256, snapshot.name)
    with home.staging() as staged:
        summary = _read(home, snapshot, staged)
        publish_folder(staged, final)
    return Extract(final, **summary)


def _kept_extract(folder: Path) -> Extract | None:
    """Return an extract that was kept, unless it is damaged: releases share its files, and so their damage."""
    try:
        (digest, digests, summary) = read_json(folder / "summary.json", "")
        if digest != _digest(digests, summary):
            return None
        whole = all(sha256_of(folder / Path(name).name) == sha256 for name, sha256 in digests.items())
        return Extract(folder, **summary) if whole else None
    except (StoreError, OSError, ValueError, TypeError, AttributeError):
        return None


def _digest(digests: dict[str, str], summary: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([digests, summary], sort_keys=True).encode()).hexdigest()


def _read(home: Home, snapshot: Snapshot, staged: Path) -> dict[str, Any]:
    """Read a snapshot into a folder; return what its summary says."""
    source = source_named(snapshot.source)
    path = home.snapshot_path(snapshot.sha256)
    rows, summary = apart(read_into, source, snapshot, path, staged, file=snapshot.name, size=path.stat().st_size)
    _assert(source, snapshot, rows, staged)
    digests = {path.name: sha256_of(path) for path in sorted(staged.iterdir())}
    whole = {"rows": rows, **summary}
    write_json(staged / "summary.json", [_digest(digests, whole), digests, whole])
    return whole


def read_into(source: Source, snapshot: Snapshot, path: Path, staged: Path) -> tuple[dict[str, int], dict[str, Any]]:
    """Read a file into Parquet files or one for all; return the rows of each, and what else is to be told of it.

    Args:
        source: what it was taken for.
        snapshot: the file.
        path: where it is.
        staged: the folder to write to.

    Raises:
        InputError: the file cannot be used.
    """
    small = source.reader in FLAVOURS and path.stat().st_size < SMALL
    with _Sink(staged, "statistics" if source.reader in FORMATS else source.reader, small=small) as sink:
        if source.reader in FLAVOURS:
            summary = _read_iati(source, snapshot, path, sink)
        elif source.reader in FORMATS:
            summary = _read_observations(source, snapshot, path, sink)
        elif source.reader == QUOTES:
            summary = _read_quotes(snapshot, path, sink)
        else:
            summary = _read_cross_table(source, snapshot, path, sink)
    found = Extract(staged, sink.rows)
    refuse_explosion(staged, found.bundle() or {}, sink.rows, snapshot.name)
    return sink.rows, summary


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

    def most(self) -> tuple[str, int]:
        """Return the table with the most rows so far, and how many."""
        return max(self.rows.items(), key=itemgetter(1))

    def findings(self, snapshot: Snapshot, findings: list[Finding]) -> None:
        names = [c.name for c in extracted_tables()["file_finding"].column if c.name != "snapshot"]
        batch = {
            name: [held(value) if isinstance(value := getattr(f, name), str) else value for f in findings]
            for name in names
        }
        self.write("file_finding", batch | {"snapshot": [snapshot.sha256] * len(findings)})

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *_: object) -> None:
        with writable(self._folder):
            for file in self._files.values():
                file.close()
            if self._small is not None:
                whole = {name: pa.concat_tables(rows) for name, rows in self._small.items() if rows}
                write_bundle(self._folder / BUNDLE, whole)


def _read_iati(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> dict[str, Any]:
    reader = IatiReader(tables_of(source.reader), snapshot.sha256, snapshot.name, processes=PROCESSES)
    for batch in reader.read(path):
        for table, rows in batch.items():
            sink.append(table, rows)
        _bound(sink, reader.records, snapshot)
    sink.findings(snapshot, reader.findings)
    return {"activities": reader.records, "rejected": reader.rejected, "version": reader.version}


def _bound(sink: _Sink, records: int, snapshot: Snapshot) -> None:
    """Refuse a file that holds more than the tables can be made of in bounded time and memory."""
    name, rows = sink.most()
    where, repair = snapshot.name, "import it in parts"
    if records > MOST_RECORDS:
        raise InputError("This file holds more than {most} activities", where=where, repair=repair, most=MOST_RECORDS)
    if rows > MOST_ROWS:
        raise InputError(
            "This file holds more than {most} rows of {table}", where=where, repair=repair, most=MOST_ROWS, table=name
        )


def _read_cross_table(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> dict[str, Any]:
    if source.layout is None:
        raise DeclarationError("The reader csv needs a layout", where=f"sources/{source.name}/source.toml")
    table = extracted_tables()[source.layout.table]
    reader = CrossTableReader(table, source.layout, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings(snapshot, reader.findings)
    return {}


def _read_observations(source: Source, snapshot: Snapshot, path: Path, sink: _Sink) -> dict[str, Any]:
    if source.observations is None:
        raise DeclarationError(
            "The reader {reader} needs observations", where=f"sources/{source.name}/source.toml", reader=source.reader
        )
    table = extracted_tables()["statistic"]
    reader = ObservationReader(table, source.reader, source.observations, source.flow, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings(snapshot, reader.findings)
    return {}


def _read_quotes(snapshot: Snapshot, path: Path, sink: _Sink) -> dict[str, Any]:
    table = extracted_tables()["remittance_quote"]
    reader = QuoteReader(table, snapshot.sha256, snapshot.name)
    for batch in reader.read(path):
        sink.write(table.name, batch)
    sink.findings(snapshot, reader.findings)
    return {}


def _assert(source: Source, snapshot: Snapshot, rows: dict[str, int], folder: Path) -> None:
    """Check what the source promises; a file that breaks a promise does not enter a release."""
    where, repair = snapshot.name, "look at the file; if it is right, correct the source's assertions"
    for table, least in source.assertions.minimum_rows.items():
        if rows[table] < least:
            raise InputError(
                "{source}: {rows} rows of {table}, {least} expected",
                where=where,
                repair=repair,
                source=source.title,
                rows=rows[table],
                table=table,
                least=least,
            )
    for column, values in source.assertions.known.items():
        table = source.layout.table if source.layout else "statistic"
        missing = sorted(set(values) - column_values(folder / f"{table}.parquet", column))
        if missing:
            raise InputError(
                "{source}: no {column} {missing}",
                where=where,
                repair=repair,
                source=source.title,
                column=column,
                missing=", ".join(missing),
            )
