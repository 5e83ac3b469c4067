"""Answers in words: what columns are called, what values and reasons read like, in the language of the environment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.content.labels import warning_text
from grutto.locale import column_text, number, terminal_language, translate
from grutto.locale.reasons import reason_text
from grutto.message import msg
from grutto.reports.judgements import CAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


def in_words(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of figures with their reasons and warnings in words; of a source row, its one reason stays a code."""
    return [
        row | {name: word(row[name]) for name, word in _WORDS.items() if isinstance(row.get(name), tuple)}
        for row in rows
    ]


def counted(texts: Iterable[tuple[str, int]]) -> str:
    """Return texts, each with its number, in one line."""
    return "; ".join(f"{text} ({count})" for text, count in texts)


def reasons_text(reasons: Iterable[tuple[str, int]]) -> str:
    """Return why values are unknown, each reason with its number of rows."""
    return counted((reason_text(reason, terminal_language()), count) for reason, count in reasons)


def warnings_text(warnings: Iterable[str]) -> str:
    """Return what a reader must know before comparing a figure."""
    return " ".join(dict.fromkeys(warning_text(warning, terminal_language()) for warning in warnings))


_WORDS: dict[str, Callable[[Any], str]] = {"unknown_because": reasons_text, "warnings": warnings_text}


def head_text(head: str) -> str:
    """Return what a column of an answer is called."""
    language = terminal_language()
    return translate(HEADS[head], language.code) if head in HEADS else column_text(head, language)


def cell_text(head: str, value: object) -> str:
    """Return a value as people read it: codes as the options of commands take them, numbers and reasons in words."""
    language = terminal_language()
    if value is None:
        return translate(msg("unknown"), language.code)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if str(value) in CODES.get(head, {}):
        return translate(CODES[head][str(value)], language.code)
    return reason_text(str(value), language) if head.endswith("_because") else plain(value)


def decimal_text(value: Decimal) -> str:
    """Return a number as the language groups it, with no more decimals than it needs: none, two, or all; its minus is
    one that can be typed."""
    decimals = max(-int(value.normalize().as_tuple().exponent), 0)
    text = number(value, terminal_language(), least=2 if decimals else 0, most=max(decimals, 2) if decimals else 0)
    return text.replace("\N{MINUS SIGN}", "-")


def plain(value: object) -> str:
    """Return a value as text, exact; an unknown one is empty."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
