"""What a reader or a check has to say about a file: what, where, how bad, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "error", "warning", "advice"]
"""critical: the file cannot be used · error: an activity or row is left out, or a value is unknown ·
warning: read, but a person should look · advice: would make the data more useful."""

SEVERITIES: tuple[Severity, ...] = ("critical", "error", "warning", "advice")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one place of one file.

    Args:
        severity: see `Severity`.
        code: short name of the rule, for filters and links: `value.not-a-number`.
        message: plain words.
        repair: what the publisher can do.
        file: the name of the dataset.
        iati_identifier: the activity, where there is one.
        locator: XPath or cell.
        line: line in the file, from 1; 0 when there is none.
        value: the text found, at most 200 characters.
        command: what mends it on the command line, which alone tells it; empty if no command does.
    """

    severity: Severity
    code: str
    message: str
    repair: str = ""
    file: str = ""
    iati_identifier: str = ""
    locator: str = ""
    line: int = 0
    value: str = ""
    command: str = ""
