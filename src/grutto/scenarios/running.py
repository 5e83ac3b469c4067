"""Run, compare and validate scenarios: the three entries that a command line or a report needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, fault_at
from grutto.scenarios.axes import population_at
from grutto.scenarios.blocks import KeptDraws, blocks_of
from grutto.scenarios.drivers.application import apply_scenario, mean_rows
from grutto.scenarios.effects import (
    area_balance,
    by_region,
    dependency,
    intervals,
    labour_loss,
    region_balance,
    region_flows,
    working_age,
)
from grutto.scenarios.ensembles import project_in_blocks
from grutto.scenarios.projection.autoregressive import Autoregression
from grutto.scenarios.projection.cohort import Demography, project_population
from grutto.scenarios.projection.geometric_mean import GeometricMean
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.projection.rate_shares import RateShares
from grutto.scenarios.projection.remittances import project_remittances
from grutto.scenarios.result import ScenarioResult
from grutto.scenarios.validation.reported import ReportedCheck, check_reported
from grutto.scenarios.validation.rolling import ScoreCard, rolling_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grutto.scenarios.data import World
    from grutto.scenarios.drivers.application import Row
    from grutto.scenarios.drivers.declaration import Scenario
    from grutto.scenarios.ensembles import EnsemblePlan, Progress, Projection
    from grutto.scenarios.projection.model import Model

PSEUDO = Message(
    "pseudo-out-of-sample: each model sees earlier periods only, but flows and populations stand as later revisions "
    "know them"
)
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
    flows = chosen.project(data.flows, data.population, steps=steps, draws=draws, seed=seed)
    return flows.assign_attrs(data.notes)


def baseline_in_blocks(
    data: World, seed: int, plan: EnsemblePlan, *, model: Autoregression | None = None, progress: Progress | None = None
) -> Projection:
    """Project flows as `baseline` does, with the same numbers, in blocks that survive an interruption.

    Args:
        data: what is known.
        seed: the same seed gives the same numbers.
        plan: how much, where and into which folder.
        model: the Bayesian autoregression by default.
        progress: is called with the draws done and wanted, after each block.
    """
    chosen, history = model or Autoregression(), (data.flows, data.population)
    return project_in_blocks(chosen, history, plan, seed=seed, notes=data.notes, progress=progress)


def run(
    scenario: Scenario,
    data: World,
    seed: int,
    *,
    start: xr.DataArray | Iterable[xr.DataArray] | None = None,
    demography: Demography | None = None,
    scratch: Path | None = None,
) -> ScenarioResult:
    """Run one scenario, block of draws by block: all draws of all flows are never in memory at once.

    Args:
        scenario: the assumptions.
        data: what is known; with stocks and remittances also these are projected.
        seed: the same seed gives the same numbers.
        start: from `baseline` or `baseline_in_blocks`; made with the defaults of the former if absent.
        demography: rates and population by age, for working age, dependency, births and labour loss.
        scratch: folder for the flows of all draws while it runs; the system's temporary folder if absent.

    Raises:
        ScenarioError: the assumptions or the data do not fit together; says where.
    """
    flows = baseline(data, seed) if start is None else start
    with TemporaryDirectory(dir=scratch) as folder:
        draws, parts = KeptDraws(Path(folder)), []
        for block in blocks_of(flows):
            changed, part = run_block(scenario, data, block, seed, demography)
            draws.add(changed)
            parts.append(part)
        summary = draws.intervals()
    notes: dict[str, str | int] = {"draws": sum(part.draws for part in parts), "outflows_limited": limited_note(parts)}
    if demography is not None:
        notes["vintage_demography"] = str(demography.population.attrs.get("vintage", "not said"))
    return ScenarioResult(
        scenario=scenario,
        flows=summary.assign_attrs(notes),
        effects={name: xr.concat([part.effects[name] for part in parts], dim="draw") for name in parts[0].effects},
        assumptions=mean_rows([(part.draws, part.assumptions) for part in parts]),
        observed=observed_values(data, demography),
    )


@dataclass(frozen=True)
class RunPart:
    """What one block of draws gives besides its flows.

    Attributes:
        draws: number of draws.
        effects: named arrays with the dimension draw.
        assumptions: one row for each assumption, with its mean effect in this block.
        limited: for each area, in how many draws and periods its outflow was scaled down.
    """

    draws: int
    effects: dict[str, xr.DataArray]
    assumptions: list[Row]
    limited: dict[str, int]


def run_block(
    scenario: Scenario, data: World, block: xr.DataArray, seed: int, demography: Demography | None
) -> tuple[xr.DataArray, RunPart]:
    """Apply a scenario to some draws of flows (draw, period, orig, dest); return the flows and what they give."""
    changed, traces = apply_scenario(scenario, block, stocks=data.stocks, seed=seed)
    living = None if demography is None else demography.population.sum(("sex", "age"))
    flows, shares_left = limit_outflow(changed, data.population, living)
    effects = {
        "region_balance": region_balance(flows),
        "region_flows": region_flows(flows),
        "area_balance": area_balance(flows),
    }
    if data.stocks is not None and data.remittances is not None:
        effects["remittances"] = by_region(project_remittances(data.remittances, data.stocks, data.flows, flows))
    if demography is not None:
        effects |= population_effects(demography, flows)
    cut = (shares_left < 1).sum(("draw", "period"))
    limited = {str(area): int(count) for area, count in zip(cut.orig.to_numpy(), cut.to_numpy(), strict=True) if count}
    return flows, RunPart(block.sizes["draw"], effects, [each.row(shares_left.to_numpy()) for each in traces], limited)


def observed_values(data: World, demography: Demography | None) -> dict[str, xr.DataArray]:
    """Return what went before, by region: the flows of the record, and the population at the start."""
    observed = {"region_balance": region_balance(data.flows.expand_dims("draw")).isel(draw=0)}
    if demography is not None:
        observed["population"] = by_region(demography.population.assign_attrs(unit="persons"))
    return observed


def limit_outflow(
    flows: xr.DataArray, population: xr.DataArray, start: xr.DataArray | None = None
) -> tuple[xr.DataArray, xr.DataArray]:
    """Scale down the outflows that would empty an area.

    Who has left an area cannot leave it again: at most a part may go of the population that is projected for
    the period, and of what earlier periods have left of the population at the start.

    Args:
        flows: persons per period (draw, period, orig, dest).
        population: stock at the start of each period (period, area).
        start: stock at the start of the first period (area), where it is known better.

    Returns:
        the flows, and the share of each outflow that is left (draw, period, orig): 1 where nothing was cut.
    """
    areas = [str(area) for area in flows.orig.to_numpy()]
    values, periods = flows.to_numpy().copy(), [int(period) for period in flows.period.to_numpy()]
    left = population_at(population, periods[0], areas) if start is None else start.sel(area=areas).to_numpy()
    left = np.broadcast_to(left, (len(values), len(areas)))
    factors = np.ones(values.shape[:-1])
    for step, period in enumerate(periods):
        persons = np.minimum(np.maximum(left, 0), population_at(population, period, areas))
        most = np.where(np.isfinite(persons), persons * MOST_LEAVING, np.inf)
        outflow = values[:, step].sum(-1, dtype=float)
        factor = np.divide(most, outflow, out=np.ones_like(outflow), where=outflow > most)
        values[:, step] *= factor[..., None].astype(values.dtype)
        factors[:, step] = factor
        left = left + values[:, step].sum(-2, dtype=float) - values[:, step].sum(-1, dtype=float)
    shares = flows.isel(dest=0, drop=True).copy(data=factors).rename("share left")
    return flows.copy(data=values, deep=False), shares


def limited_note(parts: Sequence[RunPart]) -> str:
    """Name the areas whose outflows were scaled down, with the number of draws and periods."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part.limited)
    return ", ".join(f"{area} {count}" for area, count in sorted(total.items()))


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


