"""An entry is signed by who enters it, refused by the rules of a ledger, and withdrawn with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone, translation
from web_savings import COST, DRAW

from grutto.frameworks.ledger import ledger_text
from grutto.model.ledger import LedgerEntry
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import InvalidInputError, NotPermittedError, WrongStateError
from grutto_web.people.roles import Role
from grutto_web.work.savings.acts import Enter, Withdraw
from grutto_web.work.savings.files import take_ledger
from grutto_web.work.savings.ledgers import current_ledger
from grutto_web.work.savings.models import SavingsEntry, State

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.people.accounts.models import User


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ENTRY = LedgerEntry(
    id="estimate-2019-Q1-SO",
    kind="estimate",
    quarter="2019-Q1",
    author="Olga",
    date=date(2019, 5, 1),
    reference="Budget note, p. 3",
    country="SO",
    cohort="2019-Q1",
    persons=400,
    days=Decimal(90),
    day_rate=Decimal("60.50"),
)
"""What `COST` becomes."""


def test_who_enters_it_signs_it_today(person: People) -> None:
    perform(Enter, None, person(Role.OFFICER, name="Olga"), COST)
    (entry,) = current_ledger("fictional")
    assert entry == replace(ENTRY, date=timezone.localdate())
    assert str(entry.day_rate) == "60.50"


def test_a_name_is_in_no_log(person: People) -> None:
    record = perform(Enter, None, person(Role.OFFICER, name="Olga"), COST)
    (logged,) = entries(record)
    assert (logged.act, logged.changes["code"]) == ("savings.Enter", [None, "estimate-2019-Q1-SO"])
    assert "Olga" not in str(logged.changes)


def test_what_was_drawn_twice_in_a_quarter_has_two_ids(person: People) -> None:
    officer = person(Role.OFFICER)
    first = perform(Enter, None, officer, DRAW)
    perform(Withdraw, first, officer, {"reason": "Typed wrongly"})
    codes = [perform(Enter, None, officer, DRAW).code for _ in range(2)]
    assert codes == ["drawn-2019-Q1-2", "drawn-2019-Q1-3"], "no id is used again, for editions name it"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"quarter": "2019-5"}, "quarter", "This is not a quarter: “2019-5”. Write it as 2011-Q1."),
        ({"cohort": "2019-Q2"}, "cohort", "had not arrived yet"),
        ({"days": "91"}, "days", "91 days in a quarter of 90. Give the mean days of one person"),
        ({"persons": "0"}, "persons", "does not say how its amount is made"),
        ({"country": "XX"}, "country", "valid choice"),
        ({"framework": "nl-2008"}, "framework", "valid choice"),
        (DRAW | {"amount": ""}, "amount", "needs either an amount or a figure"),
        (DRAW | {"figure": "spent year=2019"}, "amount", "needs either an amount or a figure"),
        (DRAW | {"amount": "", "figure": "spend year=2019"}, "figure", "There is no measure “spend”"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(change: dict[str, str], field: str, message: str, person: People) -> None:
    with pytest.raises(InvalidInputError) as refused:
        perform(Enter, None, person(Role.OFFICER), COST | change)
    assert message in str(refused.value.form.errors[field])
    assert list(refused.value.form.errors) == [field]
    assert not SavingsEntry.objects.exists()


def test_the_same_persons_are_counted_once_until_the_entry_is_withdrawn(person: People) -> None:
    officer = person(Role.OFFICER)
    first = perform(Enter, None, officer, COST)
    with translation.override("nl"), pytest.raises(InvalidInputError) as refused:
        perform(Enter, None, officer, COST)
    assert "gaan over dezelfde personen" in str(refused.value.form.errors["cohort"])
    withdrawn = perform(Withdraw, first, officer, {"reason": "Counted twice"})
    assert (withdrawn.state, list(current_ledger("fictional"))) == (State.WITHDRAWN, [])
    assert entries(withdrawn).last().reason == "Counted twice"
    perform(Enter, None, officer, COST)
    with pytest.raises(WrongStateError):
        perform(Withdraw, withdrawn, officer, {"reason": "Again"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ways", [("hand", "hand"), ("hand", "file"), ("file", "file")])
def test_of_two_at_once_one_enters_the_same_persons(ways: tuple[str, str], person: People) -> None:
    officers = [person(Role.OFFICER, name=name) for name in ("Olga", "Omar")]
    together = Barrier(2)

    def enter(officer: User, way: str) -> str:
        together.wait()
        try:
            if way == "file":
                same = replace(ENTRY, id=officer.name, author=officer.name)
                taken = take_ledger("fictional", "l.toml", ledger_text([same]).encode(), officer).taken
                return "signed" if taken else "refused"
            return perform(Enter, None, officer, COST).state
        except InvalidInputError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enter, officers, ways)) == ["refused", "signed"]
    assert len(current_ledger("fictional")) == 1


def test_a_dutch_officer_writes_a_decimal_comma(person: People) -> None:
    with translation.override("nl"):
        perform(Enter, None, person(Role.OFFICER), COST | {"day_rate": "60,5"})
    assert current_ledger("fictional")[0].day_rate == Decimal("60.5")


def test_a_quarter_of_a_million_is_never_signed_as_250(person: People) -> None:
    with translation.override("nl"), pytest.raises(InvalidInputError) as refused:
        perform(Enter, None, person(Role.OFFICER), DRAW | {"amount": "250.000"})
    assert "250000" in str(refused.value.form.errors["amount"])


def test_a_reason_is_needed_and_others_only_read(person: People) -> None:
    record = perform(Enter, None, person(Role.OFFICER), COST)
    with pytest.raises(InvalidInputError):
        perform(Withdraw, record, person(Role.OFFICER, name="two"), {})
    for role in (Role.REVIEWER, Role.ADOPTER, Role.AUDITOR):
        with pytest.raises(NotPermittedError):
            perform(Withdraw, record, person(role), {"reason": "Mine"})
