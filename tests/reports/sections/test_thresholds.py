"""Differences that must be explained, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import AID, PROGRAMME, WORK, said, signatures, table

from grutto.model.framework import Threshold
from grutto.model.judgement import Judgement
from grutto.reports.sections.thresholds import section

if TYPE_CHECKING:
    from small_report import ContextMaker

CAUSE = Judgement(
    "one",
    "cause",
    "line:aid/expenditure/2010",
    "A. Person",
    date(2011, 6, 1),
    {"en": "It began late."},
    cause="late-start",
)
ROW = Threshold(Decimal(0), Decimal(1_000_000), Decimal(2_000_000), "account", date(2009, 1, 1))
POLICY = replace(PROGRAMME, threshold=(ROW,))
OPEN = "An edition with a difference that must be explained and is not cannot be adopted."


def test_what_must_be_explained_and_is_not(context_of: ContextMaker) -> None:
    """1,000,999 is over the million, 310 is not."""
    found = section(context_of(framework=POLICY))
    assert table(found, "Differences and thresholds") == [
        ["Budget line", "Difference", "Threshold", "Must be explained"],
        ["Aid, Expenditure", "−€ 1,000,999", "€ 1,000,000", "yes, and is not explained yet"],
        ["Work, Expenditure", "−€ 310", "€ 1,000,000", "no"],
    ]
    assert said(found)[-1] == OPEN


def test_a_signed_cause_explains(context_of: ContextMaker) -> None:
    found = section(context_of(CAUSE, framework=POLICY))
    assert table(found, "Differences")[1][3] == "yes, and is explained"
    assert signatures(found) == ["It began late."]
    assert OPEN not in said(found)


def test_a_technical_cause_has_its_own_threshold(context_of: ContextMaker) -> None:
    found = section(context_of(replace(CAUSE, cause="price"), framework=POLICY))
    assert table(found, "Differences")[1][2:] == ["€ 2,000,000", "no"]


def test_without_a_threshold_or_an_amount_it_is_unknown(context_of: ContextMaker) -> None:
    unknown = "unknown: there is no amount or no threshold to compare"
    none = section(context_of())
    assert [row[3] for row in table(none, "Differences")[1:]] == [unknown, unknown]
    assert said(none)[1] == "This framework has no thresholds: nothing must be explained."
    unvoted = replace(POLICY, budget_line=(replace(AID, voted=()), WORK))
    assert table(section(context_of(framework=unvoted)), "Differences")[1][1:] == ["unknown", "", unknown]


def test_in_dutch(context_of: ContextMaker) -> None:
    found = section(context_of(framework=POLICY))
    assert [row[3] for row in table(found, "Verschillen", "nl")[1:]] == ["ja, en is nog niet toegelicht", "nee"]
