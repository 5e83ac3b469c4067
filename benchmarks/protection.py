"""Disclosure control at size: 552 cells of one year and 2,208 of three; what deciding and attacking them takes.

Run with ``python benchmarks/protection.py``; ``--small`` leaves the three years out.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))
from populations import crossed, flat, returnees

from grutto.protect import Ledger, PublicationPlan, publish, verify
from grutto.protect.cases import KnownCase, numbers, statements_of
from grutto.protect.primary import persons_demanded


@dataclass(frozen=True, slots=True)
class Task:
    """One timed task with its bars."""

    name: str
    plan: PublicationPlan
    cases: list[KnownCase]
    seconds: float
    gigabytes: float


def one_year() -> Task:
    """Return 40 countries in 5 regions × sex × 3 ages, totals included."""
    plan, cases = returnees(784, 40, 5, seed=2, spread=3)
    return Task("one year", plan, cases, 10, 1)


def three_years() -> Task:
    """Return the same for three years and all of them together."""
    plan, cases = returnees(2400, 40, 5, seed=2, spread=3)
    rng = np.random.default_rng(7)
    year = flat("year", ("2009", "2010", "2011"))
    dated = [replace(c, codes={**c.codes, "year": str(rng.choice(["2009", "2010", "2011"]))}) for c in cases]
    dimensions = (*plan.dimensions, year)
    return Task(
        "three years", PublicationPlan(plan.population, dimensions, (crossed("by-year", *dimensions),)), dated, 300, 1
    )


def measured(task: Task) -> bool:
    """Run a task and print what it took; return whether it kept to its bars."""
    found = numbers(task.plan, task.cases, statements_of(task.plan, 0))
    primary = len(persons_demanded(task.plan, found))
    print(f"{task.name}: {len(task.cases)} persons, {len(found.statements)} cells, {primary} primary", flush=True)
    start, clock = time.process_time(), time.perf_counter()
    edition = publish(task.plan, task.cases, Ledger(task.plan.population))
    decided, decided_clock = time.process_time() - start, time.perf_counter() - clock
    hidden = sum(cell.hidden for cell in edition.cells)
    print(f"  decided in {decided:.1f} s ({decided_clock:.1f} by the clock): {hidden} hidden", flush=True)
    start = time.process_time()
    narrowed = verify(edition.plan, task.cases, [edition.to_csv()])
    attacked = time.process_time() - start
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  attacked in {attacked:.1f} s: {len(narrowed)} narrowed; {gigabytes:.2f} GB at most", flush=True)
    kept = not narrowed and decided + attacked <= task.seconds and gigabytes <= task.gigabytes
    print(
        f"  bar of {task.seconds:.0f} s and {task.gigabytes:.0f} GB for both: {'kept' if kept else 'MISSED'}",
        flush=True,
    )
    return kept


def main() -> int:
    """Return 1 if a bar was missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", action="store_true", help="one year only")
    tasks = [one_year()] if options.parse_args().small else [one_year(), three_years()]
    return int(not all(list(map(measured, tasks))))


if __name__ == "__main__":
    sys.exit(main())
