"""Draws in blocks: what does not fit in memory at once is changed, kept and summed up part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.effects import intervals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = 20  # draws at a time: 4 MB a period for 231 areas
CELLS = 4_000_000  # numbers read at a time when intervals are made: 16 MB


def blocks_of(flows: xr.DataArray | Iterable[xr.DataArray]) -> Iterator[xr.DataArray]:
    """Give draws of flows block by block, whether they stand in one array or come in blocks already.

    Args:
        flows: persons per period (draw, period, orig, dest).
    """
    if not isinstance(flows, xr.DataArray):
        yield from flows
        return
    for first in range(0, flows.sizes["draw"], BLOCK):
        yield flows.isel(draw=slice(first, first + BLOCK))


@dataclass
class KeptDraws:
    """Blocks of draws on disk, until the intervals over all of them are known.

    Attributes:
        folder: of the files; it and they are the caller's to remove.
    """

    folder: Path
    _paths: list[Path] = field(default_factory=list)
    _first: xr.DataArray | None = None

    def add(self, block: xr.DataArray) -> None:
        """Keep a block (draw, period, orig, dest)."""
        path = self.folder / f"{len(self._paths):06d}.npy"
        np.save(path, block.to_numpy())
        self._paths.append(path)
        if self._first is None:
            self._first = block.isel(draw=[0])

    def intervals(self) -> xr.DataArray:
        """Return median and interval bounds over all draws kept (statistic, period, orig, dest).

        Raises:
            ScenarioError: nothing was kept.
        """
        if self._first is None:
            raise ScenarioError("There are no draws", where="draws", repair="project at least one")
        count = sum(len(np.load(path, mmap_mode="r")) for path in self._paths)
        step = max(1, CELLS // (count * self._first.isel(orig=0).size))
        slices = [slice(start, start + step) for start in range(0, self._first.sizes["orig"], step)]
        parts = [self._part(self._first.isel(orig=some), some) for some in slices]
        return xr.concat(parts, dim="orig").transpose("statistic", "period", "orig", "dest")

    def _part(self, pattern: xr.DataArray, origins: slice) -> xr.DataArray:
        """Return the intervals of some origins, labelled as the pattern."""
        values = np.concatenate([_origins(path, origins) for path in self._paths])
        coords = {name: pattern[name] for name in ("period", "orig", "dest")}
        return intervals(xr.DataArray(values, dims=pattern.dims, coords=coords, name="flow", attrs=pattern.attrs))


def _origins(path: Path, origins: slice) -> NDArray[np.float32]:
    """Read the flows of some origins from one block; nothing of the rest stays in memory."""
    return np.array(np.load(path, mmap_mode="r")[:, :, origins])
