"""A figure as a reader sees it: rounded in the text, exact in the register."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.locale import money, msg, number, translate
from grutto.measures.book import NO_ROWS
from grutto.model.figure import Statement

if TYPE_CHECKING:
    from grutto.locale import Language
    from grutto.model.figure import Figure

COUNTS = {"activity", "value", "finding"}
"""Units that Grutto itself counts in."""


def is_money(unit: str) -> bool:
    """Tell whether a unit is a currency (ISO 4217)."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def shown(figure: Figure, language: Language, *, signed: bool = False) -> str:
    """Return a figure as it stands in the text: whole euros, percentages with one decimal, or why it is unknown."""
    if figure.value is None:
        return translate(unknown_text(figure), language.code)
    if is_money(figure.unit):
        return money(figure.value, figure.unit, language, signed=signed)
    if figure.unit == "percent":
        text = number(figure.value.quantize(Decimal("0.1")), language, least=1, most=1, signed=signed)
        return f"{text}\N{NO-BREAK SPACE}%"
    return number(figure.value, language, most=2, signed=signed)


def exact(figure: Figure, language: Language) -> str:
    """Return a figure as it stands in the register: unrounded, with its unit."""
    if figure.value is None:
        return translate(unknown_text(figure), language.code)
    if is_money(figure.unit):
        return money(figure.value, figure.unit, language, exact=True)
    return number(figure.value, language)


def unknown_text(figure: Figure) -> str:
    """Return why there is no value, in two or three words (English)."""
    absent = isinstance(figure.lineage, Statement) or any(reason == NO_ROWS for reason, _ in figure.reasons)
    return msg("not in the source") if absent else msg("unknown")
