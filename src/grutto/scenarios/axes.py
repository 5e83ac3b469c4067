"""Named dimensions of flows and stocks, and the checks that every model makes before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

FLOW_DIMS = ("period", "orig", "dest")
DRAW_DIMS = ("draw", *FLOW_DIMS)
PERIOD_YEARS = 5


def flow_array(values: ArrayLike, periods: Sequence[int], areas: Sequence[str], *, vintage: str) -> xr.DataArray:
    """Name the axes of a history of flow tables.

    Args:
        values: persons who changed area within the period, shape (period, orig, dest); the diagonal is 0.
        periods: first year of each period.
        areas: codes of the areas, the same for origins and destinations.
        vintage: which data this is, in words; carried into every result.

    Raises:
        ScenarioError: a flow is negative, missing, or stands on the diagonal.
    """
    flows = xr.DataArray(
        np.asarray(values, dtype=float),
        dims=FLOW_DIMS,
        coords={"period": list(periods), "orig": list(areas), "dest": list(areas)},
        name="flow",
        attrs={"quantity": "flow", "unit": "persons per period", "vintage": vintage},
    )
    check_flows(flows)
    return flows


def population_array(values: ArrayLike, periods: Sequence[int], areas: Sequence[str], *, vintage: str) -> xr.DataArray:
    """Name the axes of population stocks at the start of each period.

    Args:
        values: persons on 1 January of the period's first year, shape (period, area); NaN is unknown.
        periods: first year of each period; may reach into the future.
        areas: codes of the areas.
        vintage: which data this is, in words.
    """
    return xr.DataArray(
        np.asarray(values, dtype=float),
        dims=("period", "area"),
        coords={"period": list(periods), "area": list(areas)},
        name="population",
        attrs={"quantity": "stock", "unit": "persons", "vintage": vintage},
    )


def check_flows(flows: xr.DataArray) -> None:
    """Refuse a table that is no complete, non-negative history of flows.

    Raises:
        ScenarioError: wrong dimensions, a stock in place of a flow, a period missing, or bad cells, each named.
    """
    if flows.dims != FLOW_DIMS:
        raise ScenarioError(
            "Flows need the dimensions {flow_dims}",
            where=Message("dimensions {dims}", dims=str(flows.dims)),
            repair="build them with axes.flow_array",
            flow_dims=", ".join(FLOW_DIMS),
        )
    if flows.attrs.get("quantity") != "flow":
        raise ScenarioError(
            "This array does not say that it holds flows",
            where="attrs['quantity']",
            repair="stocks have to be turned into flows first; then set attrs['quantity'] = 'flow'",
        )
    if list(flows.orig.values) != list(flows.dest.values):
        raise ScenarioError(
            "Origins and destinations are not the same areas in the same order",
            where=Message("flows, dimensions orig and dest"),
        )
    periods = [int(period) for period in flows.period.to_numpy()]
    if periods != list(range(periods[0], periods[0] + PERIOD_YEARS * len(periods), PERIOD_YEARS)):
        raise ScenarioError(
            "The periods are not five years each, one after another",
            where=Message("period: {str}", str=", ".join(map(str, periods))),
            repair="give every period of five years from the first to the last, in order",
        )
    values = flows.to_numpy()
    refuse_cells(flows, ~np.isfinite(values), msg("A flow is missing or not finite"))
    refuse_cells(flows, values < 0, msg("A flow is negative"))
    diagonal = np.broadcast_to(np.eye(values.shape[-1], dtype=bool), values.shape) & (values != 0)
    refuse_cells(flows, diagonal, msg("A flow from an area to itself: stayers are no flow"))


def refuse_cells(array: xr.DataArray, bad: NDArray[np.bool_], what: str) -> None:
    """Raise if any cell is bad, naming the first one and the number of others.

    Raises:
        ScenarioError: at least one cell of `bad` is true.
    """
    found = np.argwhere(bad)
    if not len(found):
        return
    place = ", ".join(f"{dim} {array[dim].to_numpy()[index]}" for dim, index in zip(array.dims, found[0], strict=True))
    where = Message("{place} and {number} more", place=place, number=len(found) - 1) if len(found) > 1 else place
    raise ScenarioError(what, where=where, repair="correct the input; nothing is patched silently")


def population_at(population: xr.DataArray, period: int, areas: Sequence[str]) -> NDArray[np.float64]:
    """Return the population of each area at the start of a period, shape (area,); NaN where it is unknown.

    Raises:
        ScenarioError: the period or an area is absent.
    """
    if period not in population.period.to_numpy():
        raise ScenarioError(
            "The population at the start of {period} is needed",
            where=Message("population, dimension period"),
            repair="give a population projection that covers the periods to be projected",
            period=period,
        )
    absent = sorted(set(areas) - set(population.area.to_numpy()))
    if absent:
        raise ScenarioError(
            "Areas lack a population",
            where=", ".join(absent),
            repair="add them, with NaN where unknown: such areas are projected at zero and named",
        )
    found: NDArray[np.float64] = population.sel(period=period, area=list(areas)).to_numpy().astype(float)
    return found


def next_periods(flows: xr.DataArray, steps: int) -> list[int]:
    """Return the first years of the periods that follow the history.

    Raises:
        ScenarioError: fewer than one step.
    """
    if steps < 1:
        raise ScenarioError("At least one period has to be projected, not {steps}", where="steps", steps=steps)
    last = int(flows.period.to_numpy()[-1])
    return [last + PERIOD_YEARS * step for step in range(1, steps + 1)]
