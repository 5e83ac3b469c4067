"""Verdicts on what was spent, and for which countries a budget is open; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_report import PROGRAMME, said, table

from grutto.model.framework import ALL_DEVELOPING, CountryScope
from grutto.reports.sections.oda import is_open, section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_verdicts_add_up_to_what_was_spent(context_of: ContextMaker) -> None:
    """Kenya and Uganda are on the list of recipients: 250 + 90; 30 + 25 were spent nobody says where."""
    rows = table(section(context_of()), "Verdicts by rule")
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("eligible", "list of recipients", "€ 340"),
        ("unknown", "no place in the row", "€ 55"),
        ("All", "", "€ 395"),
    ]


def test_what_the_last_change_opened_and_closed(context_of: ContextMaker) -> None:
    """Kenya was open until July 2010, and Uganda is since."""
    found = section(context_of())
    assert said(found)[1:] == [
        "The scope in force: Letter, p. 9.",
        "The last change opened the budget for Uganda: € 190 was spent there this year.",
        "The last change closed the budget for Kenya: € 150 was spent there this year.",
    ]
    assert table(found, "For which countries")[1:] == [
        ["Kenya", "no", "yes", "€ 150"],
        ["Uganda", "yes", "no", "€ 190"],
    ]


def test_a_first_scope_changed_nothing_and_without_one_nothing_is_open_or_closed(context_of: ContextMaker) -> None:
    """In 2009 A spent 200: 120 in Kenya, 80 in Uganda."""
    first = section(context_of(year=2009))
    assert table(first, "For which countries") == [
        ["Country", "Open now", "Spent, counted once"],
        ["Kenya", "yes", "€ 120"],
        ["Uganda", "no", "€ 80"],
    ]
    none = section(context_of(framework=replace(PROGRAMME, country_scope=())))
    assert said(none)[-1] == "The framework does not say for which countries the budget is open."


def test_a_year_without_expenditure_has_nothing_to_judge(context_of: ContextMaker) -> None:
    assert "The sources give no expenditure for this year: there is nothing to divide." in said(
        section(context_of(year=2008))
    )


@pytest.mark.parametrize(
    ("countries", "country", "year", "answer"),
    [
        (("KE",), "KE", 1990, True),
        (("KE",), "UG", 2010, False),
        ((ALL_DEVELOPING,), "UG", 2010, True),
        ((ALL_DEVELOPING,), "DE", 2010, False),
        ((ALL_DEVELOPING,), "UG", 1990, None),
    ],
)
def test_a_budget_is_open_by_name_or_by_the_list_of_the_year(
    countries: tuple[str, ...], country: str, year: int, *, answer: bool | None
) -> None:
    assert is_open(CountryScope(countries, "account", date(1990, 1, 1)), country, year) is answer


def test_in_dutch(context_of: ContextMaker) -> None:
    assert table(section(context_of()), "Voor welke landen", "nl")[1:] == [
        ["Kenia", "nee", "ja", "€ 150"],
        ["Oeganda", "ja", "nee", "€ 190"],
    ]
