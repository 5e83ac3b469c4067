"""Languages: texts from one PO file each, and numbers, dates and names as each language writes them."""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_currency, format_decimal, get_currency_precision

from grutto.errors import DeclarationError, UnknownNameError
from grutto.locale.fields import COLUMNS, TABLES
from grutto.locale.mixed import filled, in_language, united
from grutto.message import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from grutto.message import Message, is_bare, is_long
from grutto.message import msg as msg
from grutto.store.codec import CodecPlace, decode, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as PoMessage

    from grutto.errors import GruttoError
    from grutto.message import Value

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Language:
    """A language as declared.

    Args:
        code: ISO 639-1.
        name: in the language itself.
        direction: `ltr` or `rtl`.
        formats: Babel's name of its formats.
    """

    code: str
    name: str
    direction: str
    formats: str


ENGLISH = Language(SOURCE_LANGUAGE, "English", "ltr", "en_GB")
"""What is left to say something in where the declarations cannot be read."""


@cache
def languages() -> dict[str, Language]:
    """Return all languages by code."""
    path = FOLDER / "languages.toml"
    return {c: decode(content | {"code": c}, Language, CodecPlace(path, c)) for c, content in read_toml(path).items()}


def language_named(code: str) -> Language:
    """Return a language by code.

    Raises:
        UnknownNameError: Grutto does not write it.
    """
    if code not in languages():
        raise UnknownNameError(
            "There is no language “{code}”", code=code, repair="one of: {known}", known=", ".join(languages())
        )
    return languages()[code]


@cache
def catalog(code: str) -> Catalog:
    """Return the texts of a language as they stand in its PO file."""
    with (FOLDER / f"{code}.po").open("rb") as stream:
        return read_po(stream, locale=code)


def translate(text: str, code: str) -> str:
    """Return a text in a language; one that it lacks in English, which is marked (see `grutto.locale.mixed`)."""
    return _form(text, "", code, None)


def translate_count(one: str, many: str, code: str, value: Decimal | None) -> str:
    """Return the form of a text that a number takes, which stands before it; without a number that for many."""
    whole = value is not None and value == value.to_integral_value()
    return _form(one, many, code, abs(int(value)) if value is not None and whole else None)


def _form(text: str, many: str, code: str, count: int | None) -> str:
    """Return a text in the form that a number takes, without one its last; in English where the language lacks it."""
    own, found = code, _forms(text, many, code)
    if not found:
        own, found = SOURCE_LANGUAGE, (in_language(text, SOURCE_LANGUAGE), in_language(many, SOURCE_LANGUAGE))
    if not many:
        return found[0]
    return found[-1] if count is None else found[_plural(own)(count)]


def _forms(text: str, many: str, code: str) -> tuple[str, ...]:
    """Return a text in a language: one, or as many as the language has for numbers; nothing where it lacks any."""
    if code == SOURCE_LANGUAGE:
        return text, many
    message = catalog(code).get(text)
    return translation(message) if message and (isinstance(message.id, tuple) or not many) else ()


def translation(message: PoMessage) -> tuple[str, ...]:
    """Return the forms of a text in the language of its PO file; nothing if one is lacking or fuzzy."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    return forms if all(forms) and not message.fuzzy else ()


def known_text(text: str) -> tuple[str, ...]:
    """Return an English text, with its plural if it has one, if a catalogue has it; else nothing."""
    catalogs = (catalog(path.stem) for path in sorted(FOLDER.glob("*.po"), reverse=True))
    message = next((message for each in catalogs if (message := each.get(text))), None)
    if message is None or not message.id:
        return ()
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@cache
def _plural(code: str) -> Callable[[int], int]:
    """Return which of the forms of a language a number takes."""
    return gettext.c2py(catalog(code).plural_expr if code != SOURCE_LANGUAGE else "n != 1")


def worded(text: str, language: Language, *, paths: bool = True) -> str:
    """Return a message in a language; a text that is no message as it is.

    Args:
        text: the message.
        language: to write it in.
        paths: a path is told in full; else its last part only, as to readers elsewhere.
    """
    if not isinstance(text, Message):
        return text
    known = language.code == SOURCE_LANGUAGE or known_text(text.text)
    if not known and not is_bare(text.text):
        return text  # said by a library, or by somebody's own source
    count = int(str(text.places["count"])) if text.many else None
    form = _form(text.text, text.many, language.code, count) if known else text.text
    if not text.places:
        return form  # it may hold braces that somebody else wrote
    return filled(form, {name: _filled(name, value, language, paths=paths) for name, value in text.places.items()})


def column_text(name: str, language: Language) -> str:
    """Return what a column or dimension is called, be it named with its table; one of a file's own as it is written."""
    own = name.rpartition(".")[2]
    return translate(COLUMNS[own], language.code) if own in COLUMNS else own


def table_text(name: str, language: Language) -> str:
    """Return what one row of a table is called."""
    return translate(TABLES[name], language.code) if name in TABLES else name


def _columns_text(names: str, language: Language) -> str:
    return united((column_text(name, language) for name in names.split(", ")), ", ")


LABELS = {"column_label": column_text, "dimensions": _columns_text, "table_label": table_text}
"""Places of messages that hold names of columns or tables, which people read in words."""


def _filled(name: str, value: Value, language: Language, *, paths: bool) -> str:
    if name in LABELS:
        return LABELS[name](str(value), language)
    match value:
        case str():
            return worded(value, language, paths=paths)
        case Path():
            return str(value) if paths else value.name
        case date():
            return day(value, language)
        case int() if not is_long(value):
            return _own(str(value), language.formats)
        case int() | Decimal():
            return number(Decimal(value), language)


