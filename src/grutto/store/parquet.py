"""Declared columns as Arrow types, and Parquet files whose bytes depend on their rows only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache, reduce
from itertools import islice
from operator import and_
from typing import TYPE_CHECKING, Any

from grutto.errors import StoreError
from grutto.lazily import lazily
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    from grutto.model.table import Column
else:
    pa = lazily("pyarrow")
    pq = lazily("pyarrow.parquet")

DIGITS, SCALE = 24, 6
"""Every amount, share and rate in a table is DECIMAL(24, 6)."""

QUANTUM = Decimal(1).scaleb(-SCALE)

CLOSING = 2
"""Files that are finished at a time."""

UNIQUE = {"locator"}
"""Columns of which no two rows have the same value: to look for repetitions costs time and bytes."""

ROW_GROUP = 1 << 15
"""Rows of a group: what waits in memory for each table until it is written."""


@cache
def arrow_types() -> dict[str, pa.DataType]:
    """Return the Arrow type of each type of a declared column."""
    return {
        "text": pa.string(),
        "code": pa.string(),
        "identifier": pa.string(),
        "date": pa.date32(),
        "datetime": pa.string(),
        "decimal": pa.decimal128(DIGITS, SCALE),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
    }


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the Arrow schema of declared columns; the meaning of each goes along as metadata."""
    return pa.schema([pa.field(c.name, arrow_types()[c.type], metadata={"doc": c.doc}) for c in columns])


class ParquetTable:
    """A Parquet file written in batches of columns.

    Args:
        path: the file.
        columns: as declared.
        even: its bytes depend on the rows alone, not on the tables in which they come; that takes a copy of them.
    """

    def __init__(self, path: Path, columns: tuple[Column, ...], *, even: bool = False) -> None:
        """Take the path of the file, which is there once rows were written or it was closed."""
        self.columns = columns
        self.rows = 0
        self._path = path
        self._even = even
        self._waiting: list[pa.Table] = []
        self._rows_waiting = 0
        self._writer: pq.ParquetWriter | None = None

    def write(self, batch: dict[str, list[Any]]) -> None:
        """Append rows given as one list a column; a value of the wrong type raises `pyarrow.ArrowInvalid`."""
        self.append(arrow_table(self.columns, batch))

    def append(self, table: pa.Table) -> None:
        """Append rows of the declared types; groups of rows are written when full, however the rows came in."""
        self.rows += table.num_rows
        self._rows_waiting += table.num_rows
        self._waiting.append(table)
        if self._rows_waiting >= ROW_GROUP:
            self._flush(ROW_GROUP)

    def _flush(self, least: int) -> None:
        rows = pa.concat_tables(self._waiting)
        rows = rows.combine_chunks() if self._even else rows
        if self._writer is None and rows.num_rows:
            self._writer = _writer(self._path, self.columns)
        while self._writer and rows.num_rows >= max(least, 1):
            self._writer.write_table(rows.slice(0, ROW_GROUP), row_group_size=ROW_GROUP)
            rows = rows.slice(ROW_GROUP)
        self._waiting = [rows] if rows.num_rows else []
        self._rows_waiting = rows.num_rows

    def waiting(self) -> int:
        """Return how many cells are not written yet."""
        return self._rows_waiting * len(self.columns)

    def close(self) -> None:
        """Finish the file."""
        if self._waiting:
            self._flush(1)
        if self._writer:
            self._writer.close()
        else:
            self._path.write_bytes(_without_rows(self.columns))


def close_all(tables: Iterable[ParquetTable]) -> None:
    """Finish files side by side: what waits in memory of many tables is written at the end, the largest first."""
    with ThreadPoolExecutor(CLOSING) as pool:
        for done in [pool.submit(table.close) for table in sorted(tables, key=ParquetTable.waiting, reverse=True)]:
            done.result()


def _writer(sink: Path | pa.NativeFile, columns: tuple[Column, ...]) -> pq.ParquetWriter:
    repeated = [column.name for column in columns if column.name not in UNIQUE]
    schema = schema_of(columns)
    return pq.ParquetWriter(sink, schema, use_dictionary=repeated, compression="zstd", compression_level=1)


@cache
def _without_rows(columns: tuple[Column, ...]) -> bytes:
    """Return the bytes of a table without rows: most tables of a small file are such."""
    sink = pa.BufferOutputStream()
    _writer(sink, columns).close()
    return bytes(sink.getvalue())


def arrow_table(columns: tuple[Column, ...], batch: dict[str, list[Any]]) -> pa.Table:
    """Return rows given as one list a column as an Arrow table of the declared types."""
    schema = schema_of(columns)
    return pa.table([pa.array(batch[f.name], type=f.type) for f in schema], schema=schema)


