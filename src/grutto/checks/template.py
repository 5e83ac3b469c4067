"""A filled spreadsheet turned into IATI and checked; what is wrong is told by its cells."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from grutto.checks.check import check_file
from grutto.checks.codelists import codes_by_name
from grutto.errors import InputError
from grutto.message import fault_at, msg
from grutto.readers.template import in_cells, left_out, read_template
from grutto.store.files import write_atomically
from grutto.store.worker import apart
from grutto.writers.iati import IatiWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.checks.report import Report
    from grutto.checks.standard import Standard
    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
    from grutto.readers.template import TemplateReader


EMPTY, LACKING = "value.missing", "schema.attribute-missing"
MARKUP = ("<", '="', "/@", "()", "xs:")
"""What only XML has, in a repair."""


def check_template(path: Path, output: Path, standard: Standard, tables: Mapping[str, ReleaseTable]) -> Report:
    """Write a filled template as an IATI 2.03 file, whatever is found, and return what all checks say, by cell.

    Args:
        path: the workbook, or the folder of CSV files.
        output: the file to write.
        standard: see `grutto.checks.standard.read_standard`.
        tables: those of activities.

    Raises:
        InputError: it is not there, is no template, holds no activity, or takes too long or too much memory; what is
            wrong with its cells stands in the error then.
    """
    if not path.exists():
        raise InputError("There is no such file or folder", where=path, repair="check the path")
    size = sum(file.stat().st_size for file in (path.iterdir() if path.is_dir() else [path]))
    return apart(_checked, path, output, standard, tables, file=path.name, size=size)


def _checked(path: Path, output: Path, standard: Standard, tables: Mapping[str, ReleaseTable]) -> Report:
    rows, reader = read_template(path, tables, codes_by_name(standard, tables))
    if not rows["activity"].num_rows:
        first = next((fault_at(f.locator, f.message) for f in reader.findings), msg("fill in the sheet “activity”"))
        raise InputError("This template holds no activity", where=path.name, repair=first)
    writer = IatiWriter(dict(tables), places={})
    with tempfile.NamedTemporaryFile(suffix=".xml") as aside:
        writer.write(rows, aside.file)
        aside.flush()
        report = check_file(Path(aside.name), standard, tables)
        write_atomically(output, Path(aside.name).read_bytes())
    return _in_cells(report, writer, reader)


def _in_cells(report: Report, writer: IatiWriter, reader: TemplateReader) -> Report:
    own: tuple[Finding, ...] = (*reader.findings, *left_out(writer.findings, reader))
    empty = {_row(f) for f in own if f.code == EMPTY}
    remaining = [f for f in in_cells(report.findings, writer.places or {}, reader) if not _is_repeated(f, empty)]
    counts = Counter(report.counts) + Counter(f.code for f in own)
    counts[LACKING] -= len(report.findings) - len(remaining)
    return replace(report, file=reader.file, findings=(*own, *map(_in_words, remaining)), counts=dict(+counts))


def _row(finding: Finding) -> str:
    """Return the sheet and number of the row that a finding is in: `transaction!2` of `transaction!G2`."""
    sheet, _, cell = finding.locator.partition("!")
    return f"{sheet}!{cell.lstrip(ascii_uppercase)}"


def _is_repeated(finding: Finding, empty: set[str]) -> bool:
    """Tell whether the reader of the template said of the row already what the schema says of the file."""
    return finding.code == LACKING and _row(finding) in empty


def _in_words(finding: Finding) -> Finding:
    """Return a finding whose repair a spreadsheet can follow: it has cells, no elements and attributes."""
    if any(sign in finding.repair for sign in MARKUP):
        return replace(finding, repair=msg("correct this row: what each column takes stands above it"))
    return finding
