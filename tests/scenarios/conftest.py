"""A small invented world for the scenario models, and the published data where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

from grutto.scenarios.axes import flow_array, population_array
from grutto.scenarios.data import World
from grutto.scenarios.drivers.declaration import scenario_named
from grutto.scenarios.projection.autoregressive import Autoregression
from grutto.scenarios.projection.cohort import Demography
from grutto.scenarios.projection.convergence import Limits
from grutto.scenarios.result import write_result
from grutto.scenarios.running import baseline, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grutto.scenarios.projection.autoregressive import Posterior

LOOSE = Limits(rhat=2.0, effective=4.0, divergent=1.0)  # short chains do not tell enough; longer ones are slow
SMALL = Autoregression(warmup=50, samples=30, limits=LOOSE)  # one size for all tests: the sampler is compiled once
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
def small() -> Autoregression:
    return SMALL


@pytest.fixture(scope="session")
def posterior(flows: xr.DataArray, population: xr.DataArray) -> Posterior:
    """The small model, fitted once to the invented flows."""
    return SMALL.fit(flows, population, seed=5)


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


def write_rows(path: Path, heads: str, rows: Sequence[tuple[object, ...]]) -> None:
    lines = (",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")


def labelled(array: xr.DataArray) -> list[tuple[Any, ...]]:
    """Return one row for each cell: its labels and its value."""
    return [(*index, value) for index, value in array.to_series().items()]


@pytest.fixture(scope="session")
def data_folder(
    world: World, longer_flows: xr.DataArray, demography: Demography, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The invented world as the files that a user has."""
    folder = tmp_path_factory.mktemp("data")
    assert world.stocks is not None
    assert world.remittances is not None
    write_rows(folder / "flows.csv", "year0,orig,dest,flow", labelled(world.flows))
    write_rows(folder / "longer.csv", "year0,orig,dest,flow", labelled(longer_flows))
    people = [(1, area, period, value / 1000) for period, area, value in labelled(world.population)]
    write_rows(folder / "population.csv", "country_code,iso3,year,pop_jan1_th", people)
    write_rows(folder / "stocks.csv", "year,birth,residence,stock", labelled(world.stocks))
    write_rows(folder / "money.csv", "sending,receiving,usd_million_2021", labelled(world.remittances))
    rates: list[tuple[object, ...]] = []
    for area, sex, age, persons in labelled(demography.population):
        at = {"area": area, "sex": sex, "age": age}
        births = demography.fertility.sel(area=area, age=age).item() if sex == "female" else None
        parts = (demography.survival.sel(at).item(), births, demography.profile.sel(at).item())
        rates.append((area, sex, age, persons, *parts, demography.birth_survival.sel(area=area, sex=sex).item()))
    heads = "area,sex,age,population,survival,fertility,profile,birth_survival"
    write_rows(folder / "demography.csv", heads, rates)
    reported = [(origin, year, 10 * n) for n, origin in enumerate(AREAS[1:]) for year in range(2010, 2015)]
    write_rows(folder / "reported.csv", "iso,year,immigrants", reported)
    files = ("flows", "population", "stocks", "money", "demography", "reported")
    names = {"money": "remittances"}
    tables = [f'[{names.get(n, n)}]\nfile = "{n}.csv"\nsource = "invented {names.get(n, n)}"\n' for n in files]
    text = "\n".join(tables) + 'dest = "NLD"\n'
    (folder / "data.toml").write_text(text, encoding="utf-8")
    (folder / "longer.toml").write_text(text.replace("flows.csv", "longer.csv"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def result_folder(
    world: World, population: xr.DataArray, demography: Demography, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The result of an example scenario, as `grutto scenario run` writes it."""
    start = baseline(world, 11, model=SMALL, draws=12)
    result = run(scenario_named("busy-borders"), world, 11, start=start, demography=demography)
    folder = tmp_path_factory.mktemp("result")
    write_result(result, folder)
    return folder
