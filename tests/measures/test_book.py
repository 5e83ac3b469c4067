"""Figures asked for together are those asked for one by one; nothing is asked twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from small_iati import activity, budget, one, paid, rates, released

from grutto.measures.book import NO_ROWS, Book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.model.figure import Figure, Scalar

FILES = one(
    activity("A", paid(100), paid(20, "2011-03-01"), budget(80, "2010-01-01", "2010-12-31")),
    activity("B", paid(30), paid(12, currency="USD"), paid(5, currency="XYZ")),
) | {"rates.csv": rates({"2010-06-01": ("1.2", "0.8")})}


class Counting:
    """An engine that counts the questions it is asked."""

    def __init__(self, engine: Any) -> None:
        self.engine, self.asked = engine, 0

    def aggregate(self, *given: Any) -> Any:
        """Count, and answer."""
        self.asked += 1
        return self.engine.aggregate(*given)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A release of two activities, one of which has amounts in three currencies."""
    with released(FILES) as opened:
        yield opened


@pytest.fixture
def engine(session: Session) -> Counting:
    """The engine of the release, counting."""
    return Counting(session.engine)


def _one_by_one(session: Session, name: str, each: list[dict[str, Scalar]]) -> list[Figure]:
    book = Book(session.engine, attributed=False)
    return [book.measure(name, **at) for at in each]


@pytest.mark.parametrize("name", ["spent_gross", "spent", "reported_transactions", "budgeted", "activities"])
def test_figures_asked_together_are_those_asked_one_by_one(session: Session, name: str) -> None:
    dimension = "iati_identifier" if name != "activities" else "reporting_org"
    each: list[dict[str, Scalar]] = [{dimension: value} for value in ("A", "B", "XM-T-1", "nobody", None)]
    book = Book(session.engine, attributed=False)
    assert book.measure_all(name, each) == _one_by_one(session, name, each)


def test_figures_that_differ_in_two_dimensions_are_asked_together(session: Session, engine: Counting) -> None:
    each: list[dict[str, Scalar]] = [
        {"iati_identifier": name, "year": year} for name in ("A", "B") for year in (2010, 2011)
    ]
    found = Book(engine, attributed=False).measure_all("spent_gross", each)  # type: ignore[arg-type]
    assert [figure.value for figure in found] == [Decimal(100), Decimal(20), Decimal(40), None]
    assert found == _one_by_one(session, "spent_gross", each)
    assert found[2].reasons == (("no-rate|currency=XYZ", 1),)
    assert found[3].reasons == ((NO_ROWS, 1),)
    assert engine.asked == 2  # the totals, and why values are unknown


def test_what_is_known_is_not_asked_again(engine: Counting) -> None:
    book = Book(engine, attributed=False)  # type: ignore[arg-type]
    each: list[dict[str, Scalar]] = [{"iati_identifier": "A"}, {"iati_identifier": "A"}]
    first = book.measure_all("spent_gross", each)
    assert first[0] is first[1] is book.measure("spent_gross", iati_identifier="A")
    assert book.breakdown("spent_gross", "year") is book.breakdown("spent_gross", "year")
    assert engine.asked == 3  # one figure, one breakdown, why values are unknown in it
    assert book.values("spent_gross", "year") == book.values("spent_gross", "year")
    assert engine.asked == 4


def test_a_bounded_book_keeps_no_more_than_it_may(engine: Counting) -> None:
    book = Book(engine, attributed=False, most=1)  # type: ignore[arg-type]
    figures = book.measure_all("spent_gross", [{"iati_identifier": name} for name in ("A", "B")])
    assert [figure.value for figure in figures] == [Decimal(120), Decimal(40)]
    assert list(book.figures) == [figures[1].id]
    assert book.breakdown("spent_gross", "year") is not book.breakdown("spent_gross", "year")
    before = engine.asked
    assert book.values("spent_gross", "year") == book.values("spent_gross", "year")
    assert engine.asked == before + 2
