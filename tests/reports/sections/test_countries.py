"""Activities and money by country, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import bars, table

from grutto.reports.sections.countries import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_money_is_divided_by_the_shares_of_the_publisher(context_of: ContextMaker) -> None:
    """A spends 250, 60 % of it in Kenya and 40 % in Uganda; B all of its 90 in Uganda; C's 30 and 25 of D nowhere."""
    found = section(context_of())
    assert table(found, "By country")[1:] == [
        ["Kenya", "1", "€ 360", "€ 150", "not in the source"],
        ["Uganda", "2", "€ 240", "€ 190", "not in the source"],
        ["not specified", "2", "not in the source", "€ 55", "€ 0"],
        ["All", "4", "€ 600", "€ 395", "€ 0"],
    ]
    assert bars(found) == {
        "Budgeted, counted once, in euros: the largest, 2010": [("Kenya", Decimal(360)), ("Uganda", Decimal(240))]
    }


def test_a_year_of_one_country_has_no_chart_and_one_of_none_no_row(context_of: ContextMaker) -> None:
    assert bars(section(context_of(year=2008))) == {}
    assert [row[0] for row in table(section(context_of(year=1990)), "By country")] == ["Country", "All"]


def test_in_dutch(context_of: ContextMaker) -> None:
    rows = table(section(context_of()), "Per land", "nl")
    assert [row[0] for row in rows] == ["Land", "Kenia", "Oeganda", "niet opgegeven", "Alle"]
