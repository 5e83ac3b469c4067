"""What the tests of reports of checks share: a report of two findings, of which one has four more."""

from __future__ import annotations

from grutto.checks.plan import ABSENT
from grutto.checks.report import Report
from grutto.model.finding import Finding

REPORT = Report(
    "a b.xml",
    "activity",
    "2.03",
    2,
    (
        Finding(
            "error", "schema.value", "“<b>” is wrong", "write it", "a b.xml", "N-1", "/iati-activities[1]", 7, "<b>&"
        ),
        Finding("advice", "layer.x", "A layer", file="a b.xml"),
    ),
    {"schema.value": 5, "layer.x": 1},
    {"schema": "run", "codelists": ABSENT},
)
