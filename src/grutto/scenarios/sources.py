"""The data of a scenario as one declaration: which files hold flows, population, stocks, remittances and rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.scenarios.axes import PERIOD_YEARS
from grutto.scenarios.data import (
    World,
    read_flows,
    read_population,
    read_remittances,
    read_reported_inflows,
    read_stocks,
)
from grutto.scenarios.demography import read_demography
from grutto.store.declaration import declared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xarray as xr

    from grutto.scenarios.projection.cohort import Demography

FILE = "data.toml"


@dataclass(frozen=True, kw_only=True)
class Table:
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
        flows, population: needed by every model.
        stocks, remittances: to project remittances and to let people return.
        demography: population and rates by age, to project the population.
        reported: a country's own counts, to check the record of flows.
        areas: use these areas only; all by default.
    """

    flows: Table
    population: Table
    stocks: Table | None = None
    remittances: Table | None = None
    demography: Table | None = None
    reported: Table | None = None
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
    path = place / FILE if place.is_dir() else place
    said, folder = declared(path, Data), path.parent
    flows = read_flows(
        folder / said.flows.file, column=said.flows.column, areas=said.areas or None, source=said.flows.source
    )
    areas = [str(area) for area in flows.orig.to_numpy()]
    known = [int(period) for period in flows.period.to_numpy()]
    periods = [*known, *(known[-1] + PERIOD_YEARS * step for step in range(1, steps + 1))]

    def read[T](part: Table | None, reader: Callable[..., T], *of: object) -> T | None:
        return None if part is None else reader(folder / part.file, *of, source=part.source)

    world = World(
        flows=flows,
        population=read_population(folder / said.population.file, periods, areas, source=said.population.source),
        stocks=read(said.stocks, read_stocks, areas),
        remittances=read(said.remittances, read_remittances, areas),
    )
    return Inputs(
        world=world,
        demography=read(said.demography, read_demography, areas),
        reported=read(said.reported, read_reported_inflows, said.reported.dest if said.reported else ""),
    )
