"""What can be checked without the standard: days, shares, and codes of which Grutto has the list itself."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from grutto.checks import check_file, read_standard
from grutto.checks.standard import own_codelists
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    '<iati-activities version="2.03"><iati-activity default-currency="{currency}" xml:lang="en">'
    '<iati-identifier>XM-T-1-A</iati-identifier><reporting-org ref="XM-T-1" type="10">'
    "<narrative>We</narrative></reporting-org>"
    "<title><narrative>T</narrative></title><description><narrative>D</narrative></description>"
    '<participating-org role="4" type="10"><narrative>P</narrative></participating-org><activity-status code="2"/>'
)


def codes(folder: Path, *parts: str, currency: str = "EUR") -> set[str]:
    path = folder / "a.xml"
    path.write_text(HEAD.format(currency=currency) + "".join(parts) + "</iati-activity></iati-activities>", "utf-8")
    report = check_file(path, read_standard(), tables_of("iati"))
    return {f.code for f in report.findings if f.severity == "error" or f.code.startswith("codelist.")}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (('<activity-date type="1" iso-date="2020-02-30"/>',), "schema.value"),
        (
            ('<activity-date type="1" iso-date="2021-01-01"/>', '<activity-date type="3" iso-date="2020-01-01"/>'),
            "rule.planned-days",
        ),
        (('<activity-date type="2" iso-date="2999-01-01"/>',), "rule.actual-day-to-come"),
        (('<sector code="11220" percentage="60"/>', '<sector code="11230" percentage="50"/>'), "rule.sector-shares"),
        (
            ('<recipient-country code="AF" percentage="60"/>', '<recipient-country code="NE" percentage="50"/>'),
            "rule.place-shares",
        ),
        (('<sector code="11220" percentage="110"/>',), "rule.share-range"),
        (('<sector code="99999"/>',), "codelist.unknown.Sector"),
        (('<recipient-country code="ZZ"/>',), "codelist.unknown.Country"),
    ],
)
def test_a_fault_is_found_without_the_standard(tmp_path: Path, parts: tuple[str, ...], code: str) -> None:
    assert code in codes(tmp_path, *parts)


def test_a_currency_that_is_none_is_found_without_the_standard(tmp_path: Path) -> None:
    assert "codelist.unknown.Currency" in codes(tmp_path, currency="NOKK")


def test_what_is_right_breaks_no_rule_of_ours(tmp_path: Path) -> None:
    parts = (
        '<activity-date type="1" iso-date="2020-01-01"/><activity-date type="3" iso-date="2021-01-01"/>',
        '<recipient-country code="AF" percentage="60"/><recipient-country code="NE" percentage="40"/>',
        '<sector code="11220" percentage="50"/><sector code="11230" percentage="50"/>',
    )
    assert codes(tmp_path, *parts) == set()


def test_that_these_are_not_all_rules_is_told(tmp_path: Path) -> None:
    codes(tmp_path)
    report = check_file(tmp_path / "a.xml", read_standard(), tables_of("iati"))
    (told,) = (f for f in report.findings if f.code == "layer.own-rules")
    assert (told.severity, told.value) == ("advice", "Currency, Country, Sector, Region")
    assert not [f for f in report.findings if f.code in {"layer.codelists-not-run", "layer.ruleset-not-run"}]


def test_our_lists_lack_no_code_of_the_standard(shared: Path) -> None:
    listed: dict[str, set[str]] = {}
    with (shared / "iati-standard" / "codelists.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            listed.setdefault(row["codelist"], set()).add(row["code"])
    for name, known in own_codelists().items():
        assert listed[name] <= set(known), name
