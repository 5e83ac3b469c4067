"""Readers of published migration tables: a file path in, a named array with its vintage out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.axes import flow_array, population_array
from grutto.scenarios.rows import ResultRows, more_rows, read_rows

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
    def parts(self) -> dict[str, xr.DataArray]:
        """Return what is known, by name."""
        all_parts = {
            "flows": self.flows,
            "population": self.population,
            "stocks": self.stocks,
            "remittances": self.remittances,
        }
        return {name: part for name, part in all_parts.items() if part is not None}

    @property
    def vintage(self) -> dict[str, str]:
        """Say which data each part is."""
        return {name: str(part.attrs["vintage"]) for name, part in self.parts.items()}

    @property
    def notes(self) -> dict[str, str]:
        """Return, as attributes of what is made from them, the vintage of each part and the areas it lacks."""
        lacking = {name: str(part.attrs.get("missing", "")) for name, part in self.parts.items()}
        return {f"vintage_{name}": words for name, words in self.vintage.items()} | {
            f"missing_{name}": areas for name, areas in lacking.items() if areas
        }


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
        ScenarioError: the file lacks the column or an area, tells a corridor twice, holds negative or missing
            flows, or periods that are not five years each.
    """
    rows = read_rows(path, codes=("orig", "dest"), whole=("year0",), numbers=(column,))
    known = sorted(set(rows["orig"].tolist()) | set(rows["dest"].tolist()))
    codes = known if areas is None else require_known(areas, known, Message("{path}, columns orig and dest", path=path))
    periods = sorted(set(rows["year0"].tolist()))
    axes = {"year0": periods, "orig": codes, "dest": codes}
    values = rows.among(orig=codes, dest=codes).spread(axes, column, absent=0)
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
    rows = read_rows(path, codes=("iso3",), whole=("country_code", "year"), numbers=("pop_jan1_th",))
    current = current_codes(rows)
    named = current.among(iso3=areas, year=periods)
    refuse_rows(named, "pop_jan1_th", named["pop_jan1_th"] <= 0, msg("A population is not above 0"))
    values = persons(named.spread({"year": periods, "iso3": areas}, "pop_jan1_th", absent=np.nan))
    absent = [str(p) for p, known in zip(periods, np.isfinite(values).any(1), strict=True) if not known]
    if absent:
        raise ScenarioError(
            "The population at the start of {absent} is needed",
            where=path,
            repair="give a table that goes as far, or project fewer periods",
            absent=", ".join(absent),
        )
    population = population_array(values, periods, areas, vintage=vintage_of(path, source))
    codes = zip(rows["iso3"], current["iso3"], strict=True)
    changed = sorted({f"{old}→{new}" for old, new in codes if old and old != new})
    missing = [area for area, known in zip(areas, np.isfinite(values).any(0), strict=True) if not known]
    return population.assign_attrs(relabelled=", ".join(changed), missing=", ".join(missing))


def read_totals(
    path: Path, years: Sequence[int], *, source: str = "United Nations, World Population Prospects"
) -> xr.Dataset:
    """Read population at mid-year, births and deaths, columns country_code (M49), iso3, year, pop_mid_th, births_th,
    deaths_th (thousands); codes as in `read_population`.

    Areas that lack a number in one of the years are left out and named in attrs['incomplete'].

    Returns:
        population, births and deaths, persons (year, area).

    Raises:
        ScenarioError: the file lacks a column, tells a year of an area twice, or holds negative numbers.
    """
    names = {"population": "pop_mid_th", "births": "births_th", "deaths": "deaths_th"}
    rows = read_rows(path, codes=("iso3",), whole=("country_code", "year"), numbers=tuple(names.values()))
    current = current_codes(rows)
    areas = sorted(set(current["iso3"].tolist()) - {"", "None"})
    known, parts = current.among(iso3=areas, year=years), {}
    for name, column in names.items():
        refuse_rows(known, column, known[column] < 0, Message("A number of the column {name} is negative", name=column))
        parts[name] = persons(known.spread({"year": list(years), "iso3": areas}, column, absent=np.nan))
    complete = np.all([np.isfinite(values).all(0) for values in parts.values()], axis=0)
    complete_areas = [area for area, whole in zip(areas, complete, strict=True) if whole]
    return xr.Dataset(
        {name: (("year", "area"), values[:, complete]) for name, values in parts.items()},
        coords={"year": list(years), "area": complete_areas},
        attrs={"unit": "persons", "vintage": vintage_of(path, source)}
        | {"incomplete": ", ".join(sorted(set(areas) - set(complete_areas)))},
    )


