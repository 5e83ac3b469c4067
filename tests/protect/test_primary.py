"""What makes a cell primary."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from populations import cells_of, crossed, flat

from grutto.protect.cases import KnownCase, numbers, statements_of
from grutto.protect.plan import ProtectionPolicy, PublicationPlan
from grutto.protect.primary import amounts_demanded, persons_demanded

COUNTRY = flat("country", "ABC")


def demanded(
    counts: dict[tuple[str, ...], int], policy: ProtectionPolicy | None = None
) -> dict[str, tuple[float, float]]:
    """Return what is demanded of each country."""
    plan = PublicationPlan("p", (COUNTRY,), (crossed("t", COUNTRY),), policy or ProtectionPolicy())
    found = numbers(plan, cells_of(counts, (COUNTRY,)), statements_of(plan, 0))
    return {found.statements[d.cell].cell[0][1]: (d.low, d.high) for d in persons_demanded(plan, found)}


def test_fewer_than_five_persons_are_hidden_and_nought_is_not() -> None:
    """The attacker must hold all of 1 to 5 possible."""
    assert demanded({("A",): 4, ("B",): 5, ("C",): 0}) == {"A": (1, 5)}


def test_where_noughts_are_unsafe_they_are_hidden_too() -> None:
    """Then 0 must stay possible."""
    unsafe = ProtectionPolicy(threshold=10, zeros_unsafe=True)
    assert demanded({("A",): 9, ("B",): 12, ("C",): 0}, unsafe) == {"A": (0, 10), "C": (0, 10)}


def test_five_persons_of_one_family_are_few() -> None:
    """Five persons may be one family."""
    plan = PublicationPlan("p", (COUNTRY,), (crossed("t", COUNTRY),))
    cases = [KnownCase({"country": "A"}, "one", "p") for _ in range(6)]
    cases += [KnownCase({"country": "B"}, f"f{n}", "p") for n in range(20)]
    found = numbers(plan, cases, statements_of(plan, 0))
    assert [found.statements[d.cell].cell[0][1] for d in persons_demanded(plan, found)] == ["A"]


def test_a_whole_group_in_one_sensitive_category_is_hidden() -> None:
    """All 30 from A went by force: who knows somebody from A knows it of that person."""
    kind = flat("kind", ("voluntary", "forced"), sensitive=True)
    plan = PublicationPlan("p", (COUNTRY, kind), (crossed("t", COUNTRY, kind),))
    counts = {("A", "forced"): 30, ("B", "forced"): 20, ("B", "voluntary"): 20}
    found = numbers(plan, cells_of(counts, (COUNTRY, kind)), statements_of(plan, 0))
    asked = {tuple(c for _, c in found.statements[d.cell].cell): d for d in persons_demanded(plan, found)}
    assert set(asked) == {("A", "forced")}
    assert asked["A", "forced"].low == 25


def test_one_receiver_who_outweighs_the_others_is_hidden() -> None:
    """9,000 + 500 + 100: the second knows the first is at most 9,100, within 10 % (900); 9,000 + 5 × 500 is safe."""
    plan = PublicationPlan("p", (COUNTRY,), (crossed("t", COUNTRY),), ProtectionPolicy(p_percent=Decimal(10)))
    amounts = {"A": (9000, 500, 100), "B": (9000, *5 * [500])}
    cases = [KnownCase({"country": c}, f"{c}{n}", "p", amount=x) for c, xs in amounts.items() for n, x in enumerate(xs)]
    found = numbers(plan, cases, statements_of(plan, 0))
    asked = amounts_demanded(plan, found, np.array([case.amount for case in cases], dtype=float))
    assert [(found.statements[d.cell].cell[0][1], d.low, d.high) for d in asked] == [("A", 8800, 10400)]
