"""From assumptions to priors: the size of each, how sure it is, and the flows it touches."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.drivers.declaration import Driver, Policy, Shock, log_multiplier
from grutto.scenarios.regions import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grutto.scenarios.drivers.declaration import Scenario


@dataclass(frozen=True)
class Prior:
    """A log-normal prior on the size of one assumption.

    Attributes:
        assumption: what was declared.
        median: of the size: a factor, persons, persons a year, or a share.
        unit: of the size, in words.
        log_sd: standard deviation of the logarithm of the size.
        most: the size is cut here; 1 for shares.
        orig, dest: places of the areas concerned.
        periods: places of the periods concerned.
    """

    assumption: Driver | Policy | Shock
    median: float
    unit: str
    log_sd: float
    most: float
    orig: NDArray[np.intp]
    dest: NDArray[np.intp]
    periods: NDArray[np.intp]

    def sample(self, draws: NDArray[np.integer], seed: int) -> NDArray[np.float64]:
        """Draw sizes for the draws with these numbers, shape (draw,).

        A size depends on the seed, the assumption's id and the number of the draw only: adding another
        assumption, or more draws, changes none of them.
        """
        rng = np.random.default_rng([seed, zlib.crc32(self.assumption.id.encode())])
        departures = rng.standard_normal(int(draws.max()) + 1)[draws]
        return np.asarray(np.minimum(self.median * np.exp(self.log_sd * departures), self.most))

    def interval(self, z: float = 1.2815515655446004) -> tuple[float, float]:
        """Return the central interval of the size; the default z gives 80 %."""
        low, high = (min(self.median * math.exp(sign * z * self.log_sd), self.most) for sign in (-1, 1))
        return low, high


def priors(scenario: Scenario, areas: Sequence[str], periods: Sequence[int]) -> tuple[Prior, ...]:
    """Resolve every assumption of a scenario against the areas and periods of a projection.

    Raises:
        ScenarioError: an unknown area, a period that is not projected, or nothing left to act on.
    """
    return tuple(prior(assumption, scenario.id, areas, periods) for assumption in scenario.assumptions)


def prior(assumption: Driver | Policy | Shock, scenario: str, areas: Sequence[str], periods: Sequence[int]) -> Prior:
    """Resolve one assumption.

    Raises:
        ScenarioError: an unknown area, a period that is not projected, or nothing left to act on.
    """
    where = f"{scenario}, {assumption.id}"
    found = _resolved(assumption, areas, periods, where)
    if isinstance(assumption, Shock):
        require_refuge(assumption, found, len(areas), where)
    return found


def _resolved(assumption: Driver | Policy | Shock, areas: Sequence[str], periods: Sequence[int], where: str) -> Prior:
    median, unit, most = size(assumption)
    orig = (assumption.orig,) if isinstance(assumption, Shock) else assumption.orig
    dest = assumption.region if isinstance(assumption, Shock) else assumption.dest
    return Prior(
        assumption=assumption,
        median=median,
        unit=unit,
        log_sd=assumption.spread,
        most=most,
        orig=places(expand(orig, areas, where=where), areas, where),
        dest=places(expand(dest, areas, where=where), areas, where),
        periods=periods_of(assumption, periods, where),
    )


def require_refuge(shock: Shock, found: Prior, areas: int, where: str) -> None:
    """Refuse a shock whose displaced have nowhere to go: nobody is lost.

    Raises:
        ScenarioError: no area of reception besides one of those they leave, or none beyond it.
    """
    for orig in found.orig:
        near = np.setdiff1d(found.dest, [orig])
        if shock.in_region > 0 and not near.size:
            raise ScenarioError(
                "The region of reception has no area besides the one they leave",
                where=where,
                repair="name neighbours in region, or set in_region = 0",
            )
        if shock.in_region < 1 and len(near) == areas - 1:
            raise ScenarioError(
                "The region of reception takes in all other areas: nobody can go beyond it",
                where=where,
                repair="name fewer areas in region, or set in_region = 1",
            )


def size(assumption: Driver | Policy | Shock) -> tuple[float, str, float]:
    """Return the median, the unit and the largest possible value of an assumption's size."""
    if isinstance(assumption, Driver):
        return math.exp(log_multiplier(assumption)), "factor on flows", math.inf
    if isinstance(assumption, Shock):
        return assumption.displaced, "persons displaced", math.inf
    if assumption.places_per_year is not None:
        return assumption.places_per_year, "places a year", math.inf
    unit = "share of the stock per period" if assumption.kind == "return" else "share kept in the region"
    return float(assumption.share or 0), unit, 1.0


def places(found: Sequence[str], areas: Sequence[str], where: str) -> NDArray[np.intp]:
    """Return where the areas found stand among all.

    Raises:
        ScenarioError: none of them is in the data.
    """
    if not found:
        raise ScenarioError("None of the areas named is in the data", where=where, repair="name other areas")
    return np.array([list(areas).index(area) for area in found], dtype=np.intp)


def periods_of(assumption: Driver | Policy | Shock, periods: Sequence[int], where: str) -> NDArray[np.intp]:
    """Return where the assumption's periods stand among the projected ones.

    Raises:
        ScenarioError: a period is not projected.
    """
    strange = sorted(set(assumption.periods) - set(periods))
    if strange:
        raise ScenarioError(
            "Periods that are not projected: {strange}",
            where=where,
            repair="projected are {periods}",
            strange=str(strange),
            periods=str(list(periods)),
        )
    wanted = assumption.periods or periods
    return np.array([index for index, period in enumerate(periods) if period in wanted], dtype=np.intp)
