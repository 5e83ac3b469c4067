"""Objections against refusals and grants: who may decide on them, until when, and what may change."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pytest
from django.utils import timezone
from web_returns import assessed, departed, granted, payment, today

from grutto_web.cases.returns import acts, objections, paying
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.refusals import (
    GuardError,
    InvalidInputError,
    NotApartError,
    NotPermittedError,
    WrongStateError,
)
from grutto_web.people.acts.waiting import waiting_for
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_returns import Team

    from grutto_web.cases.returns.models import Case, Member
    from grutto_web.people.accounts.models import User

MORE = {"amount_eur": "1800", "cash_most_eur": "300", "reason": "as who applied in July"}


@pytest.fixture
def second(person: People) -> User:
    """Return another decider."""
    return person(Role.DECIDER, "XM-DAC-47066", name="second")


def first_of(case: Case) -> Member:
    """Return the first person of a case."""
    member = case.members.first()
    assert member
    return member


def objected(team: Team, case: Case) -> Case:
    """Return a case against whose grant they objected."""
    return perform(
        objections.ObjectToGrant, case, team.caseworker, {"received_on": today(), "reason": "a neighbour got more"}
    )


@pytest.mark.django_db
def test_a_refusal_has_a_ground_and_an_objection_goes_to_somebody_else(
    team: Team, person: People, on: Callable[[str], None]
) -> None:
    on("2017-07-05")
    case = assessed(team, "2017-08-15")
    with pytest.raises(InvalidInputError):
        perform(acts.RefuseCase, case, team.decider, {"reason": "no"})
    case = perform(acts.RefuseCase, case, team.decider, {"ground": "conditions", "reason": "no document"})
    assert str(case.object_by) == "2017-08-16"
    on("2017-08-17")
    with pytest.raises(GuardError, match="has passed"):
        perform(objections.Object, case, team.caseworker, {"received_on": today(), "reason": "late"})
    on("2017-08-16")
    case = perform(objections.Object, case, team.caseworker, {"received_on": today(), "reason": "there is a document"})
    with pytest.raises(NotApartError):
        perform(objections.GrantAfterObjection, case, team.decider, {"reason": "x"})
    second = person(Role.DECIDER, "XM-DAC-47066", name="second")
    assert perform(objections.GrantAfterObjection, case, second, {"reason": "shown"}).state == "granted"


@pytest.mark.django_db
def test_a_grant_holds_while_an_objection_waits_and_somebody_else_keeps_it(
    team: Team, second: User, on: Callable[[str], None]
) -> None:
    """They leave and are paid meanwhile; nothing ends before the decision, and after it the next is a court."""
    on("2017-07-05")
    case = granted(team)
    assert str(case.object_by) == "2017-08-16"
    on("2017-08-16")
    case = objected(team, case)
    assert (case.state, str(case.objected_on)) == ("granted", "2017-08-16")
    with pytest.raises(NotPermittedError):  # one at a time
        objected(team, case)
    case = perform(acts.Depart, case, team.caseworker, {"departed_on": "2017-08-15", "evidence": "border"})
    planned = perform(paying.PlanPayment, None, team.caseworker, payment(case, pay_on="2017-08-16"))
    planned = perform(paying.Release, planned, team.payer, {})
    perform(paying.ConfirmPayment, planned, team.caseworker, {"receipt": "R-1"})
    with pytest.raises(GuardError, match="waits for its decision"):
        perform(acts.Complete, case, team.caseworker, {})
    with pytest.raises(GuardError, match="waits for its decision"):
        perform(acts.Reclaim, case, team.decider, {"reason": "x"})
    for kind in (objections.KeepGrant, objections.AmendGrant):
        with pytest.raises(NotApartError):
            perform(kind, case, team.decider, {"reason": "x"})
        with pytest.raises(NotPermittedError):
            perform(kind, case, team.caseworker, {"reason": "x"})
    case = perform(objections.KeepGrant, case, second, {"reason": "the rule is the same for all"})
    assert (case.state, case.objected_on, case.object_by) == ("departed", None, None)
    with pytest.raises(NotPermittedError):
        objected(team, case)
    assert perform(acts.Complete, case, team.caseworker, {}).state == "completed"


@pytest.mark.django_db
def test_another_amount_takes_two_people_who_did_not_grant(team: Team, second: User, on: Callable[[str], None]) -> None:
    on("2017-07-20")
    case = granted(team)
    member = first_of(case)
    with pytest.raises(NotPermittedError):  # nobody objected
        perform(acts.ProposeWaiver, member, team.caseworker, MORE)
    case = objected(team, case)
    with pytest.raises(GuardError, match="Nothing would change"):
        perform(objections.AmendGrant, case, second, {"reason": "x"})
    with pytest.raises(InvalidInputError):  # nobody gets less
        perform(acts.ProposeWaiver, member, team.caseworker, MORE | {"amount_eur": "1499.99"})
    proposed = perform(acts.ProposeWaiver, member, team.caseworker, MORE)
    assert proposed.amount_eur == Decimal(1500)
    with pytest.raises(NotApartError):
        perform(acts.ApproveWaiver, proposed, team.decider, {"reason": "x"})
    with pytest.raises(GuardError, match="waits for a second person"):
        perform(objections.AmendGrant, case, second, {"reason": "x"})
    approved = perform(acts.ApproveWaiver, proposed, second, {"reason": "agreed"})
    with pytest.raises(GuardError, match="drop them first"):
        perform(objections.KeepGrant, case, second, {"reason": "x"})
    assert approved.amount_eur == Decimal(1500), "the old amount holds until it is decided"
    case = perform(objections.AmendGrant, case, second, {"reason": "agreed"})
    member.refresh_from_db()
    assert (member.amount_eur, member.cash_most_eur, member.proposed_eur) == (Decimal(1800), Decimal(300), None)
    assert member.get_rule_display() == "set by two people, not by a rule"
    assert {m.amount_eur for m in case.members.all()} == {Decimal(1800), Decimal(1500), Decimal(2500)}
    with pytest.raises(NotPermittedError):  # it was decided on
        perform(acts.DropWaiver, member, team.caseworker, {"reason": "x"})
    case = perform(acts.Depart, case, team.caseworker, {"departed_on": "2017-07-20", "evidence": "border"})
    more = payment(case, amount="1700", pay_on="2017-07-20")
    planned = perform(paying.PlanPayment, None, team.caseworker, more)
    with pytest.raises(NotApartError):
        perform(paying.Release, planned, _also_pays(second), {})
    assert perform(paying.Release, planned, team.payer, {}).state == "released"


def _also_pays(user: User) -> User:
    from grutto_web.people.accounts.acts import GiveRole  # noqa: PLC0415

    perform(GiveRole, None, None, {"user": user.pk, "organisation": user.held[0].organisation_id, "role": Role.PAYER})
    del user.held
    return user


@pytest.mark.django_db
def test_a_waiver_that_was_dropped_leaves_the_rule(team: Team, second: User, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = assessed(team, "2017-08-15")
    proposed = perform(acts.ProposeWaiver, first_of(case), team.caseworker, MORE)
    assert perform(acts.DropWaiver, proposed, team.decider, {"reason": "a rule decides"}).proposed_eur is None
    case = perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    assert first_of(case).amount_eur == Decimal(1500)
    case = objected(team, case)
    approved = perform(acts.ProposeWaiver, first_of(case), team.caseworker, MORE)
    approved = perform(acts.ApproveWaiver, approved, second, {"reason": "x"})
    perform(acts.DropWaiver, approved, second, {"reason": "not so"})
    perform(objections.KeepGrant, case, second, {"reason": "x"})
    assert first_of(case).amount_eur == Decimal(1500)


@pytest.mark.django_db
def test_the_day_to_leave_may_become_later_not_earlier_and_not_later_than_a_rule_says(
    team: Team, second: User, on: Callable[[str], None]
) -> None:
    on("2017-07-05")
    by_rule = objected(team, granted(team))
    with pytest.raises(GuardError, match="leave by 31 August 2017"):
        perform(objections.AmendGrant, by_rule, second, {"leave_by": "2017-09-30", "reason": "x"})
    on("2017-07-20")
    case = objected(team, granted(team, "2017-09-15", number="2017-002", client="N", applied_on="2017-07-15"))
    with pytest.raises(GuardError, match="before the day that was granted"):
        perform(objections.AmendGrant, case, second, {"leave_by": "2018-07-19", "reason": "x"})
    on("2018-07-21")
    with pytest.raises(GuardError, match="waits for its decision"):
        perform(acts.Lapse, case, team.caseworker, {})
    case = perform(objections.AmendGrant, case, second, {"leave_by": "2018-10-20", "reason": "a birth"})
    assert str(case.leave_by) == "2018-10-20"


@pytest.mark.django_db
def test_who_left_already_has_no_other_day_to_leave(team: Team, second: User, on: Callable[[str], None]) -> None:
    on("2017-08-16")
    case = objected(team, departed(team))
    with pytest.raises(GuardError, match="left already"):
        perform(objections.AmendGrant, case, second, {"leave_by": "2017-08-31", "reason": "x"})


@pytest.mark.django_db
def test_too_late_is_refused_and_what_was_withdrawn_can_come_again(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = objected(team, granted(team))
    case = perform(objections.WithdrawObjection, case, team.caseworker, {"reason": "they think otherwise now"})
    assert case.objected_on is None
    case = objected(team, case)
    case = perform(objections.WithdrawObjection, case, team.caseworker, {"reason": "again"})
    on("2017-08-17")
    with pytest.raises(GuardError, match="has passed"):
        objected(team, case)
    with pytest.raises(WrongStateError):
        perform(objections.Object, case, team.caseworker, {"received_on": today(), "reason": "x"})


@pytest.mark.django_db
def test_who_declared_a_conflict_decides_on_no_objection(team: Team, second: User, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = perform(acts.DeclareConflict, objected(team, granted(team)), second, {"reason": "a neighbour"})
    for kind in (objections.KeepGrant, objections.AmendGrant):
        with pytest.raises(NotApartError):
            perform(kind, case, second, {"reason": "x"})


@pytest.mark.django_db
def test_it_waits_for_the_other_decider_for_six_weeks_from_its_day(
    team: Team, second: User, client_of: Callable[[User], Client]
) -> None:
    """Not from the day of the grant."""
    today = timezone.localdate()
    case = assessed(team, str(today + timedelta(days=9)), applied_on=str(today - timedelta(days=90)))
    for member in case.members.all():
        proposed = perform(acts.ProposeWaiver, member, team.caseworker, MORE)
        perform(acts.ApproveWaiver, proposed, team.decider, {"reason": "x"})
    case = perform(acts.GrantCase, case, team.decider, {"reason": "x"})
    assert not may(objections.KeepGrant, case, second)
    case = objected(team, case)
    assert "Keep the grant after the objection" in client_of(second).get("/en/work/").text
    due = {str(each.title): each.due for each in waiting_for(second)}
    assert set(due) == {"Keep the grant after the objection", "Grant otherwise after the objection"}
    assert {timezone.localdate(each) for each in due.values()} == {today + timedelta(days=42)}
    assert waiting_for(team.decider) == []


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [True, False])
def test_letters_tell_what_came_what_holds_and_what_was_decided(
    team: Team, second: User, on: Callable[[str], None], client_of: Callable[[User], Client], *, changed: bool
) -> None:
    on("2017-07-05")
    case, browser = objected(team, granted(team)), client_of(team.caseworker)

    def letter(kind: str, language: str) -> str:
        asked = {"kind": kind, "language": language, "file_format": "docx"}
        answer = browser.post(f"/en/work/returns/{case.pk}/letters/", asked)
        assert answer.status_code == 200
        word = docx.Document(io.BytesIO(answer.content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(p.text for p in word.paragraphs), *cells]).replace("\xa0", "")

    came = letter("objection", "en")
    for each in ("our decision of 5 July 2017", "a neighbour got more", "stays yours", "stays 31 August 2017"):
        assert each in came, each
    assert "Wat wij u toekenden, blijft van u" in letter("objection", "nl")
    if changed:
        for member in case.members.all():
            proposed = perform(acts.ProposeWaiver, member, team.caseworker, MORE | {"amount_eur": "2600"})
            perform(acts.ApproveWaiver, proposed, second, {"reason": "agreed"})
        perform(objections.AmendGrant, case, second, {"reason": "the family is large"})
    else:
        perform(objections.KeepGrant, case, second, {"reason": "the rule is the same for all"})
    english, dutch = letter("decision", "en"), letter("decision", "nl")
    for each in ("you objected to what we granted", "before a court", "31 August 2017"):
        assert each in english, each
    assert "You can object until" not in english
    if changed:
        for each in ("what you get changes", "€2,600", "Two people of our organisation", "the family is large"):
            assert each in english, each
        assert "wat u krijgt, verandert" in dutch
    else:
        for each in ("stays the same", "€1,500", "the rule is the same for all"):
            assert each in english, each
        assert "wat u krijgt, blijft gelijk" in dutch


@pytest.mark.django_db
def test_one_that_came_in_time_and_is_entered_late_is_in_time(team: Team, on: Callable[[str], None]) -> None:
    on("2017-07-05")
    case = perform(acts.RefuseCase, assessed(team, "2017-08-15"), team.decider, {"ground": "incomplete", "reason": "x"})
    on("2017-12-01")
    for day, words in (("2017-08-17", "has passed"), ("2017-07-04", "before the day of the decision")):
        with pytest.raises(GuardError, match=words):
            perform(objections.Object, case, team.caseworker, {"received_on": day, "reason": "no papers"})
    case = perform(objections.Object, case, team.caseworker, {"received_on": "2017-08-16", "reason": "no papers"})
    assert (case.state, str(case.objected_on)) == ("objection", "2017-08-16")
