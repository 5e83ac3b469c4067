"""Payments on grants: within what was granted, once, by a third person."""

from __future__ import annotations

import io
import threading
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from web_returns import NEW, assessed, departed, granted, payment

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.returns import acts, paying
from grutto_web.cases.returns.models import Payment
from grutto_web.cases.returns.registers import PAYMENTS
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotApartError, RefusalError
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_returns import Team

    from grutto_web.people.accounts.models import User


@pytest.mark.django_db
def test_nothing_is_paid_beyond_the_grant_the_cash_or_before_departure(team: Team, on: Callable[[str], None]) -> None:
    on("2017-08-20")
    case = departed(team)
    perform(paying.PlanPayment, None, team.caseworker, payment(case))
    with pytest.raises(GuardError, match="more than what is left"):
        perform(paying.PlanPayment, None, team.caseworker, payment(case, amount="500.01"))
    with pytest.raises(GuardError, match="more in cash"):
        perform(paying.PlanPayment, None, team.caseworker, payment(case, amount="1", form="cash"))
    rest = perform(paying.PlanPayment, None, team.caseworker, payment(case, amount="500"))
    rest = perform(paying.Release, rest, team.payer, {})
    perform(paying.PaymentReturned, rest, team.payer, {"reason": "the account was closed"})
    again = perform(paying.PlanPayment, None, team.caseworker, payment(case, amount="500"))
    assert again.amount_eur == Decimal(500)
    with pytest.raises(InvalidInputError):  # whoever has not left yet is not offered
        perform(paying.PlanPayment, None, team.caseworker, payment(granted(team, number="2017-002", **NEW)))


@pytest.mark.django_db
def test_another_currency_needs_a_rate(team: Team, on: Callable[[str], None]) -> None:
    on("2017-08-20")
    case = departed(team)
    with pytest.raises(InvalidInputError):
        perform(paying.PlanPayment, None, team.caseworker, payment(case, currency="IQD", amount="1180000"))
    data = payment(case, currency="IQD", amount="1180000", units_per_eur="1370.5", rate_source="Central Bank of Iraq")
    assert perform(paying.PlanPayment, None, team.caseworker, data).amount_eur == Decimal("861.00")


@pytest.mark.django_db(transaction=True)
def test_two_browsers_release_one_payment_once(team: Team, on: Callable[[str], None]) -> None:
    on("2017-08-20")
    planned = perform(paying.PlanPayment, None, team.caseworker, payment(departed(team)))
    outcomes: list[str] = []

    def release() -> None:
        try:
            perform(paying.Release, planned, team.payer, {"version": planned.version})
            outcomes.append("released")
        except RefusalError as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=release) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("released") == 1
    assert Entry.objects.filter(act="returns.Release").count() == 1


@pytest.mark.django_db
def test_who_proposed_what_somebody_gets_neither_decides_nor_pays(
    team: Team, person: People, on: Callable[[str], None]
) -> None:
    """No rule decides for who leaves in October; who proposed the amount is as near to it as who assessed."""
    on("2017-07-05")
    all_roles = person(Role.CASEWORKER, "XM-DAC-47066", name="several")
    place = all_roles.held[0].organisation_id
    for role in (Role.DECIDER, Role.PAYER):
        perform(GiveRole, None, None, {"user": all_roles.pk, "organisation": place, "role": role})
    del all_roles.held
    case = assessed(team, "2017-10-01")
    for member in case.members.all():
        data = {"amount_eur": "1500", "cash_most_eur": "0", "reason": "as who left in August"}
        proposed = perform(acts.ProposeWaiver, member, all_roles, data)
        assert proposed.amount_eur is None, "it counts once it is decided on"
        perform(acts.ApproveWaiver, proposed, team.decider, {"reason": "agreed"})
    with pytest.raises(NotApartError):
        perform(acts.GrantCase, case, all_roles, {"reason": "x"})
    case = perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    assert {m.amount_eur for m in case.members.all()} == {Decimal(1500)}
    on("2017-10-02")
    case = perform(acts.Depart, case, team.caseworker, {"departed_on": "2017-10-01", "evidence": "border"})
    planned = perform(paying.PlanPayment, None, team.caseworker, payment(case, pay_on="2017-10-02"))
    with pytest.raises(NotApartError):
        perform(paying.Release, planned, all_roles, {})
    assert perform(paying.Release, planned, team.payer, {}).state == "released"


@pytest.mark.django_db
def test_a_payment_is_planned_once_by_a_double_click_or_a_sheet_after_the_form(
    team: Team, on: Callable[[str], None], client_of: Callable[[User], Client]
) -> None:
    """Two of 750 would fit the grant of 1,500; another payment says for what it is."""
    on("2017-08-20")
    data, browser = payment(departed(team), amount="750"), client_of(team.caseworker)
    answers = [browser.post("/en/work/payments/new/", data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "This payment is there already" in answers[1].text
    names = ("member", "form", "what", "amount", "currency", "pay_on")
    sheet = "\n".join([",".join(names), ",".join(str(data[name]) for name in names)])
    outcome = take(PAYMENTS, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False)
    assert outcome.taken == 0
    assert ["This payment is there already" in each.text for each in outcome.problems] == [True]
    assert perform(paying.PlanPayment, None, team.caseworker, data | {"what": "more tools"}).state == "planned"
    assert Payment.objects.count() == 2
