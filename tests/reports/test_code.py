"""A report names the code that made it: a version and a digest of the rooms it depends on."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import grutto
from grutto.reports.code import ROOMS, code_version
from grutto.store.program import WORDS

SOURCE = Path(grutto.__file__).parent
AROUND = {
    "catalogue": "what pages of the site search",
    "checks": "judges files, before they are a release",
    "cli": "arguments and printing",
    "library": "asks and answers for a program",
    "protect": "what may be published is decided before a report is made",
    "writers": "writes files of IATI and the template",
}
"""Rooms that no figure or page of a report depends on."""


def test_every_room_is_named_or_known_not_to_matter() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(ROOMS) | set(AROUND) == rooms | set(WORDS)
    assert not set(ROOMS) & set(AROUND)


def test_the_version_is_that_of_the_package_with_a_digest_of_its_files() -> None:
    assert re.fullmatch(re.escape(version("grutto")) + r"\+[0-9a-f]{12}", code_version())
