"""The two kinds of IATI files: which root, which element makes a record, which tables take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Element = Any
"""An element of lxml. Its stubs give names and values as text or bytes; in a file that was parsed they are text."""

OLD_VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05")
NEW_VERSIONS = ("2.01", "2.02", "2.03")
VERSIONS = (*OLD_VERSIONS, *NEW_VERSIONS)


@dataclass(frozen=True, slots=True)
class Flavour:
    """One kind of file.

    Args:
        reader: name of the reader in the declarations of its tables.
        root: the root element.
        item: the element of one record.
        identifier: the child element that identifies the record.
        table: takes the records.
        file: takes the root.
        narrative: takes every text in every language.
        extension: takes what the standard does not have.
        noun: one record, in plain words.
        versions: versions of the standard that are read.
    """

    reader: str
    root: str
    item: str
    identifier: str
    table: str
    file: str
    narrative: str
    extension: str
    noun: str
    versions: tuple[str, ...]


ACTIVITIES = Flavour(
    "iati",
    "iati-activities",
    "iati-activity",
    "iati-identifier",
    "activity",
    "iati_file",
    "narrative",
    "extension",
    "activity",
    VERSIONS,
)
ORGANISATIONS = Flavour(
    "iati_organisation",
    "iati-organisations",
    "iati-organisation",
    "organisation-identifier",
    "organisation",
    "organisation_file",
    "organisation_narrative",
    "organisation_extension",
    "organisation",
    NEW_VERSIONS,
)
FLAVOURS = {flavour.reader: flavour for flavour in (ACTIVITIES, ORGANISATIONS)}
