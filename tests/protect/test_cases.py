"""Statements as sums of micro-cells."""

from __future__ import annotations

import pytest
from populations import cells_of, crossed, flat

from grutto.errors import InputError
from grutto.protect.cases import KnownCase, numbers, statements_of
from grutto.protect.plan import Dimension, ProtectedTable, PublicationPlan


def test_every_statement_is_the_sum_of_its_cases() -> None:
    """Three dimensions, one of them in no table: it leaves no column of its own."""
    dimensions = (flat("a", "xy"), flat("b", "uv"), flat("c", "12"))
    plan = PublicationPlan("p", dimensions, (crossed("t", *dimensions[:2]),))
    counts = {("x", "u", "1"): 3, ("x", "v", "2"): 4, ("y", "u", "1"): 5}
    found = numbers(plan, cells_of(counts, dimensions), statements_of(plan, 0))
    values = {tuple(c for _, c in s.cell): v for s, v in zip(found.statements, found.sums @ found.micro(), strict=True)}
    assert values["all", "all"] == 12
    assert values["x", "all"] == 7
    assert values["x", "u"] == 3
    assert values["y", "v"] == 0
    assert found.sums.shape[1] == 4


def test_parts_that_cumulative_codes_tell_apart_are_stated_too() -> None:
    """A first quarter and a first half-year give the second quarter away, so it is a statement of its own."""
    time = Dimension("period", {"Q1": frozenset(["1"]), "H1": frozenset(["1", "2"])})
    plan = PublicationPlan("p", (time,), (ProtectedTable("t", {"period": ("Q1", "H1")}),))
    found = numbers(plan, cells_of({("1",): 20, ("2",): 1}, (time,)), statements_of(plan, 0))
    assert [(one.kind, one.cell) for one in found.statements if one.kind != "cell"] == [("finest", (("period", "=2"),))]
    assert (found.sums @ found.micro()).tolist() == [20, 21, 1]


def test_what_an_edition_adds_is_stated_too() -> None:
    """22 after 20 gives two late registrations away."""
    country = flat("country", "A")
    plan = PublicationPlan("p", (country,), (ProtectedTable("t", {"country": ("A",)}),))
    cases = [KnownCase({"country": "A"}, f"{n}", "p", known_from=0 if n < 20 else 1) for n in range(22)]
    found = numbers(plan, cases, [*statements_of(plan, 0), *statements_of(plan, 1)])
    values = {(s.edition, s.kind): v for s, v in zip(found.statements, found.sums @ found.micro(), strict=True)}
    assert values == {(0, "cell"): 20, (1, "cell"): 22, (1, "new"): 2, (1, "withdrawn"): 0}


def test_a_code_outside_the_plan_is_refused() -> None:
    """It would be counted nowhere."""
    country = flat("country", "AB")
    plan = PublicationPlan("p", (country,), (crossed("t", country),))
    with pytest.raises(InputError, match="“C” for “country”"):
        numbers(plan, [KnownCase({"country": "C"}, "f", "p")], statements_of(plan, 0))
