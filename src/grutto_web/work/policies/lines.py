"""Priorities and budget lines as they are written in a form: one a line, its parts between semicolons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.forms import ValidationError
from django.utils.translation import gettext

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
PURPOSE = re.compile(r"\d{3}|\d{5}")


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A priority: code, names, and the purpose codes of the DAC whose activities belong to it."""

    code: str
    name_en: str
    name_nl: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetLineLine:
    """A budget line: code, names, the priorities it pays, and what was voted by year."""

    code: str
    name_en: str
    name_nl: str
    priorities: tuple[str, ...]
    voted: tuple[tuple[int, Decimal], ...]


def priority_lines(text: str) -> list[PriorityLine]:
    """Return the priorities of a text.

    Raises:
        ValidationError: a line is not `code; English; Dutch; purpose codes`, or a code stands twice.
    """
    found = []
    for number, (code, name_en, name_nl, purposes) in _lines(text, 4):
        codes = tuple(purposes.replace(",", " ").split())
        wrong = [each for each in codes if not PURPOSE.fullmatch(each)]
        if wrong:
            raise _wrong(number, gettext("“%(code)s” is no purpose code of the DAC") % {"code": wrong[0]})
        found.append(PriorityLine(code, name_en, name_nl, codes))
    _once([line.code for line in found])
    return found


def budget_lines(text: str, priorities: list[str]) -> list[BudgetLineLine]:
    """Return the budget lines of a text.

    Raises:
        ValidationError: a line is not `code; English; Dutch; priorities; year=amount …`, or names what is not there.
    """
    found = []
    for number, (code, name_en, name_nl, paid, voted) in _lines(text, 5):
        pays = tuple(paid.replace(",", " ").split())
        unknown = [each for each in pays if each not in priorities]
        if unknown:
            raise _wrong(number, gettext("there is no priority “%(code)s”") % {"code": unknown[0]})
        found.append(BudgetLineLine(code, name_en, name_nl, pays, tuple(_voted(voted, number))))
    _once([line.code for line in found])
    return found


def _lines(text: str, parts: int) -> list[tuple[int, list[str]]]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            cells = [cell.strip() for cell in line.split(";")]
            if len(cells) != parts or not all(cells[:3]):
                raise _wrong(number, gettext("it needs %(parts)s parts between semicolons") % {"parts": parts})
            if not CODE.fullmatch(cells[0]):
                raise _wrong(number, gettext("“%(code)s” is no code: letters and digits") % {"code": cells[0]})
            found.append((number, cells))
    return found


def _voted(text: str, number: int) -> list[tuple[int, Decimal]]:
    found = []
    for pair in text.split():
        year, _sign, amount = pair.partition("=")
        try:
            found.append((int(year), Decimal(amount)))
        except (ValueError, InvalidOperation) as error:
            what = gettext("“%(pair)s” is no year with an amount: 2026=9000000") % {"pair": pair}
            raise _wrong(number, what) from error
    return found


def _once(codes: list[str]) -> None:
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        raise ValidationError(gettext("The code “%(code)s” stands twice.") % {"code": twice[0]})


def _wrong(number: int, what: str) -> ValidationError:
    return ValidationError(gettext("Line %(number)s: %(what)s.") % {"number": number, "what": what})
