"""Reports as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from grutto.checks.report import exit_code
from grutto.checks.wording import by_severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.report import Report


def as_json(reports: Iterable[Report]) -> str:
    """Return `{"exit_code": …, "files": [{file, kind, version, activities, layers, severities, counts, findings}]}`.

    `findings` have the fields of `grutto.model.finding.Finding`.
    """
    listed = list(reports)
    files = [asdict(report) | {"severities": by_severity(report), "worst": report.worst} for report in listed]
    return json.dumps({"exit_code": exit_code(listed), "files": files}, ensure_ascii=False, indent=2) + "\n"
