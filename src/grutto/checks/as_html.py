"""Reports as one HTML page that needs nothing else: no script, no font, no address. What to mend first stands first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grutto.checks.plan import RUN
from grutto.checks.wording import LAYER_NAMES, SEVERITY_NAMES, VERDICTS, kind_of_file, severity_counts
from grutto.locale import translate, worded
from grutto.locale.reasons import reason_text
from grutto.message import Message
from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.report import Report
    from grutto.locale import Language
    from grutto.model.finding import Finding, Severity

TEMPLATE = "report.html"


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


def as_html(reports: Iterable[Report], language: Language) -> str:
    """Return the page in a language; everything that comes from a file is escaped."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(TEMPLATE).render(
        reports=[_report_content(report, language) for report in reports],
        language=language,
        severities={severity: translate(name, language.code) for severity, name in SEVERITY_NAMES.items()},
        text=lambda text: reason_text(text, language),
        found=lambda value: worded(value, language),
        words=lambda text, **places: worded(Message(text, **places), language),
        counted=lambda one, many, count: worded(Message(one, many, count=count), language),
    )


def _report_content(report: Report, language: Language) -> dict[str, object]:
    """Return a report with what is said about it."""
    return {
        "report": report,
        "kind": worded(kind_of_file(report), language),
        "verdict": translate(VERDICTS[report.worst], language.code),
        "counts": [(severity, worded(text, language)) for severity, text in severity_counts(report)],
        "groups": groups(report),
        "missed": [
            (translate(LAYER_NAMES[layer], language.code), worded(why, language))
            for layer, why in report.layers.items()
            if why != RUN
        ],
    }


def groups(report: Report) -> list[FindingGroup]:
    """Return the findings of a report by rule: the worst first, and of these the most frequent."""
    found: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.severity, finding.code), []).append(finding)
    all_groups = [_group(report, severity, code, some) for (severity, code), some in found.items()]
    return sorted(all_groups, key=lambda g: (SEVERITIES.index(g.severity), -g.count, g.code))


def _group(report: Report, severity: Severity, code: str, some: list[Finding]) -> FindingGroup:
    messages = list(dict.fromkeys(finding.message for finding in some))
    repairs = {finding.repair for finding in some}
    repair = some[0].repair if len(repairs) == 1 else ""
    return FindingGroup(
        severity, code, messages[0], len(messages) > 1, repair, tuple(some), report.counts.get(code, len(some))
    )
