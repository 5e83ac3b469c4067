"""A measure that finds no rows says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_iati import activity, budget, one, paid, released

from grutto.measures import measure_named
from grutto.measures.absence import absence

if TYPE_CHECKING:
    from grutto.measures.session import Session


def why(session: Session, name: str, **at: str | int) -> str:
    return absence(session.engine, session.book.selection(measure_named(name), dict(at)))


def test_the_transaction_types_that_there_are() -> None:
    with released(one(activity("A", budget(9, "2010-01-01", "2010-12-31"), paid(100, code="11")))) as session:
        assert why(session, "spent") == "the release has rows of transaction_type 11 only, not 3 / 4"


def test_the_years_that_there_are() -> None:
    with released(one(activity("A", paid(100), paid(100, "2012-01-01", code="11")))) as session:
        there = "the release has rows of year"
        assert why(session, "spent", year=2012) == f"with the other conditions, {there} 2010 only, not 2012"
        assert why(session, "spent", year=2013) == f"{there} 2010 only, not 2013"


def test_an_empty_table() -> None:
    with released(one(activity("A"))) as session:
        assert why(session, "budgeted") == "the release has no rows in the table “money”"
