"""Each measure on each engine: its worked case, and UNHCR's real file along every dimension, Decimal for Decimal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import grutto.measures
from grutto.frameworks import load
from grutto.measures import dimension_names, measures
from grutto.measures.attribution import COLUMNS, attribute
from grutto.measures.book import ATTRIBUTION, Book
from grutto.measures.trace import trace_columns
from grutto.model.figure import Condition, Selection
from grutto.store.codec import declared
from grutto.store.engine import DuckDBEngine, Engine, SparkEngine
from grutto.store.parquet import arrow_table
from grutto.store.releases import read_release, table_paths
from grutto.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.figure import Scalar
    from grutto.store.home import Home

Cell = str | int | bool | date
FOLDER = Path(grutto.measures.__file__).parent / "declared"
ENGINES = ("embedded", "distributed")
pytestmark = pytest.mark.xdist_group("engines")


@dataclass(frozen=True)
class Expected:
    """One figure of the answer, worked by hand; no value is an unknown one."""

    at: dict[str, Cell]
    unit: str
    rows: int
    unknown: int = 0
    value: Decimal | None = None


@dataclass(frozen=True)
class Case:
    """A worked case: rows of tables (only the columns that matter), a question, and its answer."""

    doc: str
    by: tuple[str, ...]
    rows: dict[str, tuple[dict[str, Cell], ...]]
    expected: tuple[Expected, ...]
    where: dict[str, Cell] = field(default_factory=dict)
    attributed: bool = False


def _engine(name: str, request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(name)
    return engine


@pytest.fixture(scope="module")
def embedded() -> Iterator[Engine]:
    """The engine in this process; it knows the tables that a case registered last."""
    engine = DuckDBEngine(rows=0)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def distributed(server: str) -> Iterator[Engine]:
    """An engine behind the Spark Connect protocol."""
    engine = SparkEngine(server)
    yield engine
    engine.close()


def _table(name: str, rows: tuple[dict[str, Cell], ...]) -> Any:
    """Return rows as an Arrow table of the declared columns; an unknown column is refused."""
    columns = COLUMNS if name == ATTRIBUTION else all_tables()[name].column
    unknown = {key for row in rows for key in row} - {c.name for c in columns}
    assert not unknown, f"{name} has no column {unknown}"
    batch = {c.name: [_cell(c.type, row.get(c.name)) for row in rows] for c in columns}
    return arrow_table(columns, batch)


def _cell(type_: str, value: Cell | None) -> Any:
    return Decimal(str(value)) if type_ == "decimal" and value is not None else value


def _known(value: Cell) -> Scalar:
    return None if value == "unknown" else value


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize("name", measures())
def test_the_worked_case_of_each_measure(name: str, engine_name: str, request: pytest.FixtureRequest) -> None:
    case = declared(FOLDER / f"{name}.case.toml", Case)
    engine = _engine(engine_name, request)
    for table in (measures()[name].relation, "portfolio", ATTRIBUTION):
        engine.register(table, _table(table, case.rows.get(table, ())))
    book = Book(engine, attributed=case.attributed)
    where = {key: _known(value) for key, value in case.where.items()}
    found = [(at, f.value, f.unit, f.rows, f.unknown) for at, f in book.breakdown(name, *case.by, **where)]
    assert found == [
        ({k: _known(v) for k, v in e.at.items()}, e.value, e.unit, e.rows, e.unknown) for e in case.expected
    ]
    assert all(isinstance(value, Decimal | None) for _, value, *_ in found)


def test_every_case_belongs_to_a_measure() -> None:
    assert {p.name.removesuffix(".case.toml") for p in FOLDER.glob("*.case.toml")} == set(measures())


@pytest.fixture(scope="module")
def both(distributed: Engine, unhcr_home: Home) -> Iterator[tuple[Engine, Engine]]:
    """Both engines with the release of UNHCR's real file and an attribution."""
    release, embedded = read_release(unhcr_home), DuckDBEngine(unhcr_home.path, in_memory=True)
    for engine in (embedded, distributed):
        for name, path in table_paths(unhcr_home, release).items():
            engine.register(name, path)
        engine.register(ATTRIBUTION, attribute(engine, load("nl-2008")))
    yield embedded, distributed
    embedded.close()


