"""The account, its thresholds and the savings ledger, with numbers worked by hand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, by, one, paid, released, to

from grutto.errors import DeclarationError
from grutto.frameworks import load
from grutto.frameworks.ledger import load_ledger
from grutto.measures.account import account, of_no_line, of_others, thousands, years_of
from grutto.measures.derive import thousands_up
from grutto.measures.explain import differences, threshold_for
from grutto.measures.ledger import DEARER, OVERDRAWN, ledger_quarters
from grutto.measures.savings import counted
from grutto.measures.scope import Scope
from grutto.model.framework import Amount, AttributionRule, BudgetLine, Framework, Priority, Reference, Threshold
from grutto.model.ledger import EntryKind, LedgerEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2010, 1, 1)


def amount(value: int, year: int = 2010) -> Amount:
    return Amount(year, Decimal(value), "account")


LINE = BudgetLine(
    "line",
    {"en": "Line"},
    voted=(amount(9_000_000), amount(8_000_000, 2009)),
    supplementary=(amount(-500_000), amount(200_000)),
    voted_receipts=(amount(10_000),),
    expenditure=(amount(7_499_001),),
    receipts=(amount(12_345),),
)
FRAMEWORK = Framework(
    id="test",
    title={"en": "Test"},
    owner="XM-T-1",
    since=DAY,
    language="en",
    reference={"account": Reference("Account", DAY)},
    priority=(),
    outline=(),
    budget_line=(LINE,),
    threshold=(Threshold(Decimal(0), Decimal(1_000_000), Decimal(2_000_000), "account", DAY, Decimal(50_000_000)),),
)


@contextmanager
def scope(*entries: LedgerEntry, framework: Framework = FRAMEWORK) -> Iterator[Scope]:
    with released(one(activity("A", paid(100, "2009-06-01"))), framework) as session:
        yield Scope(session, framework, 2012 if entries else 2010, ledger=entries)


@pytest.mark.parametrize(
    ("euros", "printed"), [("7499001", 7500), ("7499000", 7499), ("-1500999", -1500), ("0.01", 1), ("0", 0)]
)
def test_thousands_are_rounded_up(euros: str, printed: int) -> None:
    assert thousands_up(Decimal(euros)) == printed


def test_account_of_a_year() -> None:
    """Voted 9,000; supplementary −500 + 200 = −300; realised 7,499,001 → 7,500; difference −1,500 (thousands)."""
    with scope() as now:
        found = {i.item: i for i in account(now, LINE, 2010)}
        spent = found["expenditure"]
        assert spent.supplementary is not None
        assert spent.supplementary.value == -300_000
        assert [spent.voted.value, spent.realised.value, spent.difference.value] == [9_000_000, 7_499_001, -1_500_999]
        assert [thousands(now, f).value for f in (spent.voted, spent.realised)] == [9000, 7500]
        assert found["receipts"].difference.value == 2345
        assert "commitments" not in found
        assert not spent.from_activities


def test_year_without_a_realised_amount_takes_that_of_the_activities() -> None:
    with scope() as now:
        assert years_of(now, LINE) == [2009, 2010]
        (spent,) = account(now, LINE, 2009)
        assert [spent.realised.value, spent.from_activities] == [100, True]


def lined(*rules: AttributionRule) -> Framework:
    """A framework with two budget lines and a priority."""
    lines = (BudgetLine("aid", {"en": "Aid"}, voted=(amount(100),)), BudgetLine("work", {"en": "Work"}))
    priority = Priority("1", {"en": "One"}, "account", DAY)
    return replace(FRAMEWORK, budget_line=lines, priority=(priority,), attribution=rules)


def rule(relation: str, column: str, value: str, priority: str = "", budget_line: str = "") -> AttributionRule:
    return AttributionRule(relation, {column: (value,)}, {"en": "the test says so"}, priority, budget_line)


def test_activities_are_divided_over_budget_lines_by_rules_of_the_framework() -> None:
    """A is of priority 1, and so of aid; B has a sector of work; C has both; D has neither."""
    one_, work = '<tag vocabulary="99" code="p1"/>', '<sector vocabulary="1" code="15136"/>'
    files = one(
        activity("A", one_, paid(80)), activity("B", work, paid(5)), activity("C", one_, work, paid(7)),
        activity("D", paid(9)),
    )  # fmt: skip
    policy = lined(
        rule("tag", "code", "p1", priority="1"),
        rule("attribution", "priority", "1", budget_line="aid"),
        rule("sector", "code", "15136", budget_line="work"),
    )
    with released(files, policy) as session:
        now = Scope(session, policy, 2010)
        items = [item for line in policy.budget_line for item in account(now, line, 2010)]
        assert [(i.line, i.realised.value) for i in items] == [("aid", Decimal(80)), ("work", Decimal(5))]
        assert [i.difference.value for i in items] == [-20, None]
        assert {code: figure.value for code, figure in of_no_line(now, 2010)} == {
            "several": Decimal(7),
            "none": Decimal(9),
        }


def test_what_others_spent_beyond_what_was_sent_to_them() -> None:
    """The owner spends 100, of which 60 go to a partner that spends 75: 100 and 15. Alone, nobody adds."""
    mine = activity("A", paid(60, inside=to("B")), paid(40, code="4"))
    partner = activity("B", paid(60, code="1", inside=by("A")), paid(75, code="4"), org="XM-T-2")
    with released(one(mine, partner), FRAMEWORK) as session:
        found = of_others(Scope(session, FRAMEWORK, 2010), 2010)
        assert found is not None
        assert [figure.value for figure in found] == [100, 15]
    with released(one(mine), FRAMEWORK) as session:
        assert of_others(Scope(session, FRAMEWORK, 2010), 2010) is None


def test_several_budget_lines_without_rules_have_no_realised_amount_of_activities() -> None:
    with released(one(activity("A", paid(80))), lined()) as session:
        now = Scope(session, session.framework or lined(), 2010)
        (spent,) = account(now, lined().budget_line[0], 2010)
        assert spent.realised.value is None
        assert of_no_line(now, 2010) == []


def test_which_differences_must_be_explained() -> None:
    """1,500,999 is over 1 million; receipts differ by 2,345 only."""
    with scope() as now:
        assert {d.item.item: (d.required, d.open) for d in differences(now)} == {
            "expenditure": (True, True),
            "receipts": (False, False),
        }


@pytest.mark.parametrize(("spent", "required"), [(8_000_000, True), (8_000_001, False), (10_000_000, True)])
def test_a_difference_at_the_threshold_must_be_explained(spent: int, *, required: bool) -> None:
    """9,000,000 was voted, and the threshold is 1 million: at it or above (≥), on either side."""
    line = replace(LINE, expenditure=(amount(spent),))
    with scope(framework=replace(FRAMEWORK, budget_line=(line,))) as now:
        assert [d.required for d in differences(now) if d.item.item == "expenditure"] == [required]


@pytest.mark.parametrize(
    ("size", "policy", "technical"),
    [(0, 1, 2), (49_999_999, 1, 2), (50_000_000, 2, 4), (200_000_000, 5, 10), (999_999_999, 5, 10), (10**9, 10, 20)],
)
def test_dutch_thresholds_by_size(size: int, policy: int, technical: int) -> None:
    row = threshold_for(load("nl-2008"), Decimal(size), 2010)
    assert row is not None
    assert [row.policy, row.technical] == [policy * 10**6, technical * 10**6]


def test_thresholds_are_dated() -> None:
    assert threshold_for(load("nl-2008"), Decimal(1), 2007) is None


def entry(
    name: str, kind: EntryKind, quarter: str, persons: int = 10, days: int = 90, country: str = "SO"
) -> LedgerEntry:
    return LedgerEntry(
        id=name,
        kind=kind,
        quarter=quarter,
        author="A. Controller",
        date=DAY,
        reference="note",
        country=country,
        cohort="2011-Q1",
        persons=persons,
        days=Decimal(days),
        day_rate=Decimal(50),
    )


def drawn(name: str, quarter: str, euros: int) -> LedgerEntry:
    return LedgerEntry(name, "drawn", quarter, "A. Controller", DAY, "note", amount=Decimal(euros))


def test_saving_by_quarter() -> None:
    """Estimate 10 × 90 × 50 = 45,000, actual 8 × 90 × 50 = 36,000: 9,000 saved, 5,000 drawn, 4,000 left.

    Then 6,000 more is drawn from nothing saved: 2,000 below zero, with a warning.
    """
    entries = (
        entry("e1", "estimate", "2011-Q1"),
        entry("a1", "actual", "2011-Q1", 8),
        drawn("d1", "2011-Q1", 5000),
        entry("e2", "estimate", "2011-Q2"),
        entry("a2", "actual", "2011-Q2"),
        drawn("d2", "2011-Q2", 6000),
    )
    with scope(*entries) as now:
        first, second = ledger_quarters(now)
        assert [f.value for f in (first.estimate, first.actual, first.saving, first.drawn, first.left)] == [
            45000, 36000, 9000, 5000, 4000,
        ]  # fmt: skip
        assert [second.saving.value, second.left.value] == [0, -2000]
        assert second.left.warnings == (OVERDRAWN,)
        assert not first.left.warnings


def test_reception_dearer_than_estimated_is_said_and_nobody_drew_too_much() -> None:
    """8 days estimated, 10 given, nothing drawn: saving and balance are −9,000, because reception cost more."""
    entries = (entry("e1", "estimate", "2011-Q1", 8), entry("a1", "actual", "2011-Q1"))
    with scope(*entries) as now:
        (only,) = ledger_quarters(now)
        assert (only.saving.value, only.left.value) == (Decimal(-9000), Decimal(-9000))
        assert only.saving.warnings == only.left.warnings == (DEARER,)


def test_a_balance_above_zero_again_says_nothing() -> None:
    """Drawn 12,000 of 9,000 saved: −3,000. Then 9,000 more are saved: 6,000 left, and no mark stays."""
    entries = (
        entry("e1", "estimate", "2011-Q1"), entry("a1", "actual", "2011-Q1", 8), drawn("d1", "2011-Q1", 12000),
        entry("e2", "estimate", "2011-Q2"), entry("a2", "actual", "2011-Q2", 8),
    )  # fmt: skip
    with scope(*entries) as now:
        first, second = ledger_quarters(now)
        assert (first.left.value, first.left.warnings) == (Decimal(-3000), (OVERDRAWN,))
        assert second.left.value == 6000
        assert second.left.warnings == second.saving.warnings == ()


def test_cost_that_nobody_signed_is_unknown_not_zero() -> None:
    with scope(entry("e1", "estimate", "2011-Q1")) as now:
        (only,) = ledger_quarters(now)
        assert [only.estimate.value, only.actual.value, only.saving.value, only.left.value] == [45000, None, None, None]


def test_saving_is_unknown_where_the_list_of_the_year_is_not_at_hand() -> None:
    entries = [entry("e1", "estimate", "1999-Q1"), entry("a1", "actual", "1999-Q1", 8)]
    with scope(*entries) as now:
        (only,) = ledger_quarters(now)
        assert [only.estimate.value, only.actual.value, only.saving.value, only.left.value] == [None] * 4


def test_entries_after_the_year_of_the_report_are_not_in_it() -> None:
    entries = [entry("e1", "estimate", "2011-Q1"), entry("a1", "actual", "2011-Q1"), entry("e2", "estimate", "2013-Q1")]
    with scope(*entries) as now:
        assert [line.name for line in ledger_quarters(now)] == ["2011-Q1"]


def test_what_was_drawn_can_be_a_traced_figure() -> None:
    traced = LedgerEntry(
        "d", "drawn", "2011-Q1", "A. Controller", DAY, "note", figure="spent iati_identifier=A year=2009"
    )
    with scope(entry("e", "estimate", "2011-Q1"), entry("a", "actual", "2011-Q1", 8), traced) as now:
        (only,) = ledger_quarters(now)
        assert [only.drawn.value, only.left.value] == [100, 8900]


def test_at_most_twelve_months_of_a_cohort_count() -> None:
    """90 + 91 + 92 + 92 = 365 days: of the fifth quarter nothing is left; of 100 days in the fourth, 92 are."""
    days = (90, 91, 92, 100, 30)
    entries = [entry(f"e{i}", "actual", q, days=d) for i, (q, d) in enumerate(zip(QUARTERS, days, strict=True))]
    assert [c.days for c in counted(entries)] == [90, 91, 92, 92, 0]


def test_days_of_which_it_is_unknown_whether_they_count_have_passed() -> None:
    """For 2007 the list is not at hand: of 365 days 92 + 92 are gone, 91 + 90 are left for 2008."""
    quarters = {"2007-Q3": 92, "2007-Q4": 92, "2008-Q1": 91, "2008-Q2": 91}
    entries = [replace(entry(q, "actual", q, days=d), cohort="2007-Q3") for q, d in quarters.items()]
    assert [c.days for c in counted(entries)] == [None, None, 91, 90]


QUARTERS = ("2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4", "2012-Q1")


def test_only_countries_on_the_list_of_the_year_count() -> None:
    """Croatia left the list in 2011; for 1999 the list is not at hand."""
    out, unknown = counted(
        [entry("a", "actual", "2011-Q1", country="HR"), entry("b", "actual", "1999-Q1", country="SO")]
    )[::-1]
    assert [out.days, unknown.days] == [0, None]
    assert {out.reason, unknown.reason} == {
        "the country is not on the list of recipients of that year",
        "the list of recipients is not at hand for this year",
    }


GOOD = """
[[entry]]
id = "e"
kind = "estimate"
quarter = "2011-Q1"
cohort = "2011-Q1"
country = "SO"
persons = 10
days = 90
day_rate = "50.50"
author = "A"
date = 2011-06-01
reference = "note"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + GOOD, "given twice"),
        (GOOD.replace("2011-Q1", "2011-5"), "not a quarter"),
        (GOOD.replace("persons = 10\n", ""), "does not say how its amount is made"),
        (GOOD.replace('"estimate"', '"drawn"'), "either an amount or a figure"),
        (GOOD.replace('cohort = "2011-Q1"', 'cohort = "2011-Q2"'), "had not arrived"),
        (GOOD.replace('author = "A"\n', ""), "author is missing"),
        (GOOD + GOOD.replace('"e"', '"f"'), "the same persons in the same quarter"),
        (GOOD.replace("days = 90", "days = 91"), "91 days in a quarter of 90"),
        ("[[entries]]\n", "Unknown key"),
    ],
)
def test_wrong_ledger_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DeclarationError, match=message) as caught:
        load_ledger(path)
    assert "ledger.toml" in caught.value.where
    assert caught.value.repair
