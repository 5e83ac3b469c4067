"""A benchmark that is harder to beat than the last period: the geometric mean of the last two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.axes import check_flows
from grutto.scenarios.projection.model import projected

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GeometricMean:
    """Repeat √(last × previous) of each corridor: half of a change on the logarithmic scale is undone.

    Flows estimated from stocks swing: an error of one count raises the flow before it and lowers the one after.
    """

    name: str = "√(last × previous)"
    probabilistic: bool = False

    def project(
        self,
        flows: xr.DataArray,
        population: xr.DataArray,  # noqa: ARG002 - part of what every model takes
        *,
        steps: int,
        draws: int,  # noqa: ARG002
        seed: int,
    ) -> xr.DataArray:
        """Return the mean `steps` times, shape (1, period, orig, dest).

        Raises:
            ScenarioError: fewer than two periods of history.
        """
        check_flows(flows)
        if flows.sizes["period"] < 2:
            raise ScenarioError(
                "The geometric mean needs two periods of history", where=Message("flows, dimension period")
            )
        mean = geometric_mean(flows.to_numpy())
        return projected(np.repeat(mean[None, None], steps, axis=1), flows, self, seed=seed)


def geometric_mean(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return √(last × previous), persons (orig, dest); 0 where either is.

    Args:
        flows: history (period, orig, dest), at least two periods.
    """
    return np.asarray(np.sqrt(flows[-1] * flows[-2]))