@pytest.mark.parametrize("name", measures())
def test_real_data_along_every_dimension(both: tuple[Engine, Engine], name: str) -> None:
    """Along priorities and budget lines the rows are attributed; a measure of which there are no rows has one total."""
    for attributed in (False, True):
        books = [Book(engine, attributed=attributed) for engine in both]
        total = books[0].breakdown(name)
        assert total == books[1].breakdown(name)
        for dimension in dimension_names(measures()[name]) if total else ():
            if (dimension in {"priority", "budget_line"}) is attributed:
                answers = [book.breakdown(name, dimension) for book in books]
                assert answers[0] == answers[1], dimension


@pytest.mark.usefixtures("server")
def test_the_client_still_has_what_is_used_of_its_inner_parts() -> None:
    """If this fails with a newer client, its bound in pyproject.toml stays until `SparkEngine._ask` has another way."""
    core = pytest.importorskip("pyspark.sql.connect.client")
    plan = pytest.importorskip("pyspark.sql.connect.plan")
    parameters = list(signature(core.SparkConnectClient.to_table_as_iterator).parameters)
    assert parameters == ["self", "plan", "observations"], "the answer of a plan, part by part"
    assert list(signature(plan.SQL.to_proto).parameters)[:2] == ["self", "session"], "a question in SQL as a plan"
    assert next(iter(signature(plan.SQL).parameters)) == "query"


def test_a_server_is_asked_once(both: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it knows the tables: no command before a question, no setting asked for beside it."""
    selection = Selection("test", "money", "amount", "sum")
    known = both[1].aggregate(selection, ("year",))
    for other in ("execute_command", "config"):
        monkeypatch.setattr(f"pyspark.sql.connect.client.SparkConnectClient.{other}", lambda *_: pytest.fail("asked"))
    assert both[1].aggregate(selection, ("year",)) == known == both[0].aggregate(selection, ("year",))


def test_real_data_has_something_to_compare(both: tuple[Engine, Engine]) -> None:
    groups = Book(both[1], attributed=False).breakdown("reported_transactions", "year", "country")
    assert len(groups) > 500
    assert sum(f.rows for at, f in groups if at["currency"] == "EUR") >= 660


@pytest.mark.parametrize(
    "where",
    [
        (Condition("counted", (True,)), Condition("kind", ("budget",))),
        (Condition("counted", (False,)),),
        (Condition("transaction_type", ("11",)), Condition("value_date", (date(2023, 1, 20), date(2022, 12, 31)))),
        (Condition("year", (2019, 2020)), Condition("not_counted_because", (None,))),
        (Condition("units_per_eur", (None,)), Condition("currency", ("JOD", "CRC"))),
        (Condition("currency", ("JOD", None)), Condition("portfolio.hierarchy", (3,))),
    ],
    ids=["true and text", "false", "dates", "numbers and the unknown", "only the unknown", "either or the unknown"],
)
def test_the_same_rows_on_both_engines(both: tuple[Engine, Engine], where: tuple[Condition, ...]) -> None:
    selection = Selection("test", "money", "amount", "sum", where)
    columns = trace_columns(selection)
    found = [engine.rows(selection, columns) for engine in both]
    assert found[0]
    assert found[0] == found[1]
    assert both[0].rows(selection, columns, 2) == found[0][:2]
    assert len(both[1].rows(selection, columns, 2)) == min(2, len(found[0]))


def test_the_attribution_is_the_same_on_both_engines(both: tuple[Engine, Engine]) -> None:
    tables = [attribute(engine, load("nl-2008")) for engine in both]
    assert tables[0].num_rows == 134
    assert tables[0].equals(tables[1])
