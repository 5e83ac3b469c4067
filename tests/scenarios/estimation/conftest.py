"""Reference results and real data outside the repository, handed to the tests case by case."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = Path(__file__).parents[3].parent / "shared"
REFERENCE = SHARED / "reference" / "scenarios"
ABSENT = "the folder shared beside the project (reference results and data) is not on this machine"

CASES = {
    "accounting_case": "ffs_demo.json",
    "account_case": "ffs_demo.json",
    "difference_case": "ffs_diff_rates.json",
    "fitting_case": "ipf_cm.json",
    "net_matrix_case": "net_matrix.json",
    "index_case": "indices.json",
    "schedule_case": "rogers_castro.json",
    "net_migration_case": "net_sr_vs.json",
    "sums_case": "sums_components.json",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for a kind of reference case all cases of its file."""
    for fixture, name in CASES.items():
        if fixture in metafunc.fixturenames:
            path = REFERENCE / name
            if path.exists():
                cases = json.loads(path.read_text())["cases"]
                if fixture == "account_case":
                    cases = [case for case in cases if "account" in case["expected"]["tight"]]
                metafunc.parametrize(fixture, cases, ids=[case["id"] for case in cases])
            else:
                metafunc.parametrize(fixture, [pytest.param({}, marks=pytest.mark.skip(reason=ABSENT))])


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.exists():
        pytest.skip(ABSENT)
    return SHARED


@pytest.fixture(scope="session")
def table() -> Callable[..., xr.DataArray]:
    """Return a function that labels a reference matrix (nested lists) or vector (by name or plain)."""

    def label(source: Any, *dims: str) -> xr.DataArray:
        if isinstance(source, dict) and "data" not in source:
            names, values = list(source), np.array(list(source.values()), dtype=float)
            return xr.DataArray(values, dims=dims, coords=dict.fromkeys(dims, names))
        values = np.array(source["data"] if isinstance(source, dict) else source, dtype=float)
        coords = {dim: [chr(65 + i) for i in range(size)] for dim, size in zip(dims, values.shape, strict=True)}
        return xr.DataArray(values, dims=dims, coords=coords)

    return label


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    yield from csv.DictReader(text.splitlines())


@pytest.fixture(scope="session")
def read_rows() -> Callable[[Path], Iterator[dict[str, str]]]:
    return rows_of


@cache
def _large(name: str) -> tuple[xr.DataArray, ...]:
    folder = REFERENCE / "large"
    events = list(rows_of(folder / f"{name}_births_deaths.csv"))
    codes = [row["iso"] for row in events]
    position = {code: i for i, code in enumerate(codes)}
    stocks = np.zeros((2, len(codes), len(codes)))
    for row in rows_of(folder / f"{name}_stocks.csv.gz"):
        cell = position[row["birth"]], position[row["residence"]]
        stocks[:, *cell] = float(row["stock_start"]), float(row["stock_end"])
    square = {"country_of_birth": codes, "country_of_residence": codes}
    vital = [[float(row[kind]) for row in events] for kind in ("births", "deaths")]
    return (
        *(xr.DataArray(stock, dims=tuple(square), coords=square) for stock in stocks),
        *(xr.DataArray(v, dims="country_of_residence", coords={"country_of_residence": codes}) for v in vital),
    )


@pytest.fixture(scope="session")
def large_input(shared: Path) -> Callable[[str], tuple[xr.DataArray, ...]]:
    """Return a function giving stock at start, at end, births and deaths of one large reference input."""
    return _large
