"""Names of the axes, and the way between labelled tables and plain arrays.

A *stock* table counts persons on a date by ``country_of_birth`` and ``country_of_residence``. A *flow* table
counts persons who lived in ``orig`` at the start of a period and in ``dest`` at its end, optionally by
``country_of_birth``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message, english, fault_at, joined, msg

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

type FloatArray = npt.NDArray[np.float64]

BIRTH = "country_of_birth"
RESIDENCE = "country_of_residence"
ORIG = "orig"
DEST = "dest"
SEX = "sex"
TYPE = "flow_type"


def region_labels(table: xr.DataArray, dim: str) -> tuple[str, ...]:
    """Return the region codes along ``dim``; raise ScenarioError if they are absent or doubled."""
    if dim not in table.dims or dim not in table.coords:
        raise ScenarioError(
            "The table has no labelled axis {dim}",
            where=Message("axes: {str}", str=", ".join(map(str, table.dims))),
            repair="Name the axis {dim} and give it the region codes as coordinates.",
            dim=dim,
        )
    values = table[dim].values
    labels = tuple(values.tolist() if values.dtype.kind == "U" else map(str, values.tolist()))
    if len(set(labels)) != len(labels):
        doubled = sorted({label for label in labels if labels.count(label) > 1})
        raise ScenarioError("A region stands twice in a table", where=", ".join(doubled))
    return labels


COUNTED = {
    msg("The destination totals"): msg("the destination totals"),
    msg("The distance"): msg("the distance"),
    msg("The flow"): msg("the flow"),
    msg("The origin totals"): msg("the origin totals"),
    msg("The population"): msg("the population"),
    msg("The prior"): msg("the prior"),
    msg("The seed"): msg("the seed"),
    msg("The stock"): msg("the stock"),
    msg("The table"): msg("the table"),
    msg("The totals"): msg("the totals"),
}
"""Tables of counts as they begin a sentence, and as they stand within one."""


def to_array(
    table: xr.DataArray, axes: Mapping[str, Sequence[str]], what: str, extra: Sequence[Hashable] = ()
) -> FloatArray:
    """Return the values of ``table``: axes ``extra`` first, then ``axes``, regions in the order given.

    The array may be the table's own: it must not be written into.

    Raises ScenarioError naming every region that is missing from, or unknown in, the table, and the axes if
    they are others than asked for.
    """
    if set(table.dims) != {*axes, *extra}:
        raise ScenarioError(
            "{said} must have the axes {listed}",
            where=Message("axes: {str}", str=", ".join(map(str, table.dims))),
            said=english(what, {}),
            listed=", ".join([*map(str, extra), *axes]),
        )
    other_order = {}
    for dim, regions in axes.items():
        found = region_labels(table, dim)
        if found != tuple(regions):
            _require_same_regions(found, regions, what, dim)
            other_order[dim] = list(regions)
    ordered = table.sel(other_order) if other_order else table
    return np.ascontiguousarray(ordered.transpose(*extra, *axes).values, dtype=np.float64)


def to_counts(
    table: xr.DataArray, axes: Mapping[str, Sequence[str]], what: str, extra: Sequence[Hashable] = ()
) -> FloatArray:
    """Return the values of a table of counts, as :func:`to_array`; none may be missing or below zero.

    Raises ScenarioError naming the regions of the last axis.
    """
    values = to_array(table, axes, what, extra)
    require_counts(values, list(axes.values())[-1], what)
    return values


def to_numbers(table: xr.DataArray, axes: Mapping[str, Sequence[str]], what: str) -> FloatArray:
    """Return the values of a table that may be below zero, such as net migration; none may be missing.

    Raises ScenarioError naming the regions of the last axis.
    """
    values = to_array(table, axes, what)
    require_finite(values, list(axes.values())[-1], what)
    return values


def require_counts(values: FloatArray, regions: Sequence[str], what: str) -> None:
    """Raise ScenarioError naming the regions (last axis) where a number is missing or below zero."""
    require_finite(values, regions, what)
    if values.size and values.min() < 0:
        where = np.unique(np.nonzero(values < 0)[-1])
        raise ScenarioError(
            "A number is below zero in {said}",
            where=name_regions(regions, where),
            repair="Correct the numbers: stocks, flows, births and deaths count persons.",
            said=english(COUNTED.get(what, what), {}),
        )


def require_option(value: object, known: Sequence[str], what: str) -> None:
    """Raise ScenarioError, with the known values, unless a choice is one of them: a misspelling is no choice."""
    if value not in known:
        raise ScenarioError(
            "There is no {said} “{value}”",
            repair="Use one of: {known}.",
            said=english(what, {}),
            value=str(value),
            known=", ".join(known),
        )


def _require_same_regions(found: Sequence[str], expected: Sequence[str], what: str, dim: str) -> None:
    missing, unknown = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    if not missing and not unknown:
        return
    parts = [Message("missing: {regions}", regions=", ".join(missing))] if missing else []
    parts += [Message("only there: {regions}", regions=", ".join(unknown))] if unknown else []
    raise ScenarioError(
        "{said} does not list the same regions as the stock at the start",
        where=fault_at(dim, joined("; ", parts)),
        repair="Give both dates the same regions; after a change of borders, merge or split stocks first.",
        said=english(what, {}),
    )


def require_square(regions: Sequence[str], others: Sequence[str], what: str) -> None:
    """Raise ScenarioError unless both axes of one table list the same regions."""
    _require_same_regions(others, regions, what, msg("regions"))


def require_finite(values: FloatArray, regions: Sequence[str], what: str) -> None:
    """Raise ScenarioError naming the regions (last axis) where a number is missing."""
    bad = ~np.isfinite(values)
    if bad.any():
        where = np.unique(np.nonzero(bad)[-1])
        raise ScenarioError(
            "{said} has missing numbers",
            where=name_regions(regions, where),
            repair="Fill them, or leave the region out.",
            said=english(what, {}),
        )


def name_regions(regions: Sequence[str], indices: npt.ArrayLike, limit: int = 12) -> str:
    """Return the codes at ``indices`` as one text, cut after ``limit`` with the number of the rest."""
    positions = np.atleast_1d(np.asarray(indices, dtype=np.int64)).tolist()
    names = ", ".join(str(regions[i]) for i in positions[:limit])
    rest = len(positions) - limit
    return Message("{names} and {rest} more", names=names, rest=rest) if rest > 0 else names


def vintage_of(vintage: str, *tables: xr.DataArray | None) -> str:
    """Return the data vintage as given, or else those the tables carry in their attributes, each once."""
    carried = [str(table.attrs.get("data_vintage", "")) for table in tables if table is not None]
    return vintage or "; ".join(dict.fromkeys(vintage for vintage in carried if vintage))


def flow_table(values: FloatArray, regions: Sequence[str], *, attrs: dict[str, object]) -> xr.DataArray:
    """Wrap a flow array over origin, destination (and birthplace) with its labels and attributes."""
    dims = (ORIG, DEST, BIRTH)[: values.ndim]
    labels = list(regions)
    return xr.DataArray(
        values,
        dims=dims,
        coords=dict.fromkeys(dims, labels),
        name="flow",
        attrs={"kind": "flow", "unit": "persons", **attrs},
    )
