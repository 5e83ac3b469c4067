"""Parquet files read by the values that rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import StoreError
from grutto.model.table import Column
from grutto.store.parquet import (
    ParquetTable,
    RowFilter,
    arrow_table,
    close_all,
    joined_parts,
    read_rows,
    row_count,
    write_rows,
)

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (Column("country", "code", "A country."), Column("year", "integer", "A year."))
ROWS: dict[str, list[Any]] = {"country": ["AFG", "IRN", "AFG", None], "year": [2010, 2010, 2011, 2011]}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    write_rows(tmp_path / "0001.parquet", COLUMNS, ROWS)
    return tmp_path


def test_rows_with_the_values_asked_for(table: Path) -> None:
    found = RowFilter(table, {"country": ["AFG", "IRN"], "year": [2010, 2012]})
    assert len(found) == 2
    assert list(found.lines(("country", "year"))) == [("AFG", 2010), ("IRN", 2010)]


def test_a_part_of_the_rows_in_their_order(table: Path) -> None:
    found = RowFilter(table, {"country": []})
    assert len(found) == 4
    assert list(found.lines(("year", "country"), 1, 2)) == [(2010, "IRN"), (2011, "AFG")]
    assert list(found.lines(("year",), 9, 2)) == []


def test_parts_of_a_table_as_one_file(table: Path) -> None:
    write_rows(table / "0002.parquet", COLUMNS, {"country": ["SDN"], "year": [2012]})
    (table / "joined").write_bytes(joined_parts(sorted(table.glob("*.parquet"))))
    assert read_rows(table / "joined").to_pylist()[3:] == [
        {"country": None, "year": 2011},
        {"country": "SDN", "year": 2012},
    ]


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "0001.parquet").write_bytes(b"no table")
    with pytest.raises(StoreError, match="cannot be read"):
        RowFilter(tmp_path, {})


def test_an_even_file_depends_on_its_rows_alone(tmp_path: Path) -> None:
    """Texts of a megabyte a page: where a table ends, a page would end too."""
    rows = arrow_table(COLUMNS, {"country": [f"{n:0>60}" for n in range(40_000)], "year": list(range(40_000))})
    written = []
    for number, cut in enumerate((40_000, 7_001, 333)):
        table = ParquetTable(tmp_path / f"{number}.parquet", COLUMNS, even=True)
        for start in range(0, 40_000, cut):
            table.append(rows.slice(start, cut))
        close_all([table])
        written.append((tmp_path / f"{number}.parquet").read_bytes())
    assert len(set(written)) == 1
    assert read_rows(tmp_path / "0.parquet").equals(rows)


def test_files_that_are_finished_side_by_side_are_all_there(tmp_path: Path) -> None:
    tables = [ParquetTable(tmp_path / f"{number}.parquet", COLUMNS) for number in range(5)]
    for table in tables[1:]:
        table.write(ROWS)
    close_all(tables)
    assert [row_count(tmp_path / f"{number}.parquet") for number in range(5)] == [0, 4, 4, 4, 4]


def test_a_file_that_cannot_be_finished_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        close_all([ParquetTable(tmp_path / "none" / "1.parquet", COLUMNS)])
