"""Controlled rounding adds up."""

from __future__ import annotations

import pytest
from populations import cells_of, crossed, flat, returnees

from grutto.protect import Ledger, publish, rounded
from grutto.protect.plan import ProtectionPolicy, PublicationPlan

OPEN = ProtectionPolicy(threshold=0, families=0)


@pytest.mark.parametrize("base", [3, 5])
def test_counts_become_multiples_and_still_add_up(base: int) -> None:
    """A table of country × sex × age with margins; nothing is farther from the truth than the base."""
    plan, cases = returnees(300, 8, 3, seed=3)
    plan = PublicationPlan(plan.population, plan.dimensions, plan.tables, OPEN)
    edition = publish(plan, cases, Ledger(plan.population))
    result = rounded(plan, cases, edition.cells, base)
    values = {cell.statement.cell: cell.persons or 0 for cell in result}
    for before, after in zip(edition.cells, result, strict=True):
        assert after.persons is not None
        assert after.persons % base == 0
        assert abs(after.persons - (before.persons or 0)) < base
    for country in plan.dimensions[0].codes:
        for age in plan.dimensions[2].codes:
            parts = [values[("age", age), ("country", country), ("sex", sex)] for sex in "FM"]
            assert sum(parts) == values[("age", age), ("country", country), ("sex", "all")]


def test_hidden_cells_stay_hidden() -> None:
    """Rounding changes what is shown only."""
    country = flat("country", "ABC")
    plan = PublicationPlan("p", (country,), (crossed("t", country),))
    edition = publish(plan, cells_of({("A",): 2, ("B",): 11, ("C",): 31}, (country,)), Ledger("p"))
    hidden = [cell.hidden for cell in edition.cells]
    assert [cell.hidden for cell in rounded(plan, [], edition.cells, 5)] == hidden
    assert any(hidden)
