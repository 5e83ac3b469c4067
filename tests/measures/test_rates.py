"""Rates of people: each defined in its rule, with numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grutto.measures.derive import derive
from grutto.model.figure import Derivation, Figure


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
