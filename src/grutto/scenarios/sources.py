"""The data of a scenario as one declaration: which files hold flows, population, stocks, remittances and rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.axes import PERIOD_YEARS
from grutto.scenarios.data import (
    World,
    read_flows,
    read_population,
    read_remittances,
    read_reported_inflows,
    read_stocks,
    read_totals,
    require_known,
    stock_labels,
)
from grutto.scenarios.demography import read_demography
from grutto.store.codec import declared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xarray as xr

    from grutto.scenarios.projection.cohort import Demography

FILE = "data.toml"


@dataclass(frozen=True, kw_only=True)
class SourceTable:
    """A file of the data.

    Attributes:
        file: its path, from the declaration's folder.
        source: who published it and when; carried into every result.
        column: of flows: the column used.
        dest: of reported inflows: the country that reports them.
    """

    file: str
    source: str
    column: str = "flow"
    dest: str = ""


@dataclass(frozen=True, kw_only=True)
class Data:
    """A data.toml.

    Attributes:
        flows: needed by every model; where there are none, they can be estimated from stocks.
        population: totals by area: on 1 January to project, at mid-year with births and deaths to estimate.
        stocks: to estimate flows, to let people return, and with remittances to project these.
        remittances: between areas.
        demography: population and rates by age, to project the population.
        reported: a country's own counts, to check the record of flows.
        areas: use these areas only; all by default.
    """

    population: SourceTable
    flows: SourceTable | None = None
    stocks: SourceTable | None = None
    remittances: SourceTable | None = None
    demography: SourceTable | None = None
    reported: SourceTable | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """What a declaration's files hold."""

    world: World
    demography: Demography | None
    reported: xr.DataArray | None

    @property
    def notes(self) -> dict[str, str]:
        """Return the vintage of each part, and the areas it lacks, as results carry them."""
        known = self.world.notes
        if self.demography is not None:
            known["vintage_demography"] = str(self.demography.population.attrs["vintage"])
        return known


def read_inputs(place: Path, *, steps: int) -> Inputs:
    """Read all data that a declaration names.

    Args:
        place: a data.toml, or the folder that holds one.
        steps: periods to be projected, for which the population must be known.

    Raises:
        DeclarationError: there is no declaration, or it is wrong.
        ScenarioError: a file is missing, lacks a column, or holds what cannot be.
    """
    sources, folder = declaration(place)
    if sources.flows is None:
        raise ScenarioError(
            "The data name no flows",
            where=Message("{place}, key flows", place=place),
            repair="estimate them from stocks, then name the file under [flows]",
            command="grutto scenario estimate",
        )
    flows = read_flows(
        folder / sources.flows.file,
        column=sources.flows.column,
        areas=sources.areas or None,
        source=sources.flows.source,
    )
    areas = [str(area) for area in flows.orig.to_numpy()]
    known = [int(period) for period in flows.period.to_numpy()]
    periods = [*known, *(known[-1] + PERIOD_YEARS * step for step in range(1, steps + 1))]

    def read[T](part: SourceTable | None, reader: Callable[..., T], *of: object) -> T | None:
        return None if part is None else reader(folder / part.file, *of, source=part.source)

    world = World(
        flows=flows,
        population=read_population(folder / sources.population.file, periods, areas, source=sources.population.source),
        stocks=read(sources.stocks, read_stocks, areas),
        remittances=read(sources.remittances, read_remittances, areas),
    )
    return Inputs(
        world=world,
        demography=read(sources.demography, read_demography, areas),
        reported=read(sources.reported, read_reported_inflows, sources.reported.dest if sources.reported else ""),
    )


def declaration(place: Path) -> tuple[Data, Path]:
    """Return what a data.toml says, and the folder from which its paths count.

    Args:
        place: the file, or the folder that holds it.

    Raises:
        DeclarationError: there is no declaration, or it is wrong.
    """
    path = place / FILE if place.is_dir() else place
    return declared(path, Data), path.parent


def read_stock_record(place: Path) -> tuple[xr.DataArray, xr.Dataset]:
    """Read what an estimate of flows needs: stocks, and population, births and deaths of the years between them.

    Args:
        place: a data.toml, or the folder that holds one.

    Returns:
        stocks (year, birth, residence), and totals (year, area), both of the areas that stand in both tables;
        attrs['left_out'] of the stocks names the others, with the number of migrants that are lost with them.

    Raises:
        DeclarationError: there is no declaration, or it is wrong.
        ScenarioError: the data name no stocks, or a table is wrong.
    """
    sources, folder = declaration(place)
    if sources.stocks is None:
        raise ScenarioError(
            "The data name no stocks", where=Message("{place}, key stocks", place=place), repair="add [stocks]"
        )
    path, source = folder / sources.stocks.file, sources.stocks.source
    years, known = stock_labels(path)
    totals = read_totals(
        folder / sources.population.file, range(years[0], years[-1] + 1), source=sources.population.source
    )
    wanted = require_known(sources.areas, known, f"{path}") if sources.areas else known
    areas = [area for area in wanted if area in set(totals.area.to_numpy().tolist())]
    stocks = read_stocks(path, areas, source=source)
    everybody = read_stocks(path, known, source=source)
    lost = float(everybody.isel(year=-1).sum() - stocks.isel(year=-1).sum())
    left = [area for area in known if area not in set(areas)]
    note = f"{', '.join(left)}; {lost:,.0f} migrants in {years[-1]}" if left else ""
    return stocks.assign_attrs(left_out=note), totals.sel(area=areas)
