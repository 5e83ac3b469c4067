"""UNHCR's real file: its control totals through the command line, and an independent count beside them.

The totals were counted with nothing but an XML parser; they stand in the README of the shared data.
"""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command, Euros
    from grutto.store.home import Home

NEAR = {"LB", "JO", "TR", "EG", "IQ", "SY"}


@pytest.fixture(scope="module")
def source(shared: Path) -> list[etree._Element]:
    """The activities of the file, by a plain XML parser."""
    return list(etree.parse(str(shared / "iati" / "unhcr-activities-2023.xml")).getroot().iterchildren("iati-activity"))


def _child(element: etree._Element, tag: str) -> etree._Element:
    child = element.find(tag)
    assert child is not None
    return child


@pytest.fixture
def ask(grutto: Command, unhcr_home: Home) -> Any:
    """Ask the command line for a measure; return its rows as JSON gives them."""

    def asked(name: str, *options: str) -> list[dict[str, Any]]:
        answer = grutto("measure", name, "--format", "json", "--home", unhcr_home.path, *options)
        assert answer.code == 0, answer.err
        rows: list[dict[str, Any]] = json.loads(answer.out)
        return rows

    return asked


@pytest.mark.parametrize(
    ("currency", "rows", "value"),
    [("EUR", 660, "1031476459.53"), ("USD", 1682, "2888747778.12"), ("DKK", 42, "2151351036.83")],
)
def test_totals_by_currency(ask: Any, currency: str, rows: int, value: str) -> None:
    [found] = ask("reported_transactions", "--where", "transaction_type=11", "--where", f"currency={currency}")
    assert (found["rows"], Decimal(found["value"]), found["unit"]) == (rows, Decimal(value), currency)


def test_all_transactions_are_there(ask: Any) -> None:
    by_type = ask("reported_transactions", "--by", "transaction_type")
    assert {row["transaction_type"] for row in by_type} == {"11"}
    assert len({row["currency"] for row in by_type}) == 15
    assert sum(row["rows"] for row in by_type) == 2678


def test_totals_by_year_of_transaction(ask: Any) -> None:
    counts: dict[int, int] = defaultdict(int)
    for row in ask("reported_transactions", "--by", "year", "--where", "transaction_type=11"):
        counts[row["year"]] += row["rows"]
    assert counts == {2023: 1674, 2022: 657, 2021: 257, 2020: 73, 2019: 17}


@pytest.mark.parametrize(("type_", "rows", "value"), [("1", 126, "9725578298"), ("2", 47, "5352883471")])
def test_totals_of_budgets(ask: Any, type_: str, rows: int, value: str) -> None:
    where = ("--where", "period_start=2023-01-01", "--where", "period_end=2023-12-31")
    [found] = ask("reported_budgets", "--where", f"budget_type={type_}", *where)
    assert (found["rows"], Decimal(found["value"]), found["unit"]) == (rows, Decimal(value), "USD")


def test_every_currency_agrees_with_an_independent_count(ask: Any, source: list[etree._Element]) -> None:
    expected: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for activity in source:
        for value in activity.iterfind("transaction/value"):
            currency = value.get("currency", activity.get("default-currency", ""))
            rows, total = expected[currency]
            expected[currency] = (rows + 1, total + Decimal(value.text or ""))
    found = {r["currency"]: (r["rows"], Decimal(r["value"])) for r in ask("reported_transactions")}
    assert found == expected


def test_commitments_in_euros_agree_with_an_independent_count(
    ask: Any, source: list[etree._Element], euros_of: Euros
) -> None:
    expected: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    unknown = 0
    for activity in source:
        level = int(activity.get("hierarchy", "1"))
        for transaction in activity.iterfind("transaction"):
            year = int(_child(transaction, "transaction-date").get("iso-date", "")[:4])
            euros = euros_of(_child(transaction, "value"), activity.get("default-currency", ""))
            unknown += euros is None
            expected[year, level] += euros or 0
    rows = ask("incoming_commitments", "--by", "year")
    assert {(r["year"], r["hierarchy"]): Decimal(r["value"]) for r in rows} == expected
    assert sum(r["unknown"] for r in rows) == unknown == 3


