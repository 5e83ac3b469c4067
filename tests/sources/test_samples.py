"""Each source's sample gives exactly the rows expected of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from grutto.model.figure import Selection
from grutto.sources import FOLDER, recognise, sources
from grutto.store.engine import DuckDBEngine
from grutto.store.home import Home
from grutto.store.releases import table_paths
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

CROSS_TABLES = [name for name, source in sources().items() if source.layout]


@pytest.mark.parametrize("name", CROSS_TABLES)
def test_sample(name: str, tmp_path: Path) -> None:
    source = sources()[name]
    sample = FOLDER / name / "sample.csv"
    assert recognise(sample).name == name
    home = Home(tmp_path)
    report = take_in(home, incoming_files([sample]))
    assert not report.refused
    assert report.release is not None
    assert source.layout is not None
    engine = DuckDBEngine()
    engine.register(source.layout.table, table_paths(home, report.release)[source.layout.table])
    with (FOLDER / name / "expected.csv").open(encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream))
    selection = Selection("test", source.layout.table, source.layout.value, "sum")
    rows = engine.rows(selection, tuple(expected[0]))
    found = [{k: str(v) for k, v in row.items()} for row in rows]
    engine.close()
    key = source.layout.value
    for row in (*found, *expected):
        row[key] = f"{float(row[key]):.6f}"
    assert sorted(found, key=str) == sorted(expected, key=str)
