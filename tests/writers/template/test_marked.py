"""A workbook with marks and comments is read as before, and each mark asks for what its cell says."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

from grutto.writers.template import mark_workbook
from grutto.writers.template.marked import MAIN

if TYPE_CHECKING:
    from pathlib import Path


def _book(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("transaction")
    sheet.write("A1", "activity")
    sheet.write("A2", 'say "x"')
    sheet.write("B2", 5.5)
    sheet.data_validation("B2:B9", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.write_comment("A1", "a comment of theirs")
    book.add_worksheet("other").write("A1", "kept")
    book.close()


def _part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def test_marks_ask_for_what_was_found_and_comments_say_what_is_wrong(tmp_path: Path) -> None:
    sent, output = tmp_path / "sent.xlsx", tmp_path / "marked.xlsx"
    _book(sent)
    told = [
        ("transaction!A2", "wrong"),
        ("transaction!A2", "twice"),
        ("transaction!B2", "low"),
        ("transaction!C9", "empty"),
    ]
    mark_workbook(sent, output, [*told, ("nowhere!A1", "of no sheet"), ("whole file", "of no cell")])
    sheet = _part(output, "xl/worksheets/sheet1.xml")
    assert [f.text for f in sheet.iter(f"{{{MAIN}}}formula")] == ['LEFT(A2,200)="say ""x"""', "B2=5.5", "ISBLANK(C9)"]
    order = [etree.QName(child).localname for child in sheet]
    assert order.index("conditionalFormatting") < order.index("dataValidations") < order.index("legacyDrawing")
    comments = _part(output, "xl/comments2.xml")
    assert ["".join(map(str, c.itertext())) for c in comments.iter(f"{{{MAIN}}}comment")] == [
        "wrong\ntwice",
        "low",
        "empty",
    ]
    assert order.count("legacyDrawing") == 1
    before, after = CalamineWorkbook.from_path(sent), CalamineWorkbook.from_path(output)
    for name in before.sheet_names:
        assert before.get_sheet_by_name(name).to_python() == after.get_sheet_by_name(name).to_python()


def test_a_marked_workbook_is_marked_again(tmp_path: Path) -> None:
    sent, once, twice = (tmp_path / name for name in ("sent.xlsx", "once.xlsx", "twice.xlsx"))
    _book(sent)
    mark_workbook(sent, once, [("other!A1", "first")])
    mark_workbook(once, twice, [("other!A1", "second")])
    links = _part(twice, "xl/worksheets/_rels/sheet2.xml.rels")
    comments = next(link.get("Target", "") for link in links if link.get("Type", "").endswith("/comments"))
    assert "second" in str(etree.tostring(_part(twice, comments.lstrip("/"))))
