"""Numbers of a result's tables as figures: rounded to what they are, with the run and the row they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from small_result import balance, results

from grutto.model.figure import Period, Simulation
from grutto.reports.scenario.figures import figure_value, period_of, rounded, years

NET = balance(2020, "europe", "net", 1234.5)
LABELS = ("period", "measure", "region")


@pytest.mark.parametrize(("period", "text"), [(2020, "2020–25"), (1995, "1995–00"), (2095, "2095–00")])
def test_a_period_is_told_by_its_first_and_last_year(period: int, text: str) -> None:
    assert years(period) == text


def test_people_are_whole_shares_are_percentages_and_factors_have_three_decimals() -> None:
    assert rounded(1234.6, "persons") == Decimal(1235)
    assert rounded(56.78, "million US dollars") == Decimal("56.8")
    assert rounded(0.90909, "factor on flows") == Decimal("0.909")
    assert figure_value({"size": 0.02, "unit": "share of the stock per period"}, "size") == (Decimal("2.0"), "percent")
    assert figure_value({"in_region": 0.256, "unit": "persons"}, "in_region") == (Decimal("25.6"), "percent")
    assert figure_value({"moves_added": 12.5, "unit": "factor"}, "moves_added") == (Decimal(12), "persons")


def test_a_figure_names_its_run_its_file_and_its_row() -> None:
    found = results(region_balance=[NET]).figure("region_balance", NET, "lower_80", labels=LABELS)
    assert (found.value, found.unit) == (Decimal(1214), "persons")
    assert found.period == Period(date(2020, 1, 1), date(2024, 12, 31))
    run = found.lineage
    assert isinstance(run, Simulation)
    assert (run.model, run.seed) == ("persistence", 11)
    assert run.data == (("demography", "ages.csv"), ("flows", "invented"))
    assert run.assumptions == "busy, sha256 abc; A. Person"
    assert run.table == ("scenarios/busy/region_balance.parquet", "sha256 of region_balance")
    assert dict(run.row) == {"period": "2020", "measure": "net", "region": "europe", "column": "lower_80"}
    assert found.rule == "Lower bound of the central interval over the draws of the model."


def test_each_number_of_a_row_is_a_figure_of_its_own() -> None:
    found = results(region_balance=[NET])
    named = {
        found.figure("region_balance", NET, column, labels=LABELS).id for column in ("median", "lower_80", "lower_95")
    }
    assert len(named) == 3


def test_what_is_about_no_single_period_has_none() -> None:
    assert period_of({"scenario": "busy"}) is None


def test_rows_are_found_by_their_values_and_a_table_may_be_lacking() -> None:
    found = results(region_balance=[NET, balance(2025, "africa", "net", 5)])
    assert [row["median"] for row in found.rows("region_balance", period=2025)] == [5]
    assert found.rows("region_balance", region="asia") == []
    assert found.rows("births") == []
    assert (found.periods, found.span) == ([2020, 2025], "2020–30")


def test_another_table_makes_it_another_subject() -> None:
    one, more = results(flows=[]), results(flows=[], births=[])
    assert one.subject.startswith("scenario busy ")
    assert one.subject == results(flows=[]).subject != more.subject
