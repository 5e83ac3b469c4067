"""Numbers, amounts, days and names as the language of the page writes them: from CLDR, at the speed that pages need."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, gettext, gettext_lazy

from grutto.codelists import areas, iso2_of
from grutto.locale import Language
from grutto.locale.articles import within_sentence

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.utils.functional import Promise

DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "latn": "0123456789"}
LOCALES = {"pt": "pt_PT"}
"""Whose words and numbers of CLDR a language has, where not its own: the texts are in the Portuguese of Portugal."""
NATIVE = {"ar": "arab"}
"""Numerals of a language where CLDR has none for the receiving country: Arabic is read in both."""

PAY: dict[str, str | Promise] = {
    "cash": gettext_lazy("cash"),
    "bank_account": gettext_lazy("bank transfer"),
    "debit_card": gettext_lazy("debit card"),
    "credit_card": gettext_lazy("credit card"),
    "prepaid_card": gettext_lazy("prepaid card"),
    "mobile_money": gettext_lazy("mobile money"),
}
ACCESS: dict[str, str | Promise] = {
    "branch": gettext_lazy("at a bank or office"),
    "agent": gettext_lazy("at a shop or agent"),
    "internet": gettext_lazy("on a website"),
    "mobile_phone": gettext_lazy("in an app"),
    "telephone": gettext_lazy("by telephone"),
    "atm": gettext_lazy("at a cash machine"),
}
GET: dict[str, str | Promise] = {
    "cash": gettext_lazy("cash"),
    "bank_account": gettext_lazy("bank account"),
    "mobile_wallet": gettext_lazy("mobile money"),
    "card": gettext_lazy("card"),
    "atm": gettext_lazy("cash machine"),
    "home_delivery": gettext_lazy("brought to the home"),
}
SPEED: dict[str, str | Promise] = {
    "one_hour": gettext_lazy("within an hour"),
    "same_day": gettext_lazy("the same day"),
    "next_day": gettext_lazy("the next day"),
    "two_days": gettext_lazy("2 days"),
    "three_to_five_days": gettext_lazy("3 to 5 days"),
    "six_days_or_more": gettext_lazy("6 days or more"),
}

MADE_UP = "made up for this example"
"""The source that examples name."""


def source_name(text: str) -> str:
    """Return who says something, as it was written; of an example, in the language of the page."""
    return gettext("made up for this example") if text == MADE_UP else text


@dataclass(frozen=True, slots=True, eq=False)
class PageWording:
    """How one language writes, for a receiving country.

    Args:
        language: its code.
        country: receiving country, ISO 3166-1 alpha-3; it decides the numerals of Arabic.
    """

    language: str
    country: str = ""
    locale: Locale = field(init=False)
    numerals: str = field(init=False)
    signs: dict[int, str] = field(init=False)
    frames: dict[str, tuple[str, str, int]] = field(init=False)
    percents: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up, once, which signs it uses."""
        locale = Locale.parse(LOCALES.get(self.language, self.language))
        numerals = numerals_of(self.language, self.country)
        symbols = locale.number_symbols.get(numerals) or locale.number_symbols["latn"]
        digits = dict(zip(map(str, range(10)), DIGITS[numerals], strict=True))
        marks = {",": symbols["group"], ".": symbols["decimal"], "-": "\N{MINUS SIGN}"}
        object.__setattr__(self, "locale", locale)
        object.__setattr__(self, "numerals", numerals)
        object.__setattr__(self, "signs", str.maketrans(digits | marks))
        object.__setattr__(self, "frames", {})
        sign = "\N{ARABIC PERCENT SIGN}" if numerals == "arab" else "%"
        pattern = str(locale.percent_formats[None].pattern).replace("%", sign)
        object.__setattr__(self, "percents", tuple(pattern.split("#,##0")))

    @property
    def drawing(self) -> Language:
        """The language as charts know it."""
        formats = f"{self.language}_EG" if self.numerals == "arab" else str(self.locale)
        return Language(self.language, self.language, "rtl" if self.locale.text_direction == "rtl" else "ltr", formats)

    def number(self, value: Decimal | int | None, decimals: int = 0) -> str:
        """Return a number with its decimals."""
        return gettext("unknown") if value is None else f"{value:,.{decimals}f}".translate(self.signs)

    def digits(self, text: str) -> str:
        """Return a text with its digits in the numerals of the language."""
        return text.translate(str.maketrans(DIGITS["latn"], DIGITS[self.numerals]))

    def percent(self, value: Decimal | None, decimals: int = 2) -> str:
        """Return a number of percent with its sign."""
        if value is None:
            return gettext("unknown")
        before, after = self.percents
        return f"{before}{self.number(value, decimals)}{after}"

    def money(self, value: Decimal | None, currency: str) -> str:
        """Return an amount with its currency, with as many decimals as the currency has."""
        if value is None:
            return gettext("unknown")
        if currency not in self.frames:
            self.frames[currency] = self._frame(currency)
        before, after, decimals = self.frames[currency]
        return f"{before}{self.number(value, decimals)}{after}"

    def amount(self, value: Decimal, currency: str) -> str:
        """Return an amount that somebody chose; whole units stand without cents."""
        if value % 1:
            return self.money(value, currency)
        before, after, _ = self.frames.get(currency) or self._frame(currency)
        return f"{before}{self.number(value)}{after}"

    def _frame(self, currency: str) -> tuple[str, str, int]:
        """Return what CLDR writes before and after an amount, and the decimals of the currency."""
        decimals = get_currency_precision(currency)
        one = str(format_currency(1, currency, locale=self.locale))
        begin = one.index("1")
        before, after = one[:begin], one[begin + 1 + (decimals + 1 if decimals else 0) :]
        apart = "\N{NO-BREAK SPACE}" if before[-1:].isalpha() else ""
        return before + apart, after, decimals

    def day(self, value: date | None) -> str:
        """Return a day in words."""
        if value is None:
            return gettext("unknown")
        text = str(format_date(value, format="d MMM y", locale=self.locale))
        return text.translate(self.signs) if self.numerals != "latn" else text

    def quarter(self, time_period: str) -> str:
        """Return a quarter, `2014-Q1`, as year and quarter."""
        text = time_period.replace("-Q", "/")
        return text.translate(self.signs) if self.numerals != "latn" else text

    def together(self, *parts: str) -> str:
        """Return words with the comma of the language between them."""
        return ("\N{ARABIC COMMA} " if self.language == "ar" else ", ").join(parts)

    def country_name(self, code: str) -> str:
        """Return the name of a country."""
        area = areas().get(code)
        return str(self.locale.territories.get(area.iso2, code)) if area and area.iso2 else code

    def within_sentence(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence: `the Netherlands`."""
        return within_sentence(self.country_name(code), iso2_of(code), self.language)

    def currency_name(self, code: str) -> str:
        """Return the name of a currency."""
        return str(self.locale.currencies.get(code, code))


@cache
def numerals_of(language: str, country: str) -> str:
    """Return the numerals that CLDR has for a language in the receiving country, else those of the language."""
    area = areas().get(country)
    try:
        numbering = Locale(language, area.iso2 if area else None).default_numbering_system if area else ""
    except UnknownLocaleError:
        numbering = ""
    numerals = numbering or NATIVE.get(language, "latn")
    return numerals if numerals in DIGITS else "latn"


@cache
def wording_in(language: str, country: str) -> PageWording:
    """Return how a language writes for a receiving country."""
    return PageWording(language, country)


def wording(country: str = "") -> PageWording:
    """Return how the language of the page writes."""
    return wording_in((get_language() or "en")[:2], country)
