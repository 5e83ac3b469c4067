"""Formats of statistics: what is there comes out with its place, what is broken is refused with file and place."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from grutto.errors import InputError
from grutto.model.source import Observations
from grutto.readers.delimited import read_delimited
from grutto.readers.json_records import read_json_records
from grutto.readers.json_stat import read_json_stat
from grutto.readers.workbook import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Observations((), time="time", ref_area="geo")


def cube(**parts: Any) -> bytes:
    """Return a JSON-stat data set of two by two cells."""
    index = {"geo": {"NL": 0, "BE": 1}, "time": {"2009": 0, "2010": 1}}
    dimension = {name: {"category": {"index": codes}} for name, codes in index.items()}
    content = {"class": "dataset", "id": ["geo", "time"], "size": [2, 2], "dimension": dimension, "value": {}}
    return json.dumps(content | parts).encode()


def put(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"value": {"0": 1, "3": 2.5}}, [("NL.2009", "1", ""), ("BE.2010", "2.5", "")]),
        (
            {"value": [1, None, 0, 2]},
            [("NL.2009", "1", ""), ("NL.2010", "", ""), ("BE.2009", "0", ""), ("BE.2010", "2", "")],
        ),
        ({"value": {"0": 1}, "status": {"0": "p", "2": "c"}}, [("NL.2009", "1", "p"), ("BE.2009", "", "c")]),
        ({"value": {"10": 1}, "size": [2, 8]}, None),
        ({"value": {"4": 1}}, None),
        ({"value": [1, 2, 3]}, None),
        ({"dimension": {}}, None),
        ({"class": "collection"}, None),
    ],
)
def test_json_stat(tmp_path: Path, parts: dict[str, Any], expected: list[tuple[str, str, str]] | None) -> None:
    path = put(tmp_path, cube(**parts))
    if expected is None:
        with pytest.raises(InputError) as refused:
            list(read_json_stat(path, PLAIN, "cube.json"))
        assert refused.value.where
        assert refused.value.repair
        return
    records = list(read_json_stat(path, PLAIN, "cube.json"))
    assert [(r.locator, r.fields["value"], r.fields["status"]) for r in records] == expected


def test_a_warning_that_was_kept_as_a_file_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}}')
    with pytest.raises(InputError, match="413 ASYNCHRONOUS_RESPONSE"):
        list(read_json_stat(path, PLAIN, "file"))


def test_pages_of_a_zip_are_read_in_order_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in (1, 2):
            archive.writestr(f"page-000{number}.json", json.dumps({"items": [{"a": {"b": number}}]}))
    records = list(read_json_records(path, Observations((), records="items"), "pages.zip"))
    assert [(r.locator, r.fields) for r in records] == [
        ("page-0001.json, items[0]", {"a.b": "1"}),
        ("page-0002.json, items[0]", {"a.b": "2"}),
    ]


def test_csv_with_mark_empty_lines_and_columns_as_records(tmp_path: Path) -> None:
    path = put(tmp_path, "\ufefftitle\n\narea,2009,2010\nNL,1,2\n\nBE,3,\n".encode())
    layout = Observations((), header="area", melt=r"\d{4}")
    found = [
        (r.locator, r.fields["area"], r.fields["column"], r.fields["cell"]) for r in read_delimited(path, layout, "f")
    ]
    assert found == [
        ("line 4, 2009", "NL", "2009", "1"),
        ("line 4, 2010", "NL", "2010", "2"),
        ("line 6, 2009", "BE", "2009", "3"),
        ("line 6, 2010", "BE", "2010", ""),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n1\n", "1 cell, the headings are 2"),
        (b"", "headings is missing"),
        (b"<html>\n", "web page"),
        (b"a,b\n\0,2\n", "not a table of text"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        list(read_delimited(put(tmp_path, content), PLAIN, "f.csv"))


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


def test_headings_are_taken_apart_by_the_named_groups_of_the_pattern(tmp_path: Path) -> None:
    path = put(tmp_path, b"area,1990,1990\nNL,10,4\n,,\nTotal in 1990,,\n")
    layout = Observations(
        (), header="area", melt=r"(?P<year>\d{4})( \((?P<part>\d)\))?", period_from="Total in ([0-9]{4})"
    )
    first, second, *_ = read_delimited(path, layout, "f.csv")
    assert first.fields == {"area": "NL", "period": "1990", "column": "1990", "cell": "10", "year": "1990", "part": ""}
    assert (second.fields["part"], second.fields["cell"]) == ("2", "4")
