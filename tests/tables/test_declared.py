"""Declarations: all load, nothing unknown passes, every key is unique, every column has a meaning."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq
import pytest
from small_iati import activity, document, paid, to

from grutto.errors import DeclarationError
from grutto.measures import FOLDER as MEASURES
from grutto.measures import measures
from grutto.measures.attribution import COLUMNS
from grutto.model.measure import Measure
from grutto.model.source import Source
from grutto.model.table import ReleaseTable
from grutto.sources import FOLDER as SOURCES
from grutto.sources import sources
from grutto.store.codec import declared, read_toml
from grutto.store.engine import DuckDBEngine
from grutto.store.home import Home
from grutto.store.parquet import arrow_types, row_count, schema_of
from grutto.store.releases import read_release, table_path
from grutto.tables import FOLDER as TABLES
from grutto.tables import all_tables, derivation, derived_tables, extracted_tables, shared_columns
from grutto.tables.build import COMPUTED
from grutto.tables.codes import code_tables

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from conftest import Importer

WITHOUT_KEY = {"money"}
"""A publisher may name the same sector or country twice: the parts of an amount have no key of their own."""

DECLARED = (
    *((p, ReleaseTable) for p in sorted(TABLES.glob("*/*.toml"))),
    *((MEASURES / f"{name}.toml", Measure) for name in measures()),
    *((p, Source) for p in sorted(SOURCES.glob("*/*/source.toml"))),
)


@pytest.mark.parametrize(("path", "kind"), DECLARED, ids=lambda value: getattr(value, "stem", ""))
def test_an_unknown_key_is_refused_with_its_place(tmp_path: Path, path: Path, kind: type) -> None:
    copy = tmp_path / path.name
    copy.write_text(f"surprise = 1\n{path.read_text('utf-8')}", "utf-8")
    with pytest.raises(DeclarationError, match="Unknown key: surprise") as caught:
        declared(copy, kind, name="copy")
    assert path.name in caught.value.where
    assert "surprise" in caught.value.where
    assert caught.value.repair


def test_every_declaration_loads() -> None:
    assert len(all_tables()) == len(list(TABLES.glob("*/*.toml")))
    assert len(sources()) == len(list(SOURCES.glob("*/*/source.toml")))
    assert len(DECLARED) == len(all_tables()) + len(measures()) + len(sources())


def test_an_unknown_key_of_a_column_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('doc = "x"\n[[column]]\nname = "a"\ntype = "text"\ndoc = "y"\ncolour = "red"\n', "utf-8")
    with pytest.raises(DeclarationError, match="Unknown key: colour") as caught:
        declared(path, ReleaseTable, name="wrong")
    assert "column[0]" in caught.value.where


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('doc = "x"\n[[column]]\nname = "a"\ntype = "texto"\ndoc = "y"\n', "Expected one of"),
        ("doc = 5\ncolumn = []\n", "Expected a text"),
        ('doc = "x"\n', "The key column is missing"),
        ('doc = "x', "not TOML"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DeclarationError, match=message) as caught:
        declared(path, ReleaseTable, name="wrong")
    assert "wrong.toml" in caught.value.where
    assert caught.value.repair


def test_every_column_has_a_meaning_and_a_name_of_its_own() -> None:
    for table in all_tables().values():
        assert table.doc, table.name
        names = [c.name for c in table.column]
        assert len(names) == len(set(names)), table.name
        for column in table.column:
            assert column.doc.strip(), f"{table.name}.{column.name}"
            assert column.type in arrow_types()


def test_every_derived_table_names_what_it_reads() -> None:
    for name, table in derived_tables().items():
        columns = {c.name for c in table.column}
        assert name in COMPUTED or derivation(name)
        assert set(table.depends) <= set(all_tables()), name
        assert table.key or name in WITHOUT_KEY, name
        assert {*table.key, *table.trace} <= columns, name
        assert {o.split()[0] for o in table.order} <= columns, name


PARENTS = '<related-activity ref="M" type="1"/><related-activity ref="I" type="1"/>'
TWISTED = document(
    activity("A", paid(100, "2010-06-01", inside=to("B")), org="XM-A"),
    activity("B", paid(100, "2010-07-01", inside=to("A")), org="XM-B"),
    activity("P", '<related-activity ref="P-1" type="2"/>', paid(100), attributes='hierarchy="1"'),
    activity("P-1", paid(60), attributes='hierarchy="2"'),
    activity("M", paid(40), org="XM-M"),
    activity("I", paid(40), org="XM-I"),
    *(activity(name, PARENTS, paid(50, code="4"), org="XM-S") for name in "CD"),
)
"""Two that pay each other, a parent with its child, and two children whose money may count twice."""


@pytest.fixture(scope="module")
def full(project: Path, imported: Importer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a release of all kinds of files."""
    folder = tmp_path_factory.mktemp("full")
    subprocess.run([sys.executable, project / "examples/fictional/generate.py", folder / "files"], check=True)
    (folder / "files" / "twisted.xml").write_text(TWISTED, "utf-8")
    home, samples = Home(folder / "home"), [SOURCES / "worldbank/remittance-prices", SOURCES / "unhcr/population"]
    assert not imported(home, folder / "files", *(next(s.glob("sample.*")) for s in samples)).refused
    return home.releases / home.current() / "tables"


