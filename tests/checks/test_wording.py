"""What reports say to people: each severity, layer and kind of file has its words, and numbers agree with nouns."""

from __future__ import annotations

from typing import get_args

import pytest

from grutto.checks.plan import LAYERS
from grutto.checks.report import Report
from grutto.checks.wording import LAYER_NAMES, SEVERITY_NAMES, VERDICTS, by_severity, kind_of_file, severity_counts
from grutto.locale import language_named, worded
from grutto.model.finding import SEVERITIES, Finding, Severity


def test_nothing_is_without_words() -> None:
    assert set(LAYER_NAMES) == set(LAYERS)
    assert set(SEVERITY_NAMES) == set(get_args(Severity)) == set(SEVERITIES)
    assert set(VERDICTS) == {*SEVERITIES, None}


@pytest.mark.parametrize(
    ("kind", "number", "words", "dutch"),
    [
        ("activity", 1, "IATI 2.03 activity file, 1 activity", "IATI-activiteitenbestand 2.03, 1 activiteit"),
        (
            "organisation",
            2,
            "IATI 2.03 organisation file, 2 organisations",
            "IATI-organisatiebestand 2.03, 2 organisaties",
        ),
        ("", 0, "no usable IATI file", "geen bruikbaar IATI-bestand"),
    ],
)
def test_kind_of_file(kind: str, number: int, words: str, dutch: str) -> None:
    said = kind_of_file(Report("f.xml", kind, "2.03", number))
    assert (said, worded(said, language_named("nl"))) == (words, dutch)


def test_findings_beyond_the_listed_ones_are_counted() -> None:
    findings = (Finding("error", "a", "A"), Finding("advice", "b", "B"))
    report = Report("f.xml", findings=findings, counts={"a": 12_000, "b": 1})
    assert by_severity(report) == {"critical": 0, "error": 12_000, "warning": 0, "advice": 1}
    assert severity_counts(report) == [("error", "12,000 errors"), ("advice", "1 piece of advice")]
