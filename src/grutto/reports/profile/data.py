"""A profile as data: one row a figure, with its country, year, source, reasons and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.measures.trace import trace_rows
from grutto.model.figure import Derivation, Selection

if TYPE_CHECKING:
    from grutto.measures.session import Session
    from grutto.model.figure import Figure


def rows_of(session: Session, figures: tuple[Figure, ...]) -> list[dict[str, Any]]:
    """Return every figure of a profile as a row, in the order in which the profile shows them; reasons are codes."""
    return [_row(session, figure) for figure in figures]


def _row(session: Session, figure: Figure) -> dict[str, Any]:
    lineage = figure.lineage
    where: dict[str, str] = {}
    if isinstance(lineage, Selection):
        where = {c.column.rpartition(".")[2]: ",".join(map(str, c.values)) for c in lineage.where}
    return {
        "figure": figure.id,
        "measure": lineage.measure if isinstance(lineage, Selection) else _operation(figure),
        "ref_area": where.get("ref_area", ""),
        "counterpart": where.get("counterpart", ""),
        "period": str(figure.period or ""),
        "value": figure.value,
        "unit": figure.unit,
        "stock_flow": figure.stock_flow,
        "source": where.get("dataflow", ""),
        "rows": figure.rows,
        "places": _places(session, figure),
        "unknown_because": figure.reasons,
        "warnings": figure.warnings,
    }


def _operation(figure: Figure) -> str:
    return figure.lineage.operation if isinstance(figure.lineage, Derivation) else ""


def _places(session: Session, figure: Figure) -> str:
    """Return the source rows behind a figure: file and place of each."""
    if not isinstance(figure.lineage, Selection):
        return ""
    rows = trace_rows(session.engine, figure.lineage)
    return "; ".join(f"{r['snapshot'][:12]} {r['locator']}" for r in rows)
