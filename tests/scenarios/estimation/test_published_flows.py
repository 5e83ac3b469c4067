"""The flows published by Abel and Cohen, made again from UN stocks (2020 revision) and WPP 2022."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

from grutto.scenarios.estimation import (
    Accounting,
    assess_feasibility,
    difference_stocks,
    estimate_flows,
    mix_flows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

type Rows = Callable[[Path], Iterator[dict[str, str]]]

VINTAGE = "UN DESA International Migrant Stock 2020; World Population Prospects 2022"
PERIODS = [1990, 1995, 2000, 2005, 2010, 2015]
#: Present-day codes of countries whose former code stands in the WPP file, by M49 number.
RENAMED = {
    "203": "CZE",
    "231": "ETH",
    "360": "IDN",
    "499": "MNE",
    "643": "RUS",
    "688": "SRB",
    "710": "ZAF",
    "729": "SDN",
}
SQUARE = ("country_of_birth", "country_of_residence")
#: Curaçao and Sint Maarten have no foreign born before the Netherlands Antilles were divided.
LOCKED = {1990: ("CUW",), 1995: ("CUW", "SXM"), 2000: ("SXM",)}


class World:
    """UN stocks, WPP totals and the published flows, read once."""

    def __init__(self, folder: Path, read_rows: Rows) -> None:
        self.totals = {
            (RENAMED.get(row["country_code"], row["iso3"]), int(row["year"])): row
            for row in read_rows(folder / "wpp2022_totals.csv.gz")
        }
        self.stocks: dict[int, dict[tuple[str, str], float]] = {}
        for row in read_rows(folder / "un_stock_2020_bilateral.csv.gz"):
            self.stocks.setdefault(int(row["year"]), {})[row["birth"], row["residence"]] = float(row["stock"])
        self.published = list(read_rows(folder / "abel_cohen_flows.csv.gz"))
        codes = sorted({code for cells in self.stocks.values() for pair in cells for code in pair})
        self.codes = [code for code in codes if (code, 2015) in self.totals]
        self.position = {code: i for i, code in enumerate(self.codes)}
        self.inputs = cache(self._inputs)

    def stock(self, year: int) -> xr.DataArray:
        values = np.zeros((len(self.codes),) * 2)
        for (birth, residence), count in self.stocks[year].items():
            if birth in self.position and residence in self.position and birth != residence:
                values[self.position[birth], self.position[residence]] = count
        people = [1000 * float(self.totals[code, year]["pop_mid_th"]) for code in self.codes]
        np.fill_diagonal(values, people - values.sum(axis=0))
        return xr.DataArray(values, dims=SQUARE, coords=dict.fromkeys(SQUARE, self.codes), attrs={"kind": "stock"})

    def events(self, year: int, column: str) -> xr.DataArray:
        """Return the events from the middle of ``year`` to the middle of the fifth year after it, persons."""
        yearly = np.array(
            [[1000 * float(self.totals[c, y][column]) for y in range(year, year + 6)] for c in self.codes]
        )
        total = yearly[:, 1:5].sum(axis=1) + (yearly[:, 0] + yearly[:, 5]) / 2
        return xr.DataArray(total, dims=SQUARE[1], coords={SQUARE[1]: self.codes})

    def _inputs(self, year: int) -> tuple[xr.DataArray, ...]:
        stocks = (self.stock(year), self.stock(year + 5))
        return *stocks, self.events(year, "births_th"), self.events(year, "deaths_th")

    def pairs(self, flow: xr.DataArray, year: int, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return estimated and published flows of the corridors both have, persons."""
        rows = [
            row
            for row in self.published
            if int(row["year0"]) == year and row["orig"] in self.position and row["dest"] in self.position
        ]
        where = tuple([self.position[row[end]] for row in rows] for end in ("orig", "dest"))
        return flow.values[where], np.array([float(row[column]) for row in rows])


@pytest.fixture(scope="module")
def world(shared: Path, read_rows: Rows) -> World:
    return World(shared / "data" / "migration", read_rows)


@pytest.mark.parametrize("year", PERIODS)
@pytest.mark.parametrize(("decrease", "column"), [("zero", "sd_drop_neg"), ("return", "sd_rev_neg")])
def test_stock_differences_are_equal(world: World, year: int, decrease: Any, column: str) -> None:
    flow = difference_stocks(*world.inputs(year)[:2], decrease=decrease, data_vintage=VINTAGE)
    found, published = world.pairs(flow, year, column)
    assert len(found) > 20_000
    np.testing.assert_array_equal(found, published)
    assert flow.attrs["data_vintage"] == VINTAGE


@pytest.mark.parametrize("year", PERIODS)
@pytest.mark.parametrize("method", ["open", "open-dr"])
def test_open_accounting_correlates(world: World, year: int, method: str) -> None:
    flow = estimate_flows(*world.inputs(year), method=method, data_vintage=VINTAGE)
    assert np.corrcoef(*world.pairs(flow, year, "da_min_open"))[0, 1] >= 0.997
    assert flow.attrs["data_vintage"] == VINTAGE


@pytest.mark.parametrize("year", [year for year in PERIODS if year not in LOCKED])
def test_the_pseudo_bayesian_mixture_correlates(world: World, year: int) -> None:
    flow = estimate_flows(*world.inputs(year), method="pseudo-bayes", data_vintage=VINTAGE)
    found, published = world.pairs(flow, year, "da_pb_closed")
    assert np.corrcoef(found, published)[0, 1] >= 0.985
    assert found.sum() == pytest.approx(published.sum(), rel=0.01)
    assert "0.87" in flow.attrs["method"]
    assert flow.attrs["data_vintage"] == VINTAGE


@pytest.mark.parametrize("year", LOCKED)
def test_regions_whose_borders_changed_are_named_and_can_be_adjusted(world: World, year: int) -> None:
    inputs = world.inputs(year)
    report = assess_feasibility(*inputs)
    assert not report.feasible
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert set(LOCKED[year]) <= {region for finding in errors for region in finding.regions}
    closed, independent = (
        estimate_flows(*inputs, method=Accounting(matching="rescale-adjust-zero-fb", stayers=stayers))
        for stayers in ("maximum", "independent")
    )
    flow = mix_flows(closed, independent, 0.87)
    assert np.corrcoef(*world.pairs(flow, year, "da_pb_closed"))[0, 1] >= 0.985
