"""The engine is shut to all but its folders; what a question names is a name; threads get the right answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import duckdb
import pyarrow as pa
import pytest

from grutto.errors import DeclarationError, DerivationError, StoreError
from grutto.model.figure import Condition, Selection
from grutto.model.table import Column, ReleaseTable
from grutto.store.engine import DuckDBEngine
from grutto.store.parquet import write_rows
from grutto.store.query import totals_sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = (
    Column("iati_identifier", "identifier", "The activity."),
    Column("source_row", "text", "The row."),
    Column("part", "integer", "A number."),
    Column("amount", "decimal", "Money."),
)
ROWS = 4000


def _write(folder: Path, factor: int) -> Path:
    """Write ten files of rows whose amounts are their number times a factor."""
    folder.mkdir(parents=True)
    for number in range(10):
        numbers = range(number * ROWS // 10, (number + 1) * ROWS // 10)
        batch: dict[str, list[Any]] = {
            "iati_identifier": [f"A-{n % 100}" for n in numbers],
            "source_row": [str(n) for n in numbers],
            "part": [n % 40 for n in numbers],
            "amount": [Decimal(n * factor) for n in numbers],
        }
        write_rows(folder / f"{number}.parquet", COLUMNS, batch)
    return folder


def _sum(relation: str, part: int) -> Selection:
    return Selection("test", relation, "amount", "sum", (Condition("part", (part,)),))


NAME = 'o\'er "the" hills – ملف'
"""Of a folder, with an apostrophe, a space and letters of other alphabets."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Twenty tables, each of other amounts; never written to."""
    folder = tmp_path_factory.mktemp("tables") / NAME
    return [_write(folder / f"table_{factor}", factor) for factor in range(20)]


@pytest.fixture(params=[False, True], ids=["scanned", "in memory"])
def engine(tables: list[Path], request: pytest.FixtureRequest) -> Iterator[DuckDBEngine]:
    """An engine with those tables."""
    opened = DuckDBEngine(tables[0].parent, in_memory=request.param)
    for path in tables:
        opened.register(path.name, path)
    yield opened
    opened.close()


def test_threads_that_open_the_same_tables_get_every_answer_right(engine: DuckDBEngine) -> None:
    """Each table is asked for by all of them at once, when none has opened it."""
    questions = [(factor, part) for factor in range(20) for part in range(0, 40, 4)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda q: engine.aggregate(_sum(f"table_{q[0]}", q[1])), questions))
    expected = [sum(n * factor for n in range(part, ROWS, 40)) for factor, part in questions]
    assert [(group.value, group.rows) for (group,) in answers] == [(Decimal(value), 100) for value in expected]


def test_an_engine_beside_another_has_its_own_relation_of_a_name(engine: DuckDBEngine) -> None:
    own = pa.table({"iati_identifier": ["A-1"], "source_row": ["1"], "part": [1], "amount": [Decimal("7.000000")]})
    beside = [engine.beside("own", own), engine.beside("own", own.slice(1)), engine.beside("table_1", own)]
    assert [e.aggregate(_sum("own", 1))[0].rows for e in beside[:2]] == [1, 0]
    assert beside[2].aggregate(_sum("table_1", 1))[0].value == 7
    assert engine.aggregate(_sum("table_1", 1))[0].rows == 100
    with pytest.raises(DeclarationError, match="no relation “own”"):
        engine.aggregate(_sum("own", 1))


@pytest.mark.parametrize(
    "name",
    [
        "read_csv_auto('/etc/passwd')",
        "read_csv_auto('http://127.0.0.1:1/')",
        "/etc/passwd",
        "duckdb_settings()",
        "pg_class",
        'table_1"; DROP TABLE "table_1',
    ],
)
def test_a_relation_of_a_record_is_a_name_never_a_function_or_a_file(engine: DuckDBEngine, name: str) -> None:
    with pytest.raises(DeclarationError, match="names what does not exist"):
        engine.rows(Selection("test", name, "amount", "sum"), ("amount",))
    for where in (f"{name}.amount", name):
        with pytest.raises(DeclarationError, match="names what does not exist"):
            engine.aggregate(Selection("test", "table_1", "amount", "sum", (Condition(where, (1,)),)))
    assert engine.aggregate(_sum("table_1", 1))[0].rows == 100