def persons(thousands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return thousands as persons, without the traces of binary fractions: 8,028.959 thousand are whole persons."""
    return np.asarray(np.round(1000 * thousands, 3))


def current_codes(rows: ResultRows) -> ResultRows:
    """Return rows with the current ISO code of each M49 code in the column iso3."""
    pairs = zip(rows["country_code"], rows["iso3"], strict=True)
    return ResultRows(
        rows.path, rows.columns | {"iso3": np.array([CODE_BY_M49.get(*pair) for pair in pairs])}, rows.line
    )


def read_stocks(
    path: Path, areas: Sequence[str], *, source: str = "United Nations, International Migrant Stock 2020"
) -> xr.DataArray:
    """Read migrant stocks, columns year, birth, residence, stock.

    Areas that the file does not name at all are named in attrs['missing']; a cell of an area with itself (natives)
    is left out, as only migrants are counted here.

    Returns:
        persons at mid-year, shape (year, birth, residence); a pair the file does not list is 0.

    Raises:
        ScenarioError: the file lacks a column, tells a pair twice, or holds negative or missing stocks.
    """
    rows = read_rows(path, codes=("birth", "residence"), whole=("year",), numbers=("stock",))
    refuse_rows(rows, "stock", ~(rows["stock"] >= 0), msg("A stock is negative or missing"))
    axes = {"year": sorted(set(rows["year"].tolist())), "birth": list(areas), "residence": list(areas)}
    values = rows.among(birth=areas, residence=areas).spread(axes, "stock", absent=0)
    values[:, range(len(areas)), range(len(areas))] = 0
    known = {*rows["birth"].tolist(), *rows["residence"].tolist()}
    attrs = {"quantity": "stock", "unit": "persons", "vintage": vintage_of(path, source)}
    attrs["missing"] = ", ".join(area for area in areas if area not in known)
    return xr.DataArray(values, dims=tuple(axes), coords=axes, name="stock", attrs=attrs)


def stock_labels(path: Path) -> tuple[list[int], list[str]]:
    """Return the years and the areas that a table of stocks names, in order.

    Raises:
        ScenarioError: the file lacks a column or has no rows.
    """
    rows = read_rows(path, codes=("birth", "residence"), whole=("year",))
    if not len(rows.line):
        raise ScenarioError("The table has no rows", where=path)
    return sorted(set(rows["year"].tolist())), sorted({*rows["birth"].tolist(), *rows["residence"].tolist()})


def read_remittances(
    path: Path, areas: Sequence[str], *, source: str = "World Bank/KNOMAD, bilateral remittances 2021"
) -> xr.DataArray:
    """Read bilateral remittances, columns sending, receiving, usd_million_2021.

    Areas that the file does not name at all are named in attrs['missing'].

    Returns:
        million US$ a year, shape (sending, receiving); a pair the file does not list is 0.

    Raises:
        ScenarioError: the file lacks a column, tells a pair twice, or holds negative or missing amounts.
    """
    rows = read_rows(path, codes=("sending", "receiving"), numbers=("usd_million_2021",))
    refuse_rows(rows, "usd_million_2021", ~(rows["usd_million_2021"] >= 0), msg("An amount is negative or missing"))
    axes = {"sending": list(areas), "receiving": list(areas)}
    values = rows.among(sending=areas, receiving=areas).spread(axes, "usd_million_2021", absent=0)
    known = {*rows["sending"].tolist(), *rows["receiving"].tolist()}
    attrs = {"quantity": "flow", "unit": "million US$ a year", "vintage": vintage_of(path, source)}
    attrs["missing"] = ", ".join(area for area in areas if area not in known)
    return xr.DataArray(values, dims=tuple(axes), coords=axes, name="remittances", attrs=attrs)


def read_reported_inflows(
    path: Path, dest: str, *, source: str = "United Nations, International Migration Flows, 2015 revision"
) -> xr.DataArray:
    """Read what one country reports of its own immigration, columns iso, year, immigrants.

    Returns:
        immigrants a year, shape (year, orig); NaN where a year and citizenship is not reported.
    """
    rows = read_rows(path, codes=("iso",), whole=("year",), numbers=("immigrants",))
    refuse_rows(rows, "immigrants", rows["immigrants"] < 0, msg("A reported number is negative"))
    axes = {"year": sorted(set(rows["year"].tolist())), "iso": sorted(set(rows["iso"].tolist()))}
    values = rows.spread(axes, "immigrants", absent=np.nan)
    attrs = {"quantity": "flow", "unit": "persons a year", "dest": dest, "vintage": vintage_of(path, source)}
    coords = {"year": axes["year"], "orig": axes["iso"]}
    return xr.DataArray(values, dims=("year", "orig"), coords=coords, name="reported inflow", attrs=attrs)


def require_known(wanted: Sequence[str], known: Sequence[str], where: str) -> list[str]:
    """Return the areas wanted, in their order.

    Raises:
        ScenarioError: areas that are not known, or wanted twice; named.
    """
    strange = sorted(set(wanted) - set(known)) or sorted({area for area in wanted if list(wanted).count(area) > 1})
    if strange:
        raise ScenarioError(
            "Areas that the table does not have, or that are named twice: {strange}",
            where=where,
            repair="use the codes of the table; after a change of borders, those of that time",
            strange=", ".join(strange),
        )
    return list(wanted)


def refuse_rows(rows: ResultRows, column: str, bad: NDArray[np.bool_], what: str) -> None:
    """Raise if any row is bad, with its line and value and the number of others.

    Raises:
        ScenarioError: at least one row is bad.
    """
    found = np.nonzero(bad)[0]
    if not found.size:
        return
    more = more_rows(len(found) - 1)
    raise ScenarioError(
        what,
        where=Message(
            "{path}, line {line}: {column} {rows}{more}",
            path=rows.path,
            line=str(rows.line[found[0]]),
            column=column,
            rows=str(rows[column][found[0]]),
            more=more,
        ),
        repair="correct the file; nothing is patched silently",
    )
