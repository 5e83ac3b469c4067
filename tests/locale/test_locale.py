"""Numbers, money, days and names as each language writes them; nothing is rounded unless it says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from grutto.errors import UnknownNameError
from grutto.locale import country_name, day, format_period, language_named, languages, money, number, pick, translate

SPACE, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("en", "1160", "1,160"),
        ("nl", "1160", "1.160"),
        ("en", "-1553", f"{MINUS}1,553"),
        ("en", "0.000001", "0.000001"),
        ("nl", "1234567.5", "1.234.567,5"),
        ("en", "0", "0"),
        ("nl", "9999999999999999999999999999.995", "9.999.999.999.999.999.999.999.999.999,995"),
    ],
)
def test_numbers(code: str, value: str, text: str) -> None:
    assert number(Decimal(value), language_named(code)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, f"{MINUS}0.13"),
        ("12.5", 0, "13"),
        ("123456789012345678", 6, "123,456,789,012,345,678"),
    ],
)
def test_halves_go_away_from_zero(value: str, decimals: int, text: str) -> None:
    assert number(Decimal(value), language_named("en"), most=decimals) == text


@pytest.mark.parametrize(
    ("code", "value", "exact", "signed", "text"),
    [
        ("en", "9000000", False, False, f"€{SPACE}9,000,000"),
        ("nl", "9000000", False, False, f"€{SPACE}9.000.000"),
        ("en", "1031476459.53", True, False, f"€{SPACE}1,031,476,459.53"),
        ("en", "0.333333", True, False, f"€{SPACE}0.333333"),
        ("en", "2.5", False, False, f"€{SPACE}3"),
        ("en", "-2.5", False, False, f"{MINUS}€{SPACE}3"),
        ("en", "5", False, True, f"+€{SPACE}5"),
        ("en", "-5", False, True, f"{MINUS}€{SPACE}5"),
        ("en", "0", False, True, f"€{SPACE}0"),
    ],
)
def test_money(code: str, value: str, exact: bool, signed: bool, text: str) -> None:
    assert money(Decimal(value), "EUR", language_named(code), exact=exact, signed=signed) == text


def test_the_currency_stands_behind_where_the_language_has_it_so() -> None:
    french = replace(language_named("nl"), code="fr", formats="fr_FR")
    assert money(Decimal(-9000), "EUR", french) == f"{MINUS}9\N{NARROW NO-BREAK SPACE}000{SPACE}€"
    assert money(Decimal("2.5"), "EUR", french, exact=True, signed=True) == f"+2,50{SPACE}€"


def test_days_and_countries_have_names_in_each_language() -> None:
    assert day(date(2010, 12, 31), language_named("en")) == "31 December 2010"
    assert day(date(2010, 12, 31), language_named("nl")) == "31 december 2010"
    assert country_name("ET", language_named("nl")) == "Ethiopië"
    assert country_name("et", language_named("en")) == "Ethiopia"
    assert country_name("X9", language_named("en")) == "X9"


def test_every_language_is_declared_with_a_direction() -> None:
    assert {"en", "nl"} <= set(languages())
    assert {language.direction for language in languages().values()} <= {"ltr", "rtl"}
    with pytest.raises(UnknownNameError, match="There is no language"):
        language_named("xx")


def test_a_text_is_picked_in_the_language_then_english_then_any() -> None:
    assert pick({"nl": "a", "en": "b"}, "nl") == "a"
    assert pick({"nl": "a", "en": "b"}, "fr") == "b"
    assert pick({"nl": "a"}, "fr") == "a"
    assert pick({}, "fr") == ""


def test_english_is_the_language_of_the_sources() -> None:
    assert translate("At a glance", "en") == "At a glance"


@pytest.mark.parametrize(
    ("code", "period", "long", "short"),
    [
        ("en", "2024", "2024", "2024"),
        ("en", "2024-12", "December 2024", "Dec 2024"),
        ("nl", "2024-12", "december 2024", "dec 2024"),
        ("en", "2024-Q3", "3rd quarter 2024", "Q3 2024"),
        ("nl", "2024-Q3", "3e kwartaal 2024", "K3 2024"),
        ("en", "2024-S1", "2024\N{NON-BREAKING HYPHEN}S1", "2024\N{NON-BREAKING HYPHEN}S1"),
    ],
)
def test_periods_of_a_source_are_named(code: str, period: str, long: str, short: str) -> None:
    language = language_named(code)
    assert (format_period(period, language), format_period(period, language, short=True)) == (long, short)
