"""Estimates beside what countries report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.data import World, read_flows, read_population, read_reported_inflows
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.running import validate
from grutto.scenarios.validation.reported import check_reported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_estimates_resemble_what_canada_reports(published: Callable[[str], Path]) -> None:
    reported = read_reported_inflows(published("canada_reported_immigration_by_citizenship_1980_2013.csv"), "CAN")
    flows = read_flows(published("abel_cohen_flows.csv.gz"))
    population = read_population(
        published("wpp2022_totals.csv.gz"), [2005, 2010], [str(area) for area in flows.orig.to_numpy()]
    )
    checks = validate(
        World(flows, population), 1, models=[Persistence()], targets=[2010], draws=1, reported=reported
    ).reported
    assert [check.period for check in checks] == [1990, 1995, 2000, 2005]
    assert checks[-1].r > 0.9
    assert checks[-1].log_r > 0.8
    assert "citizenship" in str(checks[-1].row()["caveat"])
    with pytest.raises(ScenarioError, match="do not cover"):
        check_reported(flows.sel(period=2010), reported, source="estimates")
