from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import FUNDAMENTAL, RogersCastro


def test_schedule_equals_the_reference(schedule_case: dict[str, Any]) -> None:
    schedule = RogersCastro(**schedule_case["inputs"]["pars"])
    expected = schedule_case["expected"]
    np.testing.assert_allclose(schedule.rates(schedule_case["inputs"]["x"]), expected["m"], rtol=1e-12)
    theirs = {name: next(iter(value.values())) for name, value in expected["index_age_rc"].items()}
    assert schedule.indices() == pytest.approx(theirs, rel=1e-12)


def test_the_fundamental_schedule_peaks_in_the_twenties() -> None:
    rates = FUNDAMENTAL.rates(np.arange(101))
    assert 20 < float(rates.idxmax()) < 26
    assert rates.attrs["kind"] == "rate"


def test_retirement_and_old_age_add_to_the_schedule() -> None:
    plain = {name: getattr(FUNDAMENTAL, name) for name in ("a1", "alpha1", "a2", "alpha2", "mu2", "lambda2", "c")}
    full = RogersCastro(**plain, a3=0.01, alpha3=0.5, mu3=65, lambda3=0.8, a4=0.001, lambda4=0.02)
    extra = full.rates([30, 66]) - FUNDAMENTAL.rates([30, 66])
    old = 0.001 * np.exp(0.02 * np.array([30, 66]))
    peak = 0.01 * np.exp(-0.5 * 1 - np.exp(-0.8 * 1))
    np.testing.assert_allclose(extra, old + np.array([0, peak]), rtol=1e-9)


def test_indices_need_both_curves() -> None:
    with pytest.raises(ScenarioError, match="childhood and a labour-force"):
        RogersCastro(a1=0, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20, lambda2=0.4, c=0).indices()
