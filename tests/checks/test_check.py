"""A file that is checked in parts is told of as the whole it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import check as check_module

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.checks import Report

    type Check = Callable[..., Report]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch, no_workers: None) -> None:
    """Parts of one activity."""
    monkeypatch.setattr(check_module, "PART", 10)


def test_self_closed_activities_are_counted(check: Check) -> None:
    long = "<iati-activity><iati-identifier>A</iati-identifier></iati-activity>"
    report = check(f"<iati-activities version='2.03'>{long}<iati-activity/>\n{long}{long}</iati-activities>")
    assert report.activities == 4
    places = [(f.locator, f.line) for f in report.findings if f.code == "identifier.duplicate"]
    assert places == [(f"/iati-activities/iati-activity[{n}]/iati-identifier[1]", 2) for n in (3, 4)]


def test_schema_findings_of_later_parts_have_their_place(check: Check, valid: str) -> None:
    start, end = valid.index("<iati-activity "), valid.index("</iati-activities>")
    body = valid[start:end]
    text = (
        valid[:start]
        + body
        + body.replace("XM-DAC-1-A", "XM-DAC-1-B").replace("<title>", "<title bad='1'>")
        + valid[end:]
    )
    found = [f for f in check(text).findings if f.code.startswith("schema.")]
    assert [(f.locator, f.iati_identifier, f.line) for f in found] == [
        ("/iati-activities/iati-activity[2]/title[1]/@bad", "XM-DAC-1-B", 19)
    ]


@pytest.mark.parametrize("quiet", ["<!-- %s -->", "<b><![CDATA[%s]]></b>", "<?x %s?>"])
def test_an_end_in_what_is_not_markup_is_none(check: Check, quiet: str) -> None:
    one = "<iati-activity>%s<iati-identifier>A</iati-identifier></iati-activity>"
    long = one % (quiet % f"{'x' * 20}</iati-activity>")
    report = check(f"<iati-activities version='2.03'>{one % ''}{long}{one % ''}</iati-activities>")
    assert report.activities == 3
    assert not [f.code for f in report.findings if f.code.startswith("xml.")]


def test_a_torn_file_is_refused_however_it_is_cut(check: Check) -> None:
    one = "<iati-activity><iati-identifier>A</iati-identifier></iati-activity>\n"
    report = check(f"<iati-activities version='2.03'>{one}{one}<!-- <iati-activity></iati-activity>")
    assert [(f.code, f.line) for f in report.findings] == [("xml.not-well-formed", 3)]
