"""From a file that was sent to IATI, its findings, and a preview of what it would change."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.checks import check_file, check_template, standard_of
from grutto.checks.refusal import remark
from grutto.errors import InputError
from grutto.message import Message, coded
from grutto.readers.zips import ZipError, is_zip, unpack, xml_members
from grutto.store.workbook_file import NAMES, is_workbook
from grutto.tables import tables_of
from grutto.tables.intake import IncomingFile
from grutto.tables.part import reporters
from grutto.tables.preview import preview
from grutto_web.people.accounts.models import Organisation
from grutto_web.work.uploads.file_store import path_of
from grutto_web.work.uploads.limits import MOST_UNPACKED
from grutto_web.work.uploads.previews import FieldLine, PreviewSummary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.checks import Report, Standard
    from grutto.model.finding import Finding
    from grutto.store.home import Home
    from grutto_web.work.uploads.models import Upload


@contextmanager
def checked(home: Home, upload: Upload) -> Iterator[tuple[Path, Report]]:
    """Give an upload as an IATI file with what the checks found; a spreadsheet becomes one.

    Raises:
        InputError: it cannot be used: what, where, how to mend it.
    """
    standard = standard_of(home)
    with tempfile.TemporaryDirectory() as folder:
        path, report = _read(path_of(upload.digest), upload.name, Path(folder), standard)
        _usable(report)
        yield path, report


def _read(sent: Path, name: str, folder: Path, standard: Standard) -> tuple[Path, Report]:
    path = folder / "activities.xml"
    if name.lower().endswith(NAMES) or is_workbook(sent):
        sheet = folder / "activities.xlsx"
        shutil.copyfile(sent, sheet)
        return path, check_template(sheet, path, standard, tables_of("iati"))
    if is_zip(sent):
        _unpack(sent, path)
    else:
        shutil.copyfile(sent, path)
    return path, check_file(path, standard, tables_of("iati"))


def _unpack(sent: Path, to: Path) -> None:
    try:
        members = xml_members(sent)
        if len(members) != 1:
            raise _refused(remark("zip.several" if members else "zip.no-xml", sent.name))
        unpack(sent, members[0], to, MOST_UNPACKED)
    except ZipError as error:
        raise _refused(remark("zip.bomb" if error.fault == "bomb" else "zip.damaged", sent.name)) from error


def _refused(finding: Finding) -> InputError:
    """Return a finding that makes a file of no use as what refuses it."""
    where = Message("line {line}", line=str(finding.line)) if finding.line else finding.locator
    what = finding.message
    if finding.value and finding.value.casefold() not in what.casefold():
        what = Message("{what}: “{value}”", what=what, value=finding.value)
    return InputError(what, where=where, repair=finding.repair)


def _usable(report: Report) -> None:
    """Raise what makes a file of no use."""
    for finding in report.findings:
        if finding.severity == "critical":
            raise _refused(finding)
    if report.kind != "activity":
        raise _refused(remark("file.no-activities", report.file))


def previewed(home: Home, upload: Upload) -> PreviewSummary:
    """Return what an upload would change in the current release.

    Raises:
        InputError: an import would refuse the file.
    """
    path = path_of(upload.iati)
    found = next(iter(preview(home, [incoming(upload, path)])))
    if found.report.outcome == "refused":
        what, where, repair = found.report.error
        raise InputError(what, where=where, repair=repair)
    reported, records = reporters(path), enumerate(found.records)
    lines = tuple(
        FieldLine(n, r, _foreign(upload, r.identifier, reported.get(r.identifier, set()))) for n, r in records
    )
    return PreviewSummary(found.report.outcome, lines, found.same, found.before, found.money)


def incoming(upload: Upload, path: Path) -> IncomingFile:
    """Return a file of an upload's dataset on its way in."""
    return IncomingFile(path, upload.address, _name(upload), "iati/activities", sent=True)


def _name(upload: Upload) -> str:
    return f"{upload.organisation.identifier}-{upload.dataset}.xml"


def _foreign(upload: Upload, identifier: str, reporting: set[str]) -> str:
    """Return why an activity is another publisher's, as a preview keeps it; empty if it is the uploader's own."""
    own = upload.organisation.identifier
    if reporting - {own}:
        others = ", ".join(sorted(reporting - {own, ""}))
        return coded("reporter", other=others, own=own) if others else coded("no-reporter", own=own)
    if _longest(identifier) != own:
        return coded("identifier", own=own)
    return ""


def _longest(identifier: str) -> str:
    """Return the organisation whose identifier an activity's begins with; of several the longest."""
    known = Organisation.objects.values_list("identifier", flat=True)
    return max((each for each in known if identifier.startswith(f"{each}-")), key=len, default="")
