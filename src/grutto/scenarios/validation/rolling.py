"""Rolling origin: forecast each past period from what came before it, and score it against what came."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.axes import check_flows
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


@dataclass(frozen=True)
class ScoreCard:
    """How one model did in one period it had not seen.

    Attributes:
        model: name of the model.
        target: first year of the period forecast.
        corridors: corridors compared for the error; every pair of different areas.
        mae, mae_persistence: mean absolute error in persons per corridor and period, of the median of the
            draws and of the benchmark.
        skill: 1 − mae ÷ mae_persistence.
        r, log_r: correlation with what came, of flows and of log(1 + flow).
        crps: mean continuous ranked probability score in persons.
        active: corridors with a flow in the history, over which coverage is counted; a corridor never
            used is forecast at zero and would make any interval look good.
        coverage_50, coverage_80, coverage_95: share of the active corridors inside the interval; None for
            a model that gives a point only.
        randomised_50, randomised_80, randomised_95: the same with ties broken at random, so that small whole
            numbers do not flatter it; see `scores.randomised_coverage`.
        verdict: the result in words.
    """

    model: str
    target: int
    corridors: int
    mae: float
    mae_persistence: float
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
    verdict: str

    @property
    def bars_missed(self) -> list[str]:
        """Say which of the bars for a model with intervals are missed; none means that it may be relied on.

        The bars: an error of at most that of persistence, and a share of corridors inside the 80 and 95 %
        intervals of 75 to 87 and 90 to 98 %.
        """
        missed = [self.verdict] if self.mae > self.mae_persistence else []
        for level, inside, (low, high) in (
            (80, self.coverage_80, (0.75, 0.87)),
            (95, self.coverage_95, (0.90, 0.98)),
        ):
            if inside is not None and not low <= inside <= high:
                missed.append(
                    f"The {level} % interval holds {inside:.1%} of the corridors, not {low:.0%} to {high:.0%}."
                )
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
                f"{target} cannot be forecast and checked",
                where="targets",
                repair=f"use one of {periods[2:]}",
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
    seen = observed.to_numpy()[keep]
    draws = forecast.to_numpy()[:, keep]
    point = np.median(draws, axis=0)
    used = history.to_numpy().sum(0)[keep] > 0
    error = mean_absolute_error(seen, point)
    benchmark = mean_absolute_error(seen, history.to_numpy()[-1][keep])
    spread: dict[str, float | None] = dict.fromkeys(
        f"{kind}_{level}" for kind in ("coverage", "randomised") for level in (50, 80, 95)
    )
    if forecast.attrs["probabilistic"]:
        for level in (50, 80, 95):
            spread[f"coverage_{level}"] = coverage(seen[used], draws[:, used], level)
            spread[f"randomised_{level}"] = randomised_coverage(seen[used], draws[:, used], level)
    return ScoreCard(
        model=str(forecast.attrs["model"]),
        target=int(observed.period),
        corridors=int(keep.sum()),
        mae=error,
        mae_persistence=benchmark,
        skill=skill(error, benchmark),
        r=correlation(seen, point),
        log_r=log_correlation(seen, point),
        crps=crps(seen, draws),
        active=int(used.sum()),
        **spread,
        verdict=verdict(str(forecast.attrs["model"]), error, benchmark),
    )


def corridors(table: xr.DataArray, areas: Sequence[str] | None) -> NDArray[np.bool_]:
    """Return which cells (orig, dest) join two different areas of the chosen ones."""
    labels = table.orig.to_numpy()
    chosen = np.ones(len(labels), dtype=bool) if areas is None else np.isin(labels, list(areas))
    return chosen[:, None] & chosen[None, :] & ~np.eye(len(labels), dtype=bool)


def verdict(model: str, error: float, benchmark: float) -> str:
    """Say in words whether a model is of use: whether it beats the last period repeated."""
    figures = f"mean error {error:,.0f} persons per corridor, persistence {benchmark:,.0f}"
    if error < benchmark:
        return f"{model} beats persistence: {figures}."
    if error == benchmark:
        return f"{model} is no better than persistence: {figures}."
    return f"{model} does NOT beat persistence: {figures}. Do not prefer it to the last period repeated."
