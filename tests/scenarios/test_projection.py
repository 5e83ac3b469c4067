"""Every model: balanced, non-negative, repeatable, and honest about what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.projection import autoregressive
from grutto.scenarios.projection.autoregressive import Autoregression
from grutto.scenarios.projection.convergence import Limits
from grutto.scenarios.projection.geometric_mean import GeometricMean
from grutto.scenarios.projection.gravity import Gravity
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.projection.rate_shares import RateShares

if TYPE_CHECKING:
    import xarray as xr

    from grutto.scenarios.projection.autoregressive import Posterior
    from grutto.scenarios.projection.model import Model

pytestmark = pytest.mark.xdist_group("sampler")  # it is compiled once in each worker, which takes longer than the tests

LOOSE = Limits(rhat=2.0, effective=4.0, divergent=1.0)
SMALL = Autoregression(warmup=50, samples=30, limits=LOOSE)  # the size that all tests share
MODELS: list[Model] = [Persistence(), GeometricMean(), RateShares(2), Gravity(), SMALL]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_draws_are_balanced_and_traceable(model: Model, flows: xr.DataArray, population: xr.DataArray) -> None:
    projected = model.project(flows, population, steps=2, draws=20, seed=5)
    values = projected.to_numpy().astype(float)
    assert projected.dims == ("draw", "period", "orig", "dest")
    assert projected.period.to_numpy().tolist() == [2020, 2025]
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (np.diagonal(values, axis1=-2, axis2=-1) == 0).all()
    net = values.sum(-2) - values.sum(-1)
    assert np.abs(net.sum(-1)).max() <= 1e-9 * values.sum()
    assert projected.attrs["vintage"] == flows.attrs["vintage"]
    assert projected.attrs["seed"] == 5
    again = model.project(flows, population, steps=2, draws=20, seed=5)
    assert np.array_equal(values, again.to_numpy())


def test_persistence_repeats_and_rates_follow_the_population(flows: xr.DataArray, population: xr.DataArray) -> None:
    last = flows.to_numpy()[-1]
    same = Persistence().project(flows, population, steps=2, draws=9, seed=1).to_numpy()
    assert np.array_equal(same[0], np.stack([last, last]))
    halved = GeometricMean().project(flows, population, steps=2, draws=9, seed=1).to_numpy()
    assert halved[0, 1] == pytest.approx(np.sqrt(last * flows.to_numpy()[-2]))
    with pytest.raises(ScenarioError, match="two periods"):
        GeometricMean().project(flows.isel(period=[0]), population, steps=1, draws=1, seed=1)
    grown = RateShares().project(flows, population, steps=2, draws=1, seed=1).to_numpy()[0]
    rates = np.linspace(1.0, 1.09, 10)[:, None]
    assert grown[0] == pytest.approx(last * rates, rel=1e-12)
    assert grown[1] == pytest.approx(last * rates**2, rel=1e-12)
    with pytest.raises(ScenarioError, match="Cannot average 7"):
        RateShares(7).project(flows, population, steps=1, draws=1, seed=1)


def test_gravity_recovers_growth_and_takes_a_distance(flows: xr.DataArray, population: xr.DataArray) -> None:
    distance = flows.isel(period=0, drop=True).copy(data=np.log1p(np.arange(100.0)).reshape(10, 10))
    model = Gravity({"log_distance": distance})
    projected = model.project(flows, population, steps=1, draws=1, seed=1)
    assert "log_distance" in projected.attrs["coefficients"]
    ratio = projected.to_numpy()[0, 0].sum() / flows.to_numpy()[-1].sum()
    assert 0.7 < ratio < 1.4
    with pytest.raises(ScenarioError, match="two periods"):
        model.project(flows.isel(period=[0]), population, steps=1, draws=1, seed=1)


def test_area_that_ended_is_projected_at_zero_and_named(
    posterior: Posterior, flows: xr.DataArray, population: xr.DataArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The parameters do not matter here; those of the whole history spare another compilation.
    monkeypatch.setattr(autoregressive, "fit_rates", lambda *_, **__: posterior.rates)
    monkeypatch.setattr(autoregressive, "fit_shares", lambda *_, **__: posterior.shares)
    ended = flows.copy()
    ended.loc[{"period": 2015, "orig": "SOM"}] = 0
    ended.loc[{"period": 2015, "dest": "SOM"}] = 0
    unknown = population.copy()
    unknown.loc[{"area": "KEN"}] = np.nan
    projected = SMALL.project(ended, unknown, steps=1, draws=5, seed=1)
    assert projected.attrs["areas_projected_at_zero"] == "SOM, KEN"
    assert projected.sel(orig=["SOM", "KEN"]).sum() == 0
    assert projected.sel(orig="NLD", dest="IND").sum() == 0  # a corridor nobody ever used


def test_autoregression_learns_size_and_spread(flows: xr.DataArray, population: xr.DataArray) -> None:
    projected = SMALL.project(flows, population, steps=1, draws=200, seed=2)
    off = flows.to_numpy()[-1] > 500
    ratio = np.median(projected.to_numpy()[:, 0], axis=0)[off] / flows.to_numpy()[-1][off]
    spread = np.log(projected.to_numpy()[:, 0][:, off] + 1).std(0)
    assert 0.9 < np.median(ratio) < 1.2  # populations grow by 4 % on average
    assert 0.08 < np.median(spread) < 0.4  # the history was made with 0.15
    with pytest.raises(ScenarioError, match="two periods"):
        Autoregression().project(flows.isel(period=[0]), population, steps=1, draws=1, seed=1)
