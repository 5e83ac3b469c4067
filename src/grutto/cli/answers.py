"""Answers for the command line: a measure along dimensions, a figure taken apart; as text, CSV or JSON."""

from __future__ import annotations

import os
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table as RichTable

from grutto.cli.terminal import Terminal, log, show, show_csv, show_json, visible
from grutto.content.display import rounded
from grutto.content.labels import warning_text
from grutto.content.register import unknown_texts
from grutto.content.units import unit_text
from grutto.locale import column_text, number, terminal_language, translate, worded
from grutto.locale.reasons import reason_text, reference_text
from grutto.measures import dimension_names, measures
from grutto.measures.absence import absence
from grutto.measures.derive import roles_of
from grutto.measures.trace import simulation_facts, trace_rows
from grutto.message import Message, msg
from grutto.model.figure import Derivation, Selection, Simulation, Statement
from grutto.reports.judgements import CAUSES
from grutto.store.csv_text import csv_of_records, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grutto.measures.session import Session
    from grutto.model.figure import Figure

Rows = list[dict[str, Any]]
HEADS = {
    "about": msg("about"),
    "activities": msg("activities"),
    "after": msg("after"),
    "assumptions": msg("assumptions"),
    "author": msg("author"),
    "before": msg("before"),
    "cause": msg("cause"),
    "countries": msg("countries"),
    "date": msg("date"),
    "difference": msg("difference"),
    "edition": msg("edition"),
    "eur": msg("euros"),
    "exactly": msg("exactly"),
    "figure": msg("figure"),
    "figure_id": msg("figure"),
    "figures": msg("figures"),
    "framework": msg("framework"),
    "from": msg("from"),
    "is": msg("is"),
    "languages": msg("languages"),
    "model": msg("model"),
    "must_be_explained": msg("must be explained"),
    "number": msg("number"),
    "places": msg("places"),
    "rate_file": msg("file of the exchange rate"),
    "realised": msg("realised"),
    "reference": msg("reference"),
    "release": msg("release"),
    "reporter": msg("reporter"),
    "rows": msg("rows"),
    "rule": msg("rule"),
    "seed": msg("seed"),
    "table": msg("table"),
    "threshold": msg("threshold"),
    "to": msg("to"),
    "unknown": msg("unknown"),
    "value in the table": msg("value in the table"),
    "voted": msg("voted"),
    "warning": msg("warning"),
    "warnings": msg("warnings"),
    "what": msg("what"),
}
"""What columns of answers are called, beside those of the tables of a release."""
CODES = {
    "cause": CAUSES,
    "must_be_explained": {"yes": msg("yes"), "no": msg("no"), "unknown": msg("unknown")},
    "what": {
        "new": msg("new"),
        "gone": msg("gone"),
        "changed": msg("changed"),
        "other rows": msg("the same from other rows"),
    },
}
"""Codes in columns of answers, beside those of the tables of a release."""
WIDE = 1000
"""Characters of a line that goes to a file or another program: nothing is folded there."""


def write_measures(format_: str) -> None:
    """Print all measures with what they tell, their unit and their dimensions."""
    rows = [
        {"measure": m.name, "tells": m.doc, "unit": m.unit, "dimensions": ",".join(dimension_names(m))}
        for m in measures().values()
    ]
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
        show_json(rows, default=_json)
    elif format_ == "csv":
        show_csv(csv_of_records({k: _cell(v) for k, v in row.items()} for row in rows))
    else:
        _table(rows)


def in_words(rows: Rows) -> Rows:
    """Return rows of figures with their reasons and warnings in the language of the terminal."""
    return [row | {name: _WORDS[name](row[name]) for name in _WORDS if name in row} for row in rows]


def _reasons(reasons: tuple[tuple[str, int], ...]) -> str:
    return _counted((reason_text(reason, terminal_language()), count) for reason, count in reasons)


def _counted(texts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{text} ({count})" for text, count in texts)


def _warnings(warnings: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(warning_text(warning, terminal_language()) for warning in warnings))


_WORDS: dict[str, Callable[[Any], str]] = {"unknown_because": _reasons, "warnings": _warnings}


def write_absence(session: Session, figure: Figure) -> None:
    """Tell, beside the answer, why a measured figure has no rows."""
    if isinstance(figure.lineage, Selection):
        log.print(Message("No rows: {why}.", why=absence(session.engine, figure.lineage)))


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
        table.add_column(_named(head), justify="right" if head in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(visible(_cell_text(head, row[head])) for head in heads))
    console.print(table)


def _named(head: str) -> str:
    """Return what a column of an answer is called."""
    language = terminal_language()
    return translate(HEADS[head], language.code) if head in HEADS else column_text(head, language)


def _cell_text(head: str, value: object) -> str:
    """Return a value as people read it: codes as the options of commands take them, numbers and reasons in words."""
    language = terminal_language()
    if value is None:
        return translate(msg("unknown"), language.code)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if str(value) in CODES.get(head, {}):
        return translate(CODES[head][str(value)], language.code)
    return reason_text(str(value), language) if head.endswith("_because") else _text(value)


def decimal_text(value: Decimal) -> str:
    """Return a number as the language of the terminal groups it, with no more decimals than it needs: none, two, or
    all; its minus is one that can be typed."""
    decimals = max(-int(value.normalize().as_tuple().exponent), 0)
    text = number(value, terminal_language(), least=2 if decimals else 0, most=max(decimals, 2) if decimals else 0)
    return text.replace("\N{MINUS SIGN}", "-")


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: object) -> object:
    """Return a number as it is written, and a text as a cell that is no formula."""
    return _text(value) if isinstance(value, Decimal | int | date) or value is None else safe(_text(value))


