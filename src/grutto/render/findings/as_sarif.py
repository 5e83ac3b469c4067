"""Reports as SARIF 2.1.0, for code hosts and editors that show findings in place.

Source of the form: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from grutto.checks.plan import RUN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.checks.report import Report
    from grutto.model.finding import Finding, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVEL: dict[Severity, str] = {"critical": "error", "error": "error", "warning": "warning", "advice": "note"}


def as_sarif(reports: Iterable[Report]) -> str:
    """Return one run with a rule for each code and a result for each finding."""
    listed = list(reports)
    findings = [finding for report in listed for finding in report.findings]
    rules = {code: index for index, code in enumerate(dict.fromkeys(finding.code for finding in findings))}
    run = {
        "tool": {"driver": {"name": "grutto check", "version": version("grutto"), "rules": _rules(findings)}},
        "artifacts": [{"location": {"uri": quote(report.file)}} for report in listed],
        "results": [_result(finding, rules[finding.code]) for finding in findings],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(listed)}],
        "columnKind": "unicodeCodePoints",
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    return [
        {
            "id": code,
            "shortDescription": {"text": code},
            "defaultConfiguration": {"level": LEVEL[finding.severity]},
        }
        | ({"help": {"text": finding.repair}} if finding.repair else {})
        for code, finding in first.items()
    ]


def _result(finding: Finding, index: int) -> dict[str, Any]:
    found = f" Found: {finding.value}." if finding.value else ""
    repair = f" Repair: {finding.repair}." if finding.repair else ""
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.locator:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.locator, "kind": "element"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVEL[finding.severity],
        "message": {"text": f"{finding.message.rstrip('.')}.{found}{repair}"},
        "locations": [location],
        "properties": {"severity": finding.severity, "iatiIdentifier": finding.iati_identifier},
    }


def _notifications(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Return what a reader must know beside the results: layers that were not run, findings that are not listed."""
    notes = []
    for report in reports:
        notes += [f"{report.file}: {layer} was not run: {why}" for layer, why in report.layers.items() if why != RUN]
        notes += [f"{report.file}: {more} more of {code} are not listed" for code, more in report.unlisted.items()]
    return [{"level": "note", "message": {"text": note}} for note in notes]
