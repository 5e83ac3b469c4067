"""The charts of a scenario: who moves where, what may come, and the ages of a region."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grutto.content.blocks import (
    AgeSide,
    Block,
    Callout,
    Chord,
    Country,
    Fan,
    Flow,
    FlowMap,
    Interval,
    Label,
    Paragraph,
    Pyramid,
    Section,
    Series,
)
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.scenario.figures import REGIONS, years

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.reports.scenario.figures import Results

FANS = {
    ("europe", "immigration"): msg("Immigration into Europe"),
    ("africa", "emigration"): msg("Emigration from Africa"),
    ("asia", "emigration"): msg("Emigration from other Asia"),
    ("middle_east", "emigration"): msg("Emigration from the Middle East"),
}
"""Series drawn: Europe as destination; Africa, Asia and the Middle East as origins."""

PYRAMIDS = ("europe", "africa")
LEVELS = (95, 80, 50)
MAPPED = 25
"""Flows between areas that a map and its table have; the data have all."""
SEXES = {"male": msg("Men"), "female": msg("Women")}


def charts(results: Results, anchor: str = "") -> Section:
    """Return the charts, each with its figures in a table: of flows in the first and in the last period."""
    blocks: list[Block] = [
        Paragraph(say("Medians over the possible futures. The figures stand in the table of each chart."), "small")
    ]
    for period in dict.fromkeys((results.periods[0], results.periods[-1])):
        if _crosses_borders(results, period):
            blocks.append(_chord(results, period))
        else:
            text = say("Nobody moves between regions: all areas of the data lie in one region.")
            blocks.append(Callout((text,)))
        blocks.append(_map(results, period))
    blocks += [
        _fan(results, region, measure)
        for region, measure in FANS
        if results.rows("region_balance", region=region, measure=measure)
    ]
    last = results.periods[-1]
    blocks += [
        _pyramid(results, region, last) for region in PYRAMIDS if results.rows("population", region=region, period=last)
    ]
    return Section(f"{anchor}charts", say("Who moves where, and what may come"), tuple(blocks))


def _crosses_borders(results: Results, period: int) -> bool:
    """Say whether anybody moves from one region to another in the median; a chord diagram shows nothing else."""
    rows = results.rows("region_flows", period=period)
    return any(row["region_orig"] != row["region_dest"] and row["median"] > 0 for row in rows)


def _in_period(title: str, period: int) -> Line:
    return (*say(title), Label(f", {years(period)}"))


def _chord(results: Results, period: int) -> Chord:
    labels = ("period", "region_orig", "region_dest")
    flows = []
    for row in results.rows("region_flows", period=period):
        origin, destination = row["region_orig"], row["region_dest"]
        if origin != destination and row["median"] > 0:
            figure = results.figure("region_flows", row, "median", labels=labels)
            names = say(REGIONS[origin]), say(REGIONS[destination])
            flows.append(Flow(origin, destination, *names, figure))
    title = _in_period(msg("Flows between regions, persons in five years"), period)
    described = say("A band has the colour of the region that people leave and ends short of where they arrive.")
    return Chord(title, described, tuple(flows))


def _map(results: Results, period: int) -> FlowMap:
    rows = sorted(results.rows("flows", period=period), key=lambda row: -float(row["median"]))[:MAPPED]
    flows = tuple(
        Flow(
            row["orig"],
            row["dest"],
            _area(row["orig"]),
            _area(row["dest"]),
            results.figure("flows", row, "median", labels=("period", "orig", "dest")),
        )
        for row in rows
        if row["median"] > 0
    )
    title = _in_period(msg("The largest flows between countries and areas, persons in five years"), period)
    described = say("Curves on a map, thicker where the figure is larger; a dot marks where they end.")
    return FlowMap(title, described, flows)


def _area(code: str) -> Line:
    return (Country(code),)


def _fan(results: Results, region: str, measure: str) -> Fan:
    labels = ("period", "measure", "region")

    def series(name: Line, table: str, column: str) -> Series:
        rows = results.rows(table, region=region, measure=measure)
        points = ((int(row["period"]), results.figure(table, row, column, labels=labels)) for row in rows)
        return Series(name, tuple(sorted(points, key=lambda point: point[0])))

    def interval(level: int) -> Interval:
        name = say("{share} interval", share=Label(f"{level}\N{NO-BREAK SPACE}%"))
        lower, upper = (series(name, "region_balance", f"{side}_{level}") for side in ("lower", "upper"))
        return Interval(name, lower, upper)

    observed = series(say("Observed"), "observed_region_balance", "value")
    median = series(say("Median"), "region_balance", "median")
    periods = tuple((year, years(year)) for year in sorted({y for s in (observed, median) for y, _ in s.points}))
    title = (*say(FANS[region, measure]), Label(", "), *say("persons in five years"))
    title += (Label(f", {periods[0][1][:4]}–{periods[-1][0] + 5}"),)
    described = say("A line of what was observed, and bands in which the model expects what comes.")
    return Fan(title, described, observed, median, tuple(map(interval, LEVELS)), periods)


def _pyramid(results: Results, region: str, period: int) -> Pyramid:
    rows = results.rows("population", region=region, period=period)
    before = results.rows("observed_population", region=region)
    ages = sorted({int(row["age"]) for row in rows})
    ends = [f"{age}–{following - 1}" for age, following in pairwise(ages)]
    sides = [
        AgeSide(
            say(name),
            _by_age(results, "population", [r for r in rows if r["sex"] == sex], "median"),
            _by_age(results, "observed_population", [r for r in before if r["sex"] == sex], "value"),
        )
        for sex, name in SEXES.items()
    ]
    title = (
        *say(REGIONS[region]),
        Label(f", {period + 5}, "),
        *say("persons by age in completed years"),
    )
    described = say("Men on one side, women on the other; the line shows the first year of the scenario.")
    names = (*ends, f"{ages[-1]}+")
    return Pyramid(title, described, names, (sides[0], sides[1]), (Label(str(results.periods[0])),) if before else ())


def _by_age(results: Results, table: str, rows: list[dict[str, Any]], column: str) -> tuple[Any, ...]:
    labels = tuple(name for name in ("period", "region", "sex", "age") if rows and name in rows[0])
    return tuple(
        results.figure(table, row, column, labels=labels) for row in sorted(rows, key=lambda row: int(row["age"]))
    )
