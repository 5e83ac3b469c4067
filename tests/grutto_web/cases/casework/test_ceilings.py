"""Ceilings as decrees set them: the human-rights fund raised from 12 to 14 million, reconstruction with South Sudan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from grutto_web.cases.casework import ceilings
from grutto_web.cases.casework.ceiling_steps import CeilingRowSteps, CeilingSteps
from grutto_web.cases.casework.ceilings import Ceiling, stay_within
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotApartError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People


MILLION = Decimal(1_000_000)


class Office:
    """Two managers, and awards that are kept in a list."""

    def __init__(self, person: People) -> None:
        """Begin with nothing awarded."""
        self.one, self.other = person(Role.MANAGER, name="one"), person(Role.MANAGER, name="other")
        self.awards: list[tuple[str, Decimal, date]] = []

    def ceiling(self, code: str, within: str = "") -> Ceiling:
        """Enter a ceiling."""
        return perform(CeilingSteps.register, None, self.one, {"code": code, "title": code, "within": within})

    def row(self, ceiling: Ceiling, millions: int, since: str, decree: str) -> None:
        """Propose an amount, and put it in force by another."""
        data = {"ceiling": ceiling.code, "amount_eur": millions * 1_000_000, "starts_on": since, "decree": decree}
        proposed = perform(CeilingRowSteps.propose, None, self.one, data)
        perform(CeilingRowSteps.enact, proposed, self.other)

    def award(self, ceiling: Ceiling, millions: int, day: date) -> None:
        """Award an amount, or be refused."""
        with transaction.atomic():
            stay_within(ceiling, millions * MILLION, day)
            self.awards.append((ceiling.code, millions * MILLION, day))

    def standing(self, ceiling: Ceiling, day: date) -> Decimal:
        """Return what was awarded under a ceiling until a day."""
        return sum((eur for code, eur, on in self.awards if code == ceiling.code and on <= day), Decimal(0))


@pytest.fixture
def office(person: People, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that awards."""
    made = Office(person)
    monkeypatch.setattr(ceilings, "STANDING", [made.standing])
    return made


@pytest.mark.django_db
def test_a_fund_raised_from_twelve_to_fourteen_million(office: Office) -> None:
    fund = office.ceiling("human-rights")
    office.row(fund, 12, "2011-01-01", "Stcrt. 2010, 1")
    office.row(fund, 14, "2011-08-13", "Stcrt. 2011, 14972")
    with pytest.raises(GuardError, match=r"12,000,000 remains of €\s12,000,000 \(Stcrt. 2010, 1, since 1 January 2011"):
        office.award(fund, 13, date(2011, 8, 12))
    office.award(fund, 13, date(2011, 8, 13))
    with pytest.raises(GuardError, match=r"€\s1,000,000 remains of €\s14,000,000 \(Stcrt. 2011, 14972"):
        office.award(fund, 2, date(2011, 9, 1))
    assert [str(row.amount_eur) for row in fund.rows.order_by("starts_on")] == ["12000000.00", "14000000.00"]


@pytest.mark.django_db
@pytest.mark.parametrize("inner_first", [True, False])
def test_of_120_million_at_most_40_are_for_south_sudan(office: Office, inner_first: bool) -> None:
    whole = office.ceiling("reconstruction")
    sudan = office.ceiling("south-sudan", "reconstruction")
    office.row(whole, 120, "2011-01-01", "Stcrt. 2011, 22804")
    office.row(sudan, 40, "2011-01-01", "Stcrt. 2011, 22804")
    day = date(2012, 1, 1)
    for ceiling, millions in [(sudan, 40), (whole, 80)] if inner_first else [(whole, 80), (sudan, 40)]:
        office.award(ceiling, millions, day)
    for ceiling in (whole, sudan):
        with pytest.raises(GuardError, match="remains"):
            office.award(ceiling, 1, day)


@pytest.mark.django_db
def test_the_inner_ceiling_holds_though_the_outer_has_room(office: Office) -> None:
    whole, sudan = office.ceiling("reconstruction"), office.ceiling("south-sudan", "reconstruction")
    office.row(whole, 120, "2011-01-01", "one decree")
    office.row(sudan, 40, "2011-01-01", "one decree")
    with pytest.raises(GuardError, match="south-sudan"):
        office.award(sudan, 41, date(2012, 1, 1))


@pytest.mark.django_db
def test_nothing_is_awarded_before_a_decree(office: Office) -> None:
    fund = office.ceiling("human-rights")
    with pytest.raises(GuardError, match="No decree says how high"):
        office.award(fund, 1, date(2011, 1, 1))
    data = {"ceiling": fund.code, "amount_eur": "1000000", "starts_on": "2011-01-01", "decree": "a draft"}
    proposed = perform(CeilingRowSteps.propose, None, office.one, data)
    with pytest.raises(GuardError, match="No decree says how high"):
        office.award(fund, 1, date(2011, 1, 1))
    with pytest.raises(NotApartError):
        perform(CeilingRowSteps.enact, proposed, office.one)


@pytest.mark.django_db
def test_a_cut_below_what_was_awarded_is_refused_not_scaled(office: Office) -> None:
    fund = office.ceiling("human-rights")
    office.row(fund, 12, "2011-01-01", "one")
    office.award(fund, 11, date(2011, 2, 1))
    with pytest.raises(GuardError, match="decide on awards first"):
        office.row(fund, 10, "2011-03-01", "cut")


@pytest.mark.django_db
def test_one_row_a_day_is_in_force(office: Office) -> None:
    fund = office.ceiling("human-rights")
    office.row(fund, 12, "2011-01-01", "one")
    data = {"ceiling": fund.code, "amount_eur": "-1", "starts_on": "2011-01-01", "decree": "two"}
    with pytest.raises(InvalidInputError):
        perform(CeilingRowSteps.propose, None, office.one, data)
    again = perform(CeilingRowSteps.propose, None, office.one, data | {"amount_eur": "5"})
    with pytest.raises(InvalidInputError):
        perform(CeilingRowSteps.enact, again, office.other)
