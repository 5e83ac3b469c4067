"""Reports as one HTML page that needs nothing else: no script, no font, no address. What to mend first stands first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grutto.checks.as_text import by_severity
from grutto.checks.plan import RUN
from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.report import Report
    from grutto.model.finding import Finding, Severity

TEMPLATE = "report.html"
NOUNS: dict[Severity, tuple[str, str]] = {
    "critical": ("reason why the file cannot be used", "reasons why the file cannot be used"),
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "advice": ("piece of advice", "pieces of advice"),
}
VERDICTS: dict[Severity | None, str] = {
    "critical": "This file cannot be used. Mend what stands below, then check it again.",
    "error": "Mend the errors before you publish: users of the data will misread or miss something.",
    "warning": "This file can be published. A person should look at the warnings.",
    "advice": "Nothing is wrong. The advice would make the data more useful.",
    None: "Nothing was found.",
}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one rule.

    Args:
        severity: of all of them.
        code: of the rule.
        title: what it says; the first of several messages.
        several: they do not all say the same.
        repair: what to do.
        findings: those that are listed, in the order of the file.
        count: how many there are.
    """

    severity: Severity
    code: str
    title: str
    several: bool
    repair: str
    findings: tuple[Finding, ...]
    count: int


def as_html(reports: Iterable[Report]) -> str:
    """Return the page; everything that comes from a file is escaped."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    listed = list(reports)
    return environment.get_template(TEMPLATE).render(
        reports=[(report, VERDICTS[report.worst], _counts(report), groups(report)) for report in listed], run=RUN
    )


def groups(report: Report) -> list[FindingGroup]:
    """Return the findings of a report by rule: the worst first, and of these the most frequent."""
    found: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.severity, finding.code), []).append(finding)
    made = [_group(report, severity, code, some) for (severity, code), some in found.items()]
    return sorted(made, key=lambda g: (SEVERITIES.index(g.severity), -g.count, g.code))


def _group(report: Report, severity: Severity, code: str, some: list[Finding]) -> FindingGroup:
    messages = list(dict.fromkeys(finding.message for finding in some))
    repairs = {finding.repair for finding in some}
    repair = some[0].repair if len(repairs) == 1 else ""
    return FindingGroup(
        severity, code, messages[0], len(messages) > 1, repair, tuple(some), report.counts.get(code, len(some))
    )


def _counts(report: Report) -> list[tuple[Severity, str]]:
    """Return how many findings there are of each severity, in words."""
    numbers = by_severity(report)
    return [(s, f"{numbers[s]:,} {NOUNS[s][numbers[s] != 1]}") for s in SEVERITIES if numbers[s]]
