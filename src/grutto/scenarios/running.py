"""Run, compare and validate scenarios: the three entries that a command line or a report needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.axes import population_at
from grutto.scenarios.drivers.application import apply_scenario
from grutto.scenarios.effects import (
    by_region,
    dependency,
    intervals,
    labour_loss,
    region_balance,
    region_flows,
    working_age,
)
from grutto.scenarios.projection.autoregressive import Autoregression
from grutto.scenarios.projection.cohort import Demography, project_population
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.projection.rate_shares import RateShares
from grutto.scenarios.projection.remittances import project_remittances
from grutto.scenarios.result import Result
from grutto.scenarios.validation.reported import ReportedCheck, check_reported
from grutto.scenarios.validation.rolling import ScoreCard, rolling_origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.scenarios.data import World
    from grutto.scenarios.drivers.declaration import Scenario
    from grutto.scenarios.projection.model import Model

MOST_LEAVING = 0.8  # of an area's people in one period; beyond that a draw is scaled down and counted


def baseline(data: World, seed: int, *, model: Model | None = None, steps: int = 2, draws: int = 200) -> xr.DataArray:
    """Project flows without any scenario; scenarios to be compared start from the same one.

    Args:
        data: what is known.
        seed: the same seed gives the same numbers.
        model: the Bayesian autoregression by default.
        steps: periods of five years to project.
        draws: possible futures.

    Returns:
        persons per period (draw, period, orig, dest).
    """
    chosen = Autoregression() if model is None else model
    return with_vintage(chosen.project(data.flows, data.population, steps=steps, draws=draws, seed=seed), data)


def with_vintage(flows: xr.DataArray, data: World) -> xr.DataArray:
    """Write the vintage of all data onto projected flows."""
    return flows.assign_attrs({f"vintage_{part}": words for part, words in data.vintage.items()})


def run(
    scenario: Scenario,
    data: World,
    seed: int,
    *,
    start: xr.DataArray | None = None,
    demography: Demography | None = None,
) -> Result:
    """Run one scenario.

    Args:
        scenario: the assumptions.
        data: what is known; with stocks and remittances also these are projected.
        seed: the same seed gives the same numbers.
        start: from `baseline`; made with its defaults if absent.
        demography: rates and population by age, for working age, dependency, births and labour loss.

    Raises:
        ScenarioError: the assumptions or the data do not fit together; says where.
    """
    flows = baseline(data, seed) if start is None else start
    changed, assumptions = apply_scenario(scenario, flows, stocks=data.stocks, seed=seed)
    limited = limit_outflow(changed, data.population)
    effects = {"region_balance": region_balance(limited), "region_flows": region_flows(limited)}
    observed = {"region_balance": region_balance(data.flows.expand_dims("draw")).isel(draw=0)}
    if data.stocks is not None and data.remittances is not None:
        effects["remittances"] = by_region(project_remittances(data.remittances, data.stocks, data.flows, limited))
    if demography is not None:
        effects |= population_effects(demography, limited)
        observed["population"] = by_region(demography.population.assign_attrs(unit="persons"))
    return Result(scenario=scenario, flows=limited, effects=effects, assumptions=assumptions, observed=observed)


def limit_outflow(flows: xr.DataArray, population: xr.DataArray) -> xr.DataArray:
    """Scale down the outflows that would empty an area, and say how many were.

    Args:
        flows: persons per period (draw, period, orig, dest).
        population: stock at the start of each period (period, area).

    Returns:
        the flows; attrs['outflows_limited'] names the areas and the number of draws and periods concerned.
    """
    areas = [str(area) for area in flows.orig.to_numpy()]
    persons = np.stack([population_at(population, int(period), areas) for period in flows.period.to_numpy()])
    most = np.where(np.isfinite(persons), persons * MOST_LEAVING, np.inf)
    outflow = flows.to_numpy().sum(-1, dtype=float)
    factor = np.divide(most, outflow, out=np.ones_like(outflow), where=outflow > most)
    cut = (factor < 1).sum((0, 1))
    note = ", ".join(f"{area} {count}" for area, count in zip(areas, cut, strict=True) if count)
    values = flows.to_numpy() * factor[..., None].astype(flows.dtype) if note else flows.to_numpy()
    return flows.copy(data=values, deep=False).assign_attrs(outflows_limited=note)


def population_effects(demography: Demography, flows: xr.DataArray) -> dict[str, xr.DataArray]:
    """Project the population by age under the flows and derive its effects by region.

    Returns:
        working_age and dependency at the end of each period, births and labour_loss within it
        (draw, period, region); population at the end (draw, period, sex, age, region).
    """
    projected = project_population(demography, flows)
    area_total = projected["population"].assign_attrs({**flows.attrs, "quantity": "stock", "unit": "persons"})
    regions = by_region(area_total)
    births = projected["births"].assign_attrs({**flows.attrs, "unit": "births per period"})
    return {
        "population": regions,
        "working_age": working_age(regions),
        "dependency": dependency(regions),
        "births": by_region(births),
        "labour_loss": by_region(labour_loss(flows, demography.profile)),
    }


def compare(results: Sequence[Result]) -> xr.Dataset:
    """Set scenarios side by side, by region.

    The first result is the reference: differences are taken draw by draw, so that the uncertainty which the
    scenarios share cancels.

    Returns:
        level and difference, persons per period (scenario, statistic, period, measure, region), with the
        median and the 50, 80 and 95 % intervals as statistics.

    Raises:
        ScenarioError: fewer than two results, or results of different data, model, seed or draws.
    """
    if len(results) < 2:
        raise ScenarioError("A comparison needs two scenarios", where=f"{len(results)} given")
    balances = [result.effects["region_balance"] for result in results]
    for key in ("model", "parameters", "seed", "vintage"):
        if len({str(balance.attrs.get(key)) for balance in balances}) > 1:
            raise ScenarioError(
                f"The results differ in their {key}, not only in their assumptions",
                where=", ".join(result.scenario.id for result in results),
                repair="run all of them with the same data, model and seed, best from the same baseline",
            )
    names = xr.DataArray([result.scenario.id for result in results], dims="scenario", name="scenario")
    level = xr.concat([intervals(balance) for balance in balances], dim=names)
    difference = xr.concat([intervals(balance - balances[0]) for balance in balances], dim=names)
    attrs = {**results[0].lineage, "scenario": ", ".join(result.scenario.id for result in results)}
    return xr.Dataset({"level": level, "difference": difference}, attrs=attrs)


@dataclass(frozen=True)
class Validation:
    """How far the models can be trusted, on data they had not seen.

    Attributes:
        cards: one for each model and target period.
        reported: checks against a country's own counts.
        attrs: data vintage, seed, draws and version.
    """

    cards: list[ScoreCard]
    reported: list[ReportedCheck]
    attrs: dict[str, str] = field(default_factory=dict)

    @property
    def verdicts(self) -> list[str]:
        """Say for each model and period in words whether it beats persistence."""
        return [f"{card.target}: {card.verdict}" for card in self.cards]


def validate(
    data: World,
    seed: int,
    *,
    models: Sequence[Model] | None = None,
    targets: Sequence[int] | None = None,
    draws: int = 200,
    areas: Sequence[str] | None = None,
    reported: xr.DataArray | None = None,
) -> Validation:
    """Forecast past periods from what came before each, and score every model beside persistence.

    Args:
        data: the whole record.
        seed: the same seed gives the same numbers.
        models: persistence, rate × shares and the Bayesian autoregression by default.
        targets: first years of the periods forecast; the last one by default.
        draws: possible futures of each probabilistic model.
        areas: score the corridors between these areas only.
        reported: a country's own counts (year, orig); where they cover a period of the record, estimates are
            checked against them.
    """
    chosen: Sequence[Model] = models or [Persistence(), RateShares(), Autoregression()]
    periods = [int(period) for period in data.flows.period.to_numpy()]
    wanted = periods[-1:] if targets is None else targets
    cards = [
        card
        for model in chosen
        for card in rolling_origin(
            model, data.flows, data.population, targets=wanted, draws=draws, seed=seed, areas=areas
        )
    ]
    checks = [] if reported is None else check_estimates(data.flows, reported)
    attrs = {f"vintage_{part}": words for part, words in data.vintage.items()}
    attrs |= {"seed": str(seed), "draws": str(draws), "version": f"grutto {metadata.version('grutto')}"}
    return Validation(cards=cards, reported=checks, attrs=attrs)


def check_estimates(flows: xr.DataArray, reported: xr.DataArray) -> list[ReportedCheck]:
    """Check every period of the record that a country's own counts cover in full."""
    years = {int(year) for year in reported.year.to_numpy()}
    covered = [period for period in flows.period.to_numpy() if set(range(period, period + 5)) <= years]
    return [check_reported(flows.sel(period=period), reported, source="estimates") for period in covered]
