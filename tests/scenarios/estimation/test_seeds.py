"""Seeds say what was assumed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import assumed_seed

CODES = ["A", "B", "C", "D"]
AREAS = {"A": "north", "B": "north", "C": "south", "D": "south"}


def table(values: Any, codes: list[str] = CODES) -> xr.DataArray:
    return xr.DataArray(np.array(values, float), dims=("orig", "dest"), coords={"orig": codes, "dest": codes})


def test_a_seed_says_what_was_assumed() -> None:
    away = table([[0, 2, 4, 4], [2, 0, 4, 4], [4, 4, 0, 2], [4, 4, 2, 0]])
    seed = assumed_seed(
        CODES, areas=AREAS, within=3, distance=away, decay=2, corridors={("A", "C"): 8}, closed=[("D", "A")]
    )
    assert seed.sel(orig="A", dest="B").item() == 3 / 4
    assert seed.sel(orig="A", dest="C").item() == 8 / 16
    assert seed.sel(orig="D", dest="A").item() == 0
    assert seed.sel(orig="A", dest="A").item() == 1
    assert seed.attrs["assumed"] == ("within an area × 3; distance to the power −2; A → C × 8; D → A × 0")
    assert assumed_seed(CODES).values.tolist() == np.ones((4, 4)).tolist()
    with pytest.raises(ScenarioError, match="regions that are not there"):
        assumed_seed(CODES, closed=[("A", "Z")])
    with pytest.raises(ScenarioError, match="factor"):
        assumed_seed(CODES, corridors={("A", "B"): -1})
    with pytest.raises(ScenarioError, match="no distance"):
        assumed_seed(CODES, distance=away * 0)
