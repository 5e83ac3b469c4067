"""Multiregional cohort-component projection: population by area, sex and five-year age group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.axes import PERIOD_YEARS, refuse_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

POPULATION_DIMS = ("area", "sex", "age")


@dataclass(frozen=True)
class Demography:
    """The rates of a cohort-component projection; ages are five-year groups, the last one open.

    Attributes:
        population: persons at the start, stock (area, sex, age); sex has the labels female and male.
        survival: probability to be alive five years later, by age at the start (area, sex, age).
        birth_survival: probability that a child born in the period is alive at its end (area, sex).
        fertility: births per woman and year by age (area, age).
        profile: sex and age, at the end of the period, of those who leave an area; adds up to 1 for each
            area and is 0 in the first age group, whose children are born where their mothers live
            (area, sex, age).
        girls: girls per birth.
    """

    population: xr.DataArray
    survival: xr.DataArray
    birth_survival: xr.DataArray
    fertility: xr.DataArray
    profile: xr.DataArray
    girls: float = 1 / 2.05

    def __post_init__(self) -> None:
        """Refuse rates that are no rates.

        Raises:
            ScenarioError: a negative stock, a probability outside 0 to 1, or a profile that does not add up.
        """
        refuse_cells(self.population, ~(self.population.to_numpy() >= 0), msg("A population is negative or missing"))
        for rates in (self.survival, self.birth_survival):
            values = rates.to_numpy()
            refuse_cells(rates, ~((values >= 0) & (values <= 1)), msg("A survival probability is not between 0 and 1"))
        refuse_cells(self.fertility, ~(self.fertility.to_numpy() >= 0), msg("A fertility rate is negative or missing"))
        total = self.profile.sum(("sex", "age"))
        refuse_cells(total, np.abs(total.to_numpy() - 1) > 1e-9, msg("A profile of migrants does not add up to 1"))
        newborn = self.profile.isel(age=0)
        refuse_cells(newborn, newborn.to_numpy() != 0, msg("A profile of migrants has children born in the period"))


def project_population(demography: Demography, flows: xr.DataArray) -> xr.Dataset:
    """Project the population by sex and age under given bilateral flows.

    The method is Rogers's (1975) multiregional projection with migrants given as numbers: persons survive,
    move at the end of the period, and are born to the mean of the women at its start and end.

    Args:
        demography: start and rates, held constant.
        flows: persons per period (draw, period, orig, dest).

    Returns:
        population at the end of each period (draw, period, area, sex, age); births, deaths, emigrants and
        immigrants within it (draw, period, area). For each area: end = start + births − deaths
        − emigrants + immigrants.

    Raises:
        ScenarioError: more people leave an area than live there.
    """
    order = list(demography.population.area.to_numpy())
    moves = flows.sel(orig=order, dest=order).to_numpy().astype(float)
    current = np.broadcast_to(demography.population.to_numpy(), (len(moves), *demography.population.shape))
    parts: dict[str, list[NDArray[np.float64]]] = {}
    for step in range(moves.shape[1]):
        found = one_period(demography, current, moves[:, step])
        current = found["population"]
        for name, values in found.items():
            parts.setdefault(name, []).append(values)
    coords = {"draw": flows.draw, "period": flows.period, **demography.population.coords}
    data = {name: (dims_of(name), np.stack(values, axis=1)) for name, values in parts.items()}
    attrs = {**flows.attrs, "quantity": "population: stock at the end; the others: flow within the period"}
    return xr.Dataset(data, coords=coords, attrs={**attrs, "unit": "persons"})


def dims_of(name: str) -> tuple[str, ...]:
    """Return the dimensions of one part of the projection."""
    return ("draw", "period", *(POPULATION_DIMS if name == "population" else ("area",)))


def one_period(
    demography: Demography, start: NDArray[np.float64], moves: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Project five years, population (draw, area, sex, age) and moves (draw, orig, dest)."""
    alive = survivors(start, demography.survival.to_numpy())
    leaving = emigrants_by_age(moves.sum(-1), demography.profile.to_numpy(), alive, demography)
    share = np.divide(
        moves, moves.sum(-1, keepdims=True), out=np.zeros_like(moves), where=moves.sum(-1, keepdims=True) > 0
    )
    arriving = np.einsum("kosa,kod->kdsa", leaving, share)
    settled = alive - leaving + arriving
    births = births_by_sex(demography, start, settled)
    newborn = births * demography.birth_survival.to_numpy()
    settled[..., 0] = newborn
    lost = start.sum((-1, -2)) - alive.sum((-1, -2)) + (births - newborn).sum(-1)
    return {
        "population": settled,
        "births": births.sum(-1),
        "deaths": lost,
        "emigrants": leaving.sum((-1, -2)),
        "immigrants": arriving.sum((-1, -2)),
    }


def survivors(start: NDArray[np.float64], survival: NDArray[np.float64]) -> NDArray[np.float64]:
    """Age everyone by one group and take the deaths out; the first group is empty."""
    alive = start * survival
    aged = np.zeros_like(alive)
    aged[..., 1:] = alive[..., :-1]
    aged[..., -1] += alive[..., -1]
    return aged


def births_by_sex(demography: Demography, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return births within the period, shape (draw, area, sex)."""
    sexes = list(demography.population.sex.to_numpy())
    if sexes != ["female", "male"]:
        raise ScenarioError(
            "Sex needs the labels female and male, in this order", where=Message("sex: {sexes}", sexes=str(sexes))
        )
    women = (start[..., 0, :] + end[..., 0, :]) / 2
    births = PERIOD_YEARS * (women * demography.fertility.to_numpy()).sum(-1)
    return np.asarray(births[..., None] * np.array([demography.girls, 1 - demography.girls]))


def emigrants_by_age(
    outflow: NDArray[np.float64],
    profile: NDArray[np.float64],
    alive: NDArray[np.float64],
    demography: Demography,
) -> NDArray[np.float64]:
    """Spread each outflow over sex and age; nobody leaves who is not there.

    What exceeds a group's people is spread over the groups of the profile that have room left.

    Returns:
        persons, shape (draw, area, sex, age); adds up to `outflow` (draw, area).

    Raises:
        ScenarioError: an outflow exceeds the people of all groups in its profile.
    """
    room = np.where(profile > 0, alive, 0.0)
    over = (outflow > room.sum((-1, -2)) * (1 + 1e-12)).any(0)
    if over.any():
        raise ScenarioError(
            "More people leave than live there",
            where=", ".join(str(area) for area in demography.population.area.to_numpy()[over]),
            repair="lower the flows or the multipliers of the scenario, or correct the population",
        )
    leaving = np.minimum(outflow[..., None, None] * profile, room)
    missing = outflow - leaving.sum((-1, -2))
    left = room - leaving
    free = left.sum((-1, -2))
    part = np.divide(missing, free, out=np.zeros_like(missing), where=free > 0)
    return np.asarray(leaving + left * part[..., None, None])
