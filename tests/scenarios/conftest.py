"""A small invented world for the scenario models, and the published data where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import xarray as xr
from hypothesis import settings

from grutto.scenarios.axes import flow_array, population_array
from grutto.scenarios.data import World
from grutto.scenarios.projection.cohort import Demography

if TYPE_CHECKING:
    from collections.abc import Callable

settings.register_profile("shared machine", deadline=None)  # timings of a busy machine are no failure
settings.load_profile("shared machine")

AREAS = ["NLD", "DEU", "MAR", "ETH", "SOM", "KEN", "IRQ", "IND", "USA", "AUS"]
PERIODS = [1990, 1995, 2000, 2005, 2010, 2015]
AGES = list(range(0, 105, 5))


@pytest.fixture(scope="session")
def published() -> Callable[[str], Path]:
    """Return a published table in the folder `shared` beside the project, or skip."""

    def find(name: str) -> Path:
        path = Path(__file__).parents[3] / "shared" / "data" / "migration" / name
        if not path.is_file():
            pytest.skip(f"the published table {name} is not in ../shared/data/migration")
        return path

    return find


def invented_flows(periods: list[int]) -> xr.DataArray:
    """Make a history of flows among ten areas that changes slowly."""
    rng = np.random.default_rng(7)
    size = rng.lognormal(7, 1.2, (len(AREAS), len(AREAS)))
    size[0, 7] = 0  # a corridor nobody uses
    np.fill_diagonal(size, 0)
    steps = np.exp(0.15 * rng.standard_normal((len(periods), *size.shape))).cumprod(0)
    return flow_array(np.round(size * steps), periods, AREAS, vintage="invented, seed 7")


@pytest.fixture(scope="session")
def flows() -> xr.DataArray:
    return invented_flows(PERIODS)


@pytest.fixture(scope="session")
def longer_flows() -> xr.DataArray:
    """The same history with one more period, to be forecast."""
    return invented_flows([*PERIODS, 2020])


@pytest.fixture(scope="session")
def population() -> xr.DataArray:
    start = np.array([16, 80, 30, 80, 10, 40, 30, 1100, 300, 20]) * 1e6
    periods = [*PERIODS, 2020, 2025, 2030]
    rates = np.linspace(1.0, 1.09, len(AREAS))
    growth = rates ** np.arange(len(periods))[:, None]
    return population_array(growth * start, periods, AREAS, vintage="invented population")


@pytest.fixture(scope="session")
def world(flows: xr.DataArray, population: xr.DataArray) -> World:
    rng = np.random.default_rng(3)
    size = rng.lognormal(9, 1, (len(AREAS), len(AREAS)))
    np.fill_diagonal(size, 0)
    years = [2015, 2020]
    stocks = xr.DataArray(
        np.round(np.stack([size, size * 1.1])),
        dims=("year", "birth", "residence"),
        coords={"year": years, "birth": AREAS, "residence": AREAS},
        attrs={"quantity": "stock", "unit": "persons", "vintage": "invented stocks"},
    )
    money = xr.DataArray(
        rng.lognormal(2, 1, (len(AREAS), len(AREAS))) * (1 - np.eye(len(AREAS))),
        dims=("sending", "receiving"),
        coords={"sending": AREAS, "receiving": AREAS},
        attrs={"quantity": "flow", "unit": "million US$ a year", "vintage": "invented remittances"},
    )
    return World(flows=flows, population=population, stocks=stocks, remittances=money)


def invented_demography(areas: list[str], persons: float = 1e7) -> Demography:
    """Make plausible rates for some areas: mortality rising with age, births at 15 to 49, young migrants."""
    ages = np.array(AGES)
    shape = (len(areas), 2, len(ages))
    weight = np.exp(-((ages / 60.0) ** 2))
    stock = np.broadcast_to(persons * weight / weight.sum() / 2, shape)
    alive = np.broadcast_to(np.clip(1 - np.exp((ages - 110) / 14.0), 0.2, 0.998), shape)
    fertile = np.where((ages >= 15) & (ages < 50), 0.07, 0.0)
    moving = np.where(ages > 0, np.exp(-(((ages - 25) / 15.0) ** 2)), 0.0)
    profile = np.broadcast_to(moving / moving.sum() / 2, shape)
    coords = {"area": areas, "sex": ["female", "male"], "age": AGES}
    dims = ("area", "sex", "age")
    return Demography(
        population=xr.DataArray(stock, dims=dims, coords=coords),
        survival=xr.DataArray(alive, dims=dims, coords=coords),
        birth_survival=xr.DataArray(
            np.full(shape[:2], 0.97), dims=dims[:2], coords={"area": areas, "sex": ["female", "male"]}
        ),
        fertility=xr.DataArray(
            np.broadcast_to(fertile, (len(areas), len(ages))),
            dims=("area", "age"),
            coords={"area": areas, "age": AGES},
        ),
        profile=xr.DataArray(profile, dims=dims, coords=coords),
    )


@pytest.fixture(scope="session")
def demography() -> Demography:
    return invented_demography(AREAS, 3e7)
