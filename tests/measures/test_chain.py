"""The chain of an activity among all links of a release: upwards to its start, downwards to its end."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import UnknownNameError
from grutto.measures.chain import ChainLink, chain_of, page_folder, side_rows, starts

if TYPE_CHECKING:
    from grutto.measures.session import Session


def link(provider: str, receiver: str, matched: int = 1, status: str = "matched") -> ChainLink:
    """Return a link whose sides report the same euros."""
    euros, nothing = Decimal(matched), Decimal(0)
    return ChainLink(provider, receiver, None, None, status, "activities", euros, nothing, euros, euros, euros)


def ends(links: list[ChainLink]) -> list[str]:
    return [f"{link.provider_activity}{link.receiver_activity}" for link in links]


TREE = [link("A", "B"), link("B", "C"), link("B", "D"), link("X", "D"), link("P", "Q")]
"""A pays B, which pays C and D; X pays D too; P pays Q."""


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("A", ["AB", "BC", "BD"]),
        ("B", ["AB", "BC", "BD"]),
        ("C", ["AB", "BC"]),
        ("D", ["AB", "BD", "XD"]),
        ("X", ["XD"]),
        ("nobody", []),
    ],
)
def test_what_came_and_went_and_nothing_of_neighbours(identifier: str, expected: list[str]) -> None:
    """C got nothing of what D was paid, and X nothing of what A paid."""
    assert ends(chain_of(TREE, identifier)) == expected


def test_a_circle_is_followed_once() -> None:
    assert ends(chain_of([link("A", "B"), link("B", "C"), link("C", "A")], "A")) == ["AB", "BC", "CA"]


def test_chains_begin_where_nothing_came_in_and_those_that_carry_most_come_first() -> None:
    """Of one link only there is no chain to show: P and Q."""
    links = [link("A", "B", 5), link("B", "C", 90), link("X", "B", 7), link("Y", "B", 5), link("P", "Q", 99)]
    assert starts(links) == ["X", "A", "Y"]
    assert starts([]) == []


def test_the_sides_agree_on_the_same_money_also_where_rates_moved() -> None:
    statuses = ("matched", "matched-by-rate", "conflict", "provider-only", "unknown")
    assert [status for status in statuses if link("A", "B", status=status).agreed] == ["matched", "matched-by-rate"]


def test_a_page_has_a_folder_that_any_disk_takes() -> None:
    assert page_folder("XM-DAC-7/NL 2010:é..") == "chain/XM-DAC-7-NL-2010"


def test_rows_of_an_activity_that_no_link_names_are_refused(hundred_spent: Session) -> None:
    with pytest.raises(UnknownNameError, match="No row names money that came to or went from “Z”"):
        side_rows(hundred_spent, "Z")
