"""The table of assumptions as rows of text, ready for a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.scenarios.drivers.application import Row
    from grutto.scenarios.result import ScenarioResult

HEADINGS = (
    "Scenario",
    "Assumption",
    "From → to",
    "Periods",
    "Size (80 % interval)",
    "Confidence",
    "Moves",
    "Why",
    "Source",
)


def assumption_table(results: Sequence[ScenarioResult]) -> list[tuple[str, ...]]:
    """Set out what each scenario assumes and what each assumption did to the number of moves.

    Args:
        results: from `run`.

    Returns:
        the headings and one row for each assumption, all as text.
    """
    return [HEADINGS, *(as_text(row) for result in results for row in result.assumptions)]


def as_text(row: Row) -> tuple[str, ...]:
    """Write one assumption for reading."""
    low, mid, high = (number(float(row[key] or 0), str(row["unit"])) for key in ("lower_80", "size", "upper_80"))
    moves = [f"+{short(float(row['moves_added'] or 0))}", f"−{short(float(row['moves_taken_away'] or 0))}"]
    return (
        str(row["scenario"]),
        f"{row['id']} ({row['kind']})".replace("_", " "),
        f"{row['orig']} → {row['dest']}",
        str(row["periods"]),
        f"{mid} ({low}–{high}) {row['unit']}{refuge(row)}",
        str(row["confidence"]),
        " ".join(moves),
        str(row["reason"]),
        str(row["source"]),
    )


def refuge(row: Row) -> str:
    """Write which part of the displaced stay in the region, and which part return later; nothing for others."""
    near, home = row["in_region"], row["return_rate"]
    return "" if near is None or home is None else f"; {float(near):.2f} in the region, {float(home):.2f} return"


def number(value: float, unit: str) -> str:
    """Write a size: factors and shares with two digits, persons in round numbers."""
    return f"{value:.2f}" if "factor" in unit or "share" in unit else short(value)


def short(value: float) -> str:
    """Write a number of people or money in few signs: 12.3 M, 450 k, 12."""
    for size, unit in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= size * 0.9995:
            scaled = value / size
            digits = f"{scaled:.0f}" if abs(scaled) >= 99.95 or abs(scaled - round(scaled)) < 0.005 else f"{scaled:.1f}"
            return digits.replace("-", "−") + unit
    return f"{value:.0f}".replace("-", "−")
