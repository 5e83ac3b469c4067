"""A report on an input, made before estimating: what is odd, what is impossible, in which region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import optimize, sparse

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.estimation.accounting import AccountedPopulation, Accounting, model_of, survivors
from grutto.scenarios.estimation.axes import (
    BIRTH,
    RESIDENCE,
    FloatArray,
    region_labels,
    require_square,
    to_array,
)
from grutto.scenarios.estimation.matching import match_birthplaces, raised_totals
from grutto.scenarios.estimation.vital_events import (
    birth_table,
    death_table,
    scale_native_born,
    spread_negative_stock,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr


@dataclass(frozen=True, slots=True)
class FeasibilityFinding:
    """One thing the input shows.

    Attributes:
        severity: ``error`` stops the estimate, ``warning`` changes it, ``note`` is for the reader.
        rule: short name of the rule.
        regions: codes of the regions it concerns; empty when it concerns the whole.
        text: what is found, in plain words.
    """

    severity: Literal["error", "warning", "note"]
    rule: str
    regions: tuple[str, ...]
    text: Message


@dataclass(frozen=True, slots=True)
class FeasibilityReport:
    """All findings about one input and one method."""

    findings: tuple[FeasibilityFinding, ...]

    @property
    def feasible(self) -> bool:
        """Say whether the estimate can be made."""
        return all(finding.severity != "error" for finding in self.findings)

    def __str__(self) -> str:
        """Return one line a finding."""
        lines = [
            f"{f.severity}: {f.rule}: {f.text}{' (' + ', '.join(f.regions) + ')' if f.regions else ''}"
            for f in self.findings
        ]
        return "\n".join(lines) or "nothing found"


def assess_feasibility(
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    births: xr.DataArray,
    deaths: xr.DataArray,
    *,
    method: str | Accounting = "closed",
) -> FeasibilityReport:
    """Report what is odd or impossible in an input, without estimating.

    Inputs as in :func:`estimate_flows`, without further axes. Regions that do not match between the tables
    raise ScenarioError; everything else becomes a finding.
    """
    regions = region_labels(stock_start, BIRTH)
    require_square(regions, region_labels(stock_start, RESIDENCE), msg("The stock at the start"))
    square = {BIRTH: regions, RESIDENCE: regions}
    population = AccountedPopulation(
        regions,
        to_array(stock_start, square, msg("The stock at the start")),
        to_array(stock_end, square, msg("The stock at the end")),
        to_array(births, {RESIDENCE: regions}, msg("The births")),
        to_array(deaths, {RESIDENCE: regions}, msg("The deaths")),
    )
    model = model_of("closed" if method == "pseudo-bayes" else method)
    findings = list(_inspect(population, model))
    if all(finding.severity != "error" for finding in findings):
        findings += _inspect_margins(population, model)
    return FeasibilityReport(tuple(findings))


def _inspect(population: AccountedPopulation, model: Accounting) -> Iterator[FeasibilityFinding]:
    severity: Literal["error", "warning"] = "error" if model.negative_stock == "refuse" else "warning"
    for date, stock in ((Message("at the start"), population.start), (Message("at the end"), population.end)):
        yield from _found(
            "error",
            "missing",
            ~np.isfinite(stock).all(axis=0),
            population,
            Message("numbers missing {date}", date=date),
        )
        yield from _found(
            severity,
            "negative stock",
            (stock < 0).any(axis=0),
            population,
            Message("stock below zero {date}", date=date),
        )
        whole = (stock == np.round(stock)).all(axis=0)
        fractions = Message("stocks {date} are not whole persons", date=date)
        yield from _found("note", "fractions", ~whole, population, fractions)
        yield from _found(
            "warning",
            "no native born",
            np.diagonal(stock) == 0,
            population,
            Message("no native born {date}", date=date),
        )
    appeared = (population.start.sum(axis=0) > 0) != (population.end.sum(axis=0) > 0)
    yield from _found("error", "changed border", appeared, population, Message("inhabited at only one of the dates"))
    yield from _inspect_events(population, model)
    excess = float((population.end - population.start).sum() - (population.births - population.deaths).sum())
    if model.closed and abs(excess) > 1e-9 * float(population.end.sum()):
        growth = Message("stocks grow by {number} persons more than births less deaths", number=f"{excess:g}")
        yield FeasibilityFinding("warning", "world balance", (), growth)


def _inspect_events(population: AccountedPopulation, model: Accounting) -> Iterator[FeasibilityFinding]:
    negative = (population.births < 0) | (population.deaths < 0)
    yield from _found("error", "negative events", negative, population, Message("births or deaths below zero"))
    dead = population.deaths > population.start.sum(axis=0)
    yield from _found("error", "deaths", dead, population, Message("more deaths than inhabitants at the start"))
    born = population.births > np.diagonal(population.end)
    severity: Literal["error", "warning"] = "warning" if model.births_non_negative else "error"
    if model.births == "native":
        yield from _found(severity, "births", born, population, Message("more births than native born at the end"))


def _found(
    severity: Literal["error", "warning", "note"],
    rule: str,
    where: np.ndarray,
    population: AccountedPopulation,
    text: Message,
) -> Iterator[FeasibilityFinding]:
    if where.any():
        yield FeasibilityFinding(severity, rule, tuple(population.regions[i] for i in np.nonzero(where)[0]), text)


def _inspect_margins(population: AccountedPopulation, model: Accounting) -> list[FeasibilityFinding]:
    """Look for totals that cannot be met: by matching, then by finding the regions that stand in the way."""
    try:
        start, end = _adjusted(population, model)
        match_birthplaces(start, end, model.matching, regions=population.regions)
    except ScenarioError as error:
        regions = _short_regions(population, model) if model.closed else ()
        return [FeasibilityFinding("error", "margins", regions, error.brief)]
    return list(_raised(population, model)) if model.matching == "rescale-adjust-zero-fb" else []


def _raised(population: AccountedPopulation, model: Accounting) -> Iterator[FeasibilityFinding]:
    """Yield the totals that were raised so that an isolated area does not make them impossible."""
    for region, persons in zip(population.regions, raised_totals(*survivors(population, model)), strict=True):
        if persons > 0:
            text = Message(
                "its total of native born raised by {number} persons, at the cost of the others in proportion",
                number=round(persons),
            )
            yield FeasibilityFinding("warning", "isolated area", (region,), text)


def _adjusted(population: AccountedPopulation, model: Accounting) -> tuple[FloatArray, FloatArray]:
    start, end = spread_negative_stock(population.start), spread_negative_stock(population.end)
    if model.closed and model.balance == "before-demo-adjust":
        start, end = scale_native_born(start, end, float((population.births - population.deaths).sum()))
    births = birth_table(population.births, end, model.births, non_negative=model.births_non_negative)
    deaths = death_table(
        population.deaths,
        start,
        model.deaths,
        stock_end=end,
        births=population.births,
        regions=population.regions,
    )
    start, end = start - deaths, end - births
    if start.min() < 0 or end.min() < 0:
        raise ScenarioError("Births or deaths are larger than the stock they are taken from")
    if model.closed and model.balance == "after-demo-adjust":
        start, end = scale_native_born(start, end, 0.0)
    return start, end


def _short_regions(population: AccountedPopulation, model: Accounting) -> tuple[str, ...]:
    try:
        start, end = _adjusted(population, model)
    except ScenarioError:
        return ()
    totals = (start.sum(axis=1) + end.sum(axis=1)) / 2
    locked = locked_regions(start, totals, start.sum(axis=0)) | locked_regions(end, totals, end.sum(axis=0))
    return tuple(population.regions[int(i)] for i in np.nonzero(locked)[0])


def locked_regions(seed: FloatArray, rows: FloatArray, cols: FloatArray) -> np.ndarray:
    """Say for each region whether it makes totals (n,) impossible on the non-zero cells of ``seed`` (n, n).

    Places as much of the totals as the cells allow, by a linear programme. Where something stays unplaced,
    its dual parts the regions into those whose rows need more than their columns hold and the rest; the
    smaller part is named. Nobody is named when the totals are feasible.
    """
    orig, dest = np.nonzero(seed > 0)
    cells, size = np.arange(len(orig)), len(rows)
    index = (np.concatenate((orig, dest + size)), np.tile(cells, 2))
    placed = sparse.csr_array((np.ones(2 * len(cells)), index), shape=(2 * size, len(cells)))
    constraints = sparse.hstack([placed, sparse.eye_array(2 * size)]).tocsr()
    cost = np.concatenate((np.zeros(len(cells)), np.ones(2 * size)))
    totals = np.concatenate((rows, cols)) / float(rows.sum())
    answer = optimize.linprog(cost, A_eq=constraints, b_eq=totals, method="highs")
    if answer.fun <= 1e-9:
        return np.zeros(size, dtype=bool)
    needing = answer.eqlin.marginals[:size] > 0
    return np.asarray(needing if 2 * needing.sum() <= size else ~needing)
