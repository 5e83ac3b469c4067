"""Poisson pseudo-maximum likelihood with fixed effects, on sparse normal equations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from grutto.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MOST_STEPS = 100
PRECISE = 1e-10


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """A fitted model: log E[count] = sum of effects + sum of coefficient × variable.

    Attributes:
        coefficients: of each variable; variables that the effects explain fully are left out.
        effects: of each factor, the effect of each of its levels.
    """

    coefficients: dict[str, float]
    effects: dict[str, dict[Any, float]]

    def expected(self, factors: Mapping[str, NDArray[Any]], variables: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """Return the expected counts; NaN for a level without an effect."""
        length = len(next(iter(factors.values())))
        log = np.zeros(length)
        for name, coefficient in self.coefficients.items():
            log += coefficient * variables[name]
        for name, levels in self.effects.items():
            log += np.array([levels.get(level, np.nan) for level in factors[name]])
        expected: NDArray[Any] = np.exp(log)
        return expected


def fit_poisson(
    counts: NDArray[Any], factors: Mapping[str, NDArray[Any]], variables: Mapping[str, NDArray[Any]]
) -> PoissonFit:
    """Fit by iteratively reweighted least squares (McCullagh and Nelder, "Generalized Linear Models", 1989, 2.5).

    Rows of a level without any count are left out first: its effect would be minus infinity (Correia, Guimarães and
    Zylkin, "Verifying the existence of maximum likelihood estimates for generalized linear models", 2019).

    Args:
        counts: zero or more, shape (row,).
        factors: the level of each row, for each factor.
        variables: the value of each row, for each variable.

    Raises:
        ScenarioError: nothing is left to fit, or the steps do not settle.
    """
    usable_rows = _with_counts(counts, factors)
    if not usable_rows.any():
        raise ScenarioError("The gravity model has no flow to fit", where="flows", repair="give periods with flows")
    levels = {name: np.unique(column[usable_rows], return_inverse=True) for name, column in factors.items()}
    dummies = [_dummies(places, len(named)) for named, places in levels.values()]
    names = _independent(dummies, {name: column[usable_rows] for name, column in variables.items()})
    columns = [sparse.csr_matrix(variables[name][usable_rows][:, None]) for name in names]
    found = _solved(counts[usable_rows].astype(float), sparse.hstack([*dummies, *columns], format="csr"))
    effects, start = {}, 0
    for name, (named, _) in levels.items():
        effects[name] = dict(zip(named.tolist(), found[start : start + len(named)].tolist(), strict=True))
        start += len(named)
    return PoissonFit(dict(zip(names, found[start:].tolist(), strict=True)), effects)


def _with_counts(counts: NDArray[Any], factors: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    usable_rows = np.ones(len(counts), dtype=bool)
    while True:
        before = usable_rows.sum()
        for column in factors.values():
            _, places = np.unique(column, return_inverse=True)
            usable_rows &= (np.bincount(places, weights=counts * usable_rows) > 0)[places]
        if usable_rows.sum() == before:
            return usable_rows


def _dummies(places: NDArray[np.intp], number: int) -> sparse.csr_matrix:
    rows = np.arange(len(places))
    return sparse.csr_matrix((np.ones(len(places)), (rows, places)), shape=(len(places), number))


def _independent(dummies: list[sparse.csr_matrix], variables: Mapping[str, NDArray[Any]]) -> list[str]:
    """Return the variables, in order, that the effects and the variables before do not explain fully."""
    design = sparse.hstack(dummies, format="csr")
    names = []
    for name, column in variables.items():
        explained = design @ _least_squares((design.T @ design).toarray(), design.T @ column)
        if np.linalg.norm(column - explained) > 1e-7 * max(1.0, float(np.linalg.norm(column))):
            names.append(name)
            design = sparse.hstack([design, sparse.csr_matrix(column[:, None])], format="csr")
    return names


def _least_squares(gram: NDArray[np.float64], moments: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve normal equations that lack full rank, scaled so that small areas count as much as large ones."""
    scale = 1 / np.sqrt(np.maximum(np.diag(gram), np.finfo(float).tiny))
    found: NDArray[np.float64] = scale * np.linalg.lstsq(gram * np.outer(scale, scale), scale * moments, rcond=1e-12)[0]
    return found


def _solved(counts: NDArray[np.float64], design: sparse.csr_matrix) -> NDArray[np.float64]:
    mean = (counts + counts.mean()) / 2
    log, deviance = np.log(mean), np.inf
    for _ in range(MOST_STEPS):
        weighted = design.multiply(mean[:, None]).tocsr()
        found = _least_squares((design.T @ weighted).toarray(), weighted.T @ (log + (counts - mean) / mean))
        log = design @ found
        mean = np.exp(log)
        last, deviance = deviance, _deviance(counts, mean)
        if abs(last - deviance) < PRECISE * (abs(deviance) + 0.1):
            return found
    raise ScenarioError(
        "The gravity model does not settle", where="flows", repair="leave out a covariate that hardly varies"
    )


def _deviance(counts: NDArray[np.float64], mean: NDArray[np.float64]) -> float:
    logs = np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1) / mean), 0)
    return float(2 * (logs - counts + mean).sum())
