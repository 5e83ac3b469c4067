"""UNHCR's real file for 2023: what it violates was counted by hand with a few lines of plain XPath, independently."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grutto.checks import Checker, check_file, check_files
from grutto.checks import examine as examine_module
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks import Report, Standard

TODAY = date(2024, 1, 1)


@pytest.fixture(scope="module")
def report(unhcr: Path, official: Standard) -> Report:
    return check_file(unhcr, official, tables_of("iati"), today=TODAY)


def test_it_is_well_formed_valid_and_keeps_codes_and_rules(report: Report) -> None:
    assert (report.kind, report.version, report.activities) == ("activity", "2.03", 134)
    assert set(report.layers.values()) == {"run"}
    assert [code for code in report.counts if code.startswith(("xml.", "schema.", "codelist.", "rule."))] == []
    assert report.exit_code == 0


def test_what_was_counted_by_hand(report: Report) -> None:
    assert report.counts == {
        "advice.budget-missing": 8,
        "advice.end-passed": 9,
        "advice.humanitarian-scope-missing": 83,
        "advice.organisation-without-identifier": 1668,
        "advice.transactions-missing": 9,
        "layer.codelist-missing": 1,
        "reference.own-missing": 131,
    }
    assert report.unlisted == {"advice.organisation-without-identifier": 1468}


def test_a_finding_stands_where_it_says(report: Report, unhcr: Path) -> None:
    tree = etree.parse(str(unhcr))
    lines = unhcr.read_text("utf-8").split("\n")
    for finding in report.findings:
        if finding.locator:
            path, _, attribute = finding.locator.partition("/@")
            element = tree.xpath(path)[0]  # type: ignore[index]
            assert isinstance(element, etree._Element)
            assert str(element.tag) in lines[finding.line - 1]
            assert not attribute or finding.code == "advice.end-passed" or element.get(attribute) == finding.value
            activity = element if element.tag == "iati-activity" else next(element.iterancestors("iati-activity"))
            assert (activity.findtext("iati-identifier") or "").strip() == finding.iati_identifier


def damaged(text: str) -> str:
    """Break one thing of each layer, far into the file."""
    head, tail = text[: len(text) * 3 // 4], text[len(text) * 3 // 4 :]
    tail = re.sub(r'<activity-status code="2"\s*/>', '<activity-status code="42"/>', tail, count=1)
    tail = re.sub(r'(<activity-date iso-date=")\d{4}([^>]*type="1")', r"\g<1>2999\2", tail, count=1)
    return head + re.sub(r"<transaction-date [^>]*/>", '<transaction-date iso-date="soon"/>', tail, count=1)


def test_two_processes_find_the_same_as_one(
    unhcr: Path, official: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.xml"
    path.write_text(damaged(unhcr.read_text("utf-8")), "utf-8")
    checker = Checker(official, tables_of("iati"), today=TODAY)
    alone = check_files([path], checker)[0]
    monkeypatch.setattr(examine_module, "ALONE", 1)
    shared = check_files([path], checker)[0]
    assert Counter(f.code for f in shared.findings) == Counter(f.code for f in alone.findings)
    assert set(shared.findings) == set(alone.findings)
    assert (shared.counts, shared.activities) == (alone.counts, alone.activities)
    assert {"schema.value", "codelist.unknown.ActivityStatus", "rule.11.1.2"} <= set(alone.counts)
    assert all(finding.line > 40_000 for finding in alone.findings if finding.code == "schema.value")
