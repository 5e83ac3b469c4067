"""Rolling origin: forecast each past period from what came before it, and score it against what came.

This is pseudo-out-of-sample: a model is given earlier periods only, but these flows and populations stand as later
revisions know them. A forecast made at the time would have had older numbers.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.axes import check_flows
from grutto.scenarios.projection.geometric_mean import geometric_mean
from grutto.scenarios.validation.scores import (
    correlation,
    coverage,
    crps,
    log_correlation,
    mean_absolute_error,
    randomised_coverage,
    skill,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    from grutto.scenarios.projection.model import Model


CORRIDORS = msg("The {level}% interval holds {inside}% of the corridors, not {low}% to {high}%.")
IMMIGRATION = msg("The {level}% interval of immigration holds {inside}% of the areas, not {low}% to {high}%.")
EMIGRATION = msg("The {level}% interval of emigration holds {inside}% of the areas, not {low}% to {high}%.")


@dataclass(frozen=True)
class ScoreCard:
    """How one model did in one period it had not seen.

    Attributes:
        model: name of the model.
        target: first year of the period forecast.
        corridors: corridors compared for the error; every pair of different areas.
        mae, mae_persistence, mae_geometric: mean absolute error in persons per corridor and period, of the
            median of the draws and of the two benchmarks: the last period repeated, and √(last × previous).
        skill: 1 − mae ÷ the lesser error of the two benchmarks.
        r, log_r: correlation with what came, of flows and of log(1 + flow).
        crps: mean continuous ranked probability score in persons.
        active: corridors with a flow in the history, over which coverage is counted; a corridor never
            used is forecast at zero and would make any interval look good.
        coverage_50, coverage_80, coverage_95: share of the active corridors inside the interval; None for
            a model that gives a point only.
        randomised_50, randomised_80, randomised_95: the same with ties broken at random, so that small whole
            numbers do not flatter it; see `scores.randomised_coverage`.
        areas: areas with an outflow in the last period, over whose totals coverage is counted.
        immigration_80, immigration_95, emigration_80, emigration_95: share of the totals of these areas inside
            the interval.
        largest_rhat, smallest_effective, divergences: how well the chains of a sampler agree; None without one.
        verdict: the result in words.
    """

    model: str
    target: int
    corridors: int
    mae: float
    mae_persistence: float
    mae_geometric: float
    skill: float
    r: float
    log_r: float
    crps: float
    active: int
    coverage_50: float | None
    coverage_80: float | None
    coverage_95: float | None
    randomised_50: float | None
    randomised_80: float | None
    randomised_95: float | None
    areas: int
    immigration_80: float | None
    immigration_95: float | None
    emigration_80: float | None
    emigration_95: float | None
    largest_rhat: float | None
    smallest_effective: float | None
    divergences: int | None
    verdict: str

    @property
    def bars_missed(self) -> list[str]:
        """Say which of the bars for a model with intervals are missed; none means that it may be relied on.

        The bars: an error of at most that of both benchmarks, a share of corridors inside the 80 and 95 % intervals,
        ties broken at random, of 75 to 85 and 90 to 98 %, and at least 90 % of the totals of areas inside the 95 %
        intervals. The plain share is no bar: whole numbers put it near 87 % for intervals that are exactly right.
        """
        missed = [self.verdict] if self.mae > min(self.mae_persistence, self.mae_geometric) else []
        for words, level, inside, (low, high) in (
            (CORRIDORS, 80, self.randomised_80, (75, 85)),
            (CORRIDORS, 95, self.randomised_95, (90, 98)),
            (IMMIGRATION, 95, self.immigration_95, (90, 100)),
            (EMIGRATION, 95, self.emigration_95, (90, 100)),
        ):
            if inside is not None and not low <= 100 * inside <= high:
                percent = Decimal(f"{100 * inside:.1f}")
                missed.append(Message(words, level=level, inside=percent, low=low, high=high))
        return missed

    def row(self) -> dict[str, str | int | float | None]:
        """Return the card as one row of a table."""
        return asdict(self)


def rolling_origin(
    model: Model,
    flows: xr.DataArray,
    population: xr.DataArray,
    *,
    targets: Sequence[int],
    draws: int,
    seed: int,
    areas: Sequence[str] | None = None,
) -> list[ScoreCard]:
    """Forecast each target period from the periods before it only.

    Args:
        model: any projection model.
        flows: the whole record (period, orig, dest).
        population: stock at the start of each period (period, area).
        targets: first years of the periods to forecast; each needs two periods before it.
        draws, seed: handed to the model.
        areas: score the corridors between these areas only; the model always sees all.

    Raises:
        ScenarioError: a target is not in the record or has too little before it.
    """
    check_flows(flows)
    periods = [int(period) for period in flows.period.to_numpy()]
    cards = []
    for target in targets:
        if target not in periods[2:]:
            raise ScenarioError(
                "{target} cannot be forecast and checked",
                where="targets",
                repair="use one of {periods}",
                target=target,
                periods=str(periods[2:]),
            )
        history = flows.isel(period=slice(0, periods.index(target)))
        forecast = model.project(history, population, steps=1, draws=draws, seed=seed).isel(period=0)
        cards.append(score(forecast, flows.sel(period=target), history, areas=areas))
    return cards


def score(
    forecast: xr.DataArray,
    observed: xr.DataArray,
    history: xr.DataArray,
    *,
    areas: Sequence[str] | None = None,
) -> ScoreCard:
    """Compare the draws of one period with what came.

    Args:
        forecast: (draw, orig, dest), with the attributes that every projection carries.
        observed: (orig, dest).
        history: (period, orig, dest), what the model was given.
        areas: score the corridors between these areas only.
    """
    keep = corridors(observed, areas)
    seen, past = observed.to_numpy()[keep], history.to_numpy()
    draws = forecast.to_numpy()[:, keep]
    point = np.median(draws, axis=0)
    used = past.sum(0)[keep] > 0
    there = (past[-1].sum(-1) > 0) & corridors(observed, areas).any(1)
    error = mean_absolute_error(seen, point)
    repeated, halved = (mean_absolute_error(seen, table[keep]) for table in (past[-1], geometric_mean(past)))
    attributes, name = forecast.attrs, str(forecast.attrs["model"])
    return ScoreCard(
        model=name,
        target=int(observed.period),
        corridors=int(keep.sum()),
        mae=error,
        mae_persistence=repeated,
        mae_geometric=halved,
        skill=skill(error, min(repeated, halved)),
        r=correlation(seen, point),
        log_r=log_correlation(seen, point),
        crps=crps(seen, draws),
        active=int(used.sum()),
        **spreads(seen[used], draws[:, used], probabilistic=attributes["probabilistic"]),
        areas=int(there.sum()),
        **totals_inside(forecast, observed, there),
        largest_rhat=float(attributes["largest_rhat"]) if "largest_rhat" in attributes else None,
        smallest_effective=float(attributes["smallest_effective"]) if "smallest_effective" in attributes else None,
        divergences=int(attributes["divergences"]) if "divergences" in attributes else None,
        verdict=verdict(name, error, repeated, halved),
    )


def spreads(seen: NDArray[np.float64], draws: NDArray[np.floating], *, probabilistic: bool) -> dict[str, float | None]:
    """Return the shares of corridors inside three intervals, plain and with ties broken at random."""
    measures = {"coverage": coverage, "randomised": randomised_coverage}
    return {
        f"{name}_{level}": measure(seen, draws, level) if probabilistic else None
        for name, measure in measures.items()
        for level in (50, 80, 95)
    }


def totals_inside(forecast: xr.DataArray, observed: xr.DataArray, there: NDArray[np.bool_]) -> dict[str, float | None]:
    """Return the shares of areas whose immigration and emigration lie inside two intervals.

    Args:
        forecast: (draw, orig, dest).
        observed: (orig, dest).
        there: which areas count, shape (area,).
    """
    known = bool(forecast.attrs["probabilistic"])
    found: dict[str, float | None] = {}
    for name, axis in (("immigration", "orig"), ("emigration", "dest")):
        seen = observed.sum(axis).to_numpy()[there]
        draws = forecast.sum(axis, dtype=float).transpose("draw", ...).to_numpy()[:, there]
        for level in (80, 95):
            found[f"{name}_{level}"] = coverage(seen, draws, level) if known else None
    return found


def corridors(table: xr.DataArray, areas: Sequence[str] | None) -> NDArray[np.bool_]:
    """Return which cells (orig, dest) join two different areas of the chosen ones."""
    labels = table.orig.to_numpy()
    chosen = np.ones(len(labels), dtype=bool) if areas is None else np.isin(labels, list(areas))
    return chosen[:, None] & chosen[None, :] & ~np.eye(len(labels), dtype=bool)


def verdict(model: str, error: float, repeated: float, halved: float) -> Message:
    """Say in words whether a model is of use: whether it beats the last period repeated and √(last × previous).

    Args:
        model: its name.
        error: its mean absolute error.
        repeated, halved: those of the two benchmarks.
    """
    figures = Message(
        "mean error {error} persons per corridor, persistence {repeated}, √(last × previous) {halved}",
        error=round(error),
        repeated=round(repeated),
        halved=round(halved),
    )
    if error < min(repeated, halved):
        return Message("{model} beats both benchmarks: {figures}.", model=model, figures=figures)
    if error <= min(repeated, halved):
        return Message("{model} is no better than the better benchmark: {figures}.", model=model, figures=figures)
    if error > max(repeated, halved):
        return Message(
            "{model} does NOT beat either benchmark: {figures}. Do not prefer it to one of them.",
            model=model,
            figures=figures,
        )
    return Message(
        "{model} does NOT beat the better benchmark: {figures}. Do not prefer it to that one.",
        model=model,
        figures=figures,
    )
