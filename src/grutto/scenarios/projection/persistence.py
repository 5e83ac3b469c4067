"""The benchmark: the next period is like the last one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.scenarios.axes import check_flows
from grutto.scenarios.projection.model import projected

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Persistence:
    """Repeat the flows of the last observed period; every other model has to do better than this."""

    name: str = "persistence"
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
        """Return the last period `steps` times, shape (1, period, orig, dest)."""
        check_flows(flows)
        last = flows.to_numpy()[-1]
        return projected(np.repeat(last[None, None], steps, axis=1), flows, self, seed=seed)
