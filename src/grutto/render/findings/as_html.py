"""Findings as one HTML page that needs nothing else, no script, font or address; what to mend first stands first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.checks.plan import RUN
from grutto.checks.wording import LAYER_NAMES, SEVERITY_NAMES, VERDICTS, kind_of_file, severity_counts
from grutto.locale import translate, worded
from grutto.locale.reasons import reason_text
from grutto.message import Message, msg
from grutto.model.finding import SEVERITIES
from grutto.render.html.page import TEMPLATES, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grutto.checks.report import Report
    from grutto.locale import Language
    from grutto.model.finding import Finding, Severity

TEMPLATE = "findings.html"
ABOUT = msg(
    "Critical: the file cannot be used. Error: something is wrong or missing. Warning: a person should look. Advice: it"
    " would make the data more useful. Open a finding to see every place."
)


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


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What the page says of one file.

    Args:
        report: what was found in it.
        verdict: what that means for the file.
        kind: what the file is.
        worst: how bad that is; nothing if nothing was found.
        heads: what the line and the place of a finding are called.
        place: of a finding, as the page has it.
    """

    report: Report
    verdict: str
    kind: str
    worst: Severity | None
    heads: tuple[str, str]
    place: Callable[[Finding], str]


def as_html(reports: Iterable[Report], language: Language) -> str:
    """Return the page of reports in a language; everything that comes from a file is escaped."""
    files = [
        FileFindings(
            report,
            VERDICTS[report.worst],
            kind_of_file(report),
            report.worst,
            (msg("Line"), msg("Place")),
            lambda finding: finding.locator or Message("the whole file"),
        )
        for report in reports
    ]
    if len(files) == 1:
        title = Message("Check of {file}", file=files[0].report.file)
    else:
        title = Message("Check of {number} IATI files", number=len(files))
    return findings_page(title, files, language, ABOUT)


def findings_page(title: str, files: list[FileFindings], language: Language, about: str = "") -> str:
    """Return the page of what was found in some files; everything that comes from a file is escaped.

    Args:
        title: of the page.
        files: what is said of each.
        language: of the page.
        about: what a reader must know first.
    """
    heading = reason_text(title, language)
    return TEMPLATES.get_template(TEMPLATE).render(
        title=heading,
        headed=any(file.report.file not in heading for file in files),
        about=reason_text(about, language) if about else "",
        files=[_content(file, language) for file in files],
        language=language,
        style=style(),
        severities={severity: translate(name, language.code) for severity, name in SEVERITY_NAMES.items()},
        text=lambda text: reason_text(text, language),
        found=lambda value: worded(value, language),
        words=lambda text, **places: worded(Message(text, **places), language),
        counted=lambda one, many, count: worded(Message(one, many, count=count), language),
    )


def _content(file: FileFindings, language: Language) -> dict[str, object]:
    """Return what is said of a file, in words."""
    report = file.report
    return {
        "report": report,
        "kind": worded(file.kind, language),
        "verdict": reason_text(file.verdict, language),
        "worst": file.worst,
        "heads": [translate(head, language.code) for head in file.heads],
        "place": lambda finding: worded(file.place(finding), language),
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
