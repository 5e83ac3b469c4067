"""Measures: declared one TOML a measure, run unchanged on any engine; what derives from them is a small file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grutto.errors import UnknownNameError
from grutto.model.measure import Measure
from grutto.store.declaration import declare, read_toml

FOLDER = Path(__file__).parent / "declared"


@cache
def measures() -> dict[str, Measure]:
    """Return all measures by name."""
    paths = sorted(p for p in FOLDER.glob("*.toml") if not p.name.endswith(".case.toml"))
    return {
        p.stem: declare(read_toml(p) | {"name": p.stem}, Measure, where=f"measures/declared/{p.name}") for p in paths
    }


def measure_named(name: str) -> Measure:
    """Return a measure by name.

    Raises:
        UnknownNameError: there is none of this name.
    """
    if name not in measures():
        raise UnknownNameError(f"There is no measure “{name}”", repair=f"one of: {', '.join(measures())}")
    return measures()[name]


def dimension_column(measure: Measure, name: str) -> str:
    """Return the column of a dimension by its short name: `priority` for `attribution.priority`.

    Raises:
        UnknownNameError: the measure cannot be broken down by it.
    """
    columns = {column.rpartition(".")[2]: column for column in measure.dimensions}
    if name not in columns:
        raise UnknownNameError(
            f"The measure “{measure.name}” has no dimension “{name}”", repair=f"one of: {', '.join(columns)}"
        )
    return columns[name]
