"""The account of a budget line, with numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_account import DAY, FRAMEWORK, LINE, amount
from small_iati import activity, by, one, paid, released, to

from grutto.measures.account import account, of_no_line, of_others, size_of, thousands, years_of
from grutto.measures.scope import Scope
from grutto.model.framework import AttributionRule, BudgetLine, Framework, Priority

if TYPE_CHECKING:
    from small_account import Scoped


def test_account_of_a_year(scoped: Scoped) -> None:
    """Voted 9,000; supplementary −500 + 200 = −300; realised 7,499,001 → 7,500; difference −1,500 (thousands)."""
    now = scoped()
    found = {i.item: i for i in account(now, LINE, 2010)}
    spent = found["expenditure"]
    assert spent.supplementary is not None
    assert spent.supplementary.value == -300_000
    assert [spent.voted.value, spent.realised.value, spent.difference.value] == [9_000_000, 7_499_001, -1_500_999]
    assert [thousands(now, f).value for f in (spent.voted, spent.realised)] == [9000, 7500]
    assert found["receipts"].difference.value == 2345
    assert "commitments" not in found
    assert not spent.from_activities


def test_year_without_a_realised_amount_takes_that_of_the_activities(scoped: Scoped) -> None:
    now = scoped()
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


def test_what_others_spent_beyond_what_was_sent_to_them(scoped: Scoped) -> None:
    """The owner spends 100, of which 60 go to a partner that spends 75: 100 and 15. Alone, nobody adds."""
    mine = activity("A", paid(60, inside=to("B")), paid(40, code="4"))
    partner = activity("B", paid(60, code="1", inside=by("A")), paid(75, code="4"), org="XM-T-2")
    with released(one(mine, partner), FRAMEWORK) as session:
        found = of_others(Scope(session, FRAMEWORK, 2010), 2010)
        assert found is not None
        assert [figure.value for figure in found] == [100, 15]
    assert of_others(scoped(), 2009) is None


def test_several_budget_lines_without_rules_have_no_realised_amount_of_activities(scoped: Scoped) -> None:
    now = scoped(framework=lined())
    (spent,) = account(now, lined().budget_line[0], 2010)
    assert spent.realised.value is None
    assert of_no_line(now, 2009) == []


def test_the_size_of_a_line_is_its_voted_expenditure_and_unknown_where_nothing_was_voted(scoped: Scoped) -> None:
    assert size_of(account(scoped(), LINE, 2010)) == 9_000_000
    assert size_of(account(scoped(), replace(LINE, voted=()), 2010)) is None
    assert size_of([]) is None


def test_what_is_not_voted_has_no_difference(scoped: Scoped) -> None:
    """The realised amount is known; less something unknown it is unknown."""
    (spent, _) = account(scoped(), replace(LINE, voted=()), 2010)
    assert [spent.voted.value, spent.realised.value, spent.difference.value] == [None, 7_499_001, None]
    assert spent.subject == "line:line/expenditure/2010"
