"""The file to send instead: IATI with those faults mended that have one repair, a spreadsheet with its cells marked."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.checks import can_be_repaired, check_file, repair_file, standard_of
from grutto.errors import BoundsError
from grutto.message import held
from grutto.store.workbook_file import is_xlsx
from grutto.tables import tables_of
from grutto.writers.template import mark_workbook
from grutto_web.ground.wording import in_words
from grutto_web.work.uploads.file_store import keep, keep_json, path_of, read_json
from grutto_web.work.uploads.previews import FindingText, finding_text_of

if TYPE_CHECKING:
    from grutto.checks import Report
    from grutto.model.finding import Finding
    from grutto.store.home import Home
    from grutto_web.work.uploads.models import Upload

FAULTS = {"critical", "error"}
LEFT = 200
"""Of what a person has to mend, findings that are kept."""


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """One repair as it is kept, its words as data hold them; see `grutto.checks.repairing.Repair`."""

    what: str
    identifier: str
    locator: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a corrected file is.

    Args:
        how: `marked`, a spreadsheet, or `mended`, IATI.
        count: repairs made, or cells marked.
        changes: the first of the repairs.
        left: what only a person can mend, in the corrected file: the first of it.
        left_count: all of it.
    """

    how: str
    count: int
    changes: tuple[FieldCorrection, ...] = ()
    left: tuple[FindingText, ...] = ()
    left_count: int = 0


def corrected(home: Home, upload: Upload, path: Path, report: Report) -> dict[str, str]:
    """Keep a corrected file, and what it is; nothing if there is nothing to correct, or it is too large for that.

    Args:
        home: the data folder.
        upload: what was sent.
        path: the same as IATI.
        report: what was found in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "corrected"
        try:
            sheet = is_xlsx(path_of(upload.digest))
            repairs = _marked(upload, report, output) if sheet else _repaired(home, path, report, output)
        except BoundsError:
            repairs = None
        if repairs is None:
            return {}
        with output.open("rb") as stream:
            return {"corrected": keep(stream)[0], "repairs": keep_json(asdict(repairs))}


def _marked(upload: Upload, report: Report, output: Path) -> Correction | None:
    found = [f for f in report.findings if f.severity in FAULTS | {"warning"} and "!" in f.locator]
    if not found:
        return None
    mark_workbook(path_of(upload.digest), output, [(f.locator, _remark_text(f)) for f in found])
    return Correction("marked", len({f.locator for f in found}))


def _remark_text(finding: Finding) -> str:
    message, repair = in_words(held(finding.message)), in_words(held(finding.repair))
    return f"{message}. {repair[:1].upper()}{repair[1:]}." if repair else f"{message}."


def _repaired(home: Home, path: Path, report: Report, output: Path) -> Correction | None:
    if not can_be_repaired(report):
        return None
    standard, tables = standard_of(home), tables_of("iati")
    file_repairs = repair_file(path, output, report, standard, tables)
    if not file_repairs.count:
        return None
    left = [finding_text_of(f) for f in check_file(output, standard, tables).findings if f.severity in FAULTS]
    changes = tuple(
        FieldCorrection(**(asdict(repair) | {"what": held(repair.what)})) for repair in file_repairs.repairs
    )
    return Correction("mended", file_repairs.count, changes, tuple(left[:LEFT]), len(left))


def read_correction(digest: str) -> Correction | None:
    """Return what a corrected file is, as it was kept."""
    if not digest:
        return None
    content = read_json(digest)
    changes = tuple(FieldCorrection(**one) for one in content.pop("changes"))
    left = tuple(FindingText(**one) for one in content.pop("left"))
    return Correction(**content, changes=changes, left=left)
