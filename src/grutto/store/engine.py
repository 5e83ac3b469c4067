"""The engine: the one place that names DuckDB or Spark.

Facts are immutable Parquet files; each process opens its own engine in memory over them, so readers never wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import duckdb

from grutto.errors import DeclarationError, StoreError
from grutto.store.parquet import DIGITS, SCALE
from grutto.store.query import aggregate_query, rows_query

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from grutto.model.figure import Selection
    from grutto.model.table import Table


@dataclass(frozen=True, slots=True)
class Group:
    """One line of an answer: values of the dimensions, the total, source rows, and source rows without a value."""

    by: tuple[Any, ...]
    value: Decimal | None
    rows: int
    unknown: int


class Engine(Protocol):
    """What a measure needs of an engine."""

    def register(self, name: str, relation: Path | pa.Table) -> None:
        """Make a Parquet file or an Arrow table known under a name."""

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""


def _group(line: tuple[Any, ...]) -> Group:
    *by, value, rows, unknown = line
    return Group(tuple(by), None if value is None else Decimal(value), int(rows), int(unknown))


class DuckDBEngine:
    """The embedded engine."""

    def __init__(self, threads: int | None = None) -> None:
        """Start an engine in memory."""
        self._connection = duckdb.connect(config={"threads": threads} if threads else {})

    def register(self, name: str, relation: Path | pa.Table) -> None:
        """Make a Parquet file or an Arrow table known under a name."""
        if hasattr(relation, "schema"):
            self._connection.register(name, relation)
        else:
            parts = sorted(str(p) for p in relation.glob("*.parquet")) if relation.is_dir() else str(relation)
            self._connection.read_parquet(parts).create_view(name, replace=True)

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""
        query = aggregate_query(selection, by).sql(dialect="duckdb")
        return [_group(line) for line in self._connection.execute(query).fetchall()]

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""
        answer = self._connection.execute(rows_query(selection, columns, limit).sql(dialect="duckdb"))
        names = [name.rpartition(".")[2] for name in columns]
        return [dict(zip(names, line, strict=True)) for line in answer.fetchall()]

    def define(self, sql: str) -> None:
        """Run definitions that derivations share."""
        self._connection.execute(sql)

    def derive(self, table: Table, sql: str, output: Path) -> None:
        """Write a derived table to Parquet: its SQL, cast to the declared types, in the declared order.

        Raises:
            DeclarationError: the SQL does not give the declared columns.
        """
        casts = ", ".join(f'CAST("{c.name}" AS {_SQL_TYPE[c.type]}) AS "{c.name}"' for c in table.column)
        order = f" ORDER BY {', '.join(table.order)}" if table.order else ""
        try:
            self._connection.execute(
                f"COPY (SELECT {casts} FROM ({sql}){order}) TO '{output}' (FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.Error as error:
            raise DeclarationError(
                f"The table “{table.name}” could not be derived: {error}",
                where=f"tables/derived/{table.name}.sql",
            ) from error

    def close(self) -> None:
        """Give back the memory."""
        self._connection.close()


_SQL_TYPE = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "identifier": "VARCHAR",
    "date": "DATE",
    "datetime": "VARCHAR",
    "decimal": f"DECIMAL({DIGITS}, {SCALE})",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}


class SparkEngine:
    """A distributed engine, by the Spark Connect protocol."""

    def __init__(self, address: str) -> None:
        """Connect to a server.

        Args:
            address: such as `sc://localhost:50051`.

        Raises:
            StoreError: the extra `spark` is not installed.
        """
        try:
            from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise StoreError(
                "The distributed engine needs pyspark-client", repair="pip install grutto[spark]"
            ) from error
        self._session: SparkSession = SparkSession.builder.remote(address).getOrCreate()

    def register(self, name: str, relation: Path | pa.Table) -> None:
        """Make a Parquet file or an Arrow table known under a name; the server must see the same files."""
        frame = self._frame(relation) if hasattr(relation, "schema") else self._session.read.parquet(str(relation))
        frame.createOrReplaceTempView(name)

    def _frame(self, table: pa.Table) -> DataFrame:
        """Return an Arrow table as a frame; of an empty one the client needs to be told the schema."""
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

        if table.num_rows:
            return self._session.createDataFrame(table)
        return self._session.createDataFrame([], from_arrow_schema(table.schema))

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""
        query = aggregate_query(selection, by).sql(dialect="spark")
        return [_group(tuple(line)) for line in self._session.sql(query).collect()]

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""
        query = rows_query(selection, columns, limit).sql(dialect="spark")
        return [line.asDict() for line in self._session.sql(query).collect()]

    def close(self) -> None:
        """End the session."""
        self._session.stop()
