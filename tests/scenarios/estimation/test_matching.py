from __future__ import annotations

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation.matching import match_birthplaces, spread_within
from grutto.scenarios.estimation.vital_events import birth_table, death_table, scale_native_born


def row(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


def test_amounts_follow_the_weights_where_there_is_room() -> None:
    assert spread_within(np.array([8.0]), row(1, 3), row(9, 9)).tolist() == [[2, 6]]


def test_what_a_full_cell_cannot_take_goes_to_the_others_by_weight() -> None:
    assert spread_within(np.array([8.0]), row(4, 1, 3), row(1, 9, 9)).tolist() == [[1, 1.75, 5.25]]


def test_cells_without_weight_come_last() -> None:
    assert spread_within(np.array([8.0]), row(4, 0, 0), row(2, 9, 3)).tolist() == [[2, 4.5, 1.5]]
    assert spread_within(np.array([4.0]), row(0, 0), row(6, 2)).tolist() == [[3, 1]]


def test_open_matching_never_takes_more_than_lives_there() -> None:
    # DEFECT 5 of the reference: the leavers follow the later stock and leave a negative one behind.
    start, end = row(10, 90), row(50, 5)
    matched = match_birthplaces(start, end, "open")
    assert matched.start.min() >= 0
    np.testing.assert_allclose(matched.start.sum(axis=1), matched.end.sum(axis=1))
    np.testing.assert_allclose(matched.start + matched.left, start)
    assert matched.left.tolist() == [[10, 35]]


def test_the_adjustment_lifts_a_region_without_foreign_born() -> None:
    start = np.array([[100.0, 5, 0], [4, 80, 0], [3, 6, 90]])
    end = np.array([[127.0, 7, 2], [2, 82, 1], [2, 5, 60]])
    with pytest.raises(ScenarioError, match=r"start are infeasible[\s\S]*column C"):
        match_birthplaces(start, end, "rescale", regions=list("ABC"))
    matched = match_birthplaces(start, end, "rescale-adjust-zero-fb", regions=list("ABC"))
    np.testing.assert_allclose(matched.start.sum(axis=1), matched.end.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(matched.start.sum(axis=0), start.sum(axis=0), rtol=1e-9)


def test_the_native_born_cannot_be_scaled_below_zero() -> None:
    with pytest.raises(ScenarioError, match="cannot absorb"):
        scale_native_born(np.array([[1.0, 9], [9, 1]]), np.array([[1.0, 9], [9, 1]]), 90.0)


def test_whole_persons_balance_exactly() -> None:
    start, end = np.diag([10.0, 21, 33]), np.diag([12.0, 22, 35])
    scaled = scale_native_born(start, end, 0.0, whole_persons=True)
    assert float(scaled[1].sum() - scaled[0].sum()) == 0
    assert all((table == table.round()).all() for table in scaled)


def test_births_and_deaths_keep_their_totals() -> None:
    stock = np.array([[10.0, 5], [3, 20]])
    for method in ("native", "proportion"):
        table = birth_table(np.array([12.0, 4]), stock, method)
        np.testing.assert_allclose(table.sum(axis=0), [12, 4])
        assert (table <= stock).all()
    np.testing.assert_allclose(death_table(np.array([2.0, 1]), stock).sum(axis=0), [2, 1])
    with pytest.raises(ScenarioError, match="need the stock at the end"):
        death_table(np.array([2.0, 1]), stock, "accounting")
