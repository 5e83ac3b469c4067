"""Secondary cells against cases from the literature and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from populations import cells_of, crossed, flat, nested

from grutto.errors import ProtectionError
from grutto.protect.attackers import attackers
from grutto.protect.cases import Numbers, numbers, statements_of
from grutto.protect.plan import Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto.protect.primary import Demand
from grutto.protect.secondary import Attack, SuppressionProblem, cleaned, suppressed
from grutto.protect.verify import Possible

SDCTABLE = {  # the 4 × 4 problem of sdcTable's tests (tests/testthat/test-simpleheuristic.R)
    "w": {"a": 30, "b": 47, "c": 64, "d": 89},
    "x": {"a": 90, "b": 124, "c": 5, "d": 31},
    "y": {"a": 92, "b": 100, "c": 59, "d": 85},
    "z": {"a": 800, "b": 991, "c": 651, "d": 685},
}
HIDDEN_THERE = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")


def public_problem(found: Numbers, demands: list[Demand], frozen: np.ndarray | None = None) -> SuppressionProblem:
    """Return a problem with the public as the only attacker."""
    ones = np.ones(len(found.cases))
    none = np.zeros(len(found.statements), dtype=bool)
    return SuppressionProblem(found, ones, demands, attackers(found, ones)[:1], none if frozen is None else frozen)


def rows_of(found: Numbers, *wanted: tuple[str, ...]) -> list[int]:
    """Return the rows of the cells with these codes."""
    place = {tuple(code for _, code in one.cell): row for row, one in enumerate(found.statements)}
    return [place[codes] for codes in wanted]


def interval(found: Numbers, hidden: np.ndarray, row: int) -> tuple[float, float]:
    """Return what the public holds possible of a statement, by the verifier's program."""
    values = found.sums @ found.micro()
    program = Possible(found, np.where(hidden, np.nan, values))
    program.see_as(attackers(found, np.ones(len(found.cases)))[0], values)
    return program.interval(row)


@pytest.fixture(scope="module")
def four_by_four() -> tuple[Numbers, list[int]]:
    """The table with the nine cells that its authors hide."""
    dimensions = (flat("v1", "wxyz"), flat("v2", "abcd"))
    counts = {(row, column): n for row, line in SDCTABLE.items() for column, n in line.items()}
    plan = PublicationPlan("sdctable", dimensions, (crossed("t", *dimensions),))
    found = numbers(plan, cells_of(counts, dimensions), statements_of(plan, 0))
    return found, rows_of(found, *(tuple(code) for code in HIDDEN_THERE))


def test_two_hidden_in_each_line_still_give_one_cell_away(four_by_four: tuple[Numbers, list[int]]) -> None:
    """47 follows: rows w and x less what is shown there give 236, columns a and c 189; the difference is 47."""
    found, rows = four_by_four
    hidden = np.zeros(len(found.statements), dtype=bool)
    hidden[rows] = True
    assert interval(found, hidden, rows[1]) == (47, 47)


def test_one_more_hidden_cell_makes_it_safe(four_by_four: tuple[Numbers, list[int]]) -> None:
    """The interval of (w, b) is then 0 to 78, as sdcTable's own test expects."""
    found, rows = four_by_four
    values = found.sums @ found.micro()
    demands = [Demand(row, float(values[row]) - 1, float(values[row]) + 1) for row in rows]
    start = np.zeros(len(found.statements), dtype=bool)
    hidden = suppressed(public_problem(found, demands), start)
    assert hidden.sum() == len(rows) + 1
    assert interval(found, hidden, rows[1]) == (0, 78)


def test_linked_tables_safe_alone_are_not_safe_together() -> None:
    """County 2 and the small group differ in K and N by 10; with N = 7 shown, K = 3 follows (sdcTable)."""
    counties = {"county-1": "ABIJ", "county-2": "KLMN"}
    region = nested("region", counties)
    group = {"big": frozenset("LM"), "small": frozenset("ABIJKN")}
    dimension = Dimension("region", {**region.codes, **group})
    plan = PublicationPlan(
        "linked",
        (dimension,),
        (
            ProtectedTable("counties", {"region": tuple(region.codes)}),
            ProtectedTable("groups", {"region": ("all", "big", "small", *"ABIJKLMN")}),
        ),
        ProtectionPolicy(threshold=4, families=1),
    )
    counts = {(code,): n for code, n in zip("ABIJKLMN", (2, 2, 8, 8, 3, 3, 3, 7), strict=True)}
    found = numbers(plan, cells_of(counts, (dimension,)), statements_of(plan, 0))
    values = found.sums @ found.micro()
    small = [row for row, value in enumerate(values) if value < 4]
    alone = np.zeros(len(values), dtype=bool)
    alone[small] = True
    third = next(row for row in small if found.statements[row].cell == (("region", "K"),))
    assert interval(found, alone, third) == (3, 3)
    hidden = suppressed(public_problem(found, [Demand(row, 1, 4) for row in small]), alone)
    added = {found.statements[row].cell[0][1] for row in np.flatnonzero(hidden & ~alone)}
    assert added == {"N"}


def test_a_frozen_total_makes_it_impossible() -> None:
    """Two cells of 2 and 20 under a total that is published before: with the 20 published too, the 2 follows."""
    dimension = flat("sex", "FM")
    plan = PublicationPlan("small", (dimension,), (crossed("t", dimension),))
    found = numbers(plan, cells_of({("F",): 2, ("M",): 20}, (dimension,)), statements_of(plan, 0))
    frozen = np.array([code != "F" for ((_, code),) in (one.cell for one in found.statements)])
    demand = Demand(rows_of(found, ("F",))[0], 1, 5)
    with pytest.raises(ProtectionError, match="cannot be made safe"):
        suppressed(public_problem(found, [demand], frozen), np.zeros(3, dtype=bool))


def test_cleaning_gives_back_what_nobody_can_use() -> None:
    """Of four cells hidden beside one small one, only as many stay as the small one needs: one partner in its line."""
    dimension = flat("country", "ABCDE")
    plan = PublicationPlan("line", (dimension,), (crossed("t", dimension),))
    counts = {("A",): 2, ("B",): 10, ("C",): 20, ("D",): 30, ("E",): 40}
    found = numbers(plan, cells_of(counts, (dimension,)), statements_of(plan, 0))
    (small,) = rows_of(found, ("A",))
    problem = public_problem(found, [Demand(small, 1, 5)])
    hidden = np.array([one.cell[0][1] != "all" for one in found.statements])
    kept = np.zeros(len(hidden), dtype=bool)
    kept[small] = True
    left = cleaned([problem], hidden, kept)
    assert sorted(found.statements[row].cell[0][1] for row in np.flatnonzero(left)) == ["A", "B"]
    assert Attack(problem, left).fails(left)
    left[rows_of(found, ("B",))] = False
    assert not Attack(problem, left).fails(left)
