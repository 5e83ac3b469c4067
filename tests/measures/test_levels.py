"""Which activities of a hierarchy count: family by family, each kind of amount by itself; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_iati import activity, budget, one, paid, released, remarks
from small_policy import POLICY

from grutto.model.framework import LevelRule

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.measures.session import Session

CHILD = '<related-activity ref="P" type="1"/>'


def at(level: int, name: str, *parts: str) -> str:
    return activity(name, *parts, attributes=f'hierarchy="{level}"')


def counted(session: Session, *measures: str) -> list[Decimal | None]:
    return [session.book.measure(name, year=2010).value for name in measures]


def test_children_count_and_not_their_parent() -> None:
    files = one(at(1, "P", paid(100)), at(2, "C", CHILD, paid(60)), at(2, "D", CHILD, paid(30)))
    with released(files, POLICY) as session:
        assert counted(session, "spent") == [90]
        assert session.book.left_out("spent", year=2010).value == 100
        assert session.book.measure("activities").value == 2


def test_parent_counts_for_a_kind_that_no_child_has() -> None:
    """The programme has the budget and the commitment, its project spends: each is counted where it stands."""
    parent = at(1, "P", budget(500, "2010-01-01", "2010-12-31"), paid(400, code="2"), paid(7))
    with released(one(parent, at(2, "C", CHILD, paid(60))), POLICY) as session:
        assert counted(session, "budgeted", "committed", "spent") == [500, 400, 60]
        assert session.book.left_out("spent", year=2010).value == 7
        assert session.book.measure("activities").value == 2


def test_activity_at_an_upper_level_with_none_below_counts() -> None:
    files = one(at(1, "P", paid(100)), at(2, "C", CHILD, paid(60)), at(1, "Q", paid(25)))
    with released(files, POLICY) as session:
        assert counted(session, "spent") == [85]


def test_grandchild_counts_for_all_above() -> None:
    grandchild = at(3, "G", '<related-activity ref="C" type="1"/>', paid(50))
    with released(one(at(1, "P", paid(100)), at(2, "C", CHILD), grandchild), POLICY) as session:
        assert counted(session, "spent") == [50]


def test_without_links_the_deepest_level_with_the_kind_counts() -> None:
    files = one(at(1, "P", budget(500, "2010-01-01", "2010-12-31"), paid(100)), at(2, "C", paid(60)))
    with released(files, POLICY) as session:
        assert counted(session, "budgeted", "spent") == [500, 60]
        ((message, repair, _),) = remarks(session, "hierarchy.no-parent")
        assert "twice" in message
        assert "related-activity" in repair


def test_framework_decides_where_it_says_which_levels_count() -> None:
    rule = LevelRule("XM-T-1", (1, 2), {"en": "the money of the upper level is other money"})
    files = one(at(1, "P", paid(100)), at(2, "C", CHILD, paid(60)))
    with released(files, replace(POLICY, level=(rule,))) as session:
        assert counted(session, "spent") == [160]
        assert session.book.left_out("spent", year=2010).value is None
