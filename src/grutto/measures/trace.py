"""Taking a figure apart: the rows behind it, and the same value once more from these rows."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.measures.derive import derive
from grutto.model.figure import Derivation, Figure, Selection, Simulation
from grutto.tables import all_tables

if TYPE_CHECKING:
    from grutto.store.engine import Engine


def trace_columns(selection: Selection) -> tuple[str, ...]:
    """Return the columns of a relation that show where its rows come from, that of the value among them."""
    shown = all_tables()[selection.relation].trace
    value = () if selection.aggregate == "count" or selection.value in shown else (selection.value,)
    return ("source_row", *shown, *value, "snapshot", "locator")


def trace_rows(engine: Engine, selection: Selection, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows behind a selection: the same question as the figure's, without the sum."""
    return engine.rows(selection, trace_columns(selection), limit)


def replay(engine: Engine, figure: Figure, known: dict[str, Figure]) -> tuple[Decimal | None, str]:
    """Return the value of a figure once more, and the digest of the rows behind it.

    A selection is added up here from its listed rows, not by the engine; a derivation is computed again from the
    figures of the edition; a statement stands as it is, and so does a simulation: who doubts it runs its model again,
    with the data, assumptions and seed that its lineage names.

    Args:
        engine: with the release's tables registered.
        figure: the figure.
        known: the figures of its edition by id, for derivations.
    """
    lineage = figure.lineage
    if isinstance(lineage, Selection):
        rows = trace_rows(engine, lineage)
        return total_of(lineage, rows), rows_digest(rows)
    if isinstance(lineage, Derivation):
        return derive(lineage.operation, tuple(known[name] for name in lineage.inputs)).value, ""
    return figure.value, ""


def simulation_facts(run: Simulation) -> tuple[tuple[str, str], ...]:
    """Return what a simulation rests on, and where its value stands, as pairs of name and text."""
    return (
        ("model", run.model),
        ("version", run.version),
        *((f"data: {part}", vintage) for part, vintage in run.data),
        ("assumptions", run.assumptions),
        ("seed", str(run.seed)),
        ("table", f"{run.table[0]}, sha256 {run.table[1]}"),
        ("row", ", ".join(f"{name} = {value}" for name, value in run.row)),
    )


def total_of(selection: Selection, rows: list[dict[str, Any]]) -> Decimal | None:
    """Return the sum or count of listed rows; none if no row has a value, or of a `whole` one has none."""
    values = [row[selection.value] for row in rows if row[selection.value] is not None]
    if selection.aggregate == "count":
        return Decimal(len(set(values)))
    if selection.aggregate == "whole" and len(values) < len(rows):
        return None
    return sum(values, Decimal(0)) if values else None


def rows_digest(rows: list[dict[str, Any]]) -> str:
    """Return the sha256 of rows as text: which rows, from which files, with which values."""
    lines = ("\t".join(f"{key}={value}" for key, value in row.items()) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
