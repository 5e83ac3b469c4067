"""An entry keeps what was signed to the last digit; who makes, reviews, adopts or audits editions sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from web_people import PARTNER
from web_savings import COST

from grutto.model.ledger import LedgerEntry
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.savings.acts import Enter
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from web_people import People

DRAWN = LedgerEntry("d", "drawn", "2019-Q1", "A", date(2010, 1, 2), "r", amount=Decimal("0.00"), text="Gift")


@pytest.mark.parametrize(
    "entry",
    [
        DRAWN,
        replace(DRAWN, amount=None, figure="spent year=2019"),
        LedgerEntry(
            id="e",
            kind="actual",
            quarter="2019-Q2",
            author="B",
            date=date(2020, 2, 29),
            reference="r",
            country="SO",
            cohort="2019-Q1",
            persons=3,
            days=Decimal("90.50"),
            day_rate=Decimal("0.1234567890123"),
        ),
    ],
)
def test_what_was_signed_comes_back_as_it_was(entry: LedgerEntry) -> None:
    record = SavingsEntry()
    record.take_over("fictional", entry)
    assert repr(record.value) == repr(entry), "repr tells 0 from 0.00"


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_others_see_none(person: People) -> None:
    perform(Enter, None, person(Role.OFFICER), COST)
    people = {role: person(role, PARTNER) for role in Role if role != Role.OFFICER}
    seen = {role for role, user in people.items() if SavingsEntry.objects.seen_by(user).exists()}
    assert seen == {Role.REVIEWER, Role.ADOPTER, Role.AUDITOR}