def _json(value: object) -> str:
    return _text(value)


def write_trace(session: Session, known: Iterable[Figure], figure: Figure, format_: str) -> None:
    """Print a figure taken apart: what it is, and every row or figure it comes from.

    Args:
        session: the open release.
        known: the figures that it may derive from.
        figure: the figure.
        format_: text, csv or json.
    """
    by_id = {f.id: f for f in known}
    _write_origin(_origin(session, by_id, figure), figure, by_id, format_)


def write_simulation(figure: Figure, run: Simulation, folder: Path | None, format_: str) -> None:
    """Print a figure that a model computed: what it rests on, and its value in the table beside the report.

    Args:
        figure: the figure.
        run: its lineage.
        folder: of the report, which holds the table; without it the table is not looked at.
        format_: text, csv or json.

    Raises:
        ScenarioError: the table is missing or was changed.
    """
    facts: dict[str, Any] = dict(simulation_facts(run))
    if folder:
        from grutto.editions.scenarios import result_of, row_of

        row, column = row_of(result_of(run, folder), run)
        facts["value in the table"] = f"{row[column]} {row['unit']}"
    _write_origin([facts], figure, {}, format_)


def _write_origin(rows: Rows, figure: Figure, known: dict[str, Figure], format_: str) -> None:
    if format_ == "text":
        _head(figure, known)
        _records(rows, "figure" if isinstance(figure.lineage, Derivation) else "row")
        return
    if format_ == "csv":
        write(rows, "csv")
        return
    content = {"figure": figure.id, "value": figure.value, "unit": figure.unit, "rule": figure.rule, "from": rows}
    show_json(content, default=_json)


def _head(figure: Figure, known: dict[str, Figure]) -> None:
    console = Terminal(soft_wrap=True)
    language = terminal_language()
    value = figure.value and rounded(figure.value, figure.unit)
    shown_value = _cell_text("value", value)
    console.print(shown_value if value is None else f"{shown_value} {unit_text(figure.unit, language, value)}")
    rule = worded(Message(" ".join(figure.rule.split())), language)
    facts: dict[str, object] = {"exactly": "" if value == figure.value else _cell_text("value", figure.value)}
    facts |= {"figure": figure.id, "period": figure.period, "rule": rule}
    facts |= {"unknown": _counted(unknown_texts(figure, known, language))}
    facts |= {"warning": _warnings(figure.warnings)}
    for name, text in facts.items():
        if text:
            console.print(f"{_named(name)}: {text}")


def _records(rows: Rows, kind: str) -> None:
    """Print rows, or figures, one below the other, a line a value: too many columns for a table."""
    text = msg("figure {number} of {count}") if kind == "figure" else msg("row {number} of {count}")
    for place, row in enumerate(rows, start=1):
        show(f"\n{worded(Message(text, number=place, count=len(rows)), terminal_language())}")
        for name, value in row.items():
            if value is not None:
                show(f"  {_named(name)}: {_cell_text(name, value)}")


def _origin(session: Session, known: dict[str, Figure], figure: Figure) -> Rows:
    """Return what a figure comes from: source rows with file, digest and place; figures; or a statement."""
    match figure.lineage:
        case Selection() as selection:
            return [_source(session, row) for row in trace_rows(session.engine, selection)]
        case Derivation(operation=operation, inputs=inputs):
            numbers = {name: number for number, name in enumerate(known, start=1)}
            return [
                {"is": role or None, "value": known[i].value, "unit": known[i].unit, "number": numbers[i], "figure": i}
                for i, role in zip(inputs, roles_of(operation, len(inputs)), strict=True)
            ]
        case Statement(author=author, date=day, reference=reference):
            return [{"author": author, "date": day, "reference": reference_text(reference, terminal_language())}]
        case Simulation() as run:
            return [dict(simulation_facts(run))]


def _source(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """Return a source row with the names of its files; columns that are empty stay out."""
    place = {"file": session.file_name(row["snapshot"]), "locator": row["locator"]}
    if row.get("rate_snapshot"):
        place["rate_file"] = session.file_name(row["rate_snapshot"])
    return place | {k: v for k, v in row.items() if k not in {"source_row", "locator"}}