def test_a_revised_budget_replaces_the_original(ask: Any, source: list[etree._Element], euros_of: Euros) -> None:
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for activity in source:
        chosen: dict[str, etree._Element] = {}
        for budget in sorted(activity.iterfind("budget"), key=lambda b: b.get("type", "1")):
            chosen[_child(budget, "period-start").get("iso-date", "")] = budget
        for start, budget in chosen.items():
            euros = euros_of(_child(budget, "value"), activity.get("default-currency", ""))
            assert euros is not None
            expected[int(start[:4])] += euros
    rows = ask("budgeted", "--by", "year")
    assert {r["year"]: Decimal(r["value"]) for r in rows} == expected
    assert next(r["rows"] for r in rows if r["year"] == 2023) == 126
    replaced = ask("reported_budgets", "--by", "budget_type,not_counted_because", "--where", "counted=0")
    assert [(r["budget_type"], r["rows"]) for r in replaced] == [("1", 47)]


def test_hierarchy_levels_are_never_added(ask: Any, project: Path) -> None:
    alone = ask("incoming_commitments", "--where", "year=2023")
    assert [row["hierarchy"] for row in alone] == [1, 2, 3]
    framework = str(project / "tests" / "measures" / "unhcr-2023")
    [together] = ask("incoming_commitments", "--where", "year=2023", "--framework", framework)
    assert together["value"] == alone[2]["value"]
    assert together["rows"] == alone[2]["rows"]


@pytest.mark.parametrize(("currency", "level"), [("JOD", "3"), ("CRC", "1"), ("KWD", "3")])
def test_an_amount_without_a_rate_is_unknown_with_a_reason(ask: Any, currency: str, level: str) -> None:
    [row] = ask("incoming_commitments", "--where", f"currency={currency}", "--where", f"hierarchy={level}")
    assert row["value"] in {None, ""}
    assert row["unknown"] == row["rows"] == 1
    assert f"no rate of {currency}" in row["unknown_because"]
    [raw] = ask("reported_transactions", "--where", f"currency={currency}")
    assert Decimal(raw["value"]) > 0


def test_places_add_up_to_the_whole(ask: Any) -> None:
    whole = ask("incoming_commitments", "--where", "year=2023", "--where", "hierarchy=3")
    for by in ("country", "region", "sector", "country,sector"):
        parts = ask("incoming_commitments", "--by", by, "--where", "year=2023", "--where", "hierarchy=3")
        assert sum(Decimal(p["value"]) for p in parts if p["value"]) == Decimal(whole[0]["value"])


def test_priorities_lose_and_double_nothing(ask: Any, project: Path, source: list[etree._Element]) -> None:
    framework = ("--framework", str(project / "tests" / "measures" / "unhcr-2023"))
    expected: dict[str, int] = defaultdict(int)
    for activity in source:
        near = any(
            c.get("code") in {"LB", "JO", "TR", "EG", "IQ", "SY"} for c in activity.iterfind("recipient-country")
        )
        work = any((s.get("vocabulary"), s.get("code")) == ("98", "OA13") for s in activity.iterfind("sector"))
        if activity.get("hierarchy") == "3":
            expected["several" if near and work else "1" if near else "2" if work else "none"] += 1
    found = {row["priority"]: int(Decimal(row["value"])) for row in ask("activities", "--by", "priority", *framework)}
    assert found == expected
    assert sum(found.values()) == 126
    [whole] = ask("incoming_commitments", "--where", "year=2023", *framework)
    parts = ask("incoming_commitments", "--by", "priority", "--where", "year=2023", *framework)
    assert sum(Decimal(p["value"]) for p in parts) == Decimal(whole["value"])
    assert sum(p["rows"] for p in parts) == whole["rows"]
