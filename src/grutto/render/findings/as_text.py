"""Reports as plain text for a terminal or a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.plan import RUN
from grutto.checks.wording import LAYER_NAMES, SEVERITY_NAMES, kind_of_file, severity_counts
from grutto.locale import translate, worded
from grutto.locale.reasons import reason_text
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.checks.report import Report
    from grutto.locale import Language
    from grutto.model.finding import Finding


def as_text(reports: Iterable[Report], language: Language) -> str:
    """Return reports as text: for each file a summary, then its findings with place and repair."""
    return "\n\n".join("\n".join(_lines(report, language)) for report in reports) + "\n"


def _lines(report: Report, language: Language) -> Iterator[str]:
    found = ", ".join(worded(text, language) for _, text in severity_counts(report))
    nothing = translate(msg("nothing found"), language.code)
    yield f"{report.file}: {worded(kind_of_file(report), language)}; {found or nothing}"
    for layer, state in report.layers.items():
        if state != RUN:
            name = translate(LAYER_NAMES[layer], language.code)
            yield f"  {translate(msg('not run'), language.code)}: {name} ({worded(state, language)})"
    for finding in report.findings:
        yield from _finding(finding, language)
    for code, more in report.unlisted.items():
        yield "  " + worded(Message("… and {number} more of {code}", number=more, code=code), language)


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    place = Message("line {line}", line=str(finding.line)) if finding.line else Message("whole file")
    whose = f" {finding.iati_identifier}" if finding.iati_identifier else ""
    severity = translate(SEVERITY_NAMES[finding.severity], language.code)
    yield f"  {worded(place, language)}{whose} {severity} [{finding.code}] {reason_text(finding.message, language)}"
    value, advice = worded(finding.value, language), reason_text(finding.repair, language) if finding.repair else ""
    repair = ": ".join(filter(None, (advice, finding.command)))
    for name, text in ((msg("found"), value), (msg("at"), finding.locator), (msg("repair"), repair)):
        if text:
            yield f"      {translate(name, language.code)}: {text}"
