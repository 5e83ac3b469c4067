"""The accounting identities of the cohort-component projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grutto.errors import ScenarioError
from grutto.scenarios.effects import dependency, labour_loss, working_age
from grutto.scenarios.projection.cohort import Demography, project_population
from grutto.scenarios.projection.persistence import Persistence

if TYPE_CHECKING:
    import xarray as xr


def test_population_accounts_for_everybody(
    demography: Demography, flows: xr.DataArray, population: xr.DataArray
) -> None:
    future = Persistence().project(flows, population, steps=3, draws=1, seed=1)
    found = project_population(demography, future)
    end = found.population.sum(("sex", "age")).to_numpy()
    start = np.concatenate([demography.population.sum(("sex", "age")).to_numpy()[None, None], end[:, :-1]], axis=1)
    change = (found.births - found.deaths - found.emigrants + found.immigrants).to_numpy()
    assert end == pytest.approx(start + change, rel=1e-12)
    assert found.emigrants.to_numpy() == pytest.approx(future.sum("dest").to_numpy(), rel=1e-12)
    assert found.immigrants.to_numpy() == pytest.approx(future.sum("orig").to_numpy(), rel=1e-12)
    assert (found.population >= 0).all()


@settings(max_examples=30, deadline=None)
@given(values=arrays.arrays(float, (1, 2, 10, 10), elements=st.floats(0, 2e6)))
def test_any_feasible_flows_balance(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    demography: Demography,
    flows: xr.DataArray,
    population: xr.DataArray,
) -> None:
    values = values * (1 - np.eye(10))
    future = Persistence().project(flows, population, steps=2, draws=1, seed=1).copy(data=values)
    try:
        found = project_population(demography, future)
    except ScenarioError as error:
        assert "More people leave" in str(error)  # noqa: PT017 - the only error these flows may meet
        return
    assert (found.population.to_numpy() >= -1e-6).all()
    assert found.emigrants.sum().item() == pytest.approx(found.immigrants.sum().item(), rel=1e-9, abs=1e-6)
    loss = labour_loss(future, demography.profile)
    assert loss.sum("area").to_numpy() == pytest.approx(0, abs=1e-6 * max(values.sum(), 1))


def test_stationary_without_births_deaths_and_moves(demography: Demography, flows: xr.DataArray) -> None:
    still = Demography(
        population=demography.population,
        survival=demography.survival * 0 + 1,
        birth_survival=demography.birth_survival,
        fertility=demography.fertility * 0,
        profile=demography.profile,
    )
    none = flows.isel(period=[0]).expand_dims("draw") * 0
    found = project_population(still, none)
    before, after = demography.population.to_numpy(), found.population.to_numpy()[0, 0]
    assert after[..., 1:-1] == pytest.approx(before[..., :-2])
    assert after[..., -1] == pytest.approx(before[..., -2] + before[..., -1])
    assert after[..., 0] == pytest.approx(0)


def test_working_age_and_dependency(demography: Demography) -> None:
    active = working_age(demography.population)
    total = demography.population.sum(("sex", "age"))
    assert active.to_numpy() == pytest.approx(demography.population.to_numpy()[..., 3:13].sum((-1, -2)))
    assert dependency(demography.population).to_numpy() == pytest.approx(
        100 * (total.to_numpy() / active.to_numpy() - 1)
    )
    with pytest.raises(ScenarioError, match="do not mark off 15 to 64"):
        working_age(demography.population.assign_coords(age=range(21)))


def test_impossible_rates_and_flows_are_named(demography: Demography, flows: xr.DataArray) -> None:
    with pytest.raises(ScenarioError, match="not between 0 and 1"):
        Demography(
            population=demography.population,
            survival=demography.survival + 1,
            birth_survival=demography.birth_survival,
            fertility=demography.fertility,
            profile=demography.profile,
        )
    many = flows.isel(period=[0]).expand_dims("draw").copy()
    many.loc[{"orig": "SOM", "dest": "KEN"}] = 1e9
    with pytest.raises(ScenarioError, match="SOM"):
        project_population(demography, many)
