"""The engine: the one place that names DuckDB or Spark.

Facts are immutable Parquet files; each process opens its own engine in memory over them, so readers never wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import pyarrow as pa

from grutto.errors import DeclarationError, StoreError
from grutto.store.parquet import DIGITS, SCALE, row_count
from grutto.store.query import aggregate_query, relations_of, rows_query

if TYPE_CHECKING:
    from collections.abc import Iterable

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


IN_MEMORY = 1_000_000
"""Rows up to which a table is held in memory once it is asked for; larger ones are scanned in their files."""


class DuckDBEngine:
    """The embedded engine."""

    def __init__(self, memory: str = "", spill: Path | None = None) -> None:
        """Start an engine in memory.

        Args:
            memory: most memory, such as `1GB`; without it, four fifths of the machine's.
            spill: folder for what does not fit; without it, one beside the working directory.
        """
        config: dict[str, str | bool | int | float | list[str]] = {}
        config |= {"memory_limit": memory} if memory else {}
        config |= {"temp_directory": str(spill)} if spill else {}
        self._connection = duckdb.connect(config=config)
        self._waiting: dict[str, Path] = {}

    def register(self, name: str, relation: Path | pa.Table) -> None:
        """Make a Parquet file, a folder of them or an Arrow table known under a name; files are read when needed."""
        if isinstance(relation, Path):
            self._waiting[name] = relation
        else:
            self._connection.register(name, relation)

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""
        self._open(relations_of(selection, by))
        query = aggregate_query(selection, by).sql(dialect="duckdb")
        return [_group(line) for line in self._ask(query, selection)]

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""
        self._open(relations_of(selection, columns))
        query = rows_query(selection, columns, limit).sql(dialect="duckdb")
        names = [name.rpartition(".")[2] for name in columns]
        return [dict(zip(names, line, strict=True)) for line in self._ask(query, selection)]

    def _ask(self, query: str, selection: Selection) -> list[tuple[Any, ...]]:
        """Return the lines of an answer.

        Raises:
            DeclarationError: the relation or one of its columns does not exist.
            StoreError: a file of the release cannot be read.
        """
        try:
            return self._connection.execute(query).fetchall()
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise DeclarationError(
                f"The measure “{selection.measure}” names what does not exist: {error}",
                where=f"relation {selection.relation}",
                repair="correct its declaration; docs/reference/tables.md lists relations and columns",
            ) from error
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException) as error:
            raise StoreError(
                f"A table of the release cannot be read: {error}",
                where=f"relation {selection.relation}",
                repair="remove the folder of this release, then import any of its files again",
            ) from error

    def define(self, sql: str) -> None:
        """Run definitions that derivations share."""
        self._connection.execute(sql)

    def _open(self, names: Iterable[str]) -> None:
        """Give the engine the files of relations that it did not need before."""
        for name in names:
            if path := self._waiting.pop(name, None):
                parts = sorted(str(p) for p in path.glob("*.parquet")) if path.is_dir() else [str(path)]
                self._load(name, path, parts)

    def _load(self, name: str, path: Path, parts: list[str]) -> None:
        try:
            relation = self._connection.read_parquet(parts)
            if row_count(path) <= IN_MEMORY:
                relation.create(name)
            else:
                relation.create_view(name)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise StoreError(
                f"The table “{name}” cannot be read: {error}",
                where=str(path),
                repair="remove the folder of this release, then import any of its files again",
            ) from error

    def derive(self, table: Table, sql: str, output: Path) -> None:
        """Write a derived table to Parquet: its SQL, cast to the declared types, in the declared order.

        Raises:
            DeclarationError: the SQL does not give the declared columns.
        """
        self._open(table.depends)
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
        frame = self._session.read.parquet(str(relation)) if isinstance(relation, Path) else self._frame(relation)
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
