"""A figure as a reader sees it: rounded in the text, with the decimals of its unit by itself, exact in the register."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from grutto.content.units import is_money, unit_text
from grutto.locale import currency_decimals, money, msg, number, translate
from grutto.locale.mixed import united
from grutto.measures.book import INFERRED, NO_ROWS
from grutto.measures.comparability import breaks_a_series
from grutto.measures.derive import OTHER_LENGTH
from grutto.message import decoded
from grutto.model.figure import Derivation, Simulation, Statement

if TYPE_CHECKING:
    from grutto.content.blocks import FigureText
    from grutto.locale import Language
    from grutto.model.figure import Figure

WHOLE = {"person", "case", "permit", "displacement", "visa"}
"""Units that come in whole numbers; a model may give parts of them, which the register shows."""


def figure_text(figure: Figure, language: Language, *, signed: bool = False, points: bool = False) -> str:
    """Return a figure as it stands in the text: whole euros and persons, percentages with one decimal, or why not.

    What a model computed is shown with three significant digits.

    Args:
        figure: the figure.
        language: of the page.
        signed: with its sign, for a change.
        points: a difference of percentages, in percentage points.
    """
    if figure.value is None:
        return translate(unknown_text(figure), language.code)
    if is_money(figure.unit):
        return money(figure.value, figure.unit, language, signed=signed)
    if figure.unit == "percent":
        tenths = figure.value.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0  # a change rounded to nothing is no minus
        return _percent(number(tenths, language, least=1, most=1, signed=signed), language, points=points)
    if figure.unit in WHOLE:
        return number(figure.value.quantize(Decimal(1), ROUND_HALF_UP), language, most=0, signed=signed)
    value = significant(figure.value) if isinstance(figure.lineage, Simulation) else figure.value
    return number(value, language, most=2, signed=signed)


def significant(value: Decimal) -> Decimal:
    """Return a value with three significant digits; what is below a thousand stays as it is.

    A model's persons are not known to the last one.
    """
    return value if abs(value) < 1000 else value.quantize(Decimal(1).scaleb(value.adjusted() - 2), ROUND_HALF_UP)


def rounded(value: Decimal, unit: str) -> Decimal:
    """Return a number with no more decimals than its unit has: cents, whole persons, two of any other."""
    decimals = currency_decimals(unit) if is_money(unit) else 0 if unit in WHOLE else 2
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # what is rounded to nothing is no minus


def in_full(figure: Figure, language: Language) -> str:
    """Return a figure with its unit and the decimals of that, as it stands where it is shown by itself."""
    if figure.value is None:
        return exact(figure, language)
    return exact(replace(figure, value=rounded(figure.value, figure.unit)), language)


def exact(figure: Figure, language: Language) -> str:
    """Return a figure as it stands in the register: unrounded, with its unit."""
    if figure.value is None:
        return translate(unknown_text(figure), language.code)
    return quantity_text(figure.value, figure.unit, language, points=is_points(figure))


def is_points(figure: Figure) -> bool:
    """Tell whether a figure is a difference: of percentages it is in percentage points."""
    return isinstance(figure.lineage, Derivation) and figure.lineage.operation == "difference"


def quantity_text(value: Decimal, unit: str, language: Language, *, points: bool = False) -> str:
    """Return a number unrounded, with its unit; one of percentages may be in percentage points."""
    if is_money(unit):
        return money(value, unit, language, exact=True)
    text = number(value, language)
    return _percent(text, language, points=points) if unit == "percent" else _of_unit(text, value, unit, language)


def _of_unit(text: str, value: Decimal, unit: str, language: Language) -> str:
    """Return a number with its unit in words."""
    if unit == "unspecified":
        return united((text, " (", translate(msg("unit not specified"), language.code), ")"))
    return united(filter(None, (text, unit_text(unit, language, value))), " ")


def _percent(text: str, language: Language, *, points: bool) -> str:
    """Return a number of percent, or of percentage points."""
    return united((text, translate(msg("percentage points"), language.code) if points else "%"), "\N{NO-BREAK SPACE}")


def with_unit(text: FigureText, language: Language) -> str:
    """Return a figure in a line as it stands where no heading or caption tells its unit."""
    figure, number_text = text.figure, written(text, language)
    if figure.value is None or is_money(figure.unit) or figure.unit == "percent":
        return number_text
    return _of_unit(number_text, figure.value, figure.unit, language)


def unknown_text(figure: Figure) -> str:
    """Return why there is no value, in two or three words (English)."""
    absent = isinstance(figure.lineage, Statement) or any(reason == NO_ROWS for reason, _ in figure.reasons)
    return msg("not in the source") if absent else msg("unknown")


def marks(figure: Figure) -> list[str]:
    """Return what is to be said beside a figure that is not whole or not quite comparable (English)."""
    found = [msg("incomplete")] if figure.value is not None and figure.unknown else []
    found += [msg("inferred")] if figure.value is not None and INFERRED in figure.warnings else []
    others = [warning for warning in figure.warnings if warning != INFERRED]
    if any(decoded(reason)[0] == OTHER_LENGTH for reason, _ in figure.reasons):
        found.append(msg("other period length"))
    elif isinstance(figure.lineage, Derivation) and any(map(breaks_a_series, others)):
        found.append(msg("compare with care"))
    return found


def written(text: FigureText, language: Language) -> str:
    """Return a figure in a line as it is shown there: with its sign if it is a change, in points if of percentages."""
    change = text.style in {"signed", "points"}
    return figure_text(text.figure, language, signed=change, points=text.style == "points")
