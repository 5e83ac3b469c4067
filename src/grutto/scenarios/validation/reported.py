"""Checks against flows that a country reports itself, which no model has seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.axes import PERIOD_YEARS
from grutto.scenarios.validation.scores import correlation, log_correlation, mean_absolute_error

if TYPE_CHECKING:
    import xarray as xr

CAVEAT = (
    "Reported inflows count permits by citizenship year by year; modelled flows count changes of residence "
    "over five years by last residence. Compare the pattern (r, log r) before the size."
)


@dataclass(frozen=True)
class ReportedCheck:
    """Modelled arrivals of one country beside its own count.

    Attributes:
        source: what was compared: a model's name, or the estimates it learns from.
        dest: the reporting country.
        period: first year of the five years.
        origins: areas of origin with a reported number in all five years.
        reported, modelled: sums over these origins, persons in five years.
        mae: mean absolute difference by origin, persons in five years.
        r, log_r: correlation over origins.
        caveat: what the two numbers do not have in common.
    """

    source: str
    dest: str
    period: int
    origins: int
    reported: float
    modelled: float
    mae: float
    r: float
    log_r: float
    caveat: str = CAVEAT

    def row(self) -> dict[str, str | int | float]:
        """Return the check as one row of a table."""
        return asdict(self)


def check_reported(table: xr.DataArray, reported: xr.DataArray, *, source: str) -> ReportedCheck:
    """Compare one period's flows into a country with the sum of five years of its own reports.

    Args:
        table: persons per period (orig, dest) with the scalar coordinate period.
        reported: persons a year (year, orig) with attrs['dest'], from `data.read_reported_inflows`.
        source: a name for what is compared.

    Raises:
        ScenarioError: the reports do not cover the five years, or the country is not among the areas.
    """
    first, dest = int(table.period), str(reported.attrs["dest"])
    years = list(range(first, first + PERIOD_YEARS))
    if not set(years) <= {int(year) for year in reported.year.to_numpy()}:
        raise ScenarioError(
            "The reported inflows do not cover {years}–{years_2}",
            where=Message("reported, dimension year"),
            years=years[0],
            years_2=years[-1],
        )
    if dest not in table.dest.to_numpy():
        raise ScenarioError(
            "{dest} is not among the areas of the flows", where=Message("table, dimension dest"), dest=dest
        )
    total = reported.sel(year=years).sum("year", skipna=False)
    known = set(total.orig.to_numpy()[np.isfinite(total.to_numpy())])
    origins = [area for area in table.orig.to_numpy() if area in known and area != dest]
    theirs = total.sel(orig=origins).to_numpy()
    ours = table.sel(orig=origins, dest=dest).to_numpy().astype(float)
    return ReportedCheck(
        source=source,
        dest=dest,
        period=first,
        origins=len(origins),
        reported=float(theirs.sum()),
        modelled=float(ours.sum()),
        mae=mean_absolute_error(theirs, ours),
        r=correlation(theirs, ours),
        log_r=log_correlation(theirs, ours),
    )
