"""The result of a scenario with a few rows, as if it had been read from its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grutto.reports.scenario.figures import Results
from grutto.scenarios.result import ResultFolder

LINEAGE = {
    "scenario": "busy",
    "scenario_title": "Busy borders",
    "scenario_summary": "More moves.",
    "scenario_authorship": "A. Person",
    "scenario_sha256": "abc",
    "parameters": "persistence",
    "version": "1.0",
    "seed": "11",
    "draws": "12",
    "vintage_flows": "invented",
    "vintage_demography": "ages.csv",
}

Row = dict[str, Any]


def spread(median: float, **labels: Any) -> Row:
    """Return a row with a median of persons and bounds one, two and three times ten away from it."""
    bounds = {
        f"{side}_{share}": median + sign * away
        for share, away in ((50, 10), (80, 20), (95, 30))
        for side, sign in (("lower", -1), ("upper", 1))
    }
    return {"unit": "persons", **labels, "median": median, **bounds}


def balance(period: int, region: str, measure: str, median: float) -> Row:
    return spread(median, period=period, region=region, measure=measure)


def results(lineage: dict[str, str] | None = None, **tables: list[Row]) -> Results:
    """Return a result of these tables; what the lineage says is as above unless given."""
    files = {name: (f"{name}.parquet", f"sha256 of {name}") for name in tables}
    return Results(ResultFolder(LINEAGE | (lineage or {}), tables, files, Path("result")))
