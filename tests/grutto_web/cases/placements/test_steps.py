"""An expert from a request to the last payment, by three people, and everything that is refused on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_placements import expert, match, phase, request

from grutto_web.cases.placements.models import Assignment, Payment
from grutto_web.cases.placements.steps import AssignmentSteps, StayPaymentSteps
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import (
    GuardError,
    InvalidInputError,
    NotApartError,
    NotPermittedError,
    WrongStateError,
)
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People
    from web_returns import Team


@pytest.mark.django_db
def test_three_people_match_approve_and_pay(team: Team, person: People) -> None:
    assignment = match(team, request(team, phase(team)), expert(team))
    assignment = perform(AssignmentSteps.approve, assignment, team.decider, {"most_eur": "3000"})
    data = {"assignment": assignment.pk, "kind": "travel", "amount_eur": "900.50", "pay_on": "2010-03-01"}
    planned = perform(StayPaymentSteps.plan, None, team.caseworker, data)
    both = person(Role.PAYER, "XM-DAC-47066", name="both")
    place = both.held[0].organisation_id
    perform(GiveRole, None, None, {"user": both.pk, "organisation": place, "role": Role.CASEWORKER})
    del both.held
    other = perform(StayPaymentSteps.plan, None, both, data | {"kind": "insurance", "amount_eur": "1"})
    with pytest.raises(NotApartError):
        perform(StayPaymentSteps.release, other, both, {})
    assert perform(StayPaymentSteps.release, planned, team.payer, {}).state == "released"
    with pytest.raises(WrongStateError):  # a second click
        perform(StayPaymentSteps.release, Payment.objects.get(pk=planned.pk), team.payer, {})
    with pytest.raises(GuardError, match="more than what is left"):
        perform(StayPaymentSteps.plan, None, team.caseworker, data | {"amount_eur": "2098.51"})
    with pytest.raises(NotPermittedError):
        perform(StayPaymentSteps.plan, None, team.decider, data)


@pytest.mark.django_db
def test_who_matched_does_not_approve(team: Team, person: People) -> None:
    both = person(Role.CASEWORKER, "XM-DAC-47066", name="both")
    perform(GiveRole, None, None, {"user": both.pk, "organisation": both.held[0].organisation_id, "role": Role.DECIDER})
    del both.held
    asked = request(team, phase(team))
    team.caseworker, who = both, expert(team)
    assignment = match(team, asked, who)
    with pytest.raises(NotApartError):
        perform(AssignmentSteps.approve, assignment, both, {"most_eur": "1"})


@pytest.mark.django_db
def test_nobody_is_in_two_places_and_a_day_counts_once(team: Team) -> None:
    asked, who = request(team, phase(team)), expert(team)
    first = match(team, asked, who)
    with pytest.raises(GuardError, match="somewhere else"):
        match(team, asked, who, planned_from="2010-05-31", planned_until="2010-06-30", planned_days=10)
    match(team, asked, who, mode="virtual", planned_days=50)
    with pytest.raises(GuardError, match="more days than there are"):
        match(team, asked, who, mode="virtual", planned_days=50)
    match(team, asked, who, mode="virtual", planned_days=42)
    perform(AssignmentSteps.cancel, first, team.caseworker, {"reason": "the host closed"})
    assert match(team, asked, who).state == "matched"


@pytest.mark.django_db
def test_who_works_from_afar_does_not_travel(team: Team) -> None:
    assignment = match(team, request(team, phase(team)), expert(team), mode="virtual")
    assignment = perform(AssignmentSteps.approve, assignment, team.decider, {"most_eur": "3000"})
    data = {"assignment": assignment.pk, "amount_eur": "10", "pay_on": "2010-03-01"}
    for kind in ("travel", "allowance", "whole"):
        with pytest.raises(InvalidInputError):
            perform(StayPaymentSteps.plan, None, team.caseworker, data | {"kind": kind})
    assert perform(StayPaymentSteps.plan, None, team.caseworker, data | {"kind": "equipment"}).state == "planned"


@pytest.mark.django_db
def test_other_organisations_see_and_match_nothing(team: Team, person: People) -> None:
    asked, who = request(team, phase(team)), expert(team)
    assignment = match(team, asked, who)
    for other in (person(Role.CASEWORKER, "NL-KVK-1", name="else"), person(Role.MANAGER)):
        assert not Assignment.objects.seen_by(other).exists()
        with pytest.raises(NotPermittedError):
            perform(AssignmentSteps.cancel, assignment, other, {"reason": "x"})