def table_of_rows(schema: pa.Schema, rows: list[Sequence[Any]]) -> pa.Table:
    """Return rows as an Arrow table."""
    if not rows:
        return schema.empty_table()
    columns = zip(schema.types, zip(*rows, strict=True), strict=True)
    return pa.Table.from_arrays([_array(values, type_) for type_, values in columns], schema=schema)


def _array(values: tuple[Any, ...], type_: pa.DataType) -> pa.Array:
    return pa.nulls(len(values), type_) if values.count(None) == len(values) else pa.array(values, type=type_)


def with_first(values: Iterable[tuple[str, int]], schema: pa.Schema, table: pa.Table) -> pa.Table:
    """Return a table with a column put before it, of values that each stand in so many rows.

    Args:
        values: each with its number of rows, in order.
        schema: of the whole table.
        table: the columns after the first.
    """
    first = pa.concat_arrays([pa.repeat(pa.scalar(value, schema[0].type), times) for value, times in values])
    return pa.Table.from_arrays([pa.chunked_array([first]), *table.columns], schema=schema)


def read_rows(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Return the rows of a Parquet file, or of all in a folder.

    Raises:
        StoreError: one is missing or damaged.
    """
    try:
        return pq.read_table(path, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path.name, path, error) from error


def unreadable(table: str, place: Path, error: Exception) -> StoreError:
    """Return the error of a table of a release that is missing or damaged."""
    where = str(place) if place.name else f"table {table}"
    return StoreError(
        "The table “{table}” cannot be read: {detail}",
        where=where,
        repair="mend it",
        command="grutto repair",
        table=table,
        detail=of_content(error),
    )


def read_lines(path: Path, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a Parquet file, or of all in a folder in the order of their names, without holding all of them.

    Raises:
        StoreError: one is missing or damaged.
    """
    for part in sorted(path.glob("*.parquet")) if path.is_dir() else [path]:
        try:
            file = pq.ParquetFile(part)
            for batch in file.iter_batches(ROW_GROUP, columns=list(columns)) if file.metadata.num_rows else ():
                yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path.name, path, error) from error


class RowFilter:
    """The rows of a Parquet file, or of all in a folder, that have some values; nothing is held in memory.

    Args:
        path: the file or folder.
        where: column to the values of which a row has one; columns with none are not asked.

    Raises:
        StoreError: one is missing or damaged.
    """

    def __init__(self, path: Path, where: Mapping[str, Sequence[Any]]) -> None:
        import pyarrow.dataset as ds  # noqa: PLC0415 - heavy, rarely needed

        self.path = path
        conditions = (ds.field(column).isin(list(values)) for column, values in where.items() if values)
        self._filter = reduce(and_, conditions, ds.scalar(True))  # noqa: FBT003 - a literal of the engine
        try:
            self._rows = ds.dataset(path, format="parquet")
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path.name, path, error) from error

    def __len__(self) -> int:
        """Return how many there are."""
        return int(self._rows.count_rows(filter=self._filter))

    def lines(self, columns: Sequence[str], first: int = 0, most: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield some of them in their order: from one on, at most so many."""
        batches = self._rows.to_batches(columns=list(columns), filter=self._filter)
        rows = (row for batch in batches for row in zip(*(c.to_pylist() for c in batch.columns), strict=True))
        yield from islice(rows, first, None if most is None else first + most)


def column_values(path: Path, column: str) -> set[Any]:
    """Return the different values of one column of a Parquet file."""
    return set(pq.read_table(path, columns=[column])[column].unique().to_pylist())


def write_rows(path: Path, columns: tuple[Column, ...], batch: dict[str, list[Any]]) -> int:
    """Write a whole table given as one list a column; return its number of rows."""
    table = ParquetTable(path, columns)
    table.write(batch)
    table.close()
    return table.rows


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
    return bytes(sink.getvalue())


def joined_parts(parts: Sequence[Path]) -> bytes:
    """Return the parts of a table as the bytes of one Parquet file; one part is held at a time.

    Raises:
        StoreError: one is missing or damaged.
    """
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, pq.read_schema(parts[0]), compression="zstd", compression_level=1) as writer:
        for part in parts:
            writer.write_table(read_rows(part), row_group_size=ROW_GROUP)
    return bytes(sink.getvalue())


def row_count(path: Path) -> int:
    """Return the number of rows of a Parquet file, or of all in a folder, without reading them."""
    paths = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    return sum(int(pq.ParquetFile(p).metadata.num_rows) for p in paths)
