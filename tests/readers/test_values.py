"""Reading values: what is understood is exact, what is not gives no value and a remark; nothing becomes zero."""

from __future__ import annotations

import re
import string
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grutto.readers.values import (
    GROUPED,
    IN_CAPITALS,
    LARGEST,
    NOT_A_BOOLEAN,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_AN_INTEGER,
    POWER,
    READ,
    ROUNDED,
    SPACED,
    TOO_LARGE,
    WITH_POINT,
    WITH_TIME,
    WITH_ZONE,
    read_boolean,
    read_date,
    read_decimal,
    read_integer,
)

MILLIONTH = Decimal("0.000001")
amounts = st.decimals(min_value=-(10**17), max_value=10**17, places=6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("0", "0", None),
        ("-12.50", "-12.5", None),
        ("+7", "7", None),
        (".5", "0.5", None),
        ("5.", "5", None),
        ("1e3", "1000", POWER),
        ("1,234,567.89", "1234567.89", GROUPED),
        ("-1,000", "-1000", GROUPED),
        ("0.0000005", "0", ROUNDED),
        ("0.0000015", "0.000002", ROUNDED),
        ("999999999999999999", "999999999999999999", None),
        ("1000000000000000000", None, TOO_LARGE),
        ("1.0E7", "10000000", POWER),
        ("1e99", None, TOO_LARGE),
        ("", None, NOT_A_NUMBER),
        ("n/a", None, NOT_A_NUMBER),
        ("12 000", "12000", SPACED),
        ("1\u202f234\u202f567.89", "1234567.89", SPACED),
        ("12 00", None, NOT_A_NUMBER),
        ("1 2 3", None, NOT_A_NUMBER),
        ("1.234,56", None, NOT_A_NUMBER),
        ("1,23", None, NOT_A_NUMBER),
        ("12,34,567", None, NOT_A_NUMBER),
        ("€ 5", None, NOT_A_NUMBER),
        ("NaN", None, NOT_A_NUMBER),
        ("Infinity", None, NOT_A_NUMBER),
        ("0x10", None, NOT_A_NUMBER),
        ("1_000", None, NOT_A_NUMBER),
        ("1e999", None, NOT_A_NUMBER),
        ("-", None, NOT_A_NUMBER),
        (".", None, NOT_A_NUMBER),
        ("12\n", None, NOT_A_NUMBER),
    ],
)
def test_decimals(text: str, value: str | None, remark: object) -> None:
    assert read_decimal(text) == (None if value is None else Decimal(value), remark)


@given(amounts)
def test_a_number_comes_back_exactly(value: Decimal) -> None:
    assert read_decimal(f"{value:f}") == (value, None)


@given(amounts)
def test_a_number_with_commas_is_the_same_number_and_told(value: Decimal) -> None:
    text = f"{value:,f}"
    assert read_decimal(text) == (value, GROUPED if "," in text else None)


@given(st.text())
def test_any_text_gives_its_own_number_or_none(text: str) -> None:
    value, remark = read_decimal(text)
    if value is None:
        assert remark in {NOT_A_NUMBER, TOO_LARGE}
    else:
        assert abs(value) < LARGEST
        assert abs(value - Decimal(re.sub(r"[,\s]", "", text))) <= MILLIONTH / 2
        assert any(c.isdigit() for c in text)


@given(st.text(st.characters(exclude_characters=string.digits)))
def test_a_text_without_digits_is_never_a_value(text: str) -> None:
    assert read_decimal(text)[0] is None
    assert read_date(text)[0] is None
    assert read_integer(text)[0] is None


@given(amounts, st.text("abcxyz€$%~ /–", min_size=1))
def test_a_number_with_words_is_no_number(value: Decimal, words: str) -> None:
    assert read_decimal(f"{value:f}{words}") == (None, NOT_A_NUMBER)
    assert read_decimal(f"{words}{value:f}") == (None, NOT_A_NUMBER)


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("2010-12-31", date(2010, 12, 31), None),
        ("2010-12-31Z", date(2010, 12, 31), WITH_ZONE),
        ("2010-12-31+02:00", date(2010, 12, 31), WITH_ZONE),
        ("2010-12-31T10:00:00Z", date(2010, 12, 31), WITH_TIME),
        ("2010-12-31 10:00", date(2010, 12, 31), WITH_TIME),
        ("2012-02-29", date(2012, 2, 29), None),
        ("2010-02-29", None, NOT_A_DATE),
        ("2010-13-01", None, NOT_A_DATE),
        ("31-12-2010", None, NOT_A_DATE),
        ("2010/12/31", None, NOT_A_DATE),
        ("2010-12", None, NOT_A_DATE),
        ("2010", None, NOT_A_DATE),
        ("20101231", None, NOT_A_DATE),
        ("2010-12-311", None, NOT_A_DATE),
        ("0000-01-01", None, NOT_A_DATE),
        ("2010-12-31Tomorrow", None, NOT_A_DATE),
        ("2010-12-31 or later", None, NOT_A_DATE),
        ("", None, NOT_A_DATE),
    ],
)
def test_dates(text: str, value: date | None, remark: object) -> None:
    assert read_date(text) == (value, remark)


@given(st.dates())
def test_a_day_comes_back_exactly(day: date) -> None:
    assert read_date(day.isoformat()) == (day, None)


@given(st.text(string.digits + "-/ TZ:+.", max_size=20))
def test_any_text_gives_the_day_it_starts_with_or_none(text: str) -> None:
    value, remark = read_date(text)
    assert value is None or text.startswith(value.isoformat())
    assert (value is None) == (remark == NOT_A_DATE)


@given(st.dates(max_value=date(9998, 12, 31)), st.integers(1, 12))
def test_days_in_another_order_are_refused(day: date, shift: int) -> None:
    other = day + timedelta(days=shift)
    assert read_date(other.strftime("%d-%m-%Y")) == (None, NOT_A_DATE)


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("12", 12, None),
        ("-3", -3, None),
        ("007", 7, None),
        ("1.0", 1, WITH_POINT),
        ("1.5", None, NOT_AN_INTEGER),
        ("", None, NOT_AN_INTEGER),
        ("1e3", None, NOT_AN_INTEGER),
        ("9" * 19, None, NOT_AN_INTEGER),
        ("12 ", None, NOT_AN_INTEGER),
    ],
)
def test_integers(text: str, value: int | None, remark: object) -> None:
    assert read_integer(text) == (value, remark)


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("1", True, None),
        ("true", True, None),
        ("TRUE", True, IN_CAPITALS),
        ("0", False, None),
        ("false", False, None),
        ("yes", None, NOT_A_BOOLEAN),
        ("", None, NOT_A_BOOLEAN),
        ("2", None, NOT_A_BOOLEAN),
    ],
)
def test_booleans(text: str, value: bool | None, remark: object) -> None:
    assert read_boolean(text) == (value, remark)


@given(st.text(min_size=1))
def test_codes_and_identifiers_stay_as_written(text: str) -> None:
    assert READ["code"](text) == (text, None)
    assert READ["identifier"](text) == (text, None)


def test_a_code_with_leading_zeros_stays_a_text() -> None:
    assert READ["code"]("0012") == ("0012", None)
    assert READ["code"]("") == (None, None)
