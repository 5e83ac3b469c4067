"""A record of flows from a record of stocks: one estimate a period, after a report on what is odd in the input."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, joined, msg
from grutto.scenarios.axes import PERIOD_YEARS, flow_array
from grutto.scenarios.estimation.accounting import Accounting, model_of
from grutto.scenarios.estimation.axes import BIRTH, RESIDENCE, require_option
from grutto.scenarios.estimation.components import movers
from grutto.scenarios.estimation.differencing import difference_stocks
from grutto.scenarios.estimation.feasibility import FeasibilityFinding, assess_feasibility
from grutto.scenarios.estimation.flows import MINIMUM_MIGRATION_WEIGHT, estimate_flows, mix_flows
from grutto.store.csv_text import csv_text

type Method = Literal[
    "difference-zero", "difference-return", "closed", "open", "open-dr", "independence", "pseudo-bayes"
]
type Tables = tuple[xr.DataArray, xr.DataArray, xr.DataArray, xr.DataArray]


OTHER_WAYS = {
    "negative stock": "--negative-stock spread",
    "margins": "--isolated-area adjust, --method open-dr",
}
"""Options of the command line with which an input is estimated that breaks a rule."""


@dataclass(frozen=True)
class Choices:
    """How a record is estimated.

    Attributes:
        method: one of the named methods; pseudo-bayes is the mixture of closed and independence.
        negative_stock: refuse stocks below zero (more foreign born than inhabitants), or spread them.
        isolated_area: refuse a closed estimate where an area without foreign born makes totals impossible,
            as after a change of borders, or adjust the totals of birthplaces.
    """

    method: Method = "pseudo-bayes"
    negative_stock: Literal["refuse", "spread"] = "refuse"
    isolated_area: Literal["refuse", "adjust"] = "refuse"

    def __post_init__(self) -> None:
        """Refuse a choice that does not exist; raise ScenarioError naming it and those that do."""
        require_option(self.method, get_args(Method.__value__), msg("method"))
        require_option(self.negative_stock, ("refuse", "spread"), msg("treatment of negative stocks"))
        require_option(self.isolated_area, ("refuse", "adjust"), msg("treatment of isolated areas"))


@dataclass(frozen=True)
class EstimateRecord:
    """Estimated flows, and what was found odd in the input of each period.

    Attributes:
        flows: persons per period (period, orig, dest), whole, without stayers.
        findings: first year of the period, and what was found.
    """

    flows: xr.DataArray
    findings: list[tuple[int, FeasibilityFinding]]


def estimate_record(stocks: xr.DataArray, totals: xr.Dataset, choices: Choices) -> EstimateRecord:
    """Estimate the flows of every five years between two stocks.

    Args:
        stocks: migrants at mid-year, persons (year, birth, residence), natives left out.
        totals: population at mid-year, births and deaths of each year, persons (year, area): all years from the
            first stock to the last.
        choices: the method and how the impossible is treated.

    Raises:
        ScenarioError: an input is infeasible, with period and areas; or no two stocks are five years apart.
    """
    years = [int(year) for year in stocks.year.to_numpy()]
    periods = [first for first, last in pairwise(years) if last - first == PERIOD_YEARS]
    if len(periods) != len(years) - 1 or not periods:
        raise ScenarioError(
            "Stocks are needed every five years", where=Message("years: {str}", str=", ".join(map(str, years)))
        )
    findings, flows = [], []
    for period in periods:
        tables = tables_of(period, stocks, totals)
        found = assess_feasibility(*tables, method=_models(choices)[0]).findings
        _refuse(period, found, choices)
        findings += [(period, finding) for finding in found]
        flows.append(np.rint(movers(_flow(tables, choices)).to_numpy()))
    areas = [str(area) for area in stocks.birth.to_numpy()]
    vintage = f"estimated, {choices}; from {stocks.attrs['vintage']}; {totals.attrs['vintage']}"
    return EstimateRecord(flow_array(np.stack(flows), periods, areas, vintage=vintage), findings)


def tables_of(period: int, stocks: xr.DataArray, totals: xr.Dataset) -> Tables:
    """Return stock at start and end with the native born, and births and deaths in between, from mid-year to mid-year.

    The native born are the population less the foreign born; half of the first and of the last year's births and
    deaths belong to the period.
    """
    names = {"birth": BIRTH, "residence": RESIDENCE}
    whole = []
    for year in (period, period + PERIOD_YEARS):
        stock = stocks.sel(year=year, drop=True).rename(names).transpose(BIRTH, RESIDENCE).copy(deep=True)
        people = totals.population.sel(year=year, area=stock[RESIDENCE].to_numpy()).to_numpy()
        np.fill_diagonal(stock.to_numpy(), people - stock.sum(BIRTH).to_numpy())
        whole.append(stock)
    weight = xr.DataArray([0.5, 1, 1, 1, 1, 0.5], coords={"year": range(period, period + PERIOD_YEARS + 1)})
    births, deaths = (
        xr.dot(totals[name].sel(year=weight.year), weight, dim="year").rename(area=RESIDENCE)
        for name in ("births", "deaths")
    )
    return whole[0], whole[1], births, deaths


def write_record(record: EstimateRecord, folder: Path) -> list[Path]:
    """Write flows.csv (year0, orig, dest, flow; zeros left out), what was found, and where the flows come from.

    Returns:
        the files written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    flows = record.flows.to_series()
    with (folder / "flows.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(("year0", "orig", "dest", "flow"))
        out.writerows((*place, int(persons)) for place, persons in flows[flows > 0].items())
    findings = ((p, f.severity, f.rule, " ".join(f.regions), f.text) for p, f in record.findings)
    text = csv_text(("period", "severity", "rule", "areas", "text"), findings)
    (folder / "findings.csv").write_text(text, encoding="utf-8")
    lineage = {**record.flows.attrs, "version": f"grutto {metadata.version('grutto')}"}
    text = json.dumps(lineage, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "lineage.json").write_text(text + "\n", encoding="utf-8")
    return [folder / name for name in ("flows.csv", "findings.csv", "lineage.json")]


def _models(choices: Choices) -> tuple[Accounting, ...]:
    """Return the accounting models whose flows are mixed, the first one with the greatest weight."""
    named = {"pseudo-bayes": ("closed", "independence")}.get(choices.method, (choices.method,))
    names = [name if not name.startswith("difference") else "open" for name in named]
    return tuple(_adjusted(model_of(name), choices) for name in names)


def _adjusted(model: Accounting, choices: Choices) -> Accounting:
    chosen = replace(model, negative_stock=choices.negative_stock)
    adjust = choices.isolated_area == "adjust" and model.closed
    return replace(chosen, matching="rescale-adjust-zero-fb") if adjust else chosen


def _flow(tables: Tables, choices: Choices) -> xr.DataArray:
    if choices.method == "difference-zero":
        return difference_stocks(*tables[:2], decrease="zero")
    if choices.method == "difference-return":
        return difference_stocks(*tables[:2], decrease="return")
    parts = [estimate_flows(*tables, method=model) for model in _models(choices)]
    return parts[0] if len(parts) == 1 else mix_flows(parts[0], parts[1], MINIMUM_MIGRATION_WEIGHT)


def _refuse(period: int, found: tuple[FeasibilityFinding, ...], choices: Choices) -> None:
    errors = [finding for finding in found if finding.severity == "error"]
    if not errors or choices.method.startswith("difference"):
        return
    reasons = [Message("{what} ({where})", what=one.text, where=", ".join(one.regions)) for one in errors]
    raise ScenarioError(
        "The flows from {period} to {value} cannot be estimated: {reasons}",
        where=", ".join(sorted({region for finding in errors for region in finding.regions})),
        repair="leave the areas out or merge their tables, in data.toml, or estimate in another way",
        command=", ".join(OTHER_WAYS[rule] for rule in OTHER_WAYS if any(rule == one.rule for one in errors)),
        period=period,
        value=period + PERIOD_YEARS,
        reasons=joined("; ", reasons),
    )
