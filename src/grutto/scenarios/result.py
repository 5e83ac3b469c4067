"""A scenario's result: flows, effects and assumptions with all that is needed to repeat them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from grutto.scenarios.effects import intervals

if TYPE_CHECKING:
    import xarray as xr

    from grutto.scenarios.drivers.application import Row
    from grutto.scenarios.drivers.declaration import Scenario


@dataclass(frozen=True)
class Result:
    """What a scenario gives.

    Attributes:
        scenario: the assumptions as declared.
        flows: persons per period (draw, period, orig, dest).
        effects: named arrays with the dimension draw, such as region_balance and remittances.
        assumptions: one row for each assumption, with what it did.
    """

    scenario: Scenario
    flows: xr.DataArray
    effects: dict[str, xr.DataArray]
    assumptions: list[Row]

    @property
    def lineage(self) -> dict[str, str]:
        """Say which model, version, data, assumptions and seed the figures come from."""
        given = {key: str(value) for key, value in self.flows.attrs.items()}
        return {**given, "version": f"grutto {metadata.version('grutto')}", "scenario": self.scenario.id}


def write_result(result: Result, folder: Path, *, form: Literal["parquet", "csv"] = "parquet") -> list[Path]:
    """Write flows, effects and assumptions as tables, each with the lineage.

    Draws become their median and 50, 80 and 95 % intervals; corridors at zero in all of them are left out.
    Parquet files carry the lineage in their schema under the key grutto; beside CSV files stands
    lineage.json, which is written in both cases.

    Args:
        result: from `run`.
        folder: is made if it does not exist.
        form: of the tables.

    Returns:
        the files written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    lineage = json.dumps(result.lineage, ensure_ascii=False, indent=1, sort_keys=True)
    tables = {"flows": interval_table(result.flows)}
    tables |= {name: interval_table(effect) for name, effect in result.effects.items()}
    tables["assumptions"] = pa.Table.from_pylist(result.assumptions)
    written = [Path(folder) / "lineage.json"]
    written[0].write_text(lineage + "\n", encoding="utf-8")
    for name, table in tables.items():
        path = Path(folder) / f"{name}.{form}"
        if form == "parquet":
            parquet.write_table(table.replace_schema_metadata({"grutto": lineage}), path)
        else:
            csv.write_csv(table, path)
        written.append(path)
    return written


def interval_table(draws: xr.DataArray) -> pa.Table:
    """Return one row for each cell that is not always 0: its labels, median, and interval bounds."""
    summary = intervals(draws)
    values = summary.to_numpy()
    keep = np.nonzero((values != 0).any(0))
    dims = [str(dim) for dim in summary.dims[1:]]
    columns = {dim: summary[dim].to_numpy()[index] for dim, index in zip(dims, keep, strict=True)}
    numbers = {
        str(label).replace(" ", "_"): values[row][keep] for row, label in enumerate(summary.statistic.to_numpy())
    }
    unit = pa.array([str(draws.attrs.get("unit", ""))] * len(keep[0]), pa.string())
    return pa.table({**columns, **numbers, "unit": unit})
