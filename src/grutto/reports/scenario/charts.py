"""The pictures of a scenario: who moves where, what may come, and the ages of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from grutto.content.blocks import Block, Callout, Column, FigureText, Paragraph, Picture, Section, Table
from grutto.locale import msg, translate
from grutto.reports.scenario.figures import REGIONS, years
from grutto.scenarios.figures.chord import chord_diagram
from grutto.scenarios.figures.fan import fan_chart
from grutto.scenarios.figures.flow_map import flow_map
from grutto.scenarios.figures.pyramid import population_pyramid

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.content.blocks import Line
    from grutto.reports.context import Wording
    from grutto.reports.scenario.figures import Results

FANS = {
    ("europe", "immigration"): msg("Immigration into Europe"),
    ("africa", "emigration"): msg("Emigration from Africa"),
    ("asia", "emigration"): msg("Emigration from other Asia"),
    ("middle_east", "emigration"): msg("Emigration from the Middle East"),
}
"""Series drawn: Europe as destination; Africa, Asia and the Middle East as origins."""

PYRAMIDS = ("europe", "africa")
STATISTICS = ("median", *(f"{side} {level}" for level in (50, 80, 95) for side in ("lower", "upper")))


def charts(results: Results, wording: Wording, anchor: str = "") -> Section:
    """Return the charts; what they show stands in a table as well."""
    blocks: list[Block] = [Paragraph(wording.say("The figures of the pictures stand in the tables."), "small")]
    last = results.periods[-1]
    if _crosses_borders(results, last):
        blocks.append(_chord(results, wording, last))
    else:
        text = wording.say("Nobody moves between regions: all areas of the data lie in one region.")
        blocks.append(Callout((text,)))
    blocks += [_moves(results, wording, last), _map(results, wording, last)]
    blocks += [_fan(results, wording, *series) for series in FANS if _known(results, *series)]
    if results.rows("population"):
        inhabited = [region for region in PYRAMIDS if results.rows("population", region=region, period=last)]
        blocks += [_pyramid(results, wording, region, last) for region in inhabited]
    return Section(f"{anchor}charts", wording.say("Who moves where, and what may come"), tuple(blocks))


def _crosses_borders(results: Results, period: int) -> bool:
    """Say whether anybody moves from one region to another in the median; a chord diagram shows nothing else."""
    rows = results.rows("region_flows", period=period)
    return any(row["region_orig"] != row["region_dest"] and row["median"] > 0 for row in rows)


def _words(wording: Wording) -> Callable[[str], str]:
    return lambda text: translate(text, wording.language.code)


def _array(rows: list[dict[str, Any]], axes: dict[str, list[Any]], column: str) -> xr.DataArray:
    """Return rows as an array along their labels; a row that is absent is 0, as results leave out what is always 0."""
    values = np.zeros(tuple(len(labels) for labels in axes.values()))
    for row in rows:
        if all(row[name] in labels for name, labels in axes.items()):
            values[tuple(labels.index(row[name]) for name, labels in axes.items())] = row[column]
    return xr.DataArray(values, dims=tuple(axes), coords=axes)


def _chord(results: Results, wording: Wording, period: int) -> Picture:
    say, regions = _words(wording), list(REGIONS)
    axes = {"region_orig": regions, "region_dest": regions}
    flows = _array(results.rows("region_flows", period=period), axes, "median")
    title = f"{say(msg('Flows between regions'))}, {years(period)}"
    svg = chord_diagram(
        flows,
        title=title,
        titles={name: say(title) for name, title in REGIONS.items()},
        lineage=results.written.lineage,
        words=say,
    )
    return Picture(svg, title)


def _moves(results: Results, wording: Wording, period: int) -> Table:
    """Return the medians that the chord diagram draws, from the region of the row to that of the column."""
    regions = list(REGIONS)
    rows = {(r["region_orig"], r["region_dest"]): r for r in results.rows("region_flows", period=period)}
    labels = ("period", "region_orig", "region_dest")

    def cell(orig: str, dest: str) -> Line:
        row = rows.get((orig, dest))
        return () if row is None else (FigureText(results.figure("region_flows", row, "median", labels=labels)),)

    head = Column(wording.say("From ↓ to →"))
    columns = (head, *(Column((wording.words(REGIONS[name]),), numeric=True) for name in regions))
    table: tuple[tuple[Line, ...], ...] = tuple(
        ((wording.words(REGIONS[o]),), *(cell(o, d) for d in regions)) for o in regions
    )
    return Table(wording.say("Median of the moves between and within regions, persons in five years"), columns, table)


def _map(results: Results, wording: Wording, period: int) -> Picture:
    say = _words(wording)
    flows = [(r["orig"], r["dest"], float(r["median"])) for r in results.rows("flows", period=period)]
    title = f"{say(msg('The largest flows between countries and areas'))}, {years(period)}"
    svg = flow_map(
        flows,
        title=title,
        titles={name: say(title) for name, title in REGIONS.items()},
        lineage=results.written.lineage,
        words=say,
    )
    return Picture(svg, title)


def _known(results: Results, region: str, measure: str) -> bool:
    return bool(results.rows("region_balance", region=region, measure=measure))


def _fan(results: Results, wording: Wording, region: str, measure: str) -> Picture:
    say = _words(wording)
    rows = results.rows("region_balance", region=region, measure=measure)
    past = results.rows("observed_region_balance", region=region, measure=measure)
    history = _array(past, {"period": sorted(row["period"] for row in past)}, "value")
    parts = [_array(rows, {"period": results.periods}, name.replace(" ", "_")) for name in STATISTICS]
    summary = xr.concat(parts, dim=xr.DataArray(list(STATISTICS), dims="statistic", name="statistic"))
    title = say(FANS[region, measure])
    svg = fan_chart(
        history,
        summary,
        title=title,
        unit=say(msg("persons in five years")),
        lineage=results.written.lineage,
        words=say,
    )
    return Picture(svg, title)


def _pyramid(results: Results, wording: Wording, region: str, period: int) -> Picture:
    say = _words(wording)
    rows = results.rows("population", region=region, period=period)
    axes: dict[str, list[Any]] = {"sex": ["female", "male"], "age": sorted({row["age"] for row in rows})}
    title = f"{say(REGIONS[region])}, {period + 5}"
    svg = population_pyramid(
        _array(rows, axes, "median"),
        title=title,
        outline=_array(results.rows("observed_population", region=region), axes, "value"),
        outline_label=str(results.periods[0]),
        lineage=results.written.lineage,
        words=say,
    )
    return Picture(svg, title)
