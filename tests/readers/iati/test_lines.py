"""Lines beyond the 65,535th, on import, on check and in the catalogue."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grutto.catalogue.lines import activity_lines
from grutto.checks import Checker, Standard, check_files
from grutto.errors import InputError
from grutto.readers.iati import IatiReader
from grutto.readers.iati.beyond import beyond_element
from grutto.readers.iati.lines import lines_of
from grutto.readers.values import NOT_A_DATE, read_date
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

FAR = (
    '<iati-activities version="{version}">'
    + "\n" * 70_000
    + '<iati-activity>\n<iati-identifier>A</iati-identifier>\n\n<activity-date type="1"\niso-date="tomorrow"/>\n'
    "<activity-date/></iati-activity>\n</iati-activities>"
)
PLACE = "/iati-activities/iati-activity[1]/activity-date[1]/@iso-date"


@pytest.mark.parametrize("version", ["2.03", "1.05"])
def test_a_line_beyond_what_libxml2_counts(version: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FAR.format(version=version))
    reader = IatiReader(tables_of("iati"), "0" * 64, "a.xml")
    list(reader.read(path))
    assert [(f.locator, f.line) for f in reader.findings if f.code == "value.not-a-date"] == [(PLACE, 70_004)]
    report = check_files([path], Checker(Standard(), tables_of("iati"), today=date(2024, 1, 1)))[0]
    assert {f.line for f in report.findings if f.locator.startswith(f"{PLACE[:-10]}")} <= {70_004}
    assert activity_lines(path) == [70_001]


@pytest.mark.parametrize("version", ["2.03", "1.05"])
def test_an_entity_that_xml_does_not_know_is_told_with_its_line(version: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        FAR.format(version=version).replace("\n", " ").replace("<activity-date/>", "\n<title>&nbsp;</title>")
    )
    with pytest.raises(InputError, match="the entity “nbsp” is not known to XML") as refused:
        list(IatiReader(tables_of("iati"), "0" * 64, "a.xml").read(path))
    assert str(refused.value.where) == "a.xml, line 2"


@pytest.mark.parametrize("version", ["2.03", "1.05"])
def test_a_file_on_one_line_has_its_findings_there(version: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FAR.format(version=version).replace("\n", " "))
    reader = IatiReader(tables_of("iati"), "0" * 64, "a.xml")
    list(reader.read(path))
    assert {f.line for f in reader.findings} == {1}


def test_an_element_that_is_not_found_has_the_line_of_what_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<r>\n<a>\n<b/></a>\n<a><b/><b\n/></a></r>")
    asked = ["/r/a[1]/b[1]", "/r/a[2]/b[2]/@x", "/r/a[2]/*[local-name()='x'][1]", "/r/z[1]"]
    assert lines_of(path, asked) == {asked[0]: 3, asked[1]: 4, asked[2]: 4}


def test_comments_without_an_end_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<iati-activities>\n<!-- <iati-activity> -->\n<iati-activity/>" + b"<!--" * 500_000)
    start = time.perf_counter()
    assert activity_lines(path) == [3]
    assert time.perf_counter() - start < 5


def test_a_prefix_in_xsi_type_keeps_its_namespace() -> None:
    root = etree.fromstring(
        '<r xmlns:p="urn:p" xmlns:q="urn:q" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<p:own xsi:type="q:Kind">1</p:own></r>'
    )
    xml = beyond_element("A", "/r", "/r/x", "", root[0])[-1]
    assert xml is not None
    assert etree.fromstring(xml).nsmap["q"] == "urn:q"


def test_there_is_no_year_0() -> None:
    assert read_date("0000-01-01") == (None, NOT_A_DATE)
