"""Every row of an IATI table is found again in its file by its locator, with the same value."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from lxml import etree

from grutto.store.releases import table_path
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.table import Column
    from grutto.store.home import Home

SAMPLE = 40
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def _tree(path: Path) -> etree._ElementTree:
    return etree.parse(str(path))


def _only(path: Path, locator: str) -> etree._Element:
    """Return the one element that a locator leads to."""
    found = _tree(path).xpath(locator)
    assert isinstance(found, list)
    [element] = found
    assert isinstance(element, etree._Element), locator
    return element


def _written(element: etree._Element, column: Column) -> str | None:
    """Return what the path of a column leads to, by lxml's own search; narratives are left to the reader's tests."""
    *steps, last = column.path.split("/")
    for step in steps:
        found = element.find(step)
        if found is None:
            return None
        element = found
    if last.startswith("@"):
        return element.get(LANG if last == "@xml:lang" else last[1:])
    if last == "text()":
        return element.text
    return None


def _same(value: Any, text: str) -> bool:
    text = text.strip()
    if isinstance(value, bool):
        return value == (text.lower() in {"1", "true"})
    if isinstance(value, Decimal | int):
        return Decimal(value) == Decimal(text)
    return text.startswith(value.isoformat()) if hasattr(value, "isoformat") else value == text


def _sampled(home: Home, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(table_path(home, home.current(), name)).to_pylist()
    return rows[:: max(1, len(rows) // SAMPLE)]


@pytest.mark.parametrize("release", ["nl_home", "unhcr_home"])
def test_rows_are_found_again_with_the_same_value(request: pytest.FixtureRequest, release: str) -> None:
    home: Home = request.getfixturevalue(release)
    compared: dict[str, int] = {}
    for name, table in tables_of("iati").items():
        for row in _sampled(home, name):
            path = home.snapshot_path(row["snapshot"])
            element = _only(path, row["locator"])
            names = {row["name"]} if name == "extension" else {*table.element, "iati-activity"}
            assert element.tag in names, row["locator"]
            if row["parent"]:
                assert element in _only(path, row["parent"]).iterdescendants(), row["locator"]
            for column in table.column:
                text = _written(element, column) if column.path else None
                if text and row[column.name] is not None:
                    assert _same(row[column.name], text), f"{name}.{column.name} at {row['locator']}"
                    compared[name] = compared.get(name, 0) + 1
    assert {"activity", "sector", "participating_org"} <= set(compared)
    assert sum(compared.values()) > 500


def test_rates_are_found_again_by_line_and_column(unhcr_home: Home, shared: Path) -> None:
    with zipfile.ZipFile(shared / "api-samples" / "fx" / "eurofxref-hist.zip") as archive:
        lines = list(csv.reader(io.StringIO(archive.read(archive.namelist()[0]).decode())))
    head = [name.strip() for name in lines[0]]
    rows = _sampled(unhcr_home, "exchange_rate")
    assert len(rows) >= SAMPLE
    for row in rows:
        line, column = row["locator"].removeprefix("line ").split(", column ")
        cells = lines[int(line) - 1]
        assert cells[0] == row["rate_date"].isoformat()
        assert Decimal(cells[head.index(column)]) == row["units_per_eur"]
        assert column == row["currency"]
