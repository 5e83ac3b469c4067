"""Money that is wrong in the file, through the command line: told with place and repair, and the totals stay right."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from small_iati import activity, budget, document, paid, rates

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

YEAR = ("2010-01-01", "2010-12-31")
FRIDAY = rates({"2010-01-08": (2, 1)})
"""Two dollars for a euro on Friday 8 January 2010; no rate of the weekend after it."""


class Case(NamedTuple):
    """A wrong activity, what is told of it, and the totals that stay right."""

    inside: str
    told: str
    place: str
    repair: str
    totals: dict[str, object]
    name: str = "A"


CASES = {
    "a negative budget": Case(
        budget(100, *YEAR) + budget(-50, *YEAR, code="2"),
        "a budget cannot be negative",
        "/budget[2]",
        "correct the amount or its period",
        {"budgeted": 100},
    ),
    "revised budgets that overlap": Case(
        budget(365, *YEAR, code="2") + budget(184, "2010-07-01", "2010-12-31", code="2"),
        "Another budget is given for a part of these days",
        "/budget[1]",
        "one original and one revised budget a period",
        {"budgeted": 365},  # 181 days of the first, 184 of the later one
    ),
    "shares of 140 %": Case(
        '<recipient-country code="AF" percentage="84"/><recipient-country code="IQ" percentage="56"/>' + paid(100),
        "add up to 140 %; they were rescaled to 100 %",
        "/iati-activity[1]",
        "make the shares add up to 100",
        {"spent": 100, "spent country=AF": 60, "spent country=IQ": 40},
    ),
    "an unknown currency": Case(
        paid(100) + paid(7, currency="XYZ"),
        "no rate of XYZ is known",
        "/transaction[2]",
        "grutto fetch ecb/rates",
        {"spent": 100},
    ),
    "the date 0000": Case(
        paid(100) + paid(7).replace('date iso-date="2010-06-01"', 'date iso-date="0000-00-00"'),
        "This is not a date",
        "/transaction[2]/transaction-date/@iso-date",
        "write the day as 2010-12-31",
        {"spent": 100},
    ),
    "no rate in a week": Case(
        paid(100, "2010-01-04") + paid(7, "2010-01-18", currency="USD"),
        "no rate of USD within 7 days before the value date",
        "/transaction[2]",
        "grutto fetch ecb/rates",
        {"spent": 100},
    ),
    "an identifier with spaces": Case(
        paid(100),
        "White space around this identifier was left out",
        "/iati-identifier",
        "without spaces or line breaks",
        {"spent iati_identifier=A": 100},
        name="\n  A ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_wrong_money_is_told_and_totals_stay_right(grutto: Command, home: Home, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    told = _imported(grutto, home, tmp_path, activity(case.name, case.inside))
    for part in (case.told, "a.xml", case.place, case.repair):
        assert part in told
    for asked, value in case.totals.items():
        assert _total(grutto, home, str(asked)) == Decimal(str(value))


def test_a_gap_of_rates_at_a_weekend_is_no_mistake(grutto: Command, home: Home, tmp_path: Path) -> None:
    """Ten dollars on Sunday 10 January at the rate of Friday: five euros, and nothing is told."""
    told = _imported(grutto, home, tmp_path, activity("A", paid(10, "2010-01-10", currency="USD")))
    assert "Repair" not in told
    assert _total(grutto, home, "spent") == 5


def _imported(grutto: Command, home: Home, folder: Path, *activities: str) -> str:
    (folder / "a.xml").write_text(document(*activities), "utf-8")
    (folder / "rates.csv").write_text(FRIDAY, "utf-8")
    answer = grutto("import", folder / "a.xml", folder / "rates.csv", "--home", home.path)
    assert answer.code == 0, answer.err
    return answer.err


def _total(grutto: Command, home: Home, asked: str) -> Decimal:
    name, *where = asked.split()
    options = [part for pair in (*where, "year=2010") for part in ("--where", pair)]
    answer = grutto("measure", name, *options, "--format", "json", "--home", home.path)
    assert answer.code == 0, answer.err
    (row,) = json.loads(answer.out)
    return Decimal(row["value"])
