"""Net migration of one region as what births, deaths and survival do not explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence


def net_from_vital_statistics(
    population_start: xr.DataArray, population_end: xr.DataArray, births: xr.DataArray, deaths: xr.DataArray
) -> xr.Dataset:
    """Return population_change, natural_increase and net_migration (persons, the period), any axes.

    Source: Bogue, Hinze and White (1982), Techniques of Estimating Net Migration.
    """
    tables = xr.align(population_start, population_end, births, deaths, join="exact")
    start, end, born, died = tables
    change, natural = end - start, born - died
    return xr.Dataset(
        {"population_change": change, "natural_increase": natural, "net_migration": change - natural},
        attrs={"kind": "flow", "unit": "persons", "method": "vital statistics"},
    )


def net_from_survival(
    population_start: xr.DataArray,
    population_end: xr.DataArray,
    survival_ratio: xr.DataArray,
    *,
    maternal_ages: Sequence[int] | None = None,
    maternal_exposure: Sequence[float] = (0.25, 0.75),
) -> xr.Dataset:
    """Return net migration by cohort, forward, reverse and their average, from survival ratios.

    All three tables share the axis ``age`` (age at the end; positions are cohorts). ``forward`` counts
    migrants at the end of the period, ``reverse`` at its start. Cohorts born in the period have no ratio
    (missing): they get zero, or, when ``maternal_ages`` is given, the mothers' net migration times the ratio
    of children to mothers at the end and the share of the period the children were exposed to.
    ``maternal_ages`` are the positions of the mothers of the youngest cohort; each older cohort
    has mothers one position higher.

    Raises ScenarioError when a ratio is not positive or the children outnumber the exposures given.

    Source: United Nations (1992), Preparing Migration Data for Subnational Population Projections; Bogue et
    al. (1982).
    """
    start, end, ratio = xr.align(population_start, population_end, survival_ratio, join="exact")
    if bool((ratio <= 0).any()):
        raise ScenarioError(
            "A survival ratio is not positive", repair="Leave it missing for cohorts born in the period."
        )
    expected_end, expected_start = start * ratio, end / ratio
    forward = (end - expected_end).fillna(0.0)
    reverse = (expected_start - start).fillna(0.0)
    if maternal_ages is not None:
        born = np.isnan(ratio.values)
        forward, reverse = (
            _with_children(net, end, born, maternal_ages, maternal_exposure) for net in (forward, reverse)
        )
    return xr.Dataset(
        {
            "net_forward": forward,
            "net_reverse": reverse,
            "net_average": (forward + reverse) / 2,
            "expected_population_end": expected_end,
            "expected_population_start": expected_start,
        },
        attrs={"kind": "flow", "unit": "persons", "method": "survival ratio"},
    )


def _with_children(
    net: xr.DataArray,
    population_end: xr.DataArray,
    born: np.ndarray,
    maternal_ages: Sequence[int],
    exposure: Sequence[float],
) -> xr.DataArray:
    children = np.nonzero(born)[0]
    if len(children) != len(exposure):
        raise ScenarioError(
            "{number} cohorts were born in the period, but {number_2} exposures are given",
            where=Message("ages {listed}", listed=", ".join(str(a) for a in net["age"].values[children].tolist())),
            number=len(children),
            number_2=len(exposure),
        )
    filled = net.copy()
    for older, (child, exposed) in enumerate(zip(children, exposure, strict=True)):
        mothers = [position + older for position in maternal_ages]
        ratio = float(population_end[child]) / float(population_end[mothers].sum())
        filled[child] = exposed * ratio * float(net[mothers].sum())
    return filled
