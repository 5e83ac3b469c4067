"""Scenarios in a report: set side by side, and never taken for facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from small_report import plain, said, table

from grutto.errors import VerificationError
from grutto.reports.scenario.figures import Results
from grutto.reports.sections.scenarios import section
from grutto.scenarios.result import ResultFolder

if TYPE_CHECKING:
    from small_report import ContextMaker

    from grutto.content.blocks import Section

RUN = {
    "parameters": "model",
    "seed": "1",
    "draws": "50",
    "version": "grutto",
    "scenario_sha256": "0",
    "scenario_authorship": "A. Person",
    "vintage_flows": "invented",
}


def balance(period: int, median: int) -> dict[str, Any]:
    return {
        "period": period,
        "measure": "net",
        "region": "europe",
        "unit": "persons",
        "median": median,
        "lower_80": median - 10,
        "upper_80": median + 10,
    }


def result(name: str, *rows: dict[str, Any]) -> Results:
    files = {"region_balance": ("region_balance.parquet", "0")}
    lineage = RUN | {"scenario": name, "scenario_title": name.title()}
    return Results(ResultFolder(lineage, {"region_balance": list(rows)}, files, Path()))


@pytest.fixture(autouse=True)
def without_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the report of one scenario shows; it has its own tests."""
    monkeypatch.setattr("grutto.reports.sections.scenarios.parts", lambda *_: ())


def finding_text_of(context_of: ContextMaker, *results: Results) -> Section:
    return section(replace(context_of(), scenarios=results))


def test_the_last_period_of_each_stands_side_by_side(context_of: ContextMaker) -> None:
    first = result("open", balance(2020, 7), balance(2025, 100))
    found = finding_text_of(context_of, first, result("shut", balance(2020, -20)))
    assert table(found, "Net migration by scenario")[:3] == [
        ["Region", "Open, 2025–30", "Shut, 2020–25"],
        ["Europe", "100 (90 – 110)", "−20 (−30 – −10)"],
        ["Africa", "", ""],
    ]
    assert [(p.anchor, plain(p.title)) for p in found.parts] == [
        ("scenario-open-all", "Open, 2020–30"),
        ("scenario-shut-all", "Shut, 2020–25"),
    ]
    assert "no prediction and no fact of this report" in said(found)[0]


def test_one_has_nothing_beside_it_and_none_says_so(context_of: ContextMaker) -> None:
    assert "Net migration" not in str(finding_text_of(context_of, result("open", balance(2020, 7))).blocks)
    assert said(section(context_of())) == ["No result of a scenario was given to this report."]


def test_the_same_scenario_twice_is_refused(context_of: ContextMaker) -> None:
    with pytest.raises(VerificationError, match="given twice") as caught:
        finding_text_of(context_of, result("open", balance(2020, 7)), result("open", balance(2020, 8)))
    assert caught.value.where == "open, open"


def test_in_dutch(context_of: ContextMaker) -> None:
    found = finding_text_of(context_of, result("open", balance(2020, 7)), result("shut", balance(2020, 8)))
    assert table(found, "Migratiesaldo", "nl")[2][0] == "Afrika"
    assert "geen feiten van dit verslag" in said(found, "nl")[0]