def _without(path: Path, condition: str) -> pa.Table:
    """Return the rows of a table that do not meet a condition; none without one."""
    query = f"SELECT * FROM read_parquet('{path}/*.parquet') WHERE NOT coalesce({condition or 'true'}, false)"
    return duckdb.connect().sql(query).to_arrow_table()


@pytest.mark.parametrize("name", [name for name, table in derived_tables().items() if table.rows_from])
def test_a_table_has_no_rows_without_those_it_has_them_from(full: Path, tmp_path: Path, name: str) -> None:
    table = derived_tables()[name]
    origins = dict(table.origins)
    assert set(origins) <= set(table.depends)
    assert row_count(full / name) or name == "revision"
    assert all(_without(full / other, condition).num_rows for other, condition in origins.items() if condition)
    engine = DuckDBEngine(full, tmp_path, in_memory=True)
    engine.define(derivation("prelude"))
    for other in all_tables():
        engine.register(other, _without(full / other, origins[other]) if other in origins else full / other)
    for other, codes in code_tables().items():
        engine.register(other, codes)
    if name in COMPUTED:
        assert not any(COMPUTED[name](engine).values())
    else:
        engine.derive(table, derivation(name), tmp_path / "made.parquet")
        assert row_count(tmp_path / "made.parquet") == 0
    engine.close()


@pytest.mark.parametrize("release", ["nl_home", "unhcr_home"])
def test_every_key_of_a_derived_table_is_unique(request: pytest.FixtureRequest, release: str) -> None:
    home: Home = request.getfixturevalue(release)
    lock = read_release(home)
    for name, table in derived_tables().items():
        if name in WITHOUT_KEY:
            continue
        rows = pq.read_table(table_path(home, lock.id, name), columns=list(table.key))
        different = rows.group_by(list(table.key)).aggregate([([], "count_all")]).num_rows
        assert different == rows.num_rows == dict(lock.rows)[name], name


@pytest.mark.parametrize("release", ["nl_home", "unhcr_home"])
def test_every_locator_of_a_table_is_unique_in_its_file(request: pytest.FixtureRequest, release: str) -> None:
    home: Home = request.getfixturevalue(release)
    for name, table in extracted_tables().items():
        if table.reader in {"iati", "csv"}:
            rows = pq.read_table(table_path(home, home.current(), name), columns=["snapshot", "locator"])
            assert rows.group_by(["snapshot", "locator"]).aggregate([([], "count_all")]).num_rows == rows.num_rows, name


def test_the_tables_on_disk_have_the_declared_types(unhcr_home: Home) -> None:
    for name, table in all_tables().items():
        for part in table_path(unhcr_home, unhcr_home.current(), name).glob("*.parquet"):
            found = pq.read_schema(part)
            declared_schema = schema_of(table.column)
            assert found.names == declared_schema.names, name
            assert found.types == declared_schema.types, name


def test_every_measure_names_columns_that_exist() -> None:
    known = {name: {c.name for c in table.column} for name, table in all_tables().items()}
    known["attribution"] = {c.name for c in COLUMNS}
    for measure in measures().values():
        assert measure.rule.strip(), measure.name
        assert measure.doc, measure.name
        assert measure.source.startswith("https://"), measure.name
        used = (measure.value, *measure.dimensions, *measure.filter, *measure.apart)
        if measure.unit.startswith("@"):
            assert measure.unit[1:] in measure.apart, measure.name
        for column in used:
            relation, _, plain = column.rpartition(".")
            assert plain in known[relation or measure.relation], f"{measure.name}: {column}"
        assert set(measure.apart) <= set(measure.dimensions), measure.name


PLACED = {"name", "like", "path", "inherit", "required"}
"""What a table says of a column that it shares with others."""


def _columns() -> list[tuple[dict[str, object], dict[str, object]]]:
    """Return each column as a table declares it, and what it is there, without where it is found."""
    found = [column for path in TABLES.glob("*/*.toml") for column in read_toml(path)["column"]]
    return [(c, {k: v for k, v in c.items() if k not in PLACED}) for c in found]


def test_a_column_of_one_meaning_is_declared_once() -> None:
    own = Counter(repr((c["name"], sorted(meaning.items()))) for c, meaning in _columns() if meaning)
    assert [column for column, times in own.items() if times > 1] == []
    assert [c for c, meaning in _columns() if shared_columns().get(str(c["name"])) == meaning] == []


def test_a_shared_column_is_used_by_several_tables() -> None:
    used = Counter(c.get("like", c["name"]) for c, meaning in _columns() if not meaning)
    assert {name for name, times in used.items() if times > 1} == set(shared_columns())
