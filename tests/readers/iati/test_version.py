"""The version of a file that states none is told by its elements, and what shows it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import Checker, Standard, check_files, read_standard
from grutto.errors import InputError
from grutto.readers.iati import IatiReader
from grutto.sources import recognise
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks import Report

HEAD = "<iati-identifier>A</iati-identifier>"
SIGNS = [
    ("<title><narrative>T</narrative></title>", "2.03", "version 1 has no <narrative>"),
    ("<title>T</title>", "1.05", "version 2 has texts in <narrative> only"),
    ('<activity-date type="start-planned" iso-date="2020-01-01"/>', "1.05", "another code than “start-planned”"),
    ('<activity-date type="1" iso-date="2020-01-01"/>', "2.03", "nothing in it is of version 1 alone"),
    ("<activity-website>https://example.org</activity-website>", "1.05", "nothing like"),
    ("", "2.03", "nothing in it is of version 1 alone"),
]


def activities(*parts: str, root: str = "<iati-activities>") -> str:
    records = "".join(f"<iati-activity>{HEAD}{part}</iati-activity>" for part in parts)
    return f"{root}{records}</iati-activities>"


def kept(folder: Path, text: str) -> Path:
    path = folder / "a.xml"
    path.write_text(text, "utf-8")
    return path


def read(path: Path) -> IatiReader:
    reader = IatiReader(tables_of(recognise(path).reader), "s", path.name)
    list(reader.read(path))
    return reader


def checked(path: Path, standard: Standard) -> Report:
    return check_files([path], Checker(standard, tables_of("iati")))[0]


@pytest.mark.parametrize(("part", "version", "because"), SIGNS)
def test_elements_show_the_version_and_why_is_said(tmp_path: Path, part: str, version: str, because: str) -> None:
    path = kept(tmp_path, activities(part))
    reader, report = read(path), checked(path, Standard())
    told = [f for f in (*reader.findings, *report.findings) if f.code == "iati.version-by-content"]
    assert reader.version == report.version == version
    assert len(told) == 2
    assert all(because in f.message and version in f.message for f in told)


def test_a_record_without_a_sign_leaves_it_to_the_next(tmp_path: Path) -> None:
    reader = read(kept(tmp_path, activities("", "<title>T</title>")))
    assert reader.version == "1.05"
    assert "/iati-activities/iati-activity[2]/title[1]" in reader.findings[0].message


def test_a_file_without_version_breaks_rules_as_one_of_its_version(tmp_path: Path) -> None:
    """Two titles of a file of version 2 were taken for two languages of version 1."""
    report = checked(kept(tmp_path, activities("<title/><title/>")), read_standard())
    assert report.worst == "error"
    assert any(finding.code.startswith("schema.") for finding in report.findings)


@pytest.mark.parametrize(
    "text", ['<iati-activities version="2.03"/>', activities(root='<iati-activities version="2.03">')]
)
def test_an_empty_root_lacks_an_activity(tmp_path: Path, text: str) -> None:
    report = checked(kept(tmp_path, text), read_standard())
    assert (report.worst, report.counts["schema.element-missing"], report.counts["iati.empty"]) == ("error", 1, 1)


@pytest.mark.parametrize("part", ["<iati-identifier>X</iati-identifier>", "<name>Department</name>"])
def test_an_organisation_file_of_version_1_is_refused_with_why(tmp_path: Path, part: str) -> None:
    text = f"<iati-organisations><iati-organisation>{part}</iati-organisation></iati-organisations>"
    path = kept(tmp_path, text)
    with pytest.raises(InputError, match="organisation files of version 1 are not read: version 2 has") as refused:
        read(path)
    assert "<organisation-identifier>" in str(refused.value)
    assert checked(path, Standard()).counts["iati.not-imported"] == 1


def test_a_lone_activity_is_read_and_told(tmp_path: Path) -> None:
    lone = f"<!-- one\n -->\n<iati-activity>{HEAD}<title><narrative>T</narrative></title></iati-activity>\n"
    path = kept(tmp_path, lone)
    reader, report = read(path), checked(path, read_standard())
    assert (reader.records, report.activities) == (1, 1)
    assert [f.code for f in reader.findings] == ["iati.without-root", "iati.version-by-content"]
    assert report.counts["iati.without-root"] == 1
    assert {f.line for f in report.findings if f.locator.startswith("/iati-activities/iati-activity[1]")} == {3}


def test_the_version_of_a_lone_activity_counts(tmp_path: Path) -> None:
    path = kept(tmp_path, f'<iati-activity version="2.02">{HEAD}</iati-activity>')
    assert read(path).version == checked(path, Standard()).version == "2.02"


def test_what_follows_a_lone_activity_makes_it_no_file(tmp_path: Path) -> None:
    path = kept(tmp_path, f"<iati-activity>{HEAD}</iati-activity><x/>")
    assert checked(path, Standard()).worst == "critical"
    with pytest.raises(InputError, match="well-formed"):
        read(path)
