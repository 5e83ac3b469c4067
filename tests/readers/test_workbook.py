"""Formats of statistics: what is there comes out with its place, what is broken is refused with file and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from grutto.errors import InputError
from grutto.model.source import Observations
from grutto.readers.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Observations((), time="time", ref_area="geo")


def put(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_rows_of_a_workbook_are_counted_from_its_top(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Data")
        page.write_row(3, 0, ["area", "value", "value"])
        page.write_row(4, 0, ["NL", 1.5, 2])
    (record,) = read_workbook(path, Observations((), sheet=("Data",), header="area"), "book.xlsx")
    assert record[:2] == ("Data, row 5", {"area": "NL", "value": "1.5", "value (2)": "2"})


def test_a_workbook_without_sheet_or_headings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Data").write_row(0, 0, ["other"])
    for layout in (Observations((), sheet=("None",)), Observations((), sheet=("Data",), header="area")):
        with pytest.raises(InputError):
            list(read_workbook(path, layout, "book.xlsx"))
    with pytest.raises(InputError, match="no workbook"):
        list(read_workbook(put(tmp_path, b"not a workbook", "bad.xlsx"), PLAIN, "bad.xlsx"))


def test_all_sheets_of_a_pattern_are_read_with_the_period_that_each_tells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, year in (("Table 1", 1990), ("Table 2", 1990), ("Table 4", 1995)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, [f"{name}. Migrants, {year}"])
            page.write_row(1, 0, ["area", "Georgia"])
            page.write_row(2, 0, ["NL", year + 5])
    layout = Observations((), sheets="Table (1|4)", header="area", melt="(?!area|period).+", period_from=", ([0-9]{4})")
    found = [(r.locator, r.fields["period"], r.fields["cell"]) for r in read_workbook(path, layout, "book.xlsx")]
    assert found == [("Table 1, row 3, Georgia", "1990", "1995"), ("Table 4, row 3, Georgia", "1995", "2000")]
    with pytest.raises(InputError, match="no sheet “Table 9”"):
        list(read_workbook(path, Observations((), sheets="Table 9"), "book.xlsx"))
