"""Editions of a population."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from populations import cells_of, crossed, flat, returnees

from grutto.errors import ProtectionError
from grutto.protect import (
    Coarsening,
    Dimension,
    KnownCase,
    Ledger,
    ProtectedTable,
    ProtectionPolicy,
    PublicationPlan,
    publish,
    verify,
)

if TYPE_CHECKING:
    from grutto.protect.publication import ProtectedPublication

COUNTRY, SEX = flat("country", "ABCD"), flat("sex", "FM")


def shown(edition: ProtectedPublication) -> dict[tuple[str, ...], int | None]:
    """Return the published counts by their codes."""
    return {tuple(code for _, code in cell.statement.cell): cell.persons for cell in edition.cells}


def test_the_total_is_published_and_a_small_country_takes_another_with_it() -> None:
    """3 of 103: the next cheapest country, 20, is hidden with it; which of the two is small is not told."""
    plan = PublicationPlan("p", (COUNTRY,), (crossed("t", COUNTRY),))
    edition = publish(plan, cells_of({("A",): 3, ("B",): 20, ("C",): 30, ("D",): 50}, (COUNTRY,)), Ledger("p"))
    assert shown(edition) == {("all",): 103, ("A",): None, ("B",): None, ("C",): 30, ("D",): 50}
    assert edition.to_csv().splitlines()[2:4] == ["p,0,t,A,person,,Q", "p,0,t,B,person,,Q"]


def test_a_declared_exact_total_is_never_hidden() -> None:
    """Yearly totals of returnees: 1,160 comes out whatever lies below it."""
    plan, cases = returnees(1160, 12, 4, seed=1)
    total = ProtectedTable("total", {"country": ("all",)}, exact=True)
    plan = replace(plan, tables=(total, *plan.tables))
    edition = publish(plan, cases, Ledger(plan.population))
    assert edition.cells[0].persons == 1160
    assert verify(edition.plan, cases, [edition.to_csv()]) == []


def test_an_exact_total_that_is_small_itself_is_refused() -> None:
    """Whoever declares it exact has to know that it is large."""
    plan = PublicationPlan("p", (COUNTRY,), (ProtectedTable("t", {"country": ("all",)}, exact=True),))
    with pytest.raises(ProtectionError, match="too small, but declared exact"):
        publish(plan, cells_of({("A",): 4}, (COUNTRY,)), Ledger("p"))


def test_two_late_registrations_cannot_be_worked_out() -> None:
    """20, then 22: the second edition hides the country, for 2 would follow; the first stays as it was."""
    plan = PublicationPlan("p", (COUNTRY,), (ProtectedTable("t", {"country": ("A", "B")}),))
    cases = [KnownCase({"country": "A"}, f"a{n}", "p1", known_from=0 if n < 20 else 1) for n in range(22)]
    cases += [KnownCase({"country": "B"}, f"b{n}", "p2") for n in range(30)]
    first = publish(plan, cases[:20] + cases[22:], Ledger("p"))
    second = publish(plan, cases, first.ledger)
    assert shown(first) == {("A",): 20, ("B",): 30}
    assert shown(second) == {("A",): None, ("B",): 30}
    assert verify(plan, cases, [first.to_csv(), second.to_csv()]) == []


def test_cumulative_quarters_do_not_give_a_quarter_away() -> None:
    """20 until March, 21 until June: the one of the second quarter must not follow."""
    time = Dimension("period", {"Q1": frozenset(["1"]), "H1": frozenset(["1", "2"])})
    plan = PublicationPlan("p", (time,), (ProtectedTable("t", {"period": ("Q1", "H1")}),))
    edition = publish(plan, cells_of({("1",): 20, ("2",): 1}, (time,)), Ledger("p"))
    assert sum(cell.hidden for cell in edition.cells) == 1


def test_what_was_counted_before_may_not_change() -> None:
    """A corrected case is withdrawn and entered anew, so that the change itself can be protected."""
    plan = PublicationPlan("p", (COUNTRY,), (crossed("t", COUNTRY),))
    first = publish(plan, cells_of({("A",): 20, ("B",): 20}, (COUNTRY,)), Ledger("p"))
    with pytest.raises(ProtectionError, match="edition 0 counted have changed"):
        publish(plan, cells_of({("A",): 19, ("B",): 21}, (COUNTRY,)), first.ledger)


def test_a_plan_that_is_too_fine_is_coarsened_as_declared_or_refused() -> None:
    """A and B under an exact total of each sex: with one man from B, sexes by country cannot be shown."""
    totals = ProtectedTable("totals", {"sex": ("F", "M")}, exact=True)
    countries = ProtectedTable("countries", {"country": ("A", "B")}, exact=True)
    fine = ProtectedTable("fine", {"country": ("A",), "sex": ("F",)}, exact=True)
    cases = cells_of({("A", "F"): 20, ("A", "M"): 20, ("B", "F"): 20, ("B", "M"): 1}, (COUNTRY, SEX))
    plan = PublicationPlan(
        "p", (COUNTRY, SEX), (totals, countries, fine, crossed("cross", COUNTRY, SEX)), ProtectionPolicy()
    )
    with pytest.raises(ProtectionError):
        publish(plan, cases, Ledger("p"))
    coarser = replace(plan, coarser=(Coarsening("fine"),))
    edition = publish(coarser, cases, Ledger("p"))
    assert [table.name for table in edition.plan.tables] == ["totals", "countries", "cross"]
    assert verify(edition.plan, cases, [edition.to_csv()]) == []


def test_money_and_persons_are_hidden_together() -> None:
    """Amounts are a rule's times persons: a shown amount would give the count away."""
    plan, cases = returnees(400, 8, 3, seed=5)
    plan = replace(plan, tables=(crossed("paid", *plan.dimensions, amounts="EUR"),))
    edition = publish(plan, cases, Ledger(plan.population))
    assert all((cell.amount is None) == cell.hidden for cell in edition.cells)
    assert verify(edition.plan, cases, [edition.to_csv()]) == []


def test_bytes_tell_nothing_of_what_is_hidden() -> None:
    """Two hidden values change places without changing a margin: the same bytes come out."""
    counts = {("A", "F"): 2, ("A", "M"): 3, ("B", "F"): 3, ("B", "M"): 2}
    counts |= {(c, s): 40 for c in "CD" for s in "FM"}
    swapped = {**counts, ("A", "F"): 3, ("A", "M"): 2, ("B", "F"): 2, ("B", "M"): 3}
    plan = PublicationPlan("p", (COUNTRY, SEX), (crossed("t", COUNTRY, SEX),))
    one, other = (publish(plan, cells_of(found, (COUNTRY, SEX)), Ledger("p")) for found in (counts, swapped))
    assert one.to_csv() == other.to_csv()
    assert one.ledger.to_lines() == other.ledger.to_lines()
    assert one.ledger.head == other.ledger.head