def compare(results: Sequence[ScenarioResult]) -> xr.Dataset:
    """Set scenarios side by side, by area and by region, with remittances where they are known.

    The first result is the reference: differences are taken draw by draw, so that the uncertainty which the
    scenarios share cancels.

    Returns:
        level and difference by region (scenario, statistic, period, measure, region), area_level and
        area_difference by area (…, area), persons per period; remittances_level and remittances_difference
        (…, direction, region), million US$ a year. Statistics are the median and the 50, 80 and 95 % intervals.
        The attributes hold the lineage of the first result, and the notes of each that differ from it.

    Raises:
        ScenarioError: fewer than two results, or results of different data, model, seed or draws.
    """
    if len(results) < 2:
        raise ScenarioError("A comparison needs two scenarios", where=Message("{number} given", number=len(results)))
    for key in ("model", "parameters", "seed", "vintage"):
        if len({str(result.effects["region_balance"].attrs.get(key)) for result in results}) > 1:
            raise ScenarioError(
                "The results differ in their {key}, not only in their assumptions",
                where=", ".join(result.scenario.id for result in results),
                repair="run all of them with the same data, model and seed, best from the same baseline",
                key=key,
            )
    parts: dict[str, xr.DataArray] = {}
    for effect, name in COMPARED.items():
        if all(effect in result.effects for result in results):
            parts |= _side_by_side(results, effect, name)
    attrs = {**results[0].lineage, "scenario": ", ".join(result.scenario.id for result in results)}
    return xr.Dataset(parts, attrs=attrs | _notes_of_others(results))


