"""Reports as JSON, read back as a program would."""

from __future__ import annotations

import json

from check_report import REPORT

from grutto.locale import ENGLISH
from grutto.render.findings import FORMATS


def test_json() -> None:
    content = json.loads(FORMATS["json"]([REPORT], ENGLISH))
    file = content["files"][0]
    assert content["exit_code"] == 2
    assert file["findings"][0]["locator"] == "/iati-activities[1]"
    assert file["severities"] == {"critical": 0, "error": 5, "warning": 0, "advice": 1}
    assert (file["worst"], file["counts"]) == ("error", {"schema.value": 5, "layer.x": 1})
