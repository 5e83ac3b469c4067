"""Figures are well-formed, accessible, carry their lineage, and show the numbers they are given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from grutto.errors import ScenarioError
from grutto.scenarios.data import read_flows
from grutto.scenarios.drivers.declaration import example_set
from grutto.scenarios.effects import intervals, region_balance, region_flows
from grutto.scenarios.figures.assumptions import HEADINGS, assumption_table
from grutto.scenarios.figures.chord import chord_diagram
from grutto.scenarios.figures.fan import fan_chart
from grutto.scenarios.figures.flow_map import flow_map, placed, world
from grutto.scenarios.figures.pyramid import population_pyramid
from grutto.scenarios.figures.svg import short, ticks
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.running import baseline, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grutto.scenarios.data import World
    from grutto.scenarios.projection.cohort import Demography

SVG = "{http://www.w3.org/2000/svg}"


def checked(svg: str) -> etree._Element:
    root = etree.fromstring(svg.encode())
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert len(root.findtext(f"{SVG}desc") or "") > 20
    assert "vintage" in (root.findtext(f"{SVG}metadata") or "")
    assert "nan" not in svg.replace("finance", "")
    return root


def test_chord_diagram_shows_every_flow_between_regions(world: World) -> None:
    start = baseline(world, 1, model=Persistence(), draws=1)
    between = region_flows(start).isel(draw=0, period=0)
    root = checked(chord_diagram(between, title="Flows & regions", lineage={"vintage": "invented"}))
    table = between.to_numpy() * (1 - np.eye(6))
    assert len(root.findall(f"{SVG}path")) == np.count_nonzero(table) + 6
    assert short(table.sum()) in (root.findtext(f"{SVG}desc") or "")
    with pytest.raises(ScenarioError, match="no flow"):
        chord_diagram(between * 0, title="Nothing")


def test_fan_chart_names_median_and_intervals(world: World) -> None:
    start = baseline(world, 1, model=Persistence(), draws=1)
    future = region_balance(start).sel(region="europe", measure="immigration")
    draws = xr.concat([future * factor for factor in np.linspace(0.5, 1.5, 41)], dim="draw")
    past = region_balance(world.flows.expand_dims("draw")).sel(region="europe", measure="immigration").isel(draw=0)
    root = checked(fan_chart(past, intervals(draws), title="Into Europe", unit="persons", lineage={"vintage": "v"}))
    described = root.findtext(f"{SVG}desc") or ""
    assert short(future.isel(period=-1).item()) in described
    assert "95 %: " in described
    words = [element.text for element in root.findall(f"{SVG}text")]
    assert "80 % interval" in words
    assert "2020–25" in words


def test_pyramid_draws_each_group(demography: Demography) -> None:
    people = demography.population.isel(area=0)
    root = checked(
        population_pyramid(people, title="Ages", outline=people * 0.8, outline_label="2020", lineage={"vintage": "v"})
    )
    assert len(root.findall(f"{SVG}rect")) == 1 + 2 * 21
    assert "30 M persons" in (root.findtext(f"{SVG}desc") or "")


def test_assumptions_are_rows_of_text(world: World) -> None:
    start = baseline(world, 1, model=Persistence(), draws=1)
    result = run(example_set().scenarios[0], world, 1, start=start)
    table = assumption_table([result])
    assert table[0] == HEADINGS
    assert len(table) == 1 + 5
    assert table[1][2] == "asia, middle_east → all"
    assert all(len(row) == len(HEADINGS) and all(row) for row in table)


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_ticks_enclose_the_range_with_few_round_numbers(lowest: float, width: float) -> None:
    marks = ticks(lowest, lowest + width)
    little = 1e-6 * width + 1e-15 * abs(lowest)
    assert marks[0] <= lowest + little
    assert marks[-1] >= lowest + width - little
    assert 2 <= len(marks) <= 9


def test_short_numbers_read_well() -> None:
    assert [short(n) for n in (0, 12, 1234, 999_999, 12_340_000, 2.5e9, -4e6)] == [
        "0", "12", "1.2 k", "1 M", "12.3 M", "2.5 bn", "−4 M",
    ]  # fmt: skip


def test_flow_map_draws_the_largest_flows_where_the_areas_are() -> None:
    flows = [("MAR", "ESP", 4000.0), ("IND", "ARE", 90_000.0), ("NLD", "DEU", 10.0), ("USA", "MEX", 0.0)]
    root = checked(flow_map(flows, title="Moves", lineage={"vintage": "v"}, most=2))
    drawn = [path.findtext(f"{SVG}title") for path in root.findall(f"{SVG}path")]
    assert drawn == [None, "IND → ARE 90 k", "MAR → ESP 4 k"]
    assert "The 2 largest flows" in (root.findtext(f"{SVG}desc") or "")
    with pytest.raises(ScenarioError, match="no flow"):
        flow_map([("NLD", "DEU", 0.0)], title="Nothing")
    with pytest.raises(ScenarioError, match="ATL"):
        flow_map([("ATL", "DEU", 1.0)], title="Nowhere")


def test_equal_earth_keeps_areas_in_proportion() -> None:
    x, y = placed(0, 0)
    assert x == pytest.approx(480)

    def size(latitude: float) -> float:
        (left, low), (right, _), (_, high) = (placed(0, latitude), placed(1, latitude), placed(0, latitude + 1))
        return (right - left) * (low - high) / math.cos(math.radians(latitude + 0.5))

    assert size(60) == pytest.approx(size(0), rel=0.02)
    assert placed(10, 50)[1] < y


def test_every_area_of_a_region_that_has_people_is_on_the_map(published: Callable[[str], Path]) -> None:
    flows = read_flows(published("abel_cohen_flows.csv.gz"))
    assert {str(area) for area in flows.orig.to_numpy()} <= set(world()["areas"])
