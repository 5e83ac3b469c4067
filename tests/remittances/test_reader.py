"""Files of quotes: what is read of each cell, what is told, and which files are refused."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from quote_samples import GOLDEN, LEGACY, quotes

from grutto.errors import InputError
from grutto.remittances.reader import OPAQUE, QuoteReader
from grutto.sources import FOLDER, recognise
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> tuple[list[dict[str, Any]], QuoteReader]:
    reader = QuoteReader(extracted_tables()["remittance_quote"], "0", path.name)
    batches = list(reader.read(path))
    rows = [dict(zip(b, values, strict=True)) for b in batches for values in zip(*b.values(), strict=True)]
    return rows, reader


def told(reader: QuoteReader) -> list[tuple[str, str, str]]:
    return [(f.severity, f.code, f.locator) for f in reader.findings]


def test_a_row_of_the_old_layout(tmp_path: Path) -> None:
    (row,), reader = read(quotes(tmp_path / "q.csv", [{}]))
    assert told(reader) == []
    assert (row["time_period"], row["quarter"]) == ("2014-Q1", 1)
    assert (row["source_code"], row["destination_code"], row["corridor"]) == ("NLD", "MAR", "NLDMAR")
    assert (row["firm_type"], row["instrument"], row["pickup"]) == ("money_transfer_operator", "cash", "cash")
    assert (row["speed"], row["speed_days"], row["coverage"]) == ("one_hour", 0, "nationwide")
    assert row["collected_on"] == date(2014, 2, 10)
    assert (row["cc1_fee"], row["cc1_cost"]) == (Decimal(12), Decimal("11.96"))
    assert row["cc1_computed"] == Decimal("11.961429")
    assert row["interbank_rate"] == "11.21"
    assert row["destination_region"] == "MEA"
    assert json.loads(row["raw"]) == GOLDEN


def test_a_margin_that_is_not_told_is_unknown_and_never_zero(tmp_path: Path) -> None:
    (row,), _ = read(
        quotes(tmp_path / "q.csv", [{"transparent": "No", "cc1 fx margin": "0", "cc1 total cost %": "8.57"}])
    )
    assert (row["cc1_margin"], row["cc1_cost"], row["cc1_computed"]) == (None, None, None)
    assert (row["transparent"], row["unknown_because"]) == (False, OPAQUE)
    assert json.loads(row["raw"])["cc1 fx margin"] == "0"


def test_a_negative_margin_is_real(tmp_path: Path) -> None:
    (row,), reader = read(quotes(tmp_path / "q.csv", [{"cc1 fx margin": "-9", "cc1 total cost %": "-0.43"}]))
    assert (row["cc1_margin"], row["cc1_cost"]) == (Decimal(-9), Decimal("-0.43"))
    assert told(reader) == []


def test_words_are_split_and_kept_apart(tmp_path: Path) -> None:
    cells = {"pick-up method": "Own/Partner bank account, ATM Network", "firm_type": "Bank / Money Transfer Operator"}
    (row,), _ = read(quotes(tmp_path / "q.csv", [cells]))
    assert (row["pickup"], row["firm_type"]) == ("bank_account;atm", "bank;money_transfer_operator")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"period": "2014"}, ("error", "period.unknown", "line 2, column period")),
        ({"cc1 lcu fee": "twelve"}, ("error", "value.not-a-number", "line 2, column cc1 lcu fee")),
        ({"cc1 total cost %": ""}, ("error", "cost.missing", "line 2, column cc1 total cost %")),
        ({"date": "soon"}, ("error", "date.unknown", "line 2, column date")),
        ({"date": "10/Feb/2011"}, ("warning", "date.elsewhere", "line 2, column date")),
        ({"inter lcu bank fx": "0"}, ("warning", "rate.zero", "line 2, column inter lcu bank fx")),
        ({"destination_code": "ANT"}, ("warning", "country.unknown", "line 2, column destination_code")),
        ({"speed actual": "One week"}, ("warning", "speed.unknown", "line 2, column speed actual")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    cells: dict[str, str], expected: tuple[str, str, str], tmp_path: Path
) -> None:
    _, reader = read(quotes(tmp_path / "q.csv", [cells]))
    assert told(reader) == [expected]


def test_equal_rows_are_told_and_both_count(tmp_path: Path) -> None:
    rows, reader = read(quotes(tmp_path / "q.csv", [{"id": "1"}, {"id": "2"}]))
    assert rows[0]["digest"] == rows[1]["digest"]
    assert told(reader) == [("advice", "row.again", "line 3, column period")]


def test_more_than_one_in_a_hundred_wrong_totals_refuse_the_file(tmp_path: Path) -> None:
    wrong = {"cc1 total cost %": "12.00"}
    fine = [{"id": str(n)} for n in range(99)]
    _, reader = read(quotes(tmp_path / "just.csv", [wrong, *fine]))
    assert (reader.broken, reader.checked) == (1, 100)
    with pytest.raises(InputError, match="In 2 of 101 rows"):
        read(quotes(tmp_path / "more.csv", [wrong, wrong, *fine]))


def test_a_fee_beyond_all_prices_breaks_the_identity(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="In 1 of 1 rows"):
        read(quotes(tmp_path / "q.csv", [{"cc1 lcu fee": "9e17", "cc1 lcu amount": "0.000001"}]))


def test_a_file_without_a_column_or_without_quotes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The column “transparent” is missing"):
        read(quotes(tmp_path / "q.csv", [{}], [h for h in LEGACY if h != "transparent"]))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="No quotes were found"):
        read(tmp_path / "other.csv")


def test_both_layouts_in_one_workbook_with_numbers_days_and_columns_without_heading(tmp_path: Path) -> None:
    """As published: two sheets, text beside numbers, a day as a day, and helper columns that have no heading."""
    modern = {"payment instrument": "Debit card", "access point": "Internet", "pickup method": "Mobile wallet"}
    modern |= {"receiving network coverage": "High", "Standard Note": "", "source_name": "Netherlands"}
    new = GOLDEN | modern | {"period": "2025_3Q", "transparent": "Yes"}
    path = tmp_path / "rpw.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("Terms of Use").write(0, 0, "CC BY 4.0")
        sheet = book.add_worksheet("Dataset (up to Q1 2016)")
        sheet.write_row(0, 0, LEGACY)
        sheet.write_row(1, 0, [GOLDEN[name] for name in LEGACY])
        gone = {"product", "sending location", "note1", "coverage", "pick-up method"}
        heads = [name for name in (*GOLDEN, *modern) if name not in gone]
        sheet = book.add_worksheet("Dataset (from Q2 2016)")
        sheet.write_row(0, 0, heads)
        for place, name in enumerate(heads):
            sheet.write(1, place, float(new[name]) if name.startswith("cc1") and name != "cc1 lcu code" else new[name])
        sheet.write_datetime(1, heads.index("date"), datetime(2025, 8, 14))  # noqa: DTZ001 - a workbook has no zones
        sheet.write(1, len(heads), "NLD2025")
    rows, reader = read(path)
    assert told(reader) == []
    first, second = rows
    assert (first["locator"], first["era"]) == ("Dataset (up to Q1 2016), row 2", "until 2016-Q1")
    assert (second["locator"], second["era"]) == ("Dataset (from Q2 2016), row 2", "from 2016-Q2")
    assert (second["instrument"], second["access"], second["pickup"]) == ("debit_card", "internet", "mobile_wallet")
    assert (second["collected_on"], second["cc1_cost"]) == (date(2025, 8, 14), Decimal("11.96"))
    assert recognise(path).name == "worldbank/remittance-prices"


def test_the_sample_gives_exactly_the_expected_rows() -> None:
    folder = FOLDER / "worldbank" / "remittance-prices"
    with (folder / "expected.csv").open(newline="") as stream:
        expected = list(csv.DictReader(stream))
    rows, _ = read(folder / "sample.csv")
    shown = [{n: "" if row[n] is None else _plain(row[n]) for n in expected[0]} for row in rows]
    assert shown == expected
    assert recognise(folder / "sample.csv").name == "worldbank/remittance-prices"


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def test_the_real_files_are_read_whole(shared: Path) -> None:
    rows, reader = read(shared / "rpw" / "rpw_legacy_7_quarters.csv.gz")
    assert (len(rows), reader.left_out, reader.checked, reader.broken) == (19_705, 0, 19_704, 64)
    assert {f.code for f in reader.findings} == {"cost.identity", "row.again", "date.elsewhere", "country.unknown"}
    rows, reader = read(shared / "rpw" / "eastafrica_2025_3Q_modern_rows.csv")
    assert (len(rows), told(reader)) == (22, [])
    assert {r["era"] for r in rows} == {"from 2016-Q2"}
    assert sum(not r["transparent"] for r in rows) == 1
