"""The chain of money, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from small_iati import activity, by, one, paid, released, to
from small_policy import POLICY
from small_report import facts, plain, said, table

from grutto.content.blocks import Flows
from grutto.reports.context import Context
from grutto.reports.sections.chain import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_what_was_sent_on_is_netted(context_of: ContextMaker) -> None:
    """A sent 50 to D, which spent 75: 445 reported, 50 netted, 395 counted once."""
    found = section(context_of())
    assert facts(found) == {
        "Spent, at every level": "€ 445",
        "Netted": "€ 50",
        "of which paid from money that another activity sent": "€ 50",
        "Spent, counted once": "€ 395",
    }
    assert table(found, "Links between activities") == [
        ["What both sides report", "Links", "The same money", "Sent less received"],
        ["both sides report the same", "1", "€ 50", "€ 0"],
    ]
    assert found.parts == (), "what one link carries needs no drawing"


def test_without_links_it_says_so() -> None:
    with released(one(activity("A", paid(5))), POLICY) as session:
        found = section(Context(session, POLICY, 2010))
    assert said(found)[1:] == ["No file names an activity that money came from or went to."]
    assert facts(found) == {"Spent, at every level": "€ 5", "Netted": "€ 0", "Spent, counted once": "€ 5"}


def test_a_chain_of_two_links_is_drawn_dashed_where_the_sides_differ() -> None:
    """A sent 60 and B got 55 of it; B sent 20 and C got all: 5 are missing, and 55 + 20 are the same money."""
    files = one(
        activity("A", paid(60, inside=to("B"))),
        activity("B", paid(55, code="1", inside=by("A")), paid(20, inside=to("C")), org="XM-T-2"),
        activity("C", paid(20, code="1", inside=by("B")), org="XM-T-3"),
    )
    with released(files, POLICY) as session:
        found = section(Context(session, POLICY, 2010))
    (part,) = found.parts
    assert (part.anchor, plain(part.title)) == ("chain-A", "A")
    (drawn,) = [b for b in part.blocks if isinstance(b, Flows)]
    assert [(f.source, f.target, f.figure.value, f.agreed) for f in drawn.flows] == [
        ("A", "B", Decimal(55), False),
        ("B", "C", Decimal(20), True),
    ]
    assert table(part, "Every link")[1:] == [
        ["A", "B", "the sides report different amounts", "€ 60", "€ 55", "€ 55"],
        ["B", "C", "both sides report the same", "€ 20", "€ 20", "€ 20"],
    ]


def test_in_dutch(context_of: ContextMaker) -> None:
    assert table(section(context_of()), "Schakels", "nl")[1][1:] == ["1", "€ 50", "€ 0"]
