"""Parquet files read by the values that rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import StoreError
from grutto.model.table import Column
from grutto.store.parquet import RowFilter, write_rows

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


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "0001.parquet").write_bytes(b"no table")
    with pytest.raises(StoreError, match="cannot be read"):
        RowFilter(tmp_path, {})
