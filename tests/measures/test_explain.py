"""Which differences of the account must be explained, with numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_account import FRAMEWORK, LINE, amount

from grutto.frameworks import load
from grutto.measures.explain import differences, threshold_for

if TYPE_CHECKING:
    from small_account import Scoped


def test_which_differences_must_be_explained(scoped: Scoped) -> None:
    """1,500,999 is over 1 million; receipts differ by 2,345 only."""
    now = scoped()
    assert {d.item.item: (d.required, d.open) for d in differences(now)} == {
        "expenditure": (True, True),
        "receipts": (False, False),
    }


@pytest.mark.parametrize(("spent", "required"), [(8_000_000, True), (8_000_001, False), (10_000_000, True)])
def test_a_difference_at_the_threshold_must_be_explained(scoped: Scoped, spent: int, *, required: bool) -> None:
    """9,000,000 was voted, and the threshold is 1 million: at it or above (≥), on either side."""
    line = replace(LINE, expenditure=(amount(spent),))
    now = scoped(framework=replace(FRAMEWORK, budget_line=(line,)))
    assert [d.required for d in differences(now) if d.item.item == "expenditure"] == [required]


@pytest.mark.parametrize(
    ("size", "policy", "technical"),
    [(0, 1, 2), (49_999_999, 1, 2), (50_000_000, 2, 4), (200_000_000, 5, 10), (999_999_999, 5, 10), (10**9, 10, 20)],
)
def test_dutch_thresholds_by_size(size: int, policy: int, technical: int) -> None:
    row = threshold_for(load("nl-2008"), Decimal(size), 2010)
    assert row is not None
    assert [row.policy, row.technical] == [policy * 10**6, technical * 10**6]


def test_thresholds_are_dated() -> None:
    assert threshold_for(load("nl-2008"), Decimal(1), 2007) is None
