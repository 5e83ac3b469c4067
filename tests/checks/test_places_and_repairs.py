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


def test_a_code_in_other_letters_is_told_as_it_is_spelt(check: Check, valid: str, official: Standard) -> None:
    report = check(valid.replace('default-currency="EUR"', 'default-currency="eur"'), standard=official)
    told = {(f.message, f.repair) for f in report.findings if f.code == "codelist.unknown.Currency"}
    assert told == {("“eur” is not a code of the list Currency, which is spelt in other letters", "write “EUR”")}


def test_names_of_codes_in_an_old_file_are_no_findings(check: Check, official: Standard) -> None:
    words = (
        '<description type="general">D</description><activity-status code="2"/>'
        '<activity-date type="start-planned" iso-date="2010-01-01"/><participating-org role="Funding" ref="X"/>'
        '<budget type="original"><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/>'
        '<value value-date="2011-01-01">1</value></budget>'
    )
    report = check(
        '<iati-activities version="1.03"><iati-activity default-currency="EUR"><reporting-org ref="X" type="10">X'
        f"</reporting-org><iati-identifier>X-1</iati-identifier><title>T</title>{words}</iati-activity></iati-activities>",
        standard=official,
    )
    assert not [f for f in report.findings if f.code.startswith("codelist.unknown")]