COMPARED = {"region_balance": "", "area_balance": "area_", "remittances": "remittances_"}


def _side_by_side(results: Sequence[ScenarioResult], effect: str, name: str) -> dict[str, xr.DataArray]:
    """Return level and difference of one effect in each scenario."""
    effects = [result.effects[effect] for result in results]
    scenarios = xr.DataArray([result.scenario.id for result in results], dims="scenario", name="scenario")
    return {
        f"{name}level": xr.concat([intervals(one) for one in effects], dim=scenarios),
        f"{name}difference": xr.concat([intervals(one - effects[0]) for one in effects], dim=scenarios),
    }


def _notes_of_others(results: Sequence[ScenarioResult]) -> dict[str, str]:
    """Return what the lineage of later scenarios says otherwise than that of the first one."""
    first = results[0].lineage
    return {
        f"{result.scenario.id}: {key}": text
        for result in results[1:]
        for key, text in result.lineage.items()
        if text != first.get(key) and key != "scenario"
    }


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
        """Say for each model and period in words whether it beats the benchmarks."""
        return [fault_at(str(card.target), card.verdict) for card in self.cards]

    def missed(self, model: str) -> list[str]:
        """Say which bars a model misses: those of each card, and the lowest CRPS of all models in each period."""
        found: list[str] = []
        for card in self.cards:
            if card.model == model:
                others = [other for other in self.cards if other.target == card.target]
                best = min(others, key=lambda other: other.crps)
                found += [fault_at(str(card.target), bar) for bar in card.bars_missed]
                if best.crps < card.crps:
                    lower = Message(
                        "{model} has a lower CRPS, {best}, not {own}.",
                        model=best.model,
                        best=round(best.crps),
                        own=round(card.crps),
                    )
                    found.append(fault_at(str(card.target), lower))
        return found


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
    """Forecast past periods from what came before each, and score every model beside two benchmarks.

    Args:
        data: the whole record.
        seed: the same seed gives the same numbers.
        models: persistence, √(last × previous), rate × shares and the Bayesian autoregression by default.
        targets: first years of the periods forecast; the last one by default.
        draws: possible futures of each probabilistic model.
        areas: score the corridors between these areas only.
        reported: a country's own counts (year, orig); where they cover a period of the record, estimates are
            checked against them.
    """
    chosen = models or all_models()
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
    attrs = data.notes | {"seed": str(seed), "draws": str(draws), "version": f"grutto {metadata.version('grutto')}"}
    attrs["kind"] = PSEUDO
    return Validation(cards=cards, reported=checks, attrs=attrs)


def all_models(bayesian: Autoregression | None = None) -> list[Model]:
    """Return the models that are scored beside each other, the Bayesian one last."""
    return [Persistence(), GeometricMean(), RateShares(), bayesian or Autoregression()]


def check_estimates(flows: xr.DataArray, reported: xr.DataArray) -> list[ReportedCheck]:
    """Check every period of the record that a country's own counts cover in full."""
    years = {int(year) for year in reported.year.to_numpy()}
    covered = [period for period in flows.period.to_numpy() if set(range(period, period + 5)) <= years]
    return [check_reported(flows.sel(period=period), reported, source="estimates") for period in covered]
