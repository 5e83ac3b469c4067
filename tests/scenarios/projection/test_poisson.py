"""Poisson pseudo-maximum likelihood against closed forms and another program."""

from __future__ import annotations

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.projection.poisson import fit_poisson


def test_effects_alone_give_the_product_of_margins() -> None:
    """With an effect for each row and column the fit is independence: row total × column total ÷ total."""
    table = np.array([[3.0, 7, 10], [1, 2, 17], [30, 5, 5]])
    rows, columns = (part.ravel() for part in np.indices(table.shape))
    fit = fit_poisson(table.ravel(), {"row": rows, "column": columns}, {})
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    assert fit.expected({"row": rows, "column": columns}, {}) == pytest.approx(expected.ravel(), rel=1e-9)


def test_coefficients_are_those_of_pyfixest() -> None:
    """Made with pyfixest 0.60, `fepois("y ~ x + z | orig + dest")` on these 10,620 corridors, November 2026."""
    rng = np.random.default_rng(5)
    orig, dest = (np.tile(part, 3) for part in np.nonzero(~np.eye(60, dtype=bool)))
    x = rng.normal(size=len(orig))
    z = rng.normal(size=len(orig)) + 0.3 * x
    effect_orig, effect_dest = rng.normal(size=60), rng.normal(size=60)
    effect_orig[3] = -30
    counts = rng.poisson(np.exp(1 + effect_orig[orig] + effect_dest[dest] + 0.5 * x - 0.7 * z)).astype(float)
    explained = effect_orig[orig]
    fit = fit_poisson(counts, {"orig": orig, "dest": dest}, {"x": x, "z": z, "explained": explained})
    assert fit.coefficients == pytest.approx({"x": 0.5002713009481637, "z": -0.6970856769313837}, rel=1e-10)
    assert 3 not in fit.effects["orig"]
    assert np.isnan(fit.expected({"orig": np.array([3]), "dest": np.array([0])}, {"x": np.zeros(1), "z": np.zeros(1)}))


def test_no_count_at_all_is_refused() -> None:
    """There is nothing to learn from."""
    with pytest.raises(ScenarioError, match="no flow to fit"):
        fit_poisson(np.zeros(4), {"orig": np.array([1, 1, 2, 2])}, {})
