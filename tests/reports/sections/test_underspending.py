"""A list is cut to what a reader can use, and says so."""

from __future__ import annotations

from small_iati import activity, budget, one, paid, released
from small_policy import POLICY

from grutto.content.blocks import Paragraph, Table
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.reports.context import Context
from grutto.reports.sections import underspending


def test_of_many_activities_a_hundred_are_listed() -> None:
    """101 activities with a budget of 1 to 101 and nothing spent: the smallest stands in the data only."""
    files = one(
        *(activity(f"A{n:03}", budget(n, "2010-01-01", "2010-12-31")) for n in range(1, 102)), activity("B", paid(1))
    )
    english = language_named("en")
    with released(files, POLICY) as session:
        found = underspending.section(Context(session, POLICY, 2010))
    tables = [b for b in found.blocks if isinstance(b, Table)]
    assert [len(t.rows) for t in tables if text_of(t.columns[0].head, english) == "Activity"] == [10, 90]
    said = [text_of(b.line, english) for b in found.blocks if isinstance(b, Paragraph)]
    assert "This list is cut to what can be read; the data of the release have the rest." in said
