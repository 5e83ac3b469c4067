"""What every projection model does, and the array it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import xarray as xr

from grutto.scenarios.axes import DRAW_DIMS, next_periods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Model(Protocol):
    """A projection of bilateral flows.

    Attributes:
        name: short name, as written in results.
        probabilistic: whether its draws differ, so that intervals mean something.
    """

    @property
    def name(self) -> str: ...

    @property
    def probabilistic(self) -> bool: ...

    def project(
        self, flows: xr.DataArray, population: xr.DataArray, *, steps: int, draws: int, seed: int
    ) -> xr.DataArray:
        """Project the periods after the history.

        Args:
            flows: persons per period (period, orig, dest).
            population: persons at the start of each period, the projected ones included (period, area).
            steps: number of periods to project.
            draws: number of possible futures; a model that is not probabilistic returns one.
            seed: the same seed gives the same numbers.

        Returns:
            persons per period (draw, period, orig, dest), non-negative with a zero diagonal.
        """
        ...


def projected(
    values: NDArray[np.floating],
    flows: xr.DataArray,
    model: Model,
    *,
    seed: int,
    notes: Mapping[str, str] | None = None,
    first: int = 0,
) -> xr.DataArray:
    """Name the axes of projected flows (draw, period, orig, dest) and write down where they come from.

    The draws are numbered from `first`, which is above 0 for a block of a larger ensemble.
    """
    steps = values.shape[1]
    coords = {
        "draw": np.arange(first, first + values.shape[0]),
        "period": next_periods(flows, steps),
        "orig": flows.orig.to_numpy(),
        "dest": flows.dest.to_numpy(),
    }
    attrs = {
        "quantity": "flow",
        "unit": "persons per period",
        "model": model.name,
        "probabilistic": model.probabilistic,
        "parameters": repr(model),
        "seed": seed,
        "vintage": flows.attrs["vintage"],
        **(notes or {}),
    }
    return xr.DataArray(values, dims=DRAW_DIMS, coords=coords, name="flow", attrs=attrs)


def listed(labels: NDArray[np.generic], chosen: NDArray[np.bool_]) -> str:
    """Write the chosen labels in one line, for the notes of a result."""
    return ", ".join(str(label) for label in labels[chosen])
