"""A second opinion: the audit of τ-ARGUS finds what our verifier finds, in tables, linked tables and editions.

τ-ARGUS is told each published cell and what each is the sum of; it knows nothing of how cells were hidden.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from populations import crossed, returnees
from pytauargus._tauargus import audit_jj

from grutto.protect import KnownCase, Ledger, ProtectedTable, ProtectionPolicy, publish
from grutto.protect.attackers import attackers
from grutto.protect.cases import numbers
from grutto.protect.primary import persons_demanded
from grutto.protect.verify import Possible

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.protect import Cell, PublicationPlan
    from grutto.protect.cases import Numbers

MOST = 10**6
"""What τ-ARGUS is told to hold possible of any cell at most."""


def described(found: Numbers, cells: list[Cell]) -> str:
    """Return what was published as τ-ARGUS reads it: smallest parts, then cells, then what each cell is the sum of."""
    micro, width = found.micro(), found.sums.shape[1]
    values = found.sums @ micro
    lines = [f"{n} {value:.0f} 1 m 0 {MOST} 0 0 0" for n, value in enumerate(micro)]
    for n, cell in enumerate(cells):
        kind = "m" if cell.hidden else "z"
        lines.append(f"{width + n} {values[n]:.0f} 1 {kind} 0 {MOST} 0 0 0")
    relations = []
    for n in range(len(cells)):
        parts = found.sums.indices[found.sums.indptr[n] : found.sums.indptr[n + 1]]
        terms = " ".join(f"{part} (1)" for part in parts)
        relations.append(f"0 {len(parts) + 1} : {width + n} (-1) {terms}")
    return "\n".join(["0", str(len(lines)), *lines, str(len(relations)), *relations, ""])


def intervals(found: Numbers, cells: list[Cell], folder: Path) -> dict[int, tuple[float, float]]:
    """Return what τ-ARGUS works out of each hidden cell."""
    file = folder / "audit.jj"
    file.write_text(described(found, cells))
    width = found.sums.shape[1]
    rows = {row["cell"] - width: (row["min"], row["max"]) for row in audit_jj(str(file))}
    return {n: rows[n] for n, cell in enumerate(cells) if cell.hidden}


def published(plan: PublicationPlan, cases: list[KnownCase], editions: int) -> tuple[Numbers, list[Cell]]:
    """Return all editions of a population, and their cells."""
    ledger = Ledger(plan.population)
    for edition in range(editions):
        ledger = publish(plan, [case for case in cases if case.known_from <= edition], ledger).ledger
    cells = list(ledger.cells)
    return numbers(plan, cases, [cell.statement for cell in cells]), cells


def late(cases: list[KnownCase]) -> list[KnownCase]:
    """Let each fourth case become known a year later only."""
    return [replace(case, known_from=int(n % 4 == 0)) for n, case in enumerate(cases)]


PLAN, CASES = returnees(120, 4, 2, seed=4)
LINKED = replace(
    PLAN,
    tables=(
        crossed("by-sex", *PLAN.dimensions[:2]),
        crossed("by-age", PLAN.dimensions[0], PLAN.dimensions[2]),
        ProtectedTable("total", {"sex": ("all", "F", "M"), "age": ("0-17", "60+")}),
    ),
)


@pytest.mark.parametrize(
    ("plan", "cases", "editions"),
    [(PLAN, CASES, 1), (LINKED, CASES, 1), (LINKED, late(CASES), 2)],
    ids=["one table", "linked tables", "two editions"],
)
def test_both_find_the_same_and_nobody_is_found(
    plan: PublicationPlan, cases: list[KnownCase], editions: int, tmp_path: Path
) -> None:
    found, cells = published(plan, cases, editions)
    theirs = intervals(found, cells, tmp_path)
    shown = np.full(len(found.statements), np.nan)
    shown[: len(cells)] = [np.nan if cell.hidden else cell.persons for cell in cells]
    ours = Possible(found, shown)
    ours.see_as(attackers(found, np.ones(len(cases)))[0], found.sums @ found.micro())
    assert theirs
    for n, (low, high) in theirs.items():
        least, most = ours.interval(n)
        assert low == pytest.approx(least, abs=1e-3), found.statements[n]
        assert (high if high < MOST / 2 else np.inf) == pytest.approx(most, abs=1e-3), found.statements[n]
    demanded = {d.cell: d for d in persons_demanded(plan, found) if d.cell < len(cells)}
    assert demanded
    narrowed = [n for n, d in demanded.items() if theirs[n][0] > d.low + 1e-3 or theirs[n][1] < d.high - 1e-3]
    assert narrowed == []


def test_its_audit_is_not_blind(tmp_path: Path) -> None:
    """With the small cells hidden only, it computes many of them exactly."""
    plan = replace(PLAN, policy=ProtectionPolicy(threshold=0, families=0))
    found, cells = published(plan, CASES, 1)
    naive = [replace(cell, persons=None) if 0 < (cell.persons or 0) < 5 else cell for cell in cells]
    exact = [low for low, high in intervals(found, naive, tmp_path).values() if high - low < 1e-3]
    assert len(exact) > 5
