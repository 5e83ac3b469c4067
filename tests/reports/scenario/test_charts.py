"""The charts of a scenario: which flows are drawn in which period, what may come, and the ages of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small_report import plain, said
from small_result import balance, results, spread

from grutto.content.blocks import Chord, Fan, FlowMap, Pyramid
from grutto.reports.scenario.charts import MAPPED, charts

if TYPE_CHECKING:
    from grutto.reports.scenario.figures import Results

Row = dict[str, Any]


def between(period: int, orig: str, dest: str, median: float) -> Row:
    return spread(median, period=period, region_orig=orig, region_dest=dest)


def flow(period: int, orig: str, dest: str, median: float) -> Row:
    return spread(median, period=period, orig=orig, dest=dest)


def drawn(made: Results, kind: type) -> list[Any]:
    return [block for block in charts(made).blocks if isinstance(block, kind)]


FLOWS = [flow(2020, "AFG", "NLD", 50), flow(2020, "ETH", "NLD", 90), flow(2020, "NLD", "ETH", 0)]


def test_flows_are_those_of_the_first_and_the_last_period() -> None:
    flows = [flow(period, "AFG", "NLD", period) for period in (2020, 2025, 2030)]
    maps = drawn(results(flows=flows), FlowMap)
    assert [chart.flows[0].figure.value for chart in maps] == [2020, 2030]
    assert plain(maps[1].title).endswith(", 2030–35")
    assert len(drawn(results(flows=flows[:1]), FlowMap)) == 1


def test_the_largest_flows_come_first_and_nobody_is_no_flow() -> None:
    (chart,) = drawn(results(flows=FLOWS), FlowMap)
    assert [(f.origin, f.destination, f.figure.value) for f in chart.flows] == [("ETH", "NLD", 90), ("AFG", "NLD", 50)]
    many = [flow(2020, "AFG", "NLD", number) for number in range(1, 50)]
    (cut,) = drawn(results(flows=many), FlowMap)
    assert [len(cut.flows), cut.flows[-1].figure.value] == [MAPPED, 50 - MAPPED]


def test_a_circle_has_what_crosses_a_border_of_regions() -> None:
    crossing = [
        between(2020, "africa", "europe", 70),
        between(2020, "europe", "europe", 900),
        between(2020, "europe", "africa", 0),
    ]
    (circle,) = drawn(results(flows=FLOWS, region_flows=crossing), Chord)
    assert [(plain(f.origin_name), plain(f.destination_name), f.figure.value) for f in circle.flows] == [
        ("Africa", "Europe", 70)
    ]


@pytest.mark.parametrize("rows", [[], [between(2020, "europe", "europe", 900)], [between(2020, "africa", "europe", 0)]])
def test_where_nobody_crosses_one_it_says_so(rows: list[Row]) -> None:
    made = results(flows=FLOWS, region_flows=rows)
    assert not drawn(made, Chord)
    assert "all areas of the data lie in one region" in " ".join(said(charts(made)))


def test_a_fan_has_what_was_and_what_may_come_in_order_of_time() -> None:
    coming = [balance(period, "europe", "immigration", period) for period in (2025, 2020)]
    past = [{"period": 2015, "region": "europe", "measure": "immigration", "value": 5.0, "unit": "persons"}]
    (fan,) = drawn(results(flows=FLOWS, region_balance=coming, observed_region_balance=past), Fan)
    assert [year for year, _ in fan.median.points] == [2020, 2025]
    assert [(year, figure.value) for year, figure in fan.observed.points] == [(2015, 5)]
    assert [plain(band.name) for band in fan.intervals] == ["95 % interval", "80 % interval", "50 % interval"]
    assert [(band.lower.points[0][1].value, band.upper.points[0][1].value) for band in fan.intervals] == [
        (1990, 2050),
        (2000, 2040),
        (2010, 2030),
    ]
    assert fan.periods == ((2015, "2015–20"), (2020, "2020–25"), (2025, "2025–30"))
    assert plain(fan.title) == "Immigration into Europe, persons in five years, 2015–2030"


def people(sex: str, age: int, number: int) -> Row:
    return spread(number, period=2020, region="europe", sex=sex, age=age)


def test_a_pyramid_has_men_and_women_by_age_and_the_first_year_as_a_line_if_known() -> None:
    now = [people(sex, age, age + (sex == "male")) for sex in ("female", "male") for age in (10, 0, 5)]
    (pyramid,) = drawn(results(flows=FLOWS, population=now), Pyramid)
    assert pyramid.ages == ("0–4", "5–9", "10+")
    assert [(plain(side.name), [f.value for f in side.figures]) for side in pyramid.sides] == [
        ("Men", [1, 6, 11]),
        ("Women", [0, 5, 10]),
    ]
    assert (pyramid.before, pyramid.sides[0].before) == ((), ())
    before = [{"region": "europe", "sex": "male", "age": 0, "value": 7.0, "unit": "persons"}]
    (pyramid,) = drawn(results(flows=FLOWS, population=now, observed_population=before), Pyramid)
    assert (plain(pyramid.before), [f.value for f in pyramid.sides[0].before]) == ("2020", [7])
    assert plain(pyramid.title).startswith("Europe, 2025, ")
