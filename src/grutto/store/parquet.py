"""Declared columns as Arrow types, and Parquet files whose bytes depend on their rows only."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grutto.model.table import Column

DIGITS, SCALE = 24, 6
"""Every amount, share and rate in a table is DECIMAL(24, 6)."""

QUANTUM = Decimal(1).scaleb(-SCALE)

ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "identifier": pa.string(),
    "date": pa.date32(),
    "datetime": pa.string(),
    "decimal": pa.decimal128(DIGITS, SCALE),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}
ROW_GROUP = 122_880


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Return the Arrow schema of declared columns; the meaning of each goes along as metadata."""
    return pa.schema([pa.field(c.name, ARROW[c.type], metadata={"doc": c.doc}) for c in columns])


class ParquetTable:
    """A Parquet file written in batches of columns."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        """Open the file for writing."""
        self.columns = columns
        self.rows = 0
        self._writer = pq.ParquetWriter(path, schema_of(columns), compression="zstd", compression_level=1)

    def write(self, batch: dict[str, list[Any]]) -> None:
        """Append rows given as one list a column; a value of the wrong type raises `pyarrow.ArrowInvalid`."""
        table = arrow_table(self.columns, batch)
        self.rows += table.num_rows
        self._writer.write_table(table, row_group_size=ROW_GROUP)

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def arrow_table(columns: tuple[Column, ...], batch: dict[str, list[Any]]) -> pa.Table:
    """Return rows given as one list a column as an Arrow table of the declared types."""
    schema = schema_of(columns)
    return pa.table([pa.array(batch[f.name], type=f.type) for f in schema], schema=schema)


def column_values(path: Path, column: str) -> set[Any]:
    """Return the different values of one column of a Parquet file."""
    return set(pq.read_table(path, columns=[column])[column].unique().to_pylist())


def write_rows(path: Path, columns: tuple[Column, ...], batch: dict[str, list[Any]]) -> int:
    """Write a whole table given as one list a column; return its number of rows."""
    table = ParquetTable(path, columns)
    table.write(batch)
    table.close()
    return table.rows


def row_count(path: Path) -> int:
    """Return the number of rows of a Parquet file, or of all in a folder, without reading them."""
    paths = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    return sum(int(pq.ParquetFile(p).metadata.num_rows) for p in paths)
