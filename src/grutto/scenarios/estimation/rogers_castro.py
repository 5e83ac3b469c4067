"""Model migration schedules: migration rates by age as a sum of a few curves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.datasets import dataset

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class RogersCastro:
    """Parameters of a Rogers and Castro schedule; rates a year, ages in years.

    Attributes:
        a1, alpha1: level and descent of the childhood curve.
        a2, alpha2, mu2, lambda2: level, descent, position and ascent of the labour-force curve.
        c: level at all ages.
        a3, alpha3, mu3, lambda3: the same for a retirement peak; none when ``a3`` is zero.
        a4, lambda4: level and ascent of a slope after retirement; none when ``a4`` is zero.

    Source: Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30.
    """

    a1: float
    alpha1: float
    a2: float
    alpha2: float
    mu2: float
    lambda2: float
    c: float
    a3: float = 0.0
    alpha3: float = 1.0
    mu3: float = 65.0
    lambda3: float = 1.0
    a4: float = 0.0
    lambda4: float = 0.0

    def rates(self, ages: npt.ArrayLike) -> xr.DataArray:
        """Return the migration rate a year at exact ``ages`` (years), axis ``age``."""
        age = np.asarray(ages, dtype=np.float64)
        values = self.c + self.a1 * np.exp(-self.alpha1 * age)
        values += _peak(age, self.a2, self.alpha2, self.mu2, self.lambda2)
        if self.a3:
            values += _peak(age, self.a3, self.alpha3, self.mu3, self.lambda3)
        if self.a4:
            values += self.a4 * np.exp(self.lambda4 * age)
        return xr.DataArray(
            values,
            dims="age",
            coords={"age": age},
            name="migration_rate",
            attrs={"kind": "rate", "unit": "moves a person a year", "method": "Rogers and Castro (1981)"},
        )

    def indices(self) -> dict[str, float]:
        """Return the summary indices of the schedule; the age of the peak in years, the others are ratios."""
        if self.a1 == 0 or self.a2 == 0 or self.alpha2 == 0:
            raise ScenarioError("The indices of a schedule need a childhood and a labour-force curve")
        return {
            "peaking": self.mu2,
            "child_dependency": self.a1 / self.a2,
            "labor_dependency": self.a2 / self.a1,
            "labor_asymmetry": self.lambda2 / self.alpha2,
            "regularity": self.alpha1 / self.alpha2,
        }


def _peak(age: npt.NDArray[np.float64], a: float, alpha: float, mu: float, lam: float) -> npt.NDArray[np.float64]:
    return np.asarray(a * np.exp(-alpha * (age - mu) - np.exp(-lam * (age - mu))), dtype=np.float64)


#: Parameters Rogers and Castro (1981) propose where a population's own schedule is unknown.
FUNDAMENTAL = RogersCastro(a1=0.02, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20.0, lambda2=0.4, c=0.003)


@cache
def un_schedules() -> dict[tuple[str, str], RogersCastro]:
    """Return the six model schedules of the United Nations by name and sex, such as ("western standard", "female").

    Source: United Nations (1992), Preparing Migration Data for Subnational Population Projections.
    """
    rows = dataset("un_1992_schedules").to_pylist()
    return {(row.pop("schedule"), row.pop("sex")): RogersCastro(**row) for row in rows}
