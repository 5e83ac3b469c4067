"""Tidy tables in and out: one row a cell, as data frames hold them, and arrays with named axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.rows import ResultRows

if TYPE_CHECKING:
    from collections.abc import Sequence

GIVEN = "the table"


def array_of(
    table: Any,
    axes: Sequence[str],
    value: str,
    *,
    absent: float = float("nan"),
    labels: Mapping[str, Sequence[Any]] | None = None,
    attrs: Mapping[str, object] | None = None,
) -> xr.DataArray:
    """Return a tidy table as an array.

    Args:
        table: one row a cell: an Arrow table, a data frame of pandas, Polars or DuckDB, a mapping of columns,
            or a list of mappings.
        axes: columns that become the axes, in their order.
        value: the column of numbers.
        absent: what stands where the table has no row; unknown by default.
        labels: labels of an axis in the order wanted; those of the table, sorted, where it is not named. Axes of
            the same places, such as orig and dest, get the labels of both.
        attrs: attributes of the array, such as kind and data_vintage.

    Returns:
        the numbers, with the axes named.

    Raises:
        ScenarioError: a column is missing, a label is empty, a value is no number, or two rows are about the same cell.
    """
    rows = _rows(table, tuple(axes), value)
    known = {axis: list((labels or {}).get(axis, _labels(rows, axis, axes))) for axis in axes}
    values = rows.spread(known, value, absent=absent)
    return xr.DataArray(values, dims=tuple(axes), coords=known, name=value, attrs=dict(attrs or {}))


def rows_of(array: xr.DataArray | xr.Dataset, *, zeros: bool = True) -> pa.Table:
    """Return an array as a tidy table: its labels, and the value under its name.

    Args:
        array: any array with labelled axes; a data set gives one column for each of its arrays, which have
            the same axes.
        zeros: keep the rows whose values are all 0.

    Returns:
        one row a cell, with the attributes of the array in the metadata of the schema.

    Raises:
        ScenarioError: the arrays of a data set have different axes.
    """
    parts = {str(name): part for name, part in array.items()} if isinstance(array, xr.Dataset) else {}
    parts = parts or {str(array.name or "value"): array}  # type: ignore[dict-item]
    first = next(iter(parts.values()))
    if any(set(part.dims) != set(first.dims) for part in parts.values()):
        raise ScenarioError("The arrays have different axes", where=", ".join(parts), repair="write them one by one")
    numbers = {name: part.transpose(*first.dims).to_numpy().ravel() for name, part in parts.items()}
    keep = np.ones(first.size, dtype=bool) if zeros else np.any([part != 0 for part in numbers.values()], axis=0)
    places = np.indices(first.shape).reshape(first.ndim, -1)[:, keep]
    columns = {str(dim): first[dim].to_numpy()[at] for dim, at in zip(first.dims, places, strict=True)}
    table = pa.table(columns | {name: part[keep] for name, part in numbers.items()})
    return table.replace_schema_metadata({str(key): str(text) for key, text in array.attrs.items()})


def _rows(table: Any, axes: tuple[str, ...], value: str) -> ResultRows:
    """Read the columns wanted, whatever holds them."""
    arrow_table = _arrow(table)
    missing = [name for name in (*axes, value) if name not in arrow_table.column_names]
    if missing:
        raise ScenarioError(
            "The table lacks columns",
            where=", ".join(missing),
            repair="it has {column_names}",
            column_names=", ".join(arrow_table.column_names),
        )
    columns: dict[str, Any] = {name: _axis(arrow_table, name) for name in axes}
    try:
        columns[value] = arrow_table[value].cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid as error:
        raise ScenarioError(
            "A value is no number: {detail}", where=Message("column {value}", value=value), detail=str(error)
        ) from None
    path: Any = GIVEN
    return ResultRows(path, columns, np.arange(arrow_table.num_rows))


def _arrow(table: Any) -> pa.Table:
    if isinstance(table, list):
        return pa.Table.from_pylist(table)
    try:
        return pa.table(dict(table) if isinstance(table, Mapping) else table)
    except (TypeError, ValueError) as error:
        raise ScenarioError(
            "This is no table: {detail}",
            where=type(table).__name__,
            repair="give a data frame or an Arrow table",
            detail=str(error),
        ) from None


def _axis(table: pa.Table, name: str) -> np.ndarray[Any, Any]:
    column = table[name]
    if column.null_count:
        raise ScenarioError(
            "A label is empty", where=Message("column {name}", name=name), repair="fill it, or leave the row out"
        )
    values = np.asarray(column.to_pylist())
    return values.astype(str) if values.dtype.kind in "OU" else values


def _labels(rows: ResultRows, axis: str, axes: Sequence[str]) -> list[Any]:
    """Return the labels of an axis; pairs of axes that are about the same places share theirs."""
    pair = next((family for family in FAMILIES if axis in family), (axis,))
    return sorted({label for name in axes if name in pair for label in rows[name].tolist()})


FAMILIES = (
    ("orig", "dest", "country_of_birth", "country_of_residence", "birth", "residence"),
    ("orig_area", "dest_area"),
)
"""Axes that are about the same places."""