def problem(error: GruttoError, language: Language, *, command: bool) -> tuple[str, str, str]:
    """Return what is wrong, where, and how to mend it, in a language.

    Args:
        error: what went wrong.
        language: to write it in.
        command: for the command line: with the command that mends it and with whole paths. A browser is told neither.
    """
    what, where, repair = (worded(text, language, paths=command) for text in (error.what, error.where, error.repair))
    return what, where, ": ".join(filter(None, (repair, error.command if command else "")))


def terminal_language() -> Language:
    """Return the language that the environment asks for, as POSIX has it (LC_ALL, LC_MESSAGES, LANG); else English."""
    locale_name = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    try:
        return languages().get(locale_name[:2], ENGLISH)
    except DeclarationError:
        return ENGLISH  # which is told in it


def pick(texts: dict[str, str], code: str) -> str:
    """Return a text of a declaration in a language, else in English, else in whatever language it has, marked."""
    own = next((one for one in (code, SOURCE_LANGUAGE, *texts) if texts.get(one)), code)
    return in_language(texts.get(own, ""), own if own != code else "")


def number(value: Decimal, language: Language, *, least: int = 0, most: int = 6, signed: bool = False) -> str:
    """Return a number with at least and at most some decimals, in the digits and marks of a language."""
    pattern = "#,##0" + ("." + "0" * least + "#" * (most - least) if most else "")
    with localcontext(prec=max(value.adjusted(), 0) + 28):  # a number of any size keeps each of its digits
        value = _rounded(value, most)
        return _number(str(value), f"+{pattern};-{pattern}" if signed and value else pattern, language.formats)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a number with at most some decimals; halves go away from zero, as in conversions and in spreadsheets."""
    step = Decimal(1).scaleb(-decimals)
    return value.quantize(step, ROUND_HALF_UP) if value != value.to_integral_value() else value


@lru_cache(maxsize=100_000)
def _number(value: str, pattern: str, formats: str) -> str:
    """Return a number by a pattern; a register writes the same row for every figure that it is behind."""
    return _own(format_decimal(Decimal(value), format=pattern, locale=formats, numbering_system="default"), formats)


def compact(value: Decimal, language: Language) -> str:
    """Return a number as short as an axis has it: 340K, 1.2M."""
    if abs(value) < 1000:
        return number(value, language, most=2)
    text = format_compact_decimal(value, locale=language.formats, fraction_digits=1, numbering_system="default")
    return _own(str(text), language.formats)


def year(value: int, language: Language) -> str:
    """Return a year in the digits of a language."""
    return _own(str(value), language.formats)


ZEROS = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040}
"""Numbering systems of CLDR whose digits are not 0 to 9, and their zero; Babel gives the marks of a system only."""


def _own(text: str, formats: str) -> str:
    """Return a number in the digits that a language writes by default, with a true minus."""
    zero = ZEROS.get(Locale.parse(formats).default_numbering_system)
    digits = {ord("0") + n: zero + n for n in range(10)} if zero else {}
    return text.translate({**digits, ord("-"): "\N{MINUS SIGN}"})


def currency_decimals(currency: str) -> int:
    """Return how many decimals a currency (ISO 4217) has."""
    return get_currency_precision(currency)


def money(value: Decimal, currency: str, language: Language, *, exact: bool = False, signed: bool = False) -> str:
    """Return an amount with its currency: in whole units, or exact, with no fewer decimals than the currency has.

    The currency stands before or behind it as the language has that, with a space that does not break.
    """
    rounded = value if exact else value.quantize(Decimal(1), ROUND_HALF_UP)
    least = currency_decimals(currency) if exact else 0
    digits = "#,##0" + ("." + "0" * least + "#" * (6 - least) if exact else "")
    behind = Locale.parse(language.formats).currency_formats["standard"].pattern.partition(";")[0].endswith("¤")
    pattern = f"{digits}\N{NO-BREAK SPACE}¤" if behind else f"¤\N{NO-BREAK SPACE}{digits}"
    pattern = f"+{pattern};-{pattern}" if signed and rounded else f"{pattern};-{pattern}"
    text = format_currency(
        rounded,
        currency,
        format=pattern,
        locale=language.formats,
        currency_digits=False,
        decimal_quantization=False,
        numbering_system="default",
    )
    return _own(text, language.formats)


def day(value: date, language: Language, *, short: bool = False) -> str:
    """Return a date in words: 31 December 2010, or 31 Dec 2010."""
    return format_date(value, format="d MMM y" if short else "long", locale=language.formats)


_PART = re.compile(r"(\d{4})-(?:Q([1-4])|(\d{2}))")
"""A quarter or a month of SDMX."""


def format_period(period: str, language: Language, *, short: bool = False) -> str:
    """Write a period of SDMX: `2024-12` as December 2024 or Dec 2024, `2024-Q3` as 3rd quarter 2024 or Q3 2024."""
    found = _PART.fullmatch(period)
    if not found:
        return period.replace("-", "\N{NON-BREAKING HYPHEN}")
    year, quarter, month = found.groups()
    day = date(int(year), int(month or int(quarter) * 3), 1)
    long = "MMMM y" if month else "QQQQ y"
    return format_date(day, format=long[1:] if short else long, locale=language.formats)


def country_name(code: str, language: Language) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2), or the code itself if it has none."""
    return str(Locale.parse(language.formats).territories.get(code.upper(), code))
