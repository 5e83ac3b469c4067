"""What an import of files of prices would do, as a page and as CSV."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grutto.checks.report import Report, worst
from grutto.locale import ENGLISH
from grutto.locale.reasons import reason_text
from grutto.message import joined, msg
from grutto.render.findings.as_html import FileFindings, findings_page
from grutto.store.csv_text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.locale import Language
    from grutto.model.finding import Finding
    from grutto.remittances.dry_run import DryRun

COLUMNS = ("file", "severity", "code", "row", "column", "message", "found", "repair")


def as_html(runs: list[DryRun], language: Language = ENGLISH) -> str:
    """Return one page that needs nothing else; everything that comes from a file is escaped."""
    return findings_page(msg("Dry run: nothing was changed"), list(map(_findings, runs)), language)


def _findings(run: DryRun) -> FileFindings:
    report = Report(run.file, findings=run.findings, counts=Counter(finding.code for finding in run.findings))
    verdict = run.outcome if run.findings or run.refused else joined(". ", (run.outcome, msg("Nothing is wrong.")))
    severity = "critical" if run.refused else worst(run.findings)
    return FileFindings(report, verdict, ", ".join(run.quarters), severity, (msg("Row"), msg("Column")), _column)


def as_csv(runs: list[DryRun], language: Language = ENGLISH) -> str:
    """Return the findings of some files, one a line; a cell that a spreadsheet would compute is kept as text."""
    return csv_text(COLUMNS, (line for run in runs for line in _lines(run, language)))


def _lines(run: DryRun, language: Language) -> Iterator[tuple[str | int, ...]]:
    for one in run.findings:
        message, repair = reason_text(one.message, language), reason_text(one.repair, language)
        yield run.file, one.severity, one.code, one.line, _column(one), message, one.value, repair


def _column(finding: Finding) -> str:
    return finding.locator.rpartition(", column ")[2]
