"""Fictional populations for tests of disclosure control: skewed counts, families, partners, late registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grutto.protect import Dimension, KnownCase, ProtectedTable, ProtectionPolicy, PublicationPlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def flat(name: str, codes: Sequence[str], *, sensitive: bool = False) -> Dimension:
    """Return a dimension of codes and their total, "all"."""
    parts = {code: frozenset([code]) for code in codes}
    return Dimension(name, {"all": frozenset(codes), **parts}, sensitive=sensitive)


def nested(name: str, groups: Mapping[str, Sequence[str]]) -> Dimension:
    """Return a dimension of codes in groups, with their total, "all"."""
    codes = {code: frozenset([code]) for group in groups.values() for code in group}
    return Dimension(
        name, {"all": frozenset(codes), **{name: frozenset(group) for name, group in groups.items()}, **codes}
    )


def crossed(name: str, *dimensions: Dimension, exact: bool = False, amounts: str = "") -> ProtectedTable:
    """Return the table of every code of some dimensions."""
    return ProtectedTable(name, {one.name: tuple(one.codes) for one in dimensions}, exact=exact, amounts=amounts)


def cells_of[Codes: tuple[str, ...]](counts: Mapping[Codes, int], dimensions: Sequence[Dimension]) -> list[KnownCase]:
    """Return so many cases of each combination of finest codes, each a family and a partner of its own."""
    cases = []
    for codes, number in counts.items():
        named = {one.name: code for one, code in zip(dimensions, codes, strict=True)}
        cases += [KnownCase(named, f"{'-'.join(codes)}-{n}", f"{'-'.join(codes)}-{n}") for n in range(number)]
    return cases


def returnees(
    persons: int, countries: int, regions: int, seed: int, spread: float = 1.0
) -> tuple[PublicationPlan, list[KnownCase]]:
    """Return a plan of country (in regions) × sex × age, and persons in families with three partners.

    Args:
        persons: how many.
        countries: how many.
        regions: how many groups of countries.
        seed: of the random numbers.
        spread: smaller is more skewed over countries.
    """
    rng = np.random.default_rng(seed)
    names = [f"C{n:02}" for n in range(countries)]
    dimensions = (
        nested("country", {f"R{r}": names[r::regions] for r in range(regions)}),
        flat("sex", ("F", "M")),
        flat("age", ("0-17", "18-59", "60+")),
    )
    weights = rng.pareto(spread, countries) + 0.05
    cases: list[KnownCase] = []
    while len(cases) < persons:
        country = str(rng.choice(names, p=weights / weights.sum()))
        partner = f"partner-{rng.integers(3)}"
        family = f"family-{len(cases)}"
        for _ in range(int(rng.choice([1, 1, 1, 2, 4]))):
            codes = {
                "country": country,
                "sex": str(rng.choice(["F", "M"], p=[0.3, 0.7])),
                "age": str(rng.choice(["0-17", "18-59", "60+"], p=[0.2, 0.75, 0.05])),
            }
            cases.append(KnownCase(codes, family, partner, amount=float(rng.choice([615, 1800, 2800]))))
    return PublicationPlan("return-nl", dimensions, (crossed("by-country", *dimensions),), ProtectionPolicy()), cases[
        :persons
    ]
