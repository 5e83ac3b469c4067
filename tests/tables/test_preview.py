"""What an import would change, told before it happens; sums worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, budget, document, paid

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto.tables.preview import MoneyChange, Preview, preview

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = {
    "a.xml": document(
        activity("A", paid(100), paid(7, code="4")), activity("B", budget(50, "2010-01-01", "2010-12-31"))
    ),
    "b.xml": document(activity("C", paid(3))),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """A data folder with two files, and the folder that they came from."""
    folder = tmp_path_factory.mktemp("files")
    home = Home(tmp_path_factory.mktemp("home"))
    for name, text in BEFORE.items():
        (folder / name).write_text(text, "utf-8")
    assert not take_in(home, incoming_files([folder])).refused
    return home, folder


def previewed(published: tuple[Home, Path], *activities: str, name: str = "a.xml") -> Preview:
    """Preview a file with other activities, and put back what it was."""
    home, folder = published
    path = folder / name
    path.write_text(document(*activities), "utf-8")
    try:
        (found,) = preview(home, incoming_files([path]))
    finally:
        path.unlink()
        if name in BEFORE:
            path.write_text(BEFORE[name], "utf-8")
    return found


def test_money_is_summed_by_kind_and_currency_before_and_after(published: tuple[Home, Path]) -> None:
    """Disbursed 100, then 120; spent 7, then nothing; budgeted 50, and B is gone."""
    found = previewed(published, activity("A", paid(120)))
    assert found.money == (
        MoneyChange("3", "EUR", Decimal(100), Decimal(120)),
        MoneyChange("4", "EUR", Decimal(7), Decimal(0)),
        MoneyChange("budget", "EUR", Decimal(50), Decimal(0)),
    )
    assert [(r.identifier, r.outcome, r.money) for r in found.records] == [
        ("B", "removed", (MoneyChange("budget", "EUR", Decimal(50), Decimal(0)),)),
        ("A", "changed", found.money[:2]),
    ]
    assert (found.before, found.same) == (2, 0)


def test_an_amount_that_is_unknown_makes_its_sum_unknown(published: tuple[Home, Path]) -> None:
    found = previewed(published, activity("A", paid("oops"), paid(7, code="4")))
    assert found.money[0] == MoneyChange("3", "EUR", Decimal(100), None)
    assert [remark[:3] for remark in found.findings] == [("error", "This is not a number", "oops")]


def test_what_is_moved_to_another_place_is_no_change(published: tuple[Home, Path]) -> None:
    b = activity("B", budget(50, "2010-01-01", "2010-12-31"))
    found = previewed(published, b, activity("A", paid(7, code="4"), paid(100)))
    assert (found.records, found.same) == ((), 2)
    assert [m.after for m in found.money] == [m.before for m in found.money] == [100, 7, 50]


def test_rows_most_alike_are_told_as_one_that_changed_and_others_as_gone_and_new(published: tuple[Home, Path]) -> None:
    """Of 7 spent only the amount differs, so that 100 disbursed is not what became 8, though it has its day too."""
    found = previewed(published, activity("A", paid(100, "2019-01-01", "2", currency="USD"), paid(8, code="4")))
    changes = [(c.table, c.field, c.before, c.after) for c in found.records[-1].changes]
    assert ("transaction", "value", "7", "8") in changes
    rows = [(before, after) for table, field, before, after in changes if (table, field) == ("transaction", "")]
    assert [(bool(before), bool(after)) for before, after in rows] == [(True, False), (False, True)]
    assert isinstance(row := rows[1][1], dict)
    assert (row["value"], row["currency"]) == ("100", "USD")


def test_a_copy_of_an_activity_of_another_file_is_named(published: tuple[Home, Path]) -> None:
    """C of b.xml goes on counting: the new file says no later day, and has no more transactions."""
    found = previewed(published, activity("C"), activity("New"), name="c.xml")
    told = {r.identifier: (r.outcome, r.elsewhere) for r in found.records}
    assert told == {"C": ("behind", ("b.xml",)), "New": ("new", ())}
    assert found.money == (MoneyChange("3", "EUR", Decimal(3), Decimal(3)),)


def test_the_same_file_changes_nothing_and_a_refused_one_neither(published: tuple[Home, Path]) -> None:
    home, folder = published
    (same,) = preview(home, incoming_files([folder / "b.xml"]))
    assert (same.report.outcome, same.records, same.same) == ("unchanged", (), 1)
    (folder / "bad.xml").write_text("<html/>", "utf-8")
    (refused,) = preview(home, incoming_files([folder / "bad.xml"]))
    (folder / "bad.xml").unlink()
    assert (refused.report.outcome, refused.records, refused.money) == ("refused", (), ())
