"""Which frameworks have a ledger, and its quarters as the library computes them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from web_savings import COST, DRAW

from grutto.frameworks import load
from grutto.frameworks.ledger import load_ledger
from grutto.measures.ledger import ledger_quarters
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.savings.acts import Enter
from grutto_web.work.savings.ledgers import LedgerOfNow, current_ledger, ledger_frameworks

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

    from grutto.store.home import Home


def test_frameworks_whose_reports_account_for_savings(home: Home) -> None:
    (home.path / "frameworks/broken").mkdir()
    (home.path / "frameworks/broken/framework.toml").write_text("owner = 1")
    assert [name for name, _title in ledger_frameworks()] == ["fictional", "nl-2011"]


@pytest.mark.django_db
def test_an_edition_has_the_entries_up_to_its_year(home: Home, person: People) -> None:
    officer = person(Role.OFFICER)
    for change in ({"quarter": "2020-Q1", "days": "91"}, {}):
        perform(Enter, None, officer, COST | change)
    perform(Enter, None, officer, COST | {"framework": "nl-2011"})
    assert [e.quarter for e in current_ledger("fictional")] == ["2019-Q1", "2020-Q1"]
    assert [e.quarter for e in current_ledger("fictional", 2019)] == ["2019-Q1"]


def test_quarters_of_the_example_are_worked_by_hand(home: Home, ledger_file: Path) -> None:
    """First quarter of 2019, Somalia alone counts: Croatia is no recipient: 400 × 90 × 60 less 350 × 90 × 58."""
    first = ledger_quarters(LedgerOfNow(load(str(home.path / "frameworks/fictional")), load_ledger(ledger_file)))[0]
    figures = (first.estimate, first.actual, first.saving, first.drawn, first.left)
    assert [figure.value for figure in figures] == [2_160_000, 1_827_000, 333_000, 0, 333_000]


@pytest.mark.django_db
def test_a_draw_by_a_figure_of_the_sources_is_unknown_without_a_release(home: Home, person: People) -> None:
    officer = person(Role.OFFICER)
    for change in ({}, {"kind": "actual", "persons": "300"}):
        perform(Enter, None, officer, COST | change)
    perform(Enter, None, officer, DRAW | {"amount": "", "figure": "spent iati_identifier=A year=2019"})
    (quarter,) = ledger_quarters(LedgerOfNow(load("nl-2011"), current_ledger("fictional")))
    assert quarter.saving.value == 100 * 90 * Decimal("60.50")
    assert (quarter.drawn.value, quarter.left.value) == (None, None)
    without = tuple(replace(e, figure="", amount=Decimal(1)) if e.figure else e for e in current_ledger("fictional"))
    (known,) = ledger_quarters(LedgerOfNow(load("nl-2011"), without))
    assert known.left.value == 544_499
