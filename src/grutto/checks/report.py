"""What the checks found in one file, and what that means for the exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grutto.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.model.finding import Finding, Severity

EXIT_CODES: dict[Severity, int] = {"advice": 0, "warning": 1, "error": 2, "critical": 3}
"""The worst severity found decides: 0 nothing or advice only, 1 warnings, 2 errors, 3 the file cannot be used."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found in one file.

    Args:
        file: name of the file.
        kind: `activity`, `organisation`, or empty if the file is neither.
        version: of the standard, as the file says.
        activities: activities (or organisations) in the file.
        findings: in the order of the file; of each code at most as many as asked for.
        counts: code to how often it was found, also beyond the findings kept.
        layers: layer to `run`, or why it was not.
    """

    file: str
    kind: str = ""
    version: str = ""
    activities: int = 0
    findings: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)

    @property
    def worst(self) -> Severity | None:
        """The worst severity found; `None` if nothing was."""
        return worst(self.findings)

    @property
    def exit_code(self) -> int:
        """See `EXIT_CODES`."""
        return EXIT_CODES[self.worst] if self.worst else 0

    @property
    def unlisted(self) -> dict[str, int]:
        """Code to how many more were found than are listed."""
        more = dict(self.counts)
        for finding in self.findings:
            more[finding.code] -= 1
        return {code: number for code, number in more.items() if number}


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the worst severity among findings."""
    found = {finding.severity for finding in findings}
    return next((severity for severity in SEVERITIES if severity in found), None)


def exit_code(reports: Iterable[Report]) -> int:
    """Return the exit code for several files: that of the worst of them."""
    return max((report.exit_code for report in reports), default=0)
