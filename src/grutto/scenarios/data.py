"""Readers of published migration tables: a file path in, a named array with its vintage out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from pyarrow import csv

from grutto.errors import ScenarioError
from grutto.scenarios.axes import flow_array, population_array
from grutto.scenarios.projection.cohort import Demography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# ISO 3166-3 codes of former states that stand in some tables for the state that uses the M49 code today.
CODE_BY_M49 = {
    203: "CZE",
    231: "ETH",
    360: "IDN",
    412: "XKX",
    499: "MNE",
    643: "RUS",
    688: "SRB",
    710: "ZAF",
    729: "SDN",
    831: "GGY",
    832: "JEY",
}


@dataclass(frozen=True)
class World:
    """What is known before anything is projected.

    Attributes:
        flows: persons per period (period, orig, dest).
        population: persons at the start of each period, past and future (period, area).
        stocks: migrants by area of birth and of residence (year, birth, residence), if known.
        remittances: million US$ a year (sending, receiving), if known.
    """

    flows: xr.DataArray
    population: xr.DataArray
    stocks: xr.DataArray | None = None
    remittances: xr.DataArray | None = None

    @property
    def vintage(self) -> dict[str, str]:
        """Say which data each part is."""
        parts = {
            "flows": self.flows,
            "population": self.population,
            "stocks": self.stocks,
            "remittances": self.remittances,
        }
        return {name: str(part.attrs["vintage"]) for name, part in parts.items() if part is not None}


def vintage_of(path: Path, source: str) -> str:
    """Name a file's source and content: words, file name and the first 16 digits of its SHA-256."""
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
    return f"{source}; {Path(path).name}, sha256 {digest}"


def read_flows(
    path: Path,
    *,
    column: str = "da_pb_closed",
    areas: Sequence[str] | None = None,
    source: str = "Abel and Cohen, bilateral international migration flow estimates",
) -> xr.DataArray:
    """Read bilateral flows with columns year0, orig, dest and one column a method.

    A corridor that the file does not list has no flow in that period: the published tables leave zeros out.

    Args:
        path: CSV, also gzipped.
        column: estimation method; da_pb_closed is demographic accounting, pseudo-Bayesian, closed
            (Azose and Raftery 2019; Abel and Cohen 2019).
        areas: keep these areas only; all by default.
        source: words for the vintage.

    Raises:
        ScenarioError: the file lacks the column, or holds negative flows.
    """
    table = read_columns(path, ("year0", "orig", "dest", column))
    codes = sorted(set(table["orig"]) | set(table["dest"])) if areas is None else list(areas)
    keep = np.isin(table["orig"], codes) & np.isin(table["dest"], codes)
    periods = sorted({int(year) for year in table["year0"]})
    values = pivot(
        (table["year0"][keep].astype(int), periods),
        (table["orig"][keep], codes),
        (table["dest"][keep], codes),
        table[column][keep],
    )
    return flow_array(values, periods, codes, vintage=f"{vintage_of(path, source)}, column {column}")


def read_population(
    path: Path,
    periods: Sequence[int],
    areas: Sequence[str],
    *,
    source: str = "United Nations, World Population Prospects",
) -> xr.DataArray:
    """Read population totals on 1 January, columns country_code (M49), iso3, year, pop_jan1_th (thousands).

    The M49 code decides; where the file still prints the ISO code of a former state (CSK for Czechia) the
    current code is used and attrs['relabelled'] says so. Areas the file lacks get NaN and are named in
    attrs['missing'].

    Returns:
        persons, shape (period, area).

    Raises:
        ScenarioError: the file knows nothing of one of the periods, or lacks a column.
    """
    table = read_columns(path, ("country_code", "iso3", "year", "pop_jan1_th"))
    current = np.array(
        [CODE_BY_M49.get(int(code), iso) for code, iso in zip(table["country_code"], table["iso3"], strict=True)]
    )
    keep = np.isin(current, list(areas)) & np.isin(table["year"].astype(int), list(periods))
    values = np.full((len(periods), len(areas)), np.nan)
    rows = position(table["year"][keep].astype(int), list(periods))
    values[rows, position(current[keep], list(areas))] = table["pop_jan1_th"][keep] * 1000
    absent = [str(p) for p, known in zip(periods, np.isfinite(values).any(1), strict=True) if not known]
    if absent:
        raise ScenarioError(
            f"The population at the start of {', '.join(absent)} is needed",
            where=str(path),
            repair="give a table that goes as far, or project fewer periods",
        )
    population = population_array(values, periods, areas, vintage=vintage_of(path, source))
    changed = sorted({f"{old}→{new}" for old, new in zip(table["iso3"], current, strict=True) if old and old != new})
    missing = [area for area, known in zip(areas, np.isfinite(values).any(0), strict=True) if not known]
    return population.assign_attrs(relabelled=", ".join(changed), missing=", ".join(missing))


def read_stocks(
    path: Path, areas: Sequence[str], *, source: str = "United Nations, International Migrant Stock 2020"
) -> xr.DataArray:
    """Read migrant stocks, columns year, birth, residence, stock.

    Returns:
        persons at mid-year, shape (year, birth, residence); a pair the file does not list is 0.
    """
    table = read_columns(path, ("year", "birth", "residence", "stock"))
    keep = np.isin(table["birth"], list(areas)) & np.isin(table["residence"], list(areas))
    years = sorted({int(year) for year in table["year"]})
    values = pivot(
        (table["year"][keep].astype(int), years),
        (table["birth"][keep], list(areas)),
        (table["residence"][keep], list(areas)),
        table["stock"][keep],
    )
    coords = {"year": years, "birth": list(areas), "residence": list(areas)}
    attrs = {"quantity": "stock", "unit": "persons", "vintage": vintage_of(path, source)}
    return xr.DataArray(values, dims=("year", "birth", "residence"), coords=coords, name="stock", attrs=attrs)


