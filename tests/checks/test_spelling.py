"""Spellings that have one meaning are written as the standard has them; those with two stay."""

from __future__ import annotations

import pytest

from grutto.checks.spelling import day, number, spelling_of_code, truth, whole


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (" 2020-01-05 ", "2020-01-05"),
        ("2020-1-5", "2020-01-05"),
        ("20200105", "2020-01-05"),
        ("2020/01/05", "2020-01-05"),
        ("2020-01-05T00:00:00Z", "2020-01-05"),
        ("2020-01-05T00:00:00+02:00", "2020-01-05"),
        ("2020-01-05 14:30", "2020-01-05"),
        ("2020-01-05Z", "2020-01-05"),
        ("31-12-2020", "2020-12-31"),
        ("12/31/2020", "2020-12-31"),
        ("05.05.2020", "2020-05-05"),
    ],
)
def test_days_of_one_meaning(sent: str, written: str) -> None:
    assert day(sent) == written


@pytest.mark.parametrize(
    "sent", ["05/01/2020", "2020-01-05T23:00:00Z", "2020-02-30", "5 January", "2020", "31-31-2020"]
)
def test_days_of_two_meanings_or_none(sent: str) -> None:
    assert day(sent) == sent


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1.234,56", "1234.56"),
        ("12,5", "12.5"),
        ("-0,25", "-0.25"),
        ("1,234,567", "1234567"),
        ("1,234.50", "1234.50"),
        ("1 234 567", "1234567"),
        ("50 %", "50"),
        ("1.234.567", "1234567"),
        ("1234.50", "1234.50"),
    ],
)
def test_numbers_of_one_meaning(sent: str, written: str) -> None:
    assert number(sent) == written


@pytest.mark.parametrize("sent", ["1,234", "12,345", "about 5", "€ 5", "", "1.2.3", "1,23,456"])
def test_numbers_of_two_meanings_or_none(sent: str) -> None:
    assert number(sent) == sent


def test_codes_of_a_list() -> None:
    codes = {"KE", "NL", "a", "A"}
    assert spelling_of_code(" ke", codes) == "KE"
    assert spelling_of_code("A ", codes) == "A"
    assert spelling_of_code("XX ", codes) == "XX "
    assert spelling_of_code("aa", {"aA", "AA"}) == "aa"


def test_whole_numbers_and_truth() -> None:
    assert (whole("5.0"), whole("five")) == ("5", "five")
    assert (truth(" TRUE"), truth("1"), truth("yes")) == ("true", "1", "yes")
