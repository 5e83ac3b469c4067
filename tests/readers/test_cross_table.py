"""A cross table as rows: each cell with its line and column; what is not understood is told, never taken as zero."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import InputError
from grutto.readers.cross_table import CrossTableReader
from grutto.sources import source_named
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path


def _reader() -> CrossTableReader:
    source = source_named("ecb/rates")
    assert source.layout is not None
    return CrossTableReader(extracted_tables()[source.layout.table], source.layout, "0" * 64, "rates.csv")


def _rows(reader: CrossTableReader, path: Path) -> list[tuple[Any, ...]]:
    names = ("rate_date", "currency", "units_per_eur", "locator")
    return [row for batch in reader.read(path) for row in zip(*(batch[name] for name in names), strict=True)]


def _file(tmp_path: Path, text: str, name: str = "rates.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_each_cell_becomes_a_row_with_its_place(tmp_path: Path) -> None:
    path = _file(tmp_path, "Date, USD, GBP, \n04 May\n2024-05-03, 1.0765, 0.857, \n2024-05-02, 1.0693, N/A, \n")
    reader = _reader()
    assert _rows(reader, path) == [
        (date(2024, 5, 3), "USD", Decimal("1.0765"), "line 3, column USD"),
        (date(2024, 5, 3), "GBP", Decimal("0.857"), "line 3, column GBP"),
        (date(2024, 5, 2), "USD", Decimal("1.0693"), "line 4, column USD"),
    ]
    [finding] = reader.findings
    assert (finding.code, finding.line, finding.value) == ("value.not-a-date", 2, "04 May")


@pytest.mark.parametrize("cell", ["1,5", "abc", "1.2.3", "—"])
def test_a_cell_that_is_no_number_is_told_and_left_out(tmp_path: Path, cell: str) -> None:
    reader = _reader()
    assert _rows(reader, _file(tmp_path, f'Date,USD,GBP,\n2024-05-03,"{cell}",0.5,\n')) == [
        (date(2024, 5, 3), "GBP", Decimal("0.5"), "line 2, column GBP")
    ]
    [finding] = reader.findings
    assert (finding.severity, finding.file, finding.line) == ("error", "rates.csv", 2)
    assert finding.value == cell
    assert finding.repair


def test_a_byte_order_mark_and_a_zip_are_read_through(tmp_path: Path) -> None:
    text = "\ufeffDate,USD,\n2024-05-03,1.25,\n"
    packed = tmp_path / "rates.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref.csv", text)
    plain = _rows(_reader(), _file(tmp_path, text))
    assert len(plain) == 1
    assert _rows(_reader(), packed) == plain


def test_a_table_without_the_column_of_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="“Date” is missing") as caught:
        _rows(_reader(), _file(tmp_path, "Day,USD\n2024-05-03,1\n"))
    assert caught.value.where == "rates.csv, line 1"
    assert caught.value.repair


@pytest.mark.parametrize("content", [b"Date,USD\n\xff\xfe\xfa,1\n", b"Date,USD\n2024-05-03,\x80\n"])
def test_a_table_that_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a table in UTF-8"):
        _rows(_reader(), path)


def test_a_zip_of_several_files_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "rates.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "Date,USD\n")
        archive.writestr("b.csv", "Date,USD\n")
    with pytest.raises(InputError, match="exactly one table"):
        _rows(_reader(), packed)


@pytest.mark.parametrize("line", ["2024-05-03,1.5", "2024-05-03,1.5,2,3"])
def test_a_line_of_another_length_gives_the_cells_it_has_and_is_told(tmp_path: Path, line: str) -> None:
    reader = _reader()
    first = _rows(reader, _file(tmp_path, f"Date,USD,GBP\n{line}\n\n"))[0]
    assert first == (date(2024, 5, 3), "USD", Decimal("1.5"), "line 2, column USD")
    [finding] = reader.findings
    assert (finding.severity, finding.code, finding.line) == ("warning", "line.length", 2)
    assert finding.repair
