"""What stands behind figures: the same rows, read together or one by one."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, one, paid, released

from grutto.measures.trace import evidence, evidence_of, replay, trace_rows
from grutto.model.figure import Condition, Figure, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session

FILES = one(
    activity("A", paid(100), paid(20, "2011-03-01"), paid(7, code="2")),
    activity("B", paid(30), paid("", "2010-07-01")),
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A release of two activities: A pays 100 and 20 in two years, B pays 30 and something unknown."""
    with released(FILES) as opened:
        yield opened


def _spent(*where: tuple[str, tuple[str | int | None, ...]], aggregate: str = "sum") -> Selection:
    kinds = Condition("kind", ("transaction",))
    conditions = sorted((kinds, *(Condition(*each) for each in where)), key=lambda c: c.column)
    value = "iati_identifier" if aggregate == "count" else "amount_eur"
    return Selection("spent", "money", value, aggregate, tuple(conditions))  # type: ignore[arg-type]


def _digest(session: Session, selection: Selection) -> str:
    """Return the digest of the rows as they are listed for people."""
    lines = ("\t".join(f"{key}={value}" for key, value in row.items()) for row in trace_rows(session.engine, selection))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_rows_read_together_are_those_read_one_by_one(session: Session) -> None:
    asked = [
        _spent(("iati_identifier", (name,)), ("transaction_type", types), ("year", (year,)))
        for name in ("A", "B", "nobody")
        for types in (("3",), ("3", "2"))
        for year in (2010, 2011, None)
    ]
    found = evidence(session.engine, [*asked, asked[0]], most=1)
    assert list(found) == asked
    for selection, each in found.items():
        listed = trace_rows(session.engine, selection)
        assert each.digest == _digest(session, selection)
        assert each.first == listed[:1]


def test_values_are_added_up_or_counted_by_what_was_asked(session: Session) -> None:
    both = ("iati_identifier", ("A", "B"))
    year, three = ("year", (2010,)), ("transaction_type", ("3",))
    totals = [
        (_spent(both, year, three), Decimal(130)),
        (_spent(both, year, three, aggregate="whole"), None),
        (_spent(("iati_identifier", ("A",)), year, three, aggregate="whole"), Decimal(100)),
        (_spent(both, year, three, aggregate="count"), Decimal(2)),
        (_spent(("iati_identifier", ("C",)), year, three, aggregate="count"), Decimal(0)),
        (_spent(("iati_identifier", ("C",)), year, three), None),
    ]
    found = evidence(session.engine, [selection for selection, _ in totals])
    assert [found[selection].total for selection, _ in totals] == [total for _, total in totals]


def test_two_columns_of_the_same_rows_each_have_their_total(session: Session) -> None:
    """What was spent, and the part of it that another row counts already, are read together."""
    asked = [session.book.measure(name, year=2010) for name in ("spent_gross", "spent_once", "spent_netted")]
    found = evidence_of(session.engine, asked)
    assert [found[f.lineage].total for f in asked if isinstance(f.lineage, Selection)] == [f.value for f in asked]


def test_conditions_on_a_joined_relation_find_their_rows(session: Session) -> None:
    asked = [_spent(("portfolio.reporting_org", (org,))) for org in ("XM-T-1", "XM-T-2")]
    found = evidence(session.engine, asked, most=9)
    assert [len(found[selection].first) for selection in asked] == [5, 0]


def test_a_figure_is_replayed_from_its_rows_alone(session: Session) -> None:
    figure = session.book.measure("spent_gross", year=2010)
    wrong = Figure("wrong", Decimal(1), "EUR", figure.lineage)
    value, digest = replay(wrong, {}, evidence_of(session.engine, [wrong]))
    assert value == figure.value == Decimal(130)
    assert isinstance(figure.lineage, Selection)
    assert digest == _digest(session, figure.lineage)
