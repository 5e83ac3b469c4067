"""What is done about placements: matched, approved and paid by different people; days as planned and as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.steps import Create, Step, Steps
from grutto_web.cases.casework.workplace import CASEWORKER, DECIDER, PAYER
from grutto_web.cases.placements.models import (
    LIVE,
    Assignment,
    Expert,
    ExpertState,
    Kind,
    Mode,
    Payment,
    Phase,
    Request,
    RequestState,
    State,
    StayPaymentStage,
    Year,
    length,
    taken,
)
from grutto_web.people.acts.duty import Duty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from grutto_web.people.accounts.models import User


class PhaseSteps(Steps[Phase]):
    """A phase, and what it means to do each year."""

    roles = CASEWORKER

    open = Create(_("Enter a phase"), asks="*")
    plan = Step(_("Plan a year"), part=Year, key=("year",))


def outside_as_listed(request: Request, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Say whether a request of the past lies outside the sectors: it follows from the phase."""
    listed = request.phase.sectors.split()
    request.outside = bool(listed) and request.sector not in listed


class RequestSteps(Steps[Request]):
    """What a host asks for."""

    roles = CASEWORKER
    ends = frozenset({RequestState.CLOSED})

    ask = Create(_("Enter a request"), after=RequestState.OPEN, asks="*")
    close = Step(_("Close the request"), RequestState.OPEN, RequestState.CLOSED)
    enter_past = Create(
        _("A request of the past"), after=RequestState.CLOSED, asks=("phase", "country", "sector", "host"),
        from_past=True, effect=outside_as_listed,
    )  # fmt: skip


def nothing_goes_on(expert: Expert) -> str | None:
    """Close nobody while an assignment goes on."""
    goes_on = expert.assignments.filter(state__in=LIVE - {State.DONE}).exists()
    return gettext("An assignment of theirs goes on.") if goes_on else None


class ExpertSteps(Steps[Expert]):
    """Who can be sent."""

    roles = CASEWORKER

    register = Create(_("Register an expert"), after=ExpertState.REGISTERED, asks="*")
    close = Step(_("Takes part no more"), ExpertState.REGISTERED, ExpertState.CLOSED, guards=[nothing_goes_on])
    again = Step(_("Takes part again"), ExpertState.CLOSED, ExpertState.REGISTERED, asks=("name", "contact"))
    enter_past = Create(
        _("An expert of the past"), after=ExpertState.CLOSED, asks=("number", "sex", "residence"), from_past=True
    )


def _others(assignment: Assignment) -> QuerySet[Assignment]:
    """Return the other assignments of the expert in the same mode that share a day with this one."""
    first, last = assignment.period
    live = Assignment.objects.filter(expert=assignment.expert, mode=assignment.mode, state__in=LIVE)
    found = [a.pk for a in live.exclude(pk=assignment.pk) if a.period[0] <= last and first <= a.period[1]]
    return live.filter(pk__in=found)


def no_day_twice(assignment: Assignment) -> str | None:
    """Count a day of a person once in each mode: nobody is in two places, or works two days in one from afar."""
    others = list(_others(assignment))
    if not others:
        return None
    if assignment.mode == Mode.PHYSICAL:
        return gettext("This expert is somewhere else in these days.")
    periods = [each.period for each in (assignment, *others)]
    together = length(min(p[0] for p in periods), max(p[1] for p in periods))
    days = sum(each.planned_days if each.days is None else each.days for each in (assignment, *others))
    return gettext("This expert would work more days than there are.") if days > together else None


def one_organisation(assignment: Assignment) -> str | None:
    """Match a request and an expert of one organisation."""
    if assignment.request.phase.implementer_id != assignment.expert.implementer_id:
        return gettext("The request and the expert are of two organisations.")
    return None


def period_not_over(assignment: Assignment) -> str | None:
    """Begin within the planned period."""
    over = assignment.began_on is not None and assignment.began_on > assignment.planned_until
    return gettext("The planned period is over: enter a new assignment.") if over else None


def alone_with_expert(assignment: Assignment, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Let nobody else plan for the same person meanwhile."""
    Expert.objects.select_for_update().get(pk=assignment.expert_id)


class AssignmentSteps(Steps[Assignment]):
    """One expert at one host: who matched does not approve."""

    roles = CASEWORKER
    ends = frozenset({State.DONE, State.CANCELLED})

    match = Create(
        _("Match"), after=State.MATCHED, asks="*", duty=Duty.REGISTER, effect=alone_with_expert,
        guards=[one_organisation, no_day_twice],
    )  # fmt: skip
    approve = Step(_("Approve"), State.MATCHED, State.APPROVED, roles=DECIDER, duty=Duty.DECIDE, days=14)
    begin = Step(
        _("It began"), State.APPROVED, State.UNDER_WAY, effect=alone_with_expert, guards=[no_day_twice, period_not_over]
    )
    end = Step(_("It ended"), State.UNDER_WAY, State.DONE, effect=alone_with_expert, guards=[no_day_twice])
    cancel = Step(_("Never began"), {State.MATCHED, State.APPROVED}, State.CANCELLED, reason=True)


def within_cost(payment: Payment) -> str | None:
    """Pay no more than the assignment may cost."""
    most = payment.assignment.most_eur
    if most is None or payment.assignment.state == State.CANCELLED:
        return gettext("Nothing is paid for an assignment that is not approved.")
    if taken(payment.assignment, but=payment.pk) + payment.amount_eur > most:
        return gettext("This is more than what is left of what the assignment may cost.")
    return None


def day_has_come(payment: Payment) -> str | None:
    """Release no payment before its day."""
    early = payment.pay_on > timezone.localdate()
    return gettext("The day of this payment has not come yet.") if early else None


def alone_with_assignment(payment: Payment, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Let nobody else take from the same assignment meanwhile."""
    Assignment.objects.select_for_update().get(pk=payment.assignment_id)


def as_a_whole(payment: Payment, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Say that the sheet does not say for what it was paid."""
    payment.kind = Kind.WHOLE


class StayPaymentSteps(Steps[Payment]):
    """Who pays neither matched nor approved, nor planned the payment."""

    roles = CASEWORKER
    ends = frozenset({StayPaymentStage.RETURNED, StayPaymentStage.CANCELLED})

    plan = Create(
        _("Plan a payment"), after=StayPaymentStage.PLANNED, asks="*", duty=Duty.PLAN, effect=alone_with_assignment,
        guards=[within_cost],
    )  # fmt: skip
    release = Step(
        _("Release the payment"), StayPaymentStage.PLANNED, StayPaymentStage.RELEASED, roles=PAYER, duty=Duty.PAY,
        days=7, effect=alone_with_assignment, guards=[within_cost, day_has_come],
    )  # fmt: skip
    returned = Step(_("It came back"), StayPaymentStage.RELEASED, StayPaymentStage.RETURNED, roles=PAYER, reason=True)
    cancel = Step(_("Cancel the payment"), StayPaymentStage.PLANNED, StayPaymentStage.CANCELLED, reason=True)
    enter_past = Create(
        _("A payment of the past"), after=StayPaymentStage.RELEASED, asks=("assignment", "amount_eur", "pay_on"),
        from_past=True, effect=as_a_whole,
    )  # fmt: skip
