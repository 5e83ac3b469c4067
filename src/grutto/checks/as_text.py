"""Reports as plain text for a terminal or a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.plan import RUN
from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.checks.report import Report
    from grutto.model.finding import Finding


def as_text(reports: Iterable[Report]) -> str:
    """Return reports as text: for each file a summary, then its findings with place and repair."""
    return "\n\n".join("\n".join(_lines(report)) for report in reports) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.file}: {summary(report)}"
    for layer, state in report.layers.items():
        if state != RUN:
            yield f"  not run: {layer} ({state})"
    for finding in report.findings:
        yield from _finding(finding)
    for code, more in report.unlisted.items():
        yield f"  … and {more:,} more of {code}"


def _finding(finding: Finding) -> Iterator[str]:
    place = f"line {finding.line}" if finding.line else "file"
    whose = f" {finding.iati_identifier}" if finding.iati_identifier else ""
    yield f"  {place}{whose} {finding.severity} [{finding.code}] {finding.message}"
    if finding.value:
        yield f"      found: {finding.value}"
    if finding.locator:
        yield f"      at: {finding.locator}"
    if finding.repair:
        yield f"      repair: {finding.repair}"


NOUNS = {"activity": ("activity", "activities"), "organisation": ("organisation", "organisations")}
"""What a file of each kind holds: one, several."""


def summary(report: Report) -> str:
    """Return in one line what kind of file it is and how many findings of each severity it has."""
    version = f"IATI {report.version} {report.kind} file" if report.kind else "not usable as IATI"
    one, several = NOUNS.get(report.kind, ("", ""))
    holds = f", {report.activities:,} {one if report.activities == 1 else several}"
    numbers = by_severity(report)
    found = ", ".join(f"{number:,} {severity}" for severity, number in numbers.items() if number)
    return f"{version}{holds if report.kind else ''}; {found or 'nothing found'}"


def by_severity(report: Report) -> dict[str, int]:
    """Return how many findings of each severity there were, those beyond the listed ones included."""
    severity_of = {finding.code: finding.severity for finding in report.findings}
    numbers = dict.fromkeys((str(severity) for severity in SEVERITIES), 0)
    for code, number in report.counts.items():
        numbers[severity_of[code]] += number
    return numbers
