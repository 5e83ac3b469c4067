"""Which copy of an activity counts, and which rate: never by the digest of a file."""

from __future__ import annotations

import pytest
from small_iati import activity, document, one, paid, released, remarks, rows


@pytest.mark.parametrize("padding", ["", " ", "  ", "   "])
def test_of_copies_without_a_date_the_one_with_more_transactions_counts(padding: str) -> None:
    """The files differ in white space only from case to case: their digests do, the answer does not."""
    less, more = activity("A", paid(1)), activity("A", paid(2), paid(3))
    with released({"b.xml": document(less) + padding, "a.xml": document(more) + padding}) as session:
        assert session.book.measure("spent").value == 5
        ((message, _, _),) = remarks(session, "activity.twice")
        assert "does not say when" in message


@pytest.mark.parametrize("padding", ["", " ", "  ", "   "])
def test_of_copies_of_one_size_the_later_by_name_counts(padding: str) -> None:
    files = {"b.xml": document(activity("A", paid(7))) + padding, "a.xml": document(activity("A", paid(4))) + padding}
    with released(files) as session:
        assert session.book.measure("spent").value == 7


def test_of_copies_in_one_file_the_later_counts() -> None:
    with released(one(*(activity("A", paid(n)) for n in range(1, 12)))) as session:
        assert session.book.measure("spent").value == 11


def test_a_currency_has_no_rate_after_its_end() -> None:
    """The kroon ended on 31 December 2010: 15.6466 for a euro that day, and nothing three days later."""
    table = "Date,USD,GBP,EEK\n2010-12-31,1.3362,0.86075,15.6466\n"
    spent = [paid(156.466, day, currency="EEK") for day in ("2010-12-31", "2011-01-03")]
    with released({"a.xml": document(activity("A", *spent)), "rates.csv": table}) as session:
        found = rows(session, "amount", "period_start", "amount_eur", "unknown_because")
        assert [r["amount_eur"] for r in found] == [10, None]
        assert found[1]["unknown_because"] == "currency-ended|currency=EEK|day=2010-12-31"
