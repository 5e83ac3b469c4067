"""What a report says to people, as messages: severities, layers, and what kind of file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.message import Message, forms, msg
from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from grutto.checks.report import Report
    from grutto.model.finding import Severity

SEVERITY_NAMES: dict[Severity, str] = {
    "critical": msg("critical"),
    "error": msg("error"),
    "warning": msg("warning"),
    "advice": msg("advice"),
}
LAYER_NAMES = {
    "well-formedness": msg("well-formedness"),
    "schema": msg("schema"),
    "codelists": msg("codelists"),
    "ruleset": msg("ruleset"),
    "identifiers": msg("identifiers"),
    "advice": msg("advice"),
}
VERDICTS: dict[Severity | None, str] = {
    "critical": msg("This file cannot be used. Mend what stands below, then check it again."),
    "error": msg("Mend the errors before you publish: users of the data will misread or miss something."),
    "warning": msg("This file can be published. A person should look at the warnings."),
    "advice": msg("Nothing is wrong. The advice would make the data more useful."),
    None: msg("Nothing was found."),
}
_NUMBERS: dict[Severity, tuple[str, str]] = {
    "critical": forms("{count} reason why the file cannot be used", "{count} reasons why the file cannot be used"),
    "error": forms("{count} error", "{count} errors"),
    "warning": forms("{count} warning", "{count} warnings"),
    "advice": forms("{count} piece of advice", "{count} pieces of advice"),
}
_FILES = {
    "activity": forms(
        "IATI {version} activity file, {count} activity", "IATI {version} activity file, {count} activities"
    ),
    "organisation": forms(
        "IATI {version} organisation file, {count} organisation",
        "IATI {version} organisation file, {count} organisations",
    ),
}


def kind_of_file(report: Report) -> Message:
    """Return what kind of file it is, and how much it holds."""
    if report.kind not in _FILES:
        return Message("no usable IATI file")
    return Message(*_FILES[report.kind], version=report.version, count=report.activities)


def severity_counts(report: Report) -> list[tuple[Severity, Message]]:
    """Return each severity that was found, the worst first, with how many findings it has."""
    numbers = by_severity(report)
    return [(s, Message(*_NUMBERS[s], count=numbers[s])) for s in SEVERITIES if numbers[s]]


def by_severity(report: Report) -> dict[str, int]:
    """Return how many findings of each severity there were, those beyond the listed ones included."""
    severity_of = {finding.code: finding.severity for finding in report.findings}
    numbers = dict.fromkeys((str(severity) for severity in SEVERITIES), 0)
    for code, number in report.counts.items():
        numbers[severity_of[code]] += number
    return numbers
