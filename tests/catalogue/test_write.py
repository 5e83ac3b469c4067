"""A catalogue says what the measures say, and the same tables give the same file."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, paid, to

from grutto.catalogue.read import Catalogue, Catalogues
from grutto.errors import StoreError
from grutto.measures.session import Session, open_release
from grutto.store.home import Home
from grutto.store.releases import catalogue_path, check_release, read_release
from grutto.tables.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grutto.catalogue.entries import Amount
    from grutto.model.figure import Figure

OWNERS = {
    "activity": "iati_identifier",
    "country": "country",
    "sector": "sector",
    "reports": "reporting_org",
    "pays": "provider_org",
    "receives": "receiver_org",
}


@pytest.fixture(scope="module")
def session(programme: Home) -> Iterator[Session]:
    with open_release(programme, in_memory=True) as opened:
        yield opened


def _same(amount: Amount, figure: Figure) -> bool:
    known = (amount.value, amount.rows, amount.unknown) == (figure.value, figure.rows, figure.unknown)
    return known and (bool(amount.apart) or dict(amount.reasons) == dict(figure.reasons))


@pytest.mark.parametrize("owner", OWNERS)
def test_every_amount_is_that_of_its_measure(owner: str, programme: Home, session: Session) -> None:
    catalogue = Catalogues(programme).catalogue()
    keys = [key for (key,) in catalogue.connection.execute("SELECT DISTINCT key FROM money WHERE owner = ?", (owner,))]
    assert keys
    for key in keys[:: max(1, len(keys) // 20)]:
        named = catalogue.listed([int(key)])[0].identifier if owner == "activity" else key
        for amount in catalogue.money(owner, key):
            at = {OWNERS[owner]: named} | ({"year": amount.year} if amount.year else {})
            assert _same(amount, session.book.measure(amount.flow, **at)), (owner, named, amount)


def test_a_release_has_totals(programme: Home, session: Session) -> None:
    catalogue = Catalogues(programme).catalogue()
    (whole,) = (a for a in catalogue.money("release") if a.flow == "spent_once" and a.year == 0)
    assert whole.value == session.book.measure("spent_once").value
    assert whole.value == sum(g.value for g in _groups(session) if g.value is not None)


def _groups(session: Session) -> list[Figure]:
    return [figure for _, figure in session.book.breakdown("spent_once", "country")]


def test_the_parts_of_a_country_add_up(programme: Home) -> None:
    catalogue = Catalogues(programme).catalogue()
    for key, amount in catalogue.owners("country", "spent_once", 2018):
        parts = [a.value for _, a in catalogue.country_parts("spent_once", key, 2018) if a.value is not None]
        assert amount.value == (sum(parts) if parts else None)


def test_what_is_unknown_stays_unknown_with_its_reason(catalogue_of: Callable[..., Catalogue]) -> None:
    catalogue = catalogue_of(
        activity("X-1", paid(100), paid(50, currency="KWD")), activity("X-2", paid(7, currency="KWD"))
    )
    first, second = (_spent(catalogue, identifier) for identifier in ("X-1", "X-2"))
    why = "no-rate|currency=KWD"
    assert (first.value, first.rows, first.unknown, first.reasons) == (Decimal(100), 2, 1, ((why, 1),))
    assert (second.value, second.rows, second.unknown) == (None, 1, 1)


def _spent(catalogue: Catalogue, identifier: str) -> Amount:
    found = catalogue.activity(identifier)
    assert found
    return next(a for a in found.money if a.flow == "spent" and a.year == 0)


def test_budgets_of_two_levels_are_not_added(catalogue_of: Callable[..., Catalogue]) -> None:
    budget = (
        '<budget><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/>'
        '<value value-date="2010-01-01">10</value></budget>'
    )
    catalogue = catalogue_of(
        activity("X-1", budget, attributes='hierarchy="1"'), activity("X-2", budget, attributes='hierarchy="2"')
    )
    (amount,) = (a for a in catalogue.money("release") if a.flow == "budgeted" and a.year == 2010)
    assert (amount.value, amount.rows, amount.apart) == (None, 2, "several-levels")


def test_money_sent_on_is_counted_once(catalogue_of: Callable[..., Catalogue]) -> None:
    got = (
        '<transaction><transaction-type code="1"/><transaction-date iso-date="2010-06-01"/>'
        '<value value-date="2010-06-01">60</value><provider-org ref="XM-T-1" provider-activity-id="X-1"/></transaction>'
    )
    catalogue = catalogue_of(activity("X-1", paid(60, inside=to("X-2"))), activity("X-2", got, paid(40), org="XM-T-2"))
    once = {a.year: a.value for a in catalogue.money("release") if a.flow == "spent_once"}
    assert once == {0: Decimal(60), 2010: Decimal(60)}


def test_the_largest_comes_first(catalogue_of: Callable[..., Catalogue]) -> None:
    catalogue = catalogue_of(activity("X-1", paid(1)), activity("X-2"), activity("X-3", paid(9)))
    assert [a.identifier for a in catalogue.listed([1, 2, 3])] == ["X-3", "X-1", "X-2"]


def test_the_line_of_an_activity(tmp_path: Path) -> None:
    from grutto.catalogue.lines import activity_lines  # noqa: PLC0415 - one function, one test

    path = tmp_path / "file.xml"
    path.write_text(
        "<iati-activities>\n<!-- <iati-activity> -->\n<iati-activity a='1'\n>\n</iati-activity><iati-activity/>\n"
    )
    assert activity_lines(path) == [3, 5]


def test_the_same_tables_give_the_same_bytes(programme: Home, tmp_path: Path) -> None:
    release = read_release(programme)
    other = Home(tmp_path / "other")
    shutil.copytree(programme.path / "snapshots", other.path / "snapshots")
    with other.writing():
        again = build(other, tuple(reversed(release.snapshots)))
    assert (again.id, again.catalogue) == (release.id, release.catalogue)


def test_a_changed_catalogue_is_noticed(programme: Home, tmp_path: Path) -> None:
    shutil.copytree(programme.path, tmp_path / "home")
    home = Home(tmp_path / "home")
    release = read_release(home)
    check_release(home, release)
    path = catalogue_path(home, release.id)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(StoreError, match=r"catalogue\.sqlite” is missing or was changed"):
        check_release(home, release)
