"""What checks found in files, as text, one page, JSON or SARIF; of files of prices also as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.render.findings.as_html import as_html
from grutto.render.findings.as_json import as_json
from grutto.render.findings.as_sarif import as_sarif
from grutto.render.findings.as_text import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grutto.checks import Report
    from grutto.locale import Language

FORMATS: dict[str, Callable[[Iterable[Report], Language], str]] = {
    "text": as_text,
    "json": lambda reports, _: as_json(reports),
    "html": as_html,
    "sarif": lambda reports, _: as_sarif(reports),
}
"""What writes reports in each format; programs read theirs in English, whatever the language."""
