"""The reader of population and rates by age, with model ages of migrants where a table has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.axes import PERIOD_YEARS
from grutto.scenarios.data import refuse_rows, vintage_of
from grutto.scenarios.estimation.rogers_castro import FUNDAMENTAL
from grutto.scenarios.projection.cohort import Demography
from grutto.scenarios.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MODEL_AGES = "ages of migrants are not observed but the model schedule of Rogers and Castro (1981)"
SEXES = ("female", "male")
PARTS = ("population", "survival", "fertility", "profile", "birth_survival")


def read_demography(path: Path, areas: Sequence[str], *, source: str) -> Demography:
    """Read population and rates by age, one row for each area, sex (female, male) and five-year age group.

    Columns: area, sex, age (first year of the group), population, survival, fertility (births per woman and
    year; empty for men), profile (share of those who leave), birth_survival (read where age is 0).

    Where an area's profile is empty, its migrants get model ages: see `with_model_ages`. The vintage says so.

    Raises:
        ScenarioError: a group is missing or told twice, or a rate is none; named.
    """
    rows = read_rows(path, codes=("area", "sex"), whole=("age",), numbers=PARTS).among(area=areas)
    absent = sorted(set(areas) - set(rows["area"].tolist()))
    if absent:
        raise ScenarioError(
            "The table of ages lacks areas: {absent}",
            where=path,
            repair="add them, with a population of 0 if nobody lives there any more; or leave them out of areas",
            absent=", ".join(absent),
        )
    refuse_rows(rows, "sex", ~np.isin(rows["sex"], SEXES), msg("A sex is neither female nor male"))
    ages = sorted(set(rows["age"].tolist()))
    if ages != list(range(0, PERIOD_YEARS * len(ages), PERIOD_YEARS)):
        raise ScenarioError("Ages are not the first years of five-year groups: 0, 5, 10 …", where=f"{path}: {ages}")
    axes = {"area": list(areas), "sex": list(SEXES), "age": ages}
    parts = {
        name: xr.DataArray(rows.spread(axes, name, absent=np.nan), dims=tuple(axes), coords=axes, name=name)
        for name in PARTS
    }
    profile, modelled = with_model_ages(parts["profile"], parts["population"])
    vintage = vintage_of(path, source)
    if modelled:
        which = "all areas" if len(modelled) == len(areas) else ", ".join(modelled)
        vintage += f"; {MODEL_AGES}: {which}"
    return Demography(
        population=parts["population"].assign_attrs(vintage=vintage, model_ages=", ".join(modelled)),
        survival=parts["survival"],
        birth_survival=parts["birth_survival"].isel(age=0, drop=True),
        fertility=parts["fertility"].sel(sex="female", drop=True),
        profile=profile,
    )


def with_model_ages(profile: xr.DataArray, population: xr.DataArray) -> tuple[xr.DataArray, list[str]]:
    """Fill the profiles of areas that have none: rates of the fundamental schedule × the area's own population.

    The rate is that of the middle of each group; the first group stays 0, as a profile wants it.

    Args:
        profile: share of those who leave (area, sex, age); NaN throughout an area that has none.
        population: persons (area, sex, age).

    Returns:
        the profiles, and the areas whose ages are modelled.

    Source: Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30.
    """
    empty = profile.isnull().all(("sex", "age"))
    middle = population.age.to_numpy() + PERIOD_YEARS / 2
    rates = np.where(population.age.to_numpy() > 0, FUNDAMENTAL.rates(middle).to_numpy(), 0.0)
    inhabited = population.sum(("sex", "age")) > 0
    leaving = population.where(inhabited, 1.0) * xr.DataArray(rates, coords={"age": population.age})
    modelled = [str(area) for area in profile.area.to_numpy()[empty.to_numpy()]]
    return profile.where(~empty, leaving / leaving.sum(("sex", "age"))), modelled
