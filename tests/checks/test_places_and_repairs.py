"""Findings stand at the place that is wrong, and their repair mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.checks import Report, Standard

    type Check = Callable[..., Report]

A = "/iati-activities/iati-activity[1]"


def test_the_share_of_a_single_budget_item_is_told_where_it_stands(
    check: Check, valid: str, official: Standard
) -> None:
    items = '<country-budget-items vocabulary="2"><budget-item code="1.1.1" percentage="50"/></country-budget-items>'
    report = check(valid.replace("<budget>", f"{items}\n<budget>"), standard=official)
    places = [(f.locator, f.line, f.value) for f in report.findings if f.code == "rule.7.9.4"]
    assert places == [(f"{A}/country-budget-items[1]/budget-item[1]/@percentage", 13, "50")]


def test_a_date_in_the_future_is_one_date_to_mend(check: Check, valid: str, official: Standard) -> None:
    report = check(valid.replace('iso-date="2023-02-01"', 'iso-date="2031-02-01"'), standard=official)
    late = {f.repair for f in report.findings if f.line == 14 and "future" in f.message}
    assert late == {"correct the date, or leave it out until the day has come"}


def test_types_of_the_schema_in_plain_words(check: Check, valid: str) -> None:
    report = check(valid.replace('iso-date="2023-02-01"', 'iso-date="1-2-2023"'))
    (found,) = [f for f in report.findings if f.code == "schema.value"]
    assert found.message == "“1-2-2023” is not what the attribute “iso-date” of <transaction-date> may hold: a day"


def test_lists_that_are_not_at_hand_ask_nothing_of_the_file(check: Check, valid: str) -> None:
    (found,) = [f for f in check(valid).findings if f.code == "layer.codelist-missing"]
    assert "fetch" not in found.repair
