"""The table of assumptions: a row of text for each, with round numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.scenarios.assumption_text import HEADINGS, assumption_table, short
from grutto.scenarios.drivers.declaration import example_set
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.running import baseline, run

if TYPE_CHECKING:
    from grutto.scenarios.data import World


def test_assumptions_are_rows_of_text(world: World) -> None:
    start = baseline(world, 1, model=Persistence(), draws=1)
    result = run(example_set().scenarios[0], world, 1, start=start)
    table = assumption_table([result])
    assert table[0] == HEADINGS
    assert len(table) == 1 + 5
    assert table[1][2] == "asia, middle_east → all"
    assert all(len(row) == len(HEADINGS) and all(row) for row in table)


def test_short_numbers_read_well() -> None:
    assert [short(n) for n in (0, 12, 1234, 999_999, 12_340_000, 2.5e9, -4e6)] == [
        "0", "12", "1.2 k", "1 M", "12.3 M", "2.5 bn", "−4 M",
    ]  # fmt: skip
