"""Answers for the command line: a measure along dimensions, a figure taken apart; as text, CSV or JSON."""

from __future__ import annotations

import os
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table as RichTable

from grutto.cli.terminal import Terminal, show, show_csv, show_json, visible
from grutto.content.display import rounded
from grutto.content.units import unit_text
from grutto.library.wording import cell_text, head_text, plain
from grutto.locale import column_text, terminal_language, translate, worded
from grutto.message import Message, msg
from grutto.model.figure import Derivation
from grutto.store.csv_text import csv_of_records, safe

if TYPE_CHECKING:
    from grutto.library.figure import OpenFigure

Rows = list[dict[str, Any]]
WIDE = 1000
"""Characters of a line that goes to a file or another program: nothing is folded there."""


def write_measures(rows: Rows, format_: str) -> None:
    """Print all measures with what they tell, their unit and their dimensions."""
    if format_ != "table":
        write(rows, format_)
        return
    language = terminal_language()
    for row in rows:
        by = worded(Message("by {names}", names=row["dimensions"].replace(",", ", ")), language)
        unit = unit_text(row["unit"], language) if row["unit"][0] != "@" else column_text(row["unit"][1:], language)
        show(f"{row['measure']} ({unit})\n    {translate(' '.join(row['tells'].split()), language.code)}\n    {by}")


def write(rows: Rows, format_: str) -> None:
    """Print rows as a table for people, as CSV or as JSON."""
    if format_ == "json":
        show_json(rows, default=plain)
    elif format_ == "csv":
        show_csv(csv_of_records({k: _cell(v) for k, v in row.items()} for row in rows))
    else:
        _table(rows)


def _table(rows: Rows) -> None:
    piped = not (sys.stdout.isatty() or "COLUMNS" in os.environ)
    console = Terminal(width=WIDE if piped else None)
    if not rows:
        return
    numeric = {k for k in rows[0] if any(isinstance(r[k], Decimal | int) for r in rows)}
    hidden = {"figure"} | {k for k in ("unknown", "unknown_because") if not any(r.get(k) for r in rows)}
    table = RichTable(box=None, header_style="bold", pad_edge=False)
    heads = [k for k in rows[0] if k not in hidden]
    for head in heads:
        table.add_column(head_text(head), justify="right" if head in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(visible(cell_text(head, row[head])) for head in heads))
    console.print(table)


def _cell(value: object) -> object:
    """Return a number as it is written, and a text as a cell that is no formula."""
    return plain(value) if isinstance(value, Decimal | int | date) or value is None else safe(plain(value))


def write_trace(figure: OpenFigure, format_: str) -> None:
    """Print a figure taken apart: what it is, and every row or figure it comes from.

    Args:
        figure: the figure.
        format_: text, csv or json.
    """
    rows = figure.trace().records
    if format_ == "text":
        _head(figure)
        _records(rows, "figure" if isinstance(figure.lineage, Derivation) else "row")
    elif format_ == "csv":
        write(rows, "csv")
    else:
        rule = figure.figure.rule
        content = {"figure": figure.id, "value": figure.value, "unit": figure.unit, "rule": rule, "from": rows}
        show_json(content, default=plain)


def _head(figure: OpenFigure) -> None:
    console = Terminal(soft_wrap=True)
    value = figure.value and rounded(figure.value, figure.unit)
    value_text = cell_text("value", value)
    console.print(value_text if value is None else f"{value_text} {unit_text(figure.unit, terminal_language(), value)}")
    facts: dict[str, object] = {"exactly": "" if value == figure.value else cell_text("value", figure.value)}
    facts |= {"figure": figure.id, "period": figure.period, "rule": figure.rule}
    facts |= {"unknown": figure.unknown_because, "warning": figure.warnings}
    for name, text in facts.items():
        if text:
            console.print(f"{head_text(name)}: {text}")


def _records(rows: Rows, kind: str) -> None:
    """Print rows, or figures, one below the other, a line a value: too many columns for a table."""
    text = msg("figure {number} of {count}") if kind == "figure" else msg("row {number} of {count}")
    for place, row in enumerate(rows, start=1):
        show(f"\n{worded(Message(text, number=place, count=len(rows)), terminal_language())}")
        for name, value in row.items():
            if value is not None:
                show(f"  {head_text(name)}: {cell_text(name, value)}")
