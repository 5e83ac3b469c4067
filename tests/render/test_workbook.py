"""All tables of a report as one workbook, read back with another library."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree
from python_calamine import CalamineWorkbook

from grutto.render.csv_files import WorkbookSheet
from grutto.render.workbook import NARROW, WIDE, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS: list[list[Decimal | str]] = [
    ["=1+1", Decimal(1234)],
    ["http://example.org", Decimal("0.5")],
    ["x" * 200, "unknown"],
]
LONG = "a-very-long-name-of-a-chapter-indeed"
SHEETS = [
    WorkbookSheet("a/b:c-1", "First", ["Name", "EUR"], ROWS, "Fictional"),
    WorkbookSheet(f"{LONG}-1", "Second", ["Name"], []),
    WorkbookSheet(f"{LONG}-2", "Third", ["Name"], []),
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def markup(part: str, kind: str) -> Iterator[etree._Element]:
    """Yield the elements of a kind in a part of the workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook(SHEETS, "Tables"))) as archive:
        yield from etree.fromstring(archive.read(f"xl/{part}.xml")).iter(MAIN + kind)


def test_the_contents_lead_to_each_table() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(SHEETS, "Tables")))
    contents, *names = book.sheet_names
    rows = book.get_sheet_by_name(contents).to_python(skip_empty_area=False)
    assert (contents, rows[0][0], rows[1][0]) == ("Tables", "Tables", "Fictional")
    assert rows[3:] == [["First", names[0]], ["Second", names[1]], ["Third", names[2]]]
    assert [link.get("location") for link in markup("worksheets/sheet1", "hyperlink")] == [f"'{n}'!A1" for n in names]
    assert names[0] == "1 a b c-1"
    assert max(map(len, names)) == 31
    assert len({*names}) == 3


def test_numbers_are_numbers_and_text_is_no_formula_nor_a_link() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(SHEETS, "Tables")))
    rows = book.get_sheet_by_index(1).to_python(skip_empty_area=False)
    assert [row[0] for row in rows[:2]] == ["First", "Fictional"]
    assert rows[3:] == [["Name", "EUR"], ["=1+1", 1234], ["http://example.org", 0.5], ["x" * 200, "unknown"]]
    assert list(markup("worksheets/sheet2", "f")) == []
    assert list(markup("worksheets/sheet2", "hyperlink")) == []
    kinds = {cell.get("r"): cell.get("t") for cell in markup("worksheets/sheet2", "c")}
    assert (kinds["A5"], kinds["B5"], kinds["B7"]) == ("s", None, "s")


def test_whole_numbers_have_no_decimals_and_heads_stay_in_sight() -> None:
    looks = next(markup("styles", "cellXfs"))
    formats = {form.get("numFmtId"): form.get("formatCode") for form in markup("styles", "numFmt")}
    built_in = {"3": "#,##0", "4": "#,##0.00"} | formats
    cells = {cell.get("r"): int(cell.get("s", "0")) for cell in markup("worksheets/sheet2", "c")}
    assert [built_in[looks[cells[name]].get("numFmtId", "")] for name in ("B5", "B6")] == ["#,##0", "#,##0.00"]
    (pane,) = markup("worksheets/sheet2", "pane")
    assert pane.get("topLeftCell") == "B5"


def test_columns_fit_their_cells_within_bounds() -> None:
    widths = [float(column.get("width", "0")) for column in markup("worksheets/sheet2", "col")]
    assert [int(width) for width in widths] == [WIDE, NARROW]


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook(SHEETS, "Tables") == workbook(SHEETS, "Tables")
