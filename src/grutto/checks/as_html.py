"""Reports as one HTML page that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grutto.checks.as_text import summary
from grutto.checks.plan import RUN
from grutto.checks.report import worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.report import Report

TEMPLATE = "report.html"


def as_html(reports: Iterable[Report]) -> str:
    """Return the page; everything that comes from a file is escaped."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    listed = list(reports)
    return environment.get_template(TEMPLATE).render(
        reports=[(report, summary(report)) for report in listed],
        worst=worst(finding for report in listed for finding in report.findings),
        run=RUN,
    )
