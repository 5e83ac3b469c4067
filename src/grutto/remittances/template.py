"""The template in which researchers of a national site bring quotes: written as a workbook, read as workbook or CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.lazily import lazily
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.remittances.days import day_of
from grutto.remittances.quote import CHOICES, FIELDS, OPTIONAL, PriceQuote
from grutto.remittances.sheets import text_of
from grutto.store.wording import of_content
from grutto.store.workbook_file import is_meant_as_workbook, workbook_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import xlsxwriter
else:
    xlsxwriter = lazily("xlsxwriter")

SHEET = "quotes"
MOST_ROWS = 20_000
RATES = ("applied_rate", "reference_rate")
NUMBERS = frozenset({*RATES, "amount", "fee"})
LARGEST, CENT, RATE = Decimal(10) ** 12, Decimal("0.01"), Decimal("0.0000000001")
DAYS = frozenset({"reference_at", "collected_on"})
TICKS = frozenset({"promotion", "own_price", "mystery_shopped"})
TICKED = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}
COUNTRIES = frozenset({"source", "destination"})
CURRENCIES = frozenset({"send_currency", "receive_currency"})


@dataclass(slots=True)
class FilledTemplate:
    """What was read of a filled template.

    Args:
        quotes: row number to quote, the rows without error.
        findings: what is wrong, cell by cell; rows with an error are left out.
        rows: with anything in them.
    """

    quotes: dict[int, PriceQuote] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0


def write_template(path: Path) -> None:
    """Write an empty template: one row of headings, lists of words to choose from, and what each column means."""
    with xlsxwriter.Workbook(path) as book:
        sheet, bold = book.add_worksheet(SHEET), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(FIELDS):
            sheet.write(0, place, name, bold)
            sheet.set_column(place, place, max(len(name) + 2, 12))
            words = CHOICES.get(name) or (("yes", "no") if name in TICKS else None)
            if words:
                sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": list(words)})
        meaning = book.add_worksheet("what to fill in")
        meaning.set_column(0, 0, 20)
        meaning.set_column(1, 1, 100)
        for number, (name, text) in enumerate(_meanings()):
            meaning.write(number, 0, name, bold)
            meaning.write(number, 1, text)


def _meanings() -> Iterable[tuple[str, str]]:
    """Yield what each field means, from the documentation of the quote itself."""
    lines = (PriceQuote.__doc__ or "").partition("Args:")[2].strip().splitlines()
    for line in lines:
        name, _, text = line.strip().partition(": ")
        plain = re.sub(r"(; |^)one of `\w+`|`", "", text.rstrip("."))
        words = f"one of: {', '.join(CHOICES[name])}" if name in CHOICES else ""
        yield name, "; ".join(part for part in (plain, words) if part)


def read_template(path: Path, file: str) -> FilledTemplate:
    """Read a filled template.

    Raises:
        InputError: it cannot be read, lacks a column, or has more rows than it may.
    """
    rows = _rows(path, file)
    heads = [text_of(cell).casefold() for cell in rows[0]] if rows else []
    if missing := [name for name in FIELDS if name not in heads]:
        raise InputError(
            "The column “{missing}” is missing", where=file, repair="fill in the template as it is", missing=missing[0]
        )
    filled = FilledTemplate()
    seen: dict[PriceQuote, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        texts = dict(zip(heads, map(text_of, cells), strict=False))
        if not any(texts.values()):
            continue
        filled.rows += 1
        quote = _quote(texts, number, file, filled.findings)
        if quote and quote in seen:
            message = Message("This is the same as row {row}; it is taken once", row=str(seen[quote]))
            filled.findings.append(_finding("warning", "row.again", message, file, number, "provider", quote.provider))
        elif quote:
            seen[quote] = number
            filled.quotes[number] = quote
    return filled


def _rows(path: Path, file: str) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = list(_sheet(path, file) if is_meant_as_workbook(path, file) else _lines(path, file))
    if len(rows) > MOST_ROWS:
        raise InputError(
            "There are more than {most_rows} rows", where=file, repair="bring them in parts", most_rows=MOST_ROWS
        )
    return rows


def _sheet(path: Path, file: str) -> Iterable[Sequence[Any]]:
    with workbook_at(path, file) as book:
        if SHEET not in book.sheet_names:
            raise InputError(
                "There is no sheet “{sheet}”; there are: {listed}",
                where=file,
                repair="fill in the template as it is",
                sheet=SHEET,
                listed=", ".join(book.sheet_names[:8]),
            )
        yield from book.get_sheet_by_name(SHEET).iter_rows()


def _lines(path: Path, file: str) -> Iterable[Sequence[Any]]:
    try:
        text = path.read_text("utf-8-sig")
        if text.lstrip().startswith("<"):
            raise InputError(
                "This is XML, not a sheet of prices",
                where=file,
                repair="fill in the template; an IATI file is brought as data of activities",
            )
        yield from csv.reader(io.StringIO(text, newline=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "This is no filled template: {detail}",
            where=file,
            repair="fill in the template, or CSV in UTF-8",
            detail=of_content(error),
        ) from error


def _quote(texts: dict[str, str], row: int, file: str, findings: list[Finding]) -> PriceQuote | None:
    values: dict[str, Any] = {}
    before = len(findings)
    for name in FIELDS:
        value, wrong = _value(name, texts.get(name, ""))
        values[name] = value
        if wrong:
            findings.append(_finding("error", f"{name}.wrong", wrong, file, row, name, texts.get(name, "")))
    if len(findings) > before:
        return None
    quote = PriceQuote(**values)
    findings.extend(_finding(*remark, file, row, name, texts[name]) for name, remark in _odd(quote))
    return None if any(f.severity == "error" for f in findings[before:]) else quote


def _value(name: str, text: str) -> tuple[Any, str]:
    """Return the value of a cell, and what is wrong with it."""
    if not text:
        return ("" if name == "evidence" else None), "" if name in OPTIONAL else msg("This must be filled in")
    if name in NUMBERS:
        return _number(name, text)
    if name in DAYS:
        day = day_of(text)
        return day, "" if day else msg("Write the day as 2026-11-25")
    if name in TICKS:
        truth = TICKED.get(text.casefold())
        return truth, "" if truth is not None else msg("Write yes or no")
    return text, _wrong_word(name, text)


def _wrong_word(name: str, text: str) -> str:
    if name in CHOICES and text not in CHOICES[name]:
        return Message("Write one of: {choices}", choices=", ".join(CHOICES[name]))
    if name in COUNTRIES | CURRENCIES and not (len(text) == 3 and text.isascii() and text.isupper()):
        return msg("Write a code of three capitals")
    return ""


def _number(name: str, text: str) -> tuple[Decimal | None, str]:
    """Return a number from zero on; a rate of a workbook may have more decimals than are kept."""
    try:
        number = Decimal(text.replace("_", "?"))
    except InvalidOperation:
        return None, msg("Write a number with a point: 4.90")
    if not number.is_finite() or number < 0:
        return None, msg("Write a number from zero on")
    if number >= LARGEST:
        return None, msg("This number is too large")
    rounded_amount = abs(number).quantize(RATE if name in RATES else CENT)
    return rounded_amount, "" if name in RATES or rounded_amount == number else msg("Write at most two decimals")


def _odd(quote: PriceQuote) -> Iterable[tuple[str, tuple[Any, str, str]]]:
    """Yield what is odd in a quote: the column, and severity, code and message."""
    if not quote.amount:
        yield "amount", ("error", "amount.zero", msg("An amount of zero cannot be sent"))
    for name in RATES:
        if getattr(quote, name) == 0:
            yield name, ("error", "rate.zero", msg("A rate of zero is none"))
    if quote.collected_on > date.today():  # noqa: DTZ011 - the day where the price was asked
        yield "collected_on", ("error", "date.future", msg("This day is yet to come"))
    if abs((quote.reference_at - quote.collected_on).days) > 1:
        yield "reference_at", ("error", "rate.other-day", msg("The reference rate must be of the day of the price"))
    if beyond_the_market(quote.applied_rate, quote.reference_rate):
        yield "applied_rate", ("error", "rate.wrong-way", msg("This rate is more than twice that of the market"))
    elif quote.applied_rate and abs(quote.margin or Decimal(0)) > 25:
        yield (
            "applied_rate",
            ("warning", "margin.large", msg("This margin is above 25 %: is the rate the right way round?")),
        )
    if quote.fee > quote.amount > 0:
        yield "fee", ("warning", "fee.large", msg("The fee is more than the amount"))


def beyond_the_market(applied: Decimal | None, reference: Decimal) -> bool:
    """Tell whether a provider would pay more than twice what the market does: the rates are not of the same thing."""
    return applied is not None and applied > 2 * reference > 0


def _finding(severity: Any, code: str, message: str, file: str, row: int, name: str, text: str) -> Finding:
    place = f"row {row}, column {name}"
    return Finding(
        severity, code, message, msg("mend the cell and bring the file again"), file, "", place, row, text[:200]
    )