def read_remittances(
    path: Path, areas: Sequence[str], *, source: str = "World Bank/KNOMAD, bilateral remittances 2021"
) -> xr.DataArray:
    """Read bilateral remittances, columns sending, receiving, usd_million_2021.

    Returns:
        million US$ a year, shape (sending, receiving); a pair the file does not list is 0.
    """
    table = read_columns(path, ("sending", "receiving", "usd_million_2021"))
    keep = np.isin(table["sending"], list(areas)) & np.isin(table["receiving"], list(areas))
    values = np.zeros((len(areas), len(areas)))
    rows = position(table["sending"][keep], list(areas))
    values[rows, position(table["receiving"][keep], list(areas))] = table["usd_million_2021"][keep]
    attrs = {"quantity": "flow", "unit": "million US$ a year", "vintage": vintage_of(path, source)}
    coords = {"sending": list(areas), "receiving": list(areas)}
    return xr.DataArray(values, dims=("sending", "receiving"), coords=coords, name="remittances", attrs=attrs)


def read_reported_inflows(
    path: Path, dest: str, *, source: str = "United Nations, International Migration Flows, 2015 revision"
) -> xr.DataArray:
    """Read what one country reports of its own immigration, columns iso, year, immigrants.

    Returns:
        immigrants a year, shape (year, orig); NaN where a year and citizenship is not reported.
    """
    table = read_columns(path, ("iso", "year", "immigrants"))
    years, codes = sorted({int(y) for y in table["year"]}), sorted(set(table["iso"]))
    values = np.full((len(years), len(codes)), np.nan)
    values[position(table["year"].astype(int), years), position(table["iso"], codes)] = table["immigrants"]
    attrs = {"quantity": "flow", "unit": "persons a year", "dest": dest, "vintage": vintage_of(path, source)}
    coords = {"year": years, "orig": codes}
    return xr.DataArray(values, dims=("year", "orig"), coords=coords, name="reported inflow", attrs=attrs)


def read_demography(path: Path, areas: Sequence[str], *, source: str) -> Demography:
    """Read population and rates by age, one row for each area, sex (female, male) and five-year age group.

    Columns: area, sex, age (first year of the group), population, survival, fertility (births per woman and
    year; empty for men), profile (share of those who leave), birth_survival (read where age is 0).

    Raises:
        ScenarioError: a group is missing, or a rate is none; named.
    """
    names = ("population", "survival", "fertility", "profile", "birth_survival")
    table = read_columns(path, ("area", "sex", "age", *names))
    keep = np.isin(table["area"], list(areas))
    ages = sorted({int(age) for age in table["age"]})
    axes: dict[str, list[str] | list[int]] = {"area": list(areas), "sex": ["female", "male"], "age": ages}
    at = tuple(position(table[dim][keep], labels) for dim, labels in axes.items())
    parts = {}
    for name in names:
        values = np.full(tuple(len(labels) for labels in axes.values()), np.nan)
        values[at] = table[name][keep].astype(float)
        parts[name] = xr.DataArray(values, dims=tuple(axes), coords=axes, name=name)
    return Demography(
        population=parts["population"].assign_attrs(vintage=vintage_of(path, source)),
        survival=parts["survival"],
        birth_survival=parts["birth_survival"].isel(age=0, drop=True),
        fertility=parts["fertility"].sel(sex="female", drop=True),
        profile=parts["profile"],
    )


def read_columns(path: Path, names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Read the named columns of a CSV file, codes as text and the rest as numbers.

    Raises:
        ScenarioError: the file or a column is missing.
    """
    if not Path(path).is_file():
        raise ScenarioError("The file is not there", where=str(path), repair="give the path of the CSV file")
    table = csv.read_csv(path)
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise ScenarioError(
            "The table lacks columns",
            where=f"{path}: {', '.join(missing)}",
            repair=f"it has {', '.join(table.column_names)}",
        )
    columns: dict[str, NDArray[np.generic]] = {}
    for name in names:
        column = table.column(name).to_numpy(zero_copy_only=False)
        columns[name] = column.astype(str) if column.dtype == object else column
    return columns


def position(labels: NDArray[np.generic], wanted: Sequence[int] | Sequence[str]) -> NDArray[np.intp]:
    """Return the place of each label in a list that holds them all, in any order."""
    order = np.argsort(np.asarray(wanted))
    places: NDArray[np.intp] = order[np.searchsorted(np.asarray(wanted)[order], labels)]
    return places


def pivot(
    first: tuple[NDArray[np.generic], Sequence[int]],
    second: tuple[NDArray[np.generic], Sequence[str]],
    third: tuple[NDArray[np.generic], Sequence[str]],
    values: NDArray[np.generic],
) -> NDArray[np.float64]:
    """Spread rows over three axes, each given as its labels by row and its order; absent cells are 0."""
    cube = np.zeros((len(first[1]), len(second[1]), len(third[1])))
    cube[position(*first), position(*second), position(*third)] = values
    return cube
