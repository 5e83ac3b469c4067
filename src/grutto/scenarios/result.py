"""A scenario's result: flows, effects and assumptions with all that is needed to repeat them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from grutto.errors import ScenarioError
from grutto.scenarios.drivers.declaration import declared_in
from grutto.scenarios.effects import intervals
from grutto.store.csv_text import csv_of_records
from grutto.store.files import sha256_of, write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xarray as xr

    from grutto.scenarios.drivers.application import Row
    from grutto.scenarios.drivers.declaration import Scenario
    from grutto.scenarios.running import Validation

LINEAGE, SCENARIO = "lineage.json", "scenario.json"

ASSUMPTIONS = pa.schema(
    [(name, pa.string()) for name in ("scenario", "id", "type", "kind", "orig", "dest", "periods")]
    + [(name, pa.float64()) for name in ("size", "lower_80", "upper_80")]
    + [("unit", pa.string()), ("in_region", pa.float64()), ("return_rate", pa.float64())]
    + [("confidence", pa.string())]
    + [("moves_added", pa.float64()), ("moves_taken_away", pa.float64())]
    + [("reason", pa.string()), ("source", pa.string())]
)


@dataclass(frozen=True)
class ScenarioResult:
    """What a scenario gives.

    Attributes:
        scenario: the assumptions as declared.
        flows: median and interval bounds, persons per period (statistic, period, orig, dest).
        effects: named arrays with the dimension draw, such as region_balance and remittances.
        assumptions: one row for each assumption, with what it did.
        observed: what went before, to set beside the effects: named arrays without draws.
    """

    scenario: Scenario
    flows: xr.DataArray
    effects: dict[str, xr.DataArray]
    assumptions: list[Row]
    observed: dict[str, xr.DataArray] = field(default_factory=dict)

    @property
    def lineage(self) -> dict[str, str]:
        """Say which model, version, data, assumptions and seed the figures come from."""
        flow_attributes = {key: str(value) for key, value in self.flows.attrs.items()}
        scenario = self.scenario
        return {
            **flow_attributes,
            "version": f"grutto {metadata.version('grutto')}",
            "scenario": scenario.id,
            "scenario_title": scenario.title,
            "scenario_summary": " ".join(scenario.summary.split()),
            "scenario_sha256": sha256_of_scenario(scenario),
        }


def write_result(result: ScenarioResult, folder: Path, *, form: Literal["parquet", "csv"] = "parquet") -> list[Path]:
    """Write flows, effects and assumptions as tables, each with the lineage.

    Draws become their median and 50, 80 and 95 % intervals; what is zero in all of these is left out.
    Parquet files carry the lineage in their schema under the key grutto; beside the tables stand lineage.json
    and the assumptions as declared, scenario.json: with the same data they are enough to run it again.

    Args:
        result: from `run`.
        folder: is made if it does not exist.
        form: of the tables.

    Returns:
        the files written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    lineage = _json(result.lineage)
    tables = {"flows": interval_table(result.flows)}
    tables |= {name: interval_table(intervals(effect)) for name, effect in result.effects.items()}
    tables |= {f"observed_{name}": observed_table(values) for name, values in result.observed.items()}
    tables["assumptions"] = pa.Table.from_pylist(result.assumptions, ASSUMPTIONS)
    written = [Path(folder) / LINEAGE, Path(folder) / SCENARIO]
    written[0].write_text(lineage + "\n", encoding="utf-8")
    written[1].write_text(declared_again(result.scenario), encoding="utf-8")
    written += [write_table(table, Path(folder) / f"{name}.{form}", lineage) for name, table in tables.items()]
    return written


def write_comparison(
    results: Sequence[ScenarioResult],
    compared: xr.Dataset,
    folder: Path,
    *,
    form: Literal["parquet", "csv"] = "parquet",
) -> list[Path]:
    """Write results, each into a folder named by its scenario, and what sets them side by side as tables.

    Args:
        results: from `run`.
        compared: these, from `compare`.
        folder: is made if it does not exist.
        form: of the tables.

    Returns:
        the folders of the results, and the tables.
    """
    folders = [Path(folder) / result.scenario.id for result in results]
    for place, result in zip(folders, results, strict=True):
        write_result(result, place, form=form)
    lineage = _json(compared.attrs)
    tables = comparison_tables(compared).items()
    return folders + [write_table(table, Path(folder) / f"{name}.{form}", lineage) for name, table in tables]


def write_validation(found: Validation, folder: Path) -> list[Path]:
    """Write the scores of a validation and its checks against a country's own counts as CSV, with their lineage."""
    tables: dict[str, list[dict[str, Any]]] = {
        "scores": [card.row() for card in found.cards],
        "reported": [check.row() for check in found.reported],
    }
    files = {f"{name}.csv": csv_of_records(rows) for name, rows in tables.items() if rows}
    files[LINEAGE] = _json(found.attrs) + "\n"
    for name, text in files.items():
        write_atomically(Path(folder) / name, text.encode())
    return [Path(folder) / name for name in files]


