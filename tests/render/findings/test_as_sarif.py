"""Reports as SARIF, read back as a code host would."""

from __future__ import annotations

import json
from typing import Any

from check_report import REPORT

from grutto.locale import ENGLISH
from grutto.render.findings import FORMATS


def test_sarif() -> None:
    log: dict[str, Any] = json.loads(FORMATS["sarif"]([REPORT], ENGLISH))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["schema.value", "layer.x"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("schema.value", 0, "error")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%20b.xml"}, "region": {"startLine": 7}}
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "/iati-activities[1]"
    assert first["message"]["text"] == "“<b>” is wrong. Found: <b>&. Repair: write it."
    assert (second["level"], "region" in second["locations"][0]["physicalLocation"]) == ("note", False)
    notes = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == [
        "a b.xml: codelists was not run: they are not at hand",
        "a b.xml: 4 more of schema.value are not listed",
    ]
