"""Languages: texts from one PO file each, and numbers, dates and names as each language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_currency, format_decimal

from grutto.errors import UnknownNameError
from grutto.store.codec import Place, decode, read_toml

if TYPE_CHECKING:
    from datetime import date

    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).parent
SOURCE_LANGUAGE = "en"


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


@cache
def languages() -> dict[str, Language]:
    """Return all languages by code."""
    path = FOLDER / "languages.toml"
    return {c: decode(content | {"code": c}, Language, Place(path, c)) for c, content in read_toml(path).items()}


def language_named(code: str) -> Language:
    """Return a language by code.

    Raises:
        UnknownNameError: Grutto does not write it.
    """
    if code not in languages():
        raise UnknownNameError(f"There is no language “{code}”", repair=f"one of: {', '.join(languages())}")
    return languages()[code]


@cache
def catalog(code: str) -> Catalog:
    """Return the texts of a language as they stand in its PO file."""
    with (FOLDER / f"{code}.po").open("rb") as stream:
        return read_po(stream, locale=code)


def msg(text: str) -> str:
    """Return a text as it is; marks it as one that the PO files translate."""
    return text


def translate(text: str, code: str) -> str:
    """Return a text in a language; English is the language of the sources.

    Raises:
        UnknownNameError: the PO file lacks this text.
    """
    if code == SOURCE_LANGUAGE:
        return text
    message = catalog(code).get(text)
    if message is None or not message.string:
        raise UnknownNameError(
            f"The text “{text}” is not translated", where=f"locale/{code}.po", repair="add it to the PO file"
        )
    return str(message.string)


def pick(texts: dict[str, str], code: str) -> str:
    """Return a text of a declaration in a language, else in English, else in whatever language it has."""
    return texts.get(code) or texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), "")


def number(value: Decimal, language: Language, *, least: int = 0, most: int = 6, signed: bool = False) -> str:
    """Return a number with at least and at most some decimals, in the digits and marks of a language."""
    pattern = "#,##0" + ("." + "0" * least + "#" * (most - least) if most else "")
    return _number(str(value), f"+{pattern};-{pattern}" if signed and value else pattern, language.formats)


@lru_cache(maxsize=100_000)
def _number(value: str, pattern: str, formats: str) -> str:
    """Return a number by a pattern; a register writes the same row for every figure that it is behind."""
    return format_decimal(Decimal(value), format=pattern, locale=formats).replace("-", "\N{MINUS SIGN}")


def compact(value: Decimal, language: Language) -> str:
    """Return a number as short as an axis has it: 340K, 1.2M."""
    if abs(value) < 1000:
        return number(value, language, most=2)
    text = format_compact_decimal(value, locale=language.formats, fraction_digits=1)
    return str(text).replace("-", "\N{MINUS SIGN}")


def year(value: int, language: Language) -> str:
    """Return a year in the digits of a language."""
    return str(format_decimal(value, format="#", locale=language.formats))


def money(value: Decimal, currency: str, language: Language, *, exact: bool = False, signed: bool = False) -> str:
    """Return an amount with its currency; whole units, or the cents too where exact."""
    rounded = value if exact else value.quantize(Decimal(1))
    pattern = "¤\N{NO-BREAK SPACE}#,##0" + (".00####" if exact else "")
    pattern = f"+{pattern};-{pattern}" if signed and rounded else f"{pattern};-{pattern}"
    text = format_currency(
        rounded, currency, format=pattern, locale=language.formats, currency_digits=False, decimal_quantization=False
    )
    return text.replace("-", "\N{MINUS SIGN}")


def day(value: date, language: Language, *, short: bool = False) -> str:
    """Return a date in words: 31 December 2010, or 31 Dec 2010."""
    return format_date(value, format="d MMM y" if short else "long", locale=language.formats)


def country_name(code: str, language: Language) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2), or the code itself if it has none."""
    return str(Locale.parse(language.formats).territories.get(code.upper(), code))
