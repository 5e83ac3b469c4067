"""The engine: the one place that names DuckDB or Spark.

Facts are immutable Parquet files; each process opens its own engine over them, so readers never wait. What a question
names are names: the engine reads the relations it was given and the files in its folders, and nothing else.
"""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
import warnings
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit

from grutto.errors import DeclarationError, DerivationError, InputError, StoreError
from grutto.extras import required
from grutto.lazily import lazily
from grutto.message import Message
from grutto.model.figure import Selection
from grutto.store.parquet import DIGITS, SCALE, row_count, unreadable
from grutto.store.wording import of_system

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from grutto.model.table import ReleaseTable
else:
    duckdb = lazily("duckdb")
    pa = lazily("pyarrow")


# A process that asks nothing, as one that serves pages from a catalogue, does without the library that writes SQL.


def _totals(selection: Selection, by: tuple[str, ...], known: Mapping[str, str], dialect: str) -> str:
    from grutto.store.query import totals_sql  # noqa: PLC0415 - see above

    return totals_sql(selection, by, known, dialect)


def _rows(
    selection: Selection, columns: tuple[str, ...], limit: int | None, known: Mapping[str, str], dialect: str
) -> str:
    from grutto.store.query import rows_sql  # noqa: PLC0415 - see above

    return rows_sql(selection, columns, limit, known, dialect)


