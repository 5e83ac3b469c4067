"""Bilateral flows from labelled stocks, births and deaths."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.accounting import (
    AccountedPopulation,
    Accounting,
    Estimate,
    adjustments,
    estimate,
    model_of,
)
from grutto.scenarios.estimation.axes import (
    BIRTH,
    DEST,
    ORIG,
    RESIDENCE,
    TYPE,
    FloatArray,
    region_labels,
    require_finite,
    require_option,
    require_square,
    to_array,
    to_counts,
    vintage_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

type Detail = Literal["origin-destination", "birthplace", "type"]

#: Weight of minimum migration in the pseudo-Bayesian mixture, calibrated by Azose and Raftery (2019) on
#: European flows.
MINIMUM_MIGRATION_WEIGHT = 0.87

FLOW_TYPES = ("outward", "return", "transit")


def estimate_flows(  # noqa: PLR0913 - four inputs, then keyword settings only
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    births: xr.DataArray,
    deaths: xr.DataArray,
    *,
    method: str | Accounting = "closed",
    detail: Detail = "origin-destination",
    seed: xr.DataArray | None = None,
    weight: float = MINIMUM_MIGRATION_WEIGHT,
    data_vintage: str = "",
) -> xr.DataArray:
    """Estimate the flow of persons between two dates.

    Args:
        stock_start, stock_end: stocks (country_of_birth, country_of_residence), persons, native born on the
            diagonal. Further axes of ``stock_start``, such as sex, period or draw, give an estimate each.
        births, deaths: persons by country_of_residence in the whole period; may lack the further axes.
        method: ``closed`` (minimum migration), ``open``, ``open-dr``, ``independence``, ``pseudo-bayes``, or
            an :class:`Accounting` with choices of one's own.
        detail: flows by (orig, dest) with stayers on the diagonal; by (orig, dest, country_of_birth)
            likewise; or by (flow_type, orig, dest) without stayers: outward, return, transit.
        seed: (orig, dest) table the movers stay nearest to, such as nearness; honoured by every method.
        weight: share of minimum migration in ``pseudo-bayes``, the rest being independence.
        data_vintage: where and when the data come from; if empty, what the tables say in their attributes.

    Returns:
        Persons, with kind, unit, method, seed, diagonal, data_vintage and adjustments (every change made to
        the input) in the attributes.

    Raises:
        ScenarioError: regions missing, doubled or different between tables; missing, negative or infeasible
            numbers, with the regions named.

    Source: Abel (2013); Abel and Sander (2014); Abel and Cohen (2019); pseudo-bayes Azose and Raftery (2019).
    """
    if not 0 <= weight <= 1:
        raise ScenarioError("A weight is a share from 0 to 1, not {weight}", weight=f"{weight:g}")
    require_option(detail, get_args(Detail.__value__), msg("detail"))
    tables = (stock_start, stock_end, births, deaths)
    regions = _regions(stock_start)
    base = None if seed is None else to_counts(seed, {ORIG: regions, DEST: regions}, msg("The seed"))
    populations = list(_populations(tables, regions))
    values = _estimate_all(populations, method, base, detail, weight)
    attrs = _attributes(method, weight, seed, vintage_of(data_vintage, *tables))
    attrs["adjustments"] = _adjustments_text(populations, method)
    attrs["diagonal"] = "zero" if detail == "type" else "stayers"
    return _assemble(values, stock_start, detail, attrs)


def demographic_account(
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    births: xr.DataArray,
    deaths: xr.DataArray,
    *,
    method: str | Accounting = "closed",
    seed: xr.DataArray | None = None,
    data_vintage: str = "",
) -> xr.DataArray:
    """Return flows together with births, deaths and moves out of the world: an account that adds up.

    The axes are orig (regions, ``birth``, ``outside``), dest (regions, ``death``, ``outside``) and
    country_of_birth. Sums over dest give the stock at the start, sums over orig the stock at the end, as
    adjusted by the method. Arguments and errors as in :func:`estimate_flows`; one period, no further axes.
    """
    regions = _regions(stock_start)
    tables = (stock_start, stock_end, births, deaths)
    population, *rest = _populations(tables, regions)
    if rest:
        raise ScenarioError(
            "An account is made for one table at a time", repair="Select one value of the further axes."
        )
    base = None if seed is None else to_counts(seed, {ORIG: regions, DEST: regions}, msg("The seed"))
    labels = list(regions)
    return xr.DataArray(
        estimate(population, model_of(method), base).account(),
        dims=(ORIG, DEST, BIRTH),
        coords={ORIG: [*labels, "birth", "outside"], DEST: [*labels, "death", "outside"], BIRTH: labels},
        name="account",
        attrs={
            **_attributes(method, 1.0, seed, vintage_of(data_vintage, *tables)),
            "adjustments": _adjustments_text([population], method),
        },
    )


def mix_flows(first: xr.DataArray, second: xr.DataArray, weight: float) -> xr.DataArray:
    """Return ``weight`` times the first flow plus the rest of the second; the same axes and labels.

    With minimum migration first and independence second this is the pseudo-Bayesian estimate.

    Source: Azose and Raftery (2019), PNAS 116.
    """
    if not 0 <= weight <= 1:
        raise ScenarioError("A weight is a share from 0 to 1, not {weight}", weight=f"{weight:g}")
    one, other = xr.align(first, second, join="exact")
    return (weight * one + (1 - weight) * other).assign_attrs({**first.attrs, "method": f"mixture, weight {weight:g}"})


def _regions(stock: xr.DataArray) -> tuple[str, ...]:
    regions = region_labels(stock, BIRTH)
    require_square(regions, region_labels(stock, RESIDENCE), msg("The stock at the start"))
    return regions


def _populations(tables: tuple[xr.DataArray, ...], regions: tuple[str, ...]) -> Iterator[AccountedPopulation]:
    """Yield one population for each combination of the further axes of the first table."""
    extra = [dim for dim in tables[0].dims if dim not in {BIRTH, RESIDENCE}]
    square, single = dict.fromkeys((BIRTH, RESIDENCE), regions), {RESIDENCE: regions}
    kinds = (
        (msg("The stock at the start"), square),
        (msg("The stock at the end"), square),
        (msg("The births"), single),
        (msg("The deaths"), single),
    )
    values = [_values(name, axes, table, extra) for (name, axes), table in zip(kinds, tables, strict=True)]
    for position in product(*(range(tables[0].sizes[dim]) for dim in extra)):
        yield AccountedPopulation(regions, *(_pick(array, dims, extra, position) for array, dims in values))


def _values(
    what: str, axes: dict[str, tuple[str, ...]], table: xr.DataArray, extra: list[Hashable]
) -> tuple[FloatArray, list[Hashable]]:
    """Return the values with the further axes first, and the names of those the table has."""
    present = [dim for dim in extra if dim in table.dims]
    values = to_array(table, axes, what, present)
    require_finite(values, axes[RESIDENCE], what)
    return values, present


def _pick(array: FloatArray, present: list[Hashable], extra: list[Hashable], position: tuple[int, ...]) -> FloatArray:
    return np.asarray(array[tuple(position[extra.index(dim)] for dim in present)], dtype=np.float64)


def _estimate_one(
    population: AccountedPopulation, method: str | Accounting, seed: FloatArray | None, detail: Detail, weight: float
) -> FloatArray:
    if method != "pseudo-bayes":
        return _shape(estimate(population, model_of(method), seed), detail)
    closed = _shape(estimate(population, model_of("closed"), seed), detail)
    independent = _shape(estimate(population, model_of("independence"), seed), detail)
    return weight * closed + (1 - weight) * independent


def _shape(result: Estimate, detail: Detail) -> FloatArray:
    if detail == "birthplace":
        return result.flows.by_birthplace()
    summed = result.flows.by_origin_destination()
    if detail == "origin-destination":
        return summed
    outward, returning = result.flows.of_natives()
    moves = np.stack((outward, returning, np.maximum(summed - outward - returning, 0)))
    regions = np.arange(len(summed))
    moves[:, regions, regions] = 0
    return moves


def _estimate_all(
    populations: list[AccountedPopulation],
    method: str | Accounting,
    seed: FloatArray | None,
    detail: Detail,
    weight: float,
) -> FloatArray:
    """Return one estimate after the other, along a first axis; filled in place, as ensembles are large."""
    if not populations:
        raise ScenarioError("A further axis of the stock at the start is empty")
    first = _estimate_one(populations[0], method, seed, detail, weight)
    if len(populations) == 1:
        return first[None]
    values = np.empty((len(populations), *first.shape))
    values[0] = first
    for index, population in enumerate(populations[1:], start=1):
        values[index] = _estimate_one(population, method, seed, detail, weight)
    return values


def _adjustments_text(populations: list[AccountedPopulation], method: str | Accounting) -> str:
    model = model_of("closed" if method == "pseudo-bayes" else method)
    changes = dict.fromkeys(change for population in populations for change in adjustments(population, model))
    return "; ".join(changes) or "none"


def _attributes(
    method: str | Accounting, weight: float, seed: xr.DataArray | None, data_vintage: str
) -> dict[str, object]:
    name = method if isinstance(method, str) else repr(method)
    if name == "pseudo-bayes":
        name = f"pseudo-bayes, {weight:g} closed and {1 - weight:g} independence"
    return {
        "kind": "flow",
        "unit": "persons",
        "method": name,
        "seed": "none" if seed is None else str(seed.name or "given"),
        "data_vintage": data_vintage,
    }


def _assemble(values: FloatArray, stock: xr.DataArray, detail: Detail, attrs: dict[str, object]) -> xr.DataArray:
    extra = [dim for dim in stock.dims if dim not in {BIRTH, RESIDENCE}]
    core = {
        "origin-destination": (ORIG, DEST),
        "birthplace": (ORIG, DEST, BIRTH),
        "type": (TYPE, ORIG, DEST),
    }[detail]
    regions = stock[BIRTH].values
    coords: dict[Hashable, object] = {dim: regions for dim in core if dim != TYPE}
    if detail == "type":
        coords[TYPE] = list(FLOW_TYPES)
    coords |= {dim: stock[dim].values for dim in extra if dim in stock.coords}
    shape = [stock.sizes[dim] for dim in extra] + list(values.shape[1:])
    return xr.DataArray(values.reshape(shape), dims=[*extra, *core], coords=coords, name="flow", attrs=attrs)


def check_identity(
    flow: xr.DataArray,
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    births: xr.DataArray,
    deaths: xr.DataArray,
) -> xr.DataArray:
    """Return stock at end - stock at start - births + deaths - net migration, by region, in persons.

    Zero everywhere for a closed estimate whose world total was in balance; what is left elsewhere is what
    balancing or openness added to the region.
    """
    moves = flow.sum(BIRTH) if BIRTH in flow.dims else flow
    net = moves.sum(ORIG).rename({DEST: RESIDENCE}) - moves.sum(DEST).rename({ORIG: RESIDENCE})
    grown = stock_end.sum(BIRTH) - stock_start.sum(BIRTH) - births + deaths - net
    return grown.rename("discrepancy").assign_attrs({"unit": "persons"})


def split_by_type(flow: xr.DataArray) -> xr.DataArray:
    """Return a flow by birthplace as (flow_type, orig, dest): outward, return and transit, no stayers.

    Source: Azose and Raftery (2019), PNAS 116.
    """
    regions = region_labels(flow, ORIG)
    values = to_counts(flow, dict.fromkeys((ORIG, DEST, BIRTH), regions), msg("The flow"))
    index = np.arange(len(regions))
    outward, returning = values[index, :, index], values[:, index, index]
    summed = values.sum(axis=2)
    moves = np.stack((outward, returning, np.maximum(summed - outward - returning, 0)))
    moves[:, index, index] = 0
    return xr.DataArray(
        moves,
        dims=(TYPE, ORIG, DEST),
        coords={TYPE: list(FLOW_TYPES), ORIG: list(regions), DEST: list(regions)},
        name="flow",
        attrs={**flow.attrs, "diagonal": "zero"},
    )