def test_files_elsewhere_extensions_and_settings_are_shut(tmp_path: Path) -> None:
    place = tmp_path / NAME
    _write(place / "inside", 1)
    _write(tmp_path / "outside", 1)
    engine = DuckDBEngine(place)
    for sql in (
        f"SELECT * FROM read_parquet('{tmp_path}/outside/0.parquet')",
        f"COPY (SELECT 1) TO '{tmp_path}/new.csv'",
        f"ATTACH '{tmp_path}/new.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ):
        with pytest.raises(duckdb.Error):
            engine.define(sql)
    engine.register("outside", tmp_path / "outside")
    with pytest.raises(StoreError, match="cannot be read"):
        engine.aggregate(_sum("outside", 1))
    table = ReleaseTable("small", "", COLUMNS, depends=("inside",), order=("source_row",))
    engine.register("inside", place / "inside")
    engine.derive(table, "SELECT * FROM inside WHERE part = 1", place / "small.parquet")
    engine.register("small", place / "small.parquet")
    assert engine.aggregate(_sum("small", 1))[0].rows == 100
    engine.close()
    assert not list(tmp_path.glob("new*"))


def test_what_does_not_fit_in_memory_goes_to_disk(tmp_path: Path) -> None:
    _write(tmp_path / "inside" / "inside", 1)
    engine = DuckDBEngine(tmp_path / "inside", memory="60MB", spill=tmp_path / "spill", rows=0)
    table = ReleaseTable("sorted", "", (COLUMNS[1],), order=("source_row",))
    sql = "SELECT md5(range::VARCHAR) || md5((range + 1)::VARCHAR) AS source_row FROM range(1000000)"
    engine.derive(table, sql, tmp_path / "inside" / "sorted.parquet")
    engine.close()
    assert (tmp_path / "inside" / "sorted.parquet").stat().st_size > 1_000_000


@pytest.mark.parametrize("as_written", [True, False])
def test_a_long_table_is_read_past_a_short_one_that_it_names_first(tmp_path: Path, *, as_written: bool) -> None:
    """All long rows have one key, and are guessed to be few: held instead of the other table, they do not fit."""
    (tmp_path / "inside").mkdir()
    engine = DuckDBEngine(tmp_path / "inside", memory="60MB", spill=tmp_path / "spill", as_written=as_written)
    table = ReleaseTable("joined", "", (COLUMNS[1],))
    few = "range % 7 <> 8 AND range % 5 <> 6"
    long = f"SELECT 'EUR' AS key, repeat(md5(range::VARCHAR), 16) AS text FROM range(300000) WHERE {few}"
    short = "SELECT coalesce(nullif(range::VARCHAR, '0'), 'EUR') AS key FROM range(100000)"
    sql = f"SELECT l.text[1:8] || s.key AS source_row FROM ({long}) AS l LEFT JOIN ({short}) AS s ON s.key = l.key"
    held = (
        nullcontext() if as_written else pytest.raises(DerivationError, match="cannot be made in the memory there is")
    )
    with held:
        engine.derive(table, sql, tmp_path / "inside" / "joined.parquet")
    engine.close()


def test_a_question_asked_again_is_written_for_its_own_values() -> None:
    def asked(value: object, relation: str = "a") -> str:
        selection = Selection("test", "a", "amount", "sum", (Condition("part", (cast("Any", value),)),))
        return totals_sql(selection, (), {"a": relation}, "duckdb")

    assert asked(1) == asked(1)
    assert len({asked(1), asked(True), asked("1"), asked(None), asked(1, "b")}) == 5
    assert "TRUE" in asked(True)
    assert "TRUE" not in asked(1)