def _relations(selection: Selection, columns: tuple[str, ...]) -> Iterable[str]:
    from grutto.store.query import relations_of  # noqa: PLC0415 - see above

    return relations_of(selection, columns)


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

    def groups(self, selection: Selection, by: tuple[str, ...]) -> Iterator[Group]:
        """Yield those totals, however many they are, without holding them."""

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""

    def stream(self, selection: Selection, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a selection in the order of the columns, however many they are, without holding them."""


def _group(line: tuple[Any, ...]) -> Group:
    *by, value, rows, unknown = line
    return Group(tuple(by), None if value is None else Decimal(value), int(rows), int(unknown))


IN_MEMORY = 1_000_000
"""Rows up to which a table is held in memory, where that was asked for; larger ones are scanned in their files."""

FEW_ROWS = 100_000
"""Rows of all tables together up to which one thread answers: handing work to others takes longer than doing it."""

LINES = 10_000
"""Lines of an answer that are held at once."""

SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
"""Nothing is loaded from elsewhere."""

AS_WRITTEN = {"disabled_optimizers": "join_order,build_side_probe_side"}
"""Tables are joined in the order of the question, and the right one is held: a guess may hold one that does not fit."""


PARSED = 500
"""Questions of one process that are kept as DuckDB has parsed them: parsing takes a third of a small answer."""
SPARK_PORT = 15_002
"""Where Spark Connect listens if an address does not say."""
PATIENCE = 10
"""Seconds for which an address of a server is tried."""

_statements: dict[str, duckdb.Statement] = {}


class _Database:
    """What engines on the same tables share: a connection, and which relations wait for their first question."""

    def __init__(self, folders: tuple[Path, ...], memory: str, spill: Path | None, settings: dict[str, Any]) -> None:
        spill = spill or Path(tempfile.gettempdir()) / f"grutto-{secrets.token_hex(8)}"
        config: dict[str, Any] = (
            SETTINGS | settings | {"temp_directory": str(spill)} | ({"memory_limit": memory} if memory else {})
        )
        self.connection = duckdb.connect(config=config)
        self.lock = threading.RLock()
        self.known: set[str] = set()
        self.waiting: dict[str, Path] = {}
        self._shut(folders)

    def _shut(self, folders: tuple[Path, ...]) -> None:
        """Close the engine to files elsewhere, to extensions, to variables of Python, and to changes of this."""
        allowed = ", ".join(_text(f"{folder.absolute()}/") for folder in folders)
        self.connection.execute("SET parquet_metadata_cache = true")  # files of a release never change
        self.connection.execute(f"SET allowed_directories = [{allowed}]")
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET python_enable_replacements = false")
        self.connection.execute("SET lock_configuration = true")

    def add(self, name: str, relation: Path | pa.Table) -> str:
        """Take a relation under its name, or one of its own where that is taken; return it."""
        with self.lock:
            own = name if name not in self.known else f"{name} {len(self.known)}"
            self.known.add(own)
            if isinstance(relation, Path):
                self.waiting[own] = relation
            else:
                self.connection.register("arriving", relation)
                self.connection.execute(f"CREATE TABLE {_name(own)} AS FROM arriving")
                self.connection.unregister("arriving")
        return own

    def open(self, own: str, *, in_memory: bool) -> None:
        """Give the engine the files of a relation, if it did not need them before; another thread waits for that."""
        with self.lock:
            if path := self.waiting.get(own):
                self._load(own, path, in_memory=in_memory)
                del self.waiting[own]

    def _load(self, own: str, path: Path, *, in_memory: bool) -> None:
        parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        files = f"read_parquet([{', '.join(_text(str(part)) for part in parts)}])"
        try:
            kind = "TABLE" if in_memory and row_count(path) <= IN_MEMORY else "VIEW"
            self.connection.execute(f"CREATE {kind} {_name(own)} AS FROM {files}")
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise unreadable(path.stem, path, error) from error


def _parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Return a question as DuckDB has parsed it, once in this process: it runs on any connection, as a copy."""
    found = _statements.get(sql)
    if found is None:
        if len(_statements) >= PARSED:
            _statements.clear()
        found = _statements[sql] = connection.extract_statements(sql)[0]
    return found


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class DuckDBEngine:
    """The embedded engine: safe in many threads, and shut to all files but those of its folders."""

    def __init__(
        self,
        *folders: Path,
        memory: str = "",
        spill: Path | None = None,
        in_memory: bool = False,
        as_written: bool = False,
        rows: int | None = None,
    ) -> None:
        """Start an engine.

        Args:
            folders: the only ones in which it reads and writes.
            memory: most memory, such as `1GB`; without it, four fifths of the machine's.
            spill: folder for what does not fit; without it, one of its own among the system's temporary files.
            in_memory: hold tables in memory once they were asked for: faster where many questions follow.
            as_written: join tables as the question says: each left one is read past the right one, which is held.
            rows: of all tables together, if that is known.
        """
        threads = {"threads": 1} if rows is not None and rows <= FEW_ROWS else {}
        self._database = _Database(folders, memory, spill, (AS_WRITTEN if as_written else {}) | threads)
        self._in_memory = in_memory
        self._own: dict[str, str] = {}

    def beside(self, name: str, relation: Path | pa.Table) -> Self:
        """Return an engine on the same tables that knows one relation more, or another under this name.

        It ends when this one is closed.
        """
        other = copy(self)
        other._own = dict(self._own)
        other.register(name, relation)
        return other

    def register(self, name: str, relation: Path | pa.Table) -> None:
        """Make a Parquet file, a folder of them or an Arrow table known under a name; files are read when needed."""
        self._own[name] = self._database.add(name, relation)

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""
        return list(self.groups(selection, by))

    def groups(self, selection: Selection, by: tuple[str, ...]) -> Iterator[Group]:
        """Yield those totals, however many they are, without holding them."""
        self._open(_relations(selection, by), selection)
        query = _totals(selection, by, self._own, "duckdb")
        return map(_group, self._lines(query, selection))

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""
        self._open(_relations(selection, columns), selection)
        query = _rows(selection, columns, limit, self._own, "duckdb")
        names = [name.rpartition(".")[2] for name in columns]
        return [dict(zip(names, line, strict=True)) for line in self._ask(query, selection)]

    def stream(self, selection: Selection, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a selection in the order of the columns, however many they are, without holding them."""
        self._open(_relations(selection, columns), selection)
        query = _rows(selection, columns, None, self._own, "duckdb")
        return self._lines(query, selection)

    def _ask(self, query: str, selection: Selection) -> list[tuple[Any, ...]]:
        return list(self._lines(query, selection))

    def _lines(self, query: str, selection: Selection) -> Iterator[tuple[Any, ...]]:
        """Yield the lines of an answer; each question has a cursor of its own, so threads do not meet.

        Raises:
            DeclarationError: the relation or one of its columns does not exist.
            StoreError: a file of the release cannot be read.
        """
        try:
            with self._database.connection.cursor() as cursor:
                cursor.execute(_parsed(cursor, query))
                while lines := cursor.fetchmany(LINES):
                    yield from lines
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise _no_such(selection, str(error)) from error
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException) as error:
            raise unreadable(selection.relation, Path(), error) from error

    def _open(self, names: Iterable[str], selection: Selection) -> None:
        for name in names:
            if name not in self._own:
                raise _no_such(selection, Message("there is no relation “{name}”", name=name))
            self._database.open(self._own[name], in_memory=self._in_memory)

    def has_rows(self, relation: str, condition: str) -> bool:
        """Tell whether a row of a relation meets a condition in SQL."""
        self._open([relation], Selection(relation, relation, "", "count"))
        connection = self._database.connection
        query = f"SELECT 1 FROM {_name(self._own[relation])} WHERE {condition} LIMIT 1"
        return bool(connection.execute(_parsed(connection, query)).fetchall())

    def define(self, sql: str) -> None:
        """Run definitions that derivations share."""
        self._database.connection.execute(sql)

    def derive(self, table: ReleaseTable, sql: str, output: Path) -> int:
        """Write a derived table to Parquet: its SQL, cast to the declared types, in the declared order; tell its rows.

        Raises:
            DeclarationError: the SQL does not give the declared columns.
            DerivationError: a value is beyond the bounds of its type, or the table does not fit in memory.
            StoreError: the disk is full, or a file cannot be read.
        """
        self._open(table.depends, Selection(table.name, table.name, "", "count"))
        casts = ", ".join(f'CAST("{c.name}" AS {_SQL_TYPE[c.type]}) AS "{c.name}"' for c in table.column)
        order = f" ORDER BY {', '.join(table.order)}" if table.order else ""
        query = f"COPY (SELECT {casts} FROM ({sql}){order}) TO ? (FORMAT parquet, COMPRESSION zstd)"
        try:
            connection = self._database.connection
            (rows,) = connection.execute(_parsed(connection, query), [str(output)]).fetchall()[0]
            return int(rows)
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise DerivationError(
                "The table “{table}” cannot be made: a value is beyond all bounds ({detail})",
                repair="correct the amounts, shares and numbers in the file that are beyond reason",
                table=table.name,
                detail=_first_line(error),
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise DerivationError(
                "The table “{table}” cannot be made in the memory there is ({detail})",
                repair="send the file in parts; if it is not large, report this, with the file",
                table=table.name,
                detail=_first_line(error),
            ) from error
        except duckdb.IOException as error:
            raise StoreError(
                "The table “{table}” cannot be written: {detail}", where=output, table=table.name, detail=str(error)
            ) from error
        except duckdb.Error as error:
            raise DeclarationError(
                "The table “{table}” could not be derived: {detail}",
                where=Message("tables/derived/{table}.sql", table=table.name),
                table=table.name,
                detail=str(error),
            ) from error

    def close(self) -> None:
        """Give back the memory."""
        self._database.connection.close()


def _no_such(selection: Selection, error: str) -> DeclarationError:
    return DeclarationError(
        "The measure “{measure}” names what does not exist: {detail}",
        where=Message("relation {relation}", relation=selection.relation),
        repair="correct its declaration; docs/reference/tables.md lists relations and columns",
        measure=selection.measure,
        detail=error,
    )


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


def _host_and_port(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    try:
        if parts.scheme == "sc" and parts.hostname:
            return parts.hostname, parts.port or SPARK_PORT
    except ValueError:  # a port that is no number
        pass
    raise InputError(
        "“{address}” is not the address of an engine",
        repair="write it as sc://HOST:PORT, such as sc://localhost:50051",
        address=address,
    )


def _require_listener(address: str, host: str, port: int) -> None:
    """Refuse an address where nobody listens: the client would try again and again for minutes."""
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except OSError as error:
        raise _silent(address, of_system(error)) from error


def _silent(address: str, detail: str) -> StoreError:
    return StoreError(
        "The engine does not answer: {detail}",
        where=address,
        repair="see that it runs, and that it sees the data folder under the same path or GRUTTO_TABLES",
        detail=detail,
    )


class SparkEngine:
    """A distributed engine, by the Spark Connect protocol."""

    def __init__(self, address: str) -> None:
        """Connect to a server.

        Args:
            address: such as `sc://localhost:50051`.

        Raises:
            InputError: this is no such address.
            ExtraError: the extra `spark` is not installed.
            StoreError: nobody listens at the address.
        """
        required("spark")
        host, port = _host_and_port(address)
        self._address = address
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the client says about its own dependencies
            from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

            _require_listener(address, host, port)
            self._session: SparkSession = SparkSession.builder.remote(address).getOrCreate()
        self._known: dict[str, Path | str | pa.Table] = {}
        self._own: dict[str, str] = {}

    def beside(self, name: str, relation: Path | str | pa.Table) -> Self:
        """Return an engine on the same tables that knows one relation more, or another under this name.

        It ends when this one is closed.
        """
        other = copy(self)
        other._own = dict(self._own)
        other.register(name, relation)
        return other

    def register(self, name: str, relation: Path | str | pa.Table) -> None:
        """Make a Parquet file, a folder of them or an Arrow table known under a name; files are read when needed.

        The server must see the same files: under the same path, or at the address given.
        """
        self._own[name] = f"{name}_{len(self._known)}"
        self._known[self._own[name]] = relation

    def _open(self, names: Iterable[str], selection: Selection) -> None:
        for name in names:
            if name not in self._own:
                raise _no_such(selection, Message("there is no relation “{name}”", name=name))
            if (relation := self._known[self._own[name]]) is not _OPEN:
                frame = self._frame(relation) if isinstance(relation, pa.Table) else self._read(str(relation))
                frame.createOrReplaceTempView(self._own[name])
                self._known[self._own[name]] = _OPEN

    def _read(self, place: str) -> DataFrame:
        return self._session.read.parquet(place)

    def _frame(self, table: pa.Table) -> DataFrame:
        """Return an Arrow table as a frame; of an empty one the client learns the types by a row that is left out."""
        if table.num_rows:
            return self._session.createDataFrame(table)
        row = pa.table([pa.nulls(1, column.type) for column in table.schema], names=table.schema.names)
        return self._session.createDataFrame(row).limit(0)

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return the totals of a selection along columns, ordered by them."""
        query = _totals(selection, by, self._own, "spark")
        return [_group(line) for line in self._ask(query, selection, by)]

    def groups(self, selection: Selection, by: tuple[str, ...]) -> Iterator[Group]:
        """Yield those totals."""
        return iter(self.aggregate(selection, by))

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a selection: the same question without the sum."""
        query = _rows(selection, columns, limit, self._own, "spark")
        names = [name.rpartition(".")[2] for name in columns]
        return [dict(zip(names, line, strict=True)) for line in self._ask(query, selection, columns)]

    def stream(self, selection: Selection, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a selection in the order of the columns, however many they are, without holding them."""
        return self._ask(_rows(selection, columns, None, self._own, "spark"), selection, columns)

    def _ask(self, query: str, selection: Selection, named: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the lines of an answer, for which the server is asked once.

        What does so is no public part of the client, hence the bound on its version. A frame of `sql` asks three times:
        that takes half as long again for a small answer, and twice as long for rows one by one.

        Raises:
            DeclarationError: a relation does not exist.
            StoreError: the server cannot be reached, sees no such files, or does not understand the question.
        """
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql.connect.plan import SQL  # noqa: PLC0415 - an extra

        client = self._session.client
        try:
            self._open(_relations(selection, named), selection)
            for part in client.to_table_as_iterator(SQL(query).to_proto(client), {}):
                if isinstance(part, pa.Table):  # else it is their schema
                    yield from zip(*(column.to_pylist() for column in part.columns), strict=True)
        except PySparkException as error:
            raise _silent(self._address, _first_line(error)) from error

    def close(self) -> None:
        """End the session."""
        self._session.stop()


_OPEN = "open"
"""Stands for a relation that the server knows."""
