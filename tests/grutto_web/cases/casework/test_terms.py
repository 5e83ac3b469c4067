"""Terms of general administrative law: when they end, what suspends them, what it costs to be late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from grutto_web.cases.casework.rules import NoRuleError
from grutto_web.cases.casework.terms import Span, Term, ends, penalty, term_rules


def test_a_decision_is_due_in_eight_weeks() -> None:
    end = ends("decision", date(2024, 9, 2))
    assert end.day == date(2024, 10, 28)
    assert "4:13" in end.rule.source


def test_an_end_on_a_holiday_moves_to_the_next_working_day() -> None:
    end = ends("objection", date(2024, 11, 13))
    assert (end.was, end.day) == (date(2024, 12, 25), date(2024, 12, 27))


def test_while_an_applicant_must_complete_it_stands_still() -> None:
    plain = ends("decision", date(2024, 9, 2)).day
    asked = ends("decision", date(2024, 9, 2), [Span(date(2024, 9, 10), date(2024, 9, 23))])
    assert asked.still == 14
    assert plain is not None
    assert asked.day == plain + timedelta(days=14)
    assert ends("decision", date(2024, 9, 2), [Span(date(2024, 9, 10))]).day is None


def test_an_extension_makes_it_longer() -> None:
    assert ends("decision", date(2024, 9, 2), longer=14).day == date(2024, 11, 11)


def test_without_a_rule_of_the_day_there_is_no_term() -> None:
    with pytest.raises(NoRuleError):
        ends("decision", date(1990, 1, 1))
    with pytest.raises(NoRuleError):
        ends("nothing", date(2024, 1, 1))


def test_every_row_has_a_source() -> None:
    assert all(row.reference.get("en") and row.reference.get("nl") for row in term_rules().row)


@pytest.mark.parametrize(
    ("days", "amount"),
    [(1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1442), (43, 1442), (400, 1442)],
)
def test_the_penalty_rises_up_to_forty_two_days(days: int, amount: int) -> None:
    first = date(2024, 3, 16)
    owed = penalty(date(2024, 2, 1), date(2024, 3, 1), first + timedelta(days=days))
    assert owed is not None
    assert (owed.first, owed.amount_eur) == (first, Decimal(amount))
    assert "4:17" in owed.rule.source


def test_nothing_is_owed_before_two_weeks_after_the_notice_of_default() -> None:
    assert penalty(date(2024, 2, 1), date(2024, 3, 1), date(2024, 3, 15)) is None
    assert penalty(date(2024, 2, 1), date(2024, 3, 1), date(2024, 3, 16)) is None


def test_a_notice_before_the_deadline_counts_from_it() -> None:
    owed = penalty(date(2024, 3, 1), date(2024, 1, 1), date(2024, 3, 17))
    assert owed is not None
    assert (owed.first, owed.days) == (date(2024, 3, 16), 1)


def test_amounts_that_nobody_entered_are_unknown_not_zero() -> None:
    with pytest.raises(NoRuleError):
        penalty(date(2026, 2, 1), date(2026, 3, 1), date(2026, 6, 1))


@dataclass
class Application:
    """Something that waits for a decision."""

    received_on: date | None
    asked: tuple[Span, ...] = ()


def test_a_record_says_from_which_day_its_term_runs() -> None:
    term: Any = Term("Decide", "decision", lambda each: each.received_on, still=lambda each: each.asked)
    assert term.end(Application(None)) is None
    end = term.end(Application(date(2024, 9, 2)))
    assert end is not None
    assert not end.passed(date(2024, 10, 28))
    assert end.passed(date(2024, 10, 29))
