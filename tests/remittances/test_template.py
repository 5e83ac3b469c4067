"""The template of researchers: written, filled in, read again; what is wrong is told cell by cell."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from quote_samples import filled_template

from grutto.errors import InputError
from grutto.remittances.quote import FIELDS
from grutto.remittances.template import read_template, write_template

if TYPE_CHECKING:
    from pathlib import Path


def test_the_template_has_every_field_and_says_what_it_means(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert tuple(book.get_sheet_by_name("quotes").to_python()[0]) == FIELDS
    meanings = {str(name): str(told) for name, told in book.get_sheet_by_name("what to fill in").to_python()}
    assert tuple(meanings) == FIELDS
    assert meanings["pickup"].startswith("how it is paid out; one of: cash, bank_account")
    assert read_template(tmp_path / "t.xlsx", "t.xlsx").quotes == {}


def test_a_quote_is_read_and_computed(tmp_path: Path) -> None:
    filled = read_template(filled_template(tmp_path / "t.csv", [{}]), "t.csv")
    assert filled.findings == []
    quote = filled.quotes[2]
    assert (quote.collected_on, quote.fee, quote.promotion) == (date(2026, 11, 20), Decimal("4.90"), False)
    # 200 EUR at 12.00 instead of 12.50: 4 % less, and 4.90 on 200 is 2.45 %.
    assert quote.margin == Decimal(4)
    assert quote.cost_percent == Decimal("6.45")
    assert (quote.cost, quote.received, quote.lost) == (Decimal("12.90"), Decimal("2400.00"), Decimal("100.00"))


def test_a_rate_that_is_not_told_makes_the_cost_unknown(tmp_path: Path) -> None:
    quote = read_template(filled_template(tmp_path / "t.csv", [{"applied_rate": ""}]), "t.csv").quotes[2]
    assert (quote.margin, quote.cost_percent, quote.cost, quote.received, quote.lost) == (None,) * 5


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"fee": "4,90"}, "fee.wrong"),
        ({"fee": ""}, "fee.wrong"),
        ({"pickup": "by pigeon"}, "pickup.wrong"),
        ({"destination": "Ghana"}, "destination.wrong"),
        ({"promotion": "maybe"}, "promotion.wrong"),
        ({"collected_on": "yesterday"}, "collected_on.wrong"),
        ({"amount": "0"}, "amount.zero"),
        ({"amount": "-200"}, "amount.wrong"),
        ({"amount": "1e400"}, "amount.wrong"),
        ({"fee": "1e-400"}, "fee.wrong"),
        ({"fee": "4.905"}, "fee.wrong"),
        ({"fee": "NaN"}, "fee.wrong"),
        ({"fee": "1_0"}, "fee.wrong"),
        ({"fee": "=4+1"}, "fee.wrong"),
        ({"applied_rate": "0"}, "rate.zero"),
        ({"applied_rate": "1250", "reference_rate": "12.5"}, "rate.wrong-way"),
        ({"applied_rate": "9e11", "reference_rate": "1e-10"}, "rate.wrong-way"),
        ({"reference_at": "2026-11-01"}, "rate.other-day"),
        ({"collected_on": "2999-01-01", "reference_at": "2999-01-01"}, "date.future"),
    ],
)
def test_a_wrong_cell_leaves_its_row_out(cells: dict[str, str], code: str, tmp_path: Path) -> None:
    filled = read_template(filled_template(tmp_path / "t.csv", [cells, {"provider": "Other"}]), "t.csv")
    assert [(f.severity, f.code, f.line) for f in filled.findings] == [("error", code, 2)]
    assert list(filled.quotes) == [3]


def test_an_odd_margin_is_told_and_an_equal_row_taken_once(tmp_path: Path) -> None:
    filled = read_template(filled_template(tmp_path / "t.csv", [{"applied_rate": "0.08"}] * 2), "t.csv")
    assert [f.code for f in filled.findings] == ["margin.large", "margin.large", "row.again"]
    assert list(filled.quotes) == [2]


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="The column “source” is missing"):
        read_template(tmp_path / "t.csv", "t.csv")
    with (tmp_path / "t.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([FIELDS, *([["x"]] * 20_001)])
    with pytest.raises(InputError, match="more than 20,000 rows"):
        read_template(tmp_path / "t.csv", "t.csv")


def test_numbers_in_other_digits_and_rates_with_many_decimals(tmp_path: Path) -> None:
    cells = {"amount": "٢٠٠", "reference_rate": "12.500000000000004", "applied_rate": "1.2e1"}
    quote = read_template(filled_template(tmp_path / "t.csv", [cells]), "t.csv").quotes[2]
    assert (quote.amount, quote.applied_rate, quote.reference_rate) == (Decimal(200), Decimal(12), Decimal("12.5"))


def test_an_iati_file_is_no_sheet_of_prices(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('\ufeff\n<?xml version="1.0"?><iati-activities version="2.03"/>', "utf-8")
    with pytest.raises(InputError, match="This is XML, not a sheet of prices"):
        read_template(path, "a.xml")
