"""What the findings of files mean for the exit code."""

from __future__ import annotations

from typing import Any

import pytest

from grutto.checks.report import Report, exit_code
from grutto.model.finding import Finding


@pytest.mark.parametrize(
    ("severities", "code"),
    [((), 0), (("advice",), 0), (("advice", "warning"), 1), (("warning", "error"), 2), (("critical", "advice"), 3)],
)
def test_exit_codes(severities: tuple[Any, ...], code: int) -> None:
    reports = [Report("f", findings=(Finding(severity, "c", "m"),)) for severity in severities]
    assert exit_code(reports) == code
