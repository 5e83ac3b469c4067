"""A small standard of our own, the official one where it is at hand, and a way to check a snippet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from grutto.checks import Checker, KnownIdentifiers, Report, Standard, check_files, read_standard
from grutto.tables import tables_of

SHARED = Path(__file__).parents[2].parent / "shared"
TODAY = date(2024, 1, 1)
CODELISTS = """codelist,code,name_en,name_fr,withdrawn
ActivityStatus,2,Implementation,,
ActivityStatus,3,Finalisation,,2020-06-30
ActivityStatus,9,Old,,True
Sector,11220,Primary education,,
SectorCategory,112,Basic education,,
Region,998,Developing countries,,
Currency,EUR,Euro,,
OrganisationIdentifier,XM-DAC-1,Known,,
OrganisationRegistrationAgency,XM-DAC,DAC,,
FileFormat,text/html,HTML,,
"""
RULESET = """{"/iati-activities/iati-activity": {"atleast_one": {"cases": [{
  "paths": ["iati-identifier"], "ruleInfo": {"id": "1", "severity": "error", "message": "No identifier."}}]}}}"""


class Check(Protocol):
    """Checks the text of a file."""

    def __call__(
        self, text: str | bytes, *, known: KnownIdentifiers | None = None, standard: Standard | None = None
    ) -> Report: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few codes and one rule."""
    place = tmp_path / "standard"
    (place / "rulesets").mkdir(parents=True)
    (place / "codelists.csv").write_text(CODELISTS, "utf-8")
    (place / "rulesets" / "standard.json").write_text(RULESET, "utf-8")
    return place


@pytest.fixture
def small(folder: Path) -> Standard:
    return read_standard(folder)


@pytest.fixture(scope="session")
def official() -> Standard:
    place = SHARED / "data" / "iati-standard"
    if not place.is_dir():
        pytest.skip("the official standard is not at hand beside the project")
    return read_standard(place)


@pytest.fixture(scope="session")
def unhcr() -> Path:
    path = SHARED / "data" / "iati" / "unhcr-activities-2023.xml"
    if not path.is_file():
        pytest.skip("the real activity file of UNHCR is not at hand beside the project")
    return path


@pytest.fixture
def check(tmp_path: Path, small: Standard) -> Check:
    def checked(
        text: str | bytes, *, known: KnownIdentifiers | None = None, standard: Standard | None = None
    ) -> Report:
        path = tmp_path / "file.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        checker = Checker(standard or small, tables_of("iati"), known or KnownIdentifiers(), today=TODAY)
        return check_files([path], checker)[0]

    return checked


@pytest.fixture
def valid() -> str:
    """A small valid activity file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
        '<iati-activity default-currency="EUR" xml:lang="en">\n'
        "<iati-identifier>XM-DAC-1-A</iati-identifier>\n"
        '<reporting-org ref="XM-DAC-1" type="10"><narrative>We</narrative></reporting-org>\n'
        "<title><narrative>Title</narrative></title>\n"
        "<description><narrative>What it does</narrative></description>\n"
        '<participating-org role="1" ref="XM-DAC-1"/>\n'
        '<activity-status code="2"/>\n<activity-date type="2" iso-date="2023-01-01"/>\n'
        "<contact-info><email>a@example.org</email></contact-info>\n"
        '<sector code="11220"/>\n'
        '<budget><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/>'
        '<value value-date="2023-01-01">10</value></budget>\n'
        '<transaction><transaction-type code="2"/><transaction-date iso-date="2023-02-01"/>'
        '<value value-date="2023-02-01">10</value></transaction>\n'
        "</iati-activity>\n</iati-activities>\n"
    )
