"""Figures made from others: exact, never of mixed units, and unknown where an input is; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from grutto.errors import UnitError, UnknownNameError
from grutto.measures.derive import LONGEST, OPERATIONS, derive, derived_id, roles_of, thousands_up
from grutto.model.figure import Derivation, Figure, Period


def people(name: str, value: str | None) -> Figure:
    number = None if value is None else Decimal(value)
    return Figure(name, number, "person", Derivation("total", ()), stock_flow="flow")


@pytest.mark.parametrize(
    ("operation", "values", "rate"),
    [
        ("refugee_recognition", ("20", "30", "50"), "20"),  # 20 ÷ (20 + 30 + 50)
        ("total_recognition", ("20", "30", "50"), "50"),  # (20 + 30) ÷ (20 + 30 + 50)
        ("return_rate", ("30", "120"), "25"),  # 30 ÷ 120
        ("return_rate", ("150", "120"), "125"),  # some were ordered to leave in the year before
        ("per_thousand", ("5", "2000"), "2.5"),  # 5 × 1,000 ÷ 2,000
        ("refugee_recognition", ("0", "0", "0"), None),
        ("per_thousand", ("5", "0"), None),
    ],
)
def test_rates(operation: str, values: tuple[str, ...], rate: str | None) -> None:
    figure = derive(operation, tuple(people(f"f{i}", v) for i, v in enumerate(values)))
    assert figure.value == (None if rate is None else Decimal(rate))
    assert figure.unit == ("per thousand" if operation == "per_thousand" else "percent")
    assert figure.rule


def test_a_rate_of_an_unknown_figure_is_unknown() -> None:
    figure = derive("total_recognition", (people("a", "20"), people("b", None), people("c", "50")))
    assert figure.value is None
    assert figure.reasons == (("input-unknown|figure=b", 1),)


def test_a_share_of_people_of_whom_little_is_known_is_none() -> None:
    """Of 951,142 people the sex of 28,886 was told: that says nothing of all; of 100, 90 are enough."""
    told = people("women", "13886"), people("men", "15000")
    share = derive("part_of_known", (*told, people("all", "951142")))
    assert (share.value, share.reasons) == (None, (("few-known", 1),))
    enough = people("women", "36"), people("men", "54"), people("all", "100")
    assert derive("part_of_known", enough).value == Decimal(40)


@pytest.mark.parametrize(
    ("euros", "printed"), [("7499001", 7500), ("7499000", 7499), ("-1500999", -1500), ("0.01", 1), ("0", 0)]
)
def test_thousands_are_rounded_up(euros: str, printed: int) -> None:
    assert thousands_up(Decimal(euros)) == printed


def euros(name: str, value: str | None, year: int = 2010) -> Figure:
    number = None if value is None else Decimal(value)
    return Figure(name, number, "EUR", Derivation("total", ()), Period.year(year), rows=1)


@pytest.mark.parametrize(
    ("operation", "values", "result"),
    [
        ("difference", ("5", "7"), "-2"),
        ("unspent", ("5",), "-5"),
        ("total", ("5", "7", "-1"), "11"),
        ("change_percent", ("12", "8"), "50"),
        ("share_percent", ("1", "3"), "33.333333"),
        ("part_of_both", ("1", "3"), "25"),
        ("targets_met", ("100", "99.9", "120"), "2"),
        ("number_of", ("1", "2"), "2"),
        ("product", ("2", "90", "50.5"), "9090"),
        ("average_price", ("10", "4"), "2.5"),
        ("smart_price", ("9", "3"), "3"),
        ("weighted_mean", ("10", "4", "1", "2"), "6"),  # (10 × 1 + 4 × 2) ÷ 3
    ],
)
def test_operations(operation: str, values: tuple[str, ...], result: str) -> None:
    assert derive(operation, tuple(euros(f"f{i}", v) for i, v in enumerate(values))).value == Decimal(result)


@pytest.mark.parametrize(
    ("operation", "values", "reason"),
    [
        ("difference", ("5", None), "input-unknown|figure=f1"),
        ("total", ("5", None), "input-unknown|figure=f1"),
        ("change_percent", ("5", "0"), "input-zero|figure=f1"),
        ("smart_price", ("9", "2"), "few-services"),
        ("average_price", ("9", "0"), "no-service"),
        ("weighted_mean", ("10", "0"), "no-weight"),
    ],
)
def test_what_cannot_be_known_says_why(operation: str, values: tuple[str | None, ...], reason: str) -> None:
    found = derive(operation, tuple(euros(f"f{i}", v) for i, v in enumerate(values)))
    assert (found.value, found.reasons) == (None, ((reason, 1),))


def test_different_units_are_never_added_and_neither_are_stocks_and_flows() -> None:
    with pytest.raises(UnitError):
        derive("total", (euros("a", "1"), people("b", "1")))
    stock = replace(people("s", "5"), stock_flow="stock")
    with pytest.raises(UnitError, match="of a stock and a flow has no meaning"):
        derive("difference", (stock, people("f", "5")))
    assert derive("per_thousand", (people("f", "5"), replace(stock, value=Decimal(1000)))).value == 5
    with pytest.raises(UnitError, match="would count the same people again"):
        derive("total", (replace(stock, period=Period.year(2009)), replace(stock, period=Period.year(2010))))


def test_years_are_compared_and_a_year_with_a_month_or_with_itself_shifted_is_not() -> None:
    """A leap year has a day more, which makes no difference."""
    year, before = euros("a", "3", 2013), euros("b", "1", 2012)
    assert derive("difference", (year, before)).value == 2
    month = replace(before, period=Period(date(2012, 1, 1), date(2012, 1, 31)))
    found = derive("difference", (year, month))
    assert (found.value, found.reasons[0][0].partition("|")[0]) == (None, "other-length")
    shifted = replace(before, period=Period(date(2012, 7, 1), date(2013, 6, 30)))
    assert derive("difference", (year, shifted)).reasons[0][0].partition("|")[0] == "periods-overlap"


def test_a_derivation_names_its_inputs_and_keeps_what_must_be_known_of_them() -> None:
    marked = replace(euros("a", "3"), warnings=("inferred",), unknown=2)
    found = derive("difference", (marked, replace(euros("b", "1"), warnings=("inferred",), unknown=1)))
    assert found.lineage == Derivation("difference", ("a", "b"))
    assert (found.id, found.unknown, found.warnings) == ("difference(a,b)", 3, ("inferred",))


def test_a_long_id_has_a_digest_of_its_inputs() -> None:
    one, other = (derived_id("total", tuple(f"{name}{n}" for n in range(200))) for name in "ab")
    assert one != other
    assert max(len(one), len(other)) <= LONGEST


def test_an_operation_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownNameError, match="no operation “sum”") as caught:
        derive("sum", (euros("a", "1"),))
    assert "total" in caught.value.repair


def test_every_input_has_its_role_or_none() -> None:
    assert roles_of("per_thousand", 2) == OPERATIONS["per_thousand"].roles
    assert roles_of("total", 3) == ("", "", "")