def _json(attributes: Mapping[Any, Any]) -> str:
    return json.dumps(attributes, ensure_ascii=False, indent=1, sort_keys=True, default=str)


def sha256_of_scenario(scenario: Scenario) -> str:
    """Return the version of a scenario's assumptions: of what they say, not of the file's layout."""
    return hashlib.sha256(repr(scenario).encode()).hexdigest()


def declared_again(scenario: Scenario) -> str:
    """Return a scenario as JSON with the keys of its TOML file; what was not said is left out."""

    def without_none(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {name: value for name, value in pairs if value is not None}

    return json.dumps(asdict(scenario, dict_factory=without_none), ensure_ascii=False, indent=1) + "\n"


def write_table(table: pa.Table, path: Path, lineage: str) -> Path:
    """Write a table as its name ends, .parquet with the lineage in its schema, or .csv."""
    if path.suffix == ".parquet":
        parquet.write_table(table.replace_schema_metadata({"grutto": lineage}), path)
    else:
        csv.write_csv(table, path)
    return path


@dataclass(frozen=True)
class ResultFolder:
    """A result as it stands in its folder.

    Attributes:
        lineage: model, version, data vintages, assumptions and seed.
        tables: name to rows: flows, the effects, what was observed, and assumptions.
        files: name to the file's name and sha256.
        folder: where they stand.
    """

    lineage: dict[str, str]
    tables: dict[str, list[dict[str, Any]]]
    files: dict[str, tuple[str, str]]
    folder: Path

    @property
    def scenario(self) -> Scenario:
        """The assumptions as declared.

        Raises:
            DeclarationError: the file that holds them is missing or was changed.
        """
        return declared_in(self.folder / SCENARIO)

    @property
    def all_files(self) -> list[Path]:
        """All files of the result: tables, lineage and assumptions."""
        names = [LINEAGE, SCENARIO, *(name for name, _ in self.files.values())]
        return [self.folder / name for name in names if (self.folder / name).is_file()]


def read_result(folder: Path) -> ResultFolder:
    """Read what `write_result` wrote.

    Raises:
        ScenarioError: there is no result here.
    """
    place = Path(folder) / LINEAGE
    if not place.is_file():
        raise ScenarioError(
            "There is no scenario result here", where=folder, repair="make one", command="grutto scenario run"
        )
    paths = sorted([*Path(folder).glob("*.parquet"), *Path(folder).glob("*.csv")])
    tables = {p.stem: parquet.read_table(p) if p.suffix == ".parquet" else csv.read_csv(p) for p in paths}
    return ResultFolder(
        lineage=json.loads(place.read_text(encoding="utf-8")),
        tables={name: table.to_pylist() for name, table in tables.items()},
        files={p.stem: (p.name, sha256_of(p)) for p in paths},
        folder=Path(folder),
    )


def observed_table(values: xr.DataArray) -> pa.Table:
    """Return one row for each cell: its labels and value."""
    places = np.indices(values.shape).reshape(values.ndim, -1)
    columns = {str(dim): values[dim].to_numpy()[at] for dim, at in zip(values.dims, places, strict=True)}
    unit = pa.array([str(values.attrs.get("unit", ""))] * values.size, pa.string())
    return pa.table({**columns, "value": values.to_numpy().ravel(), "unit": unit})


def interval_table(summary: xr.DataArray) -> pa.Table:
    """Return one row for each cell that is known and not always 0: its labels, median, and interval bounds.

    A ratio of a region where nobody lives is not known.

    Args:
        summary: from `effects.intervals` (statistic, …).
    """
    values = summary.to_numpy()
    keep = np.nonzero((values != 0).any(0) & np.isfinite(values).all(0))
    dims = [str(dim) for dim in summary.dims[1:]]
    columns = {dim: summary[dim].to_numpy()[index] for dim, index in zip(dims, keep, strict=True)}
    numbers = {
        str(label).replace(" ", "_"): values[row][keep] for row, label in enumerate(summary.statistic.to_numpy())
    }
    unit = pa.array([str(summary.attrs.get("unit", ""))] * len(keep[0]), pa.string())
    return pa.table({**columns, **numbers, "unit": unit})


def comparison_tables(table: xr.Dataset) -> dict[str, pa.Table]:
    """Return a comparison as tables with level and difference: by region, by area, and of remittances if known.

    Returns:
        the name of each table, and one row for each scenario, statistic, period, measure and region or area.
    """
    names = {"comparison": "", "comparison_areas": "area_", "comparison_remittances": "remittances_"}
    return {name: _compared(table, part) for name, part in names.items() if f"{part}level" in table}


def _compared(table: xr.Dataset, part: str) -> pa.Table:
    level = observed_table(table[f"{part}level"]).rename_columns({"value": "level"})
    return level.add_column(level.num_columns - 1, "difference", observed_table(table[f"{part}difference"])["value"])
