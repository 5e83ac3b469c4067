"""What is done about placements: matched, approved and paid by different people; days as planned and as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.workplace import CASEWORKER, DECIDER, PAYER, workplace
from grutto_web.cases.placements.forms import (
    AssignmentPaymentForm,
    BeginForm,
    CostForm,
    EndForm,
    ExpertForm,
    ExpertNameForm,
    KeptYearForm,
    MatchForm,
    PastExpertForm,
    PastForm,
    PastPaymentForm,
    PastRequestForm,
    PhaseForm,
    RequestForm,
    YearForm,
    length,
)
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
    taken,
)
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from grutto_web.people.accounts.models import Organisation, User
    from grutto_web.people.acts.record import Record

NUMBER = "expert of an implementer"
"""The purpose of the keyed hash of an expert's number."""


def _take_over(record: Record, form: type[ActForm], data: Mapping[str, Any]) -> None:
    """Set the fields of a record that a form asks."""
    form_fields = form.base_fields.keys() - ActForm.base_fields.keys()
    for name in form_fields & {field.name for field in record._meta.concrete_fields}:
        setattr(record, name, data[name])


def code_once(phase: Phase) -> str | None:
    """Give each code once in an organisation."""
    others = Phase.objects.filter(implementer=phase.implementer, code=phase.code).exclude(pk=phase.pk)
    return gettext("There is a phase with this code already.") if others.exists() else None


class OpenPhase(Act[Phase]):
    """Enter a phase."""

    record, title, creates, roles, form = Phase, _("Enter a phase"), True, CASEWORKER, PhaseForm
    guards = (code_once,)

    def change(self, record: Phase, data: Mapping[str, Any], actor: User | None) -> None:
        """Take over all of it."""
        record.implementer = workplace(actor)
        _take_over(record, PhaseForm, data)


class OfAPhase:
    """What is entered for a phase: the role is needed in its organisation."""

    def organisation(self, record: Year | Request | Expert | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the implementer of the phase; an expert is of none, but is entered for one."""
        phase = record.phase if isinstance(record, Year | Request) else data.get("phase")
        return phase.implementer if phase else None


class KeepYear(OfAPhase, Act[Year]):
    """Keep the plan of a year, as part of planning the phase."""

    record, title, creates, roles, form = Year, _("Plan a year"), True, CASEWORKER, KeptYearForm

    def change(self, record: Year, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over all of it."""
        _take_over(record, KeptYearForm, data)


class KeepYearAgain(KeepYear):
    """Change the plan of a year; the log keeps the one before."""

    title, creates = _("Plan a year otherwise"), False


class PlanYear(Act[Phase]):
    """Plan a year of a phase: assignments, days and money."""

    record, title, roles, form = Phase, _("Plan a year"), CASEWORKER, YearForm

    def follow(self, record: Phase, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, as an act of its own in the log."""
        known = record.years.filter(year=data["year"]).first()
        values = {name: data[name] for name in YearForm.base_fields if name != "version"} | {"phase": record.pk}
        values = {name: value for name, value in values.items() if value is not None}
        perform(KeepYearAgain if known else KeepYear, known, actor, values)


class AskFor(OfAPhase, Act[Request]):
    """Enter a request of a host."""

    record, title, creates, after = Request, _("Enter a request"), True, RequestState.OPEN
    roles, form = CASEWORKER, RequestForm

    def change(self, record: Request, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over all of it."""
        _take_over(record, RequestForm, data)


class CloseRequest(Act[Request]):
    """Nobody more is sent."""

    record, title = Request, _("Close the request")
    states, after, roles = frozenset({RequestState.OPEN}), RequestState.CLOSED, CASEWORKER


def person_once(expert: Expert) -> str | None:
    """Keep each person once in an organisation."""
    others = Expert.objects.filter(implementer=expert.implementer, pseudonym=expert.pseudonym).exclude(pk=expert.pk)
    return (
        gettext("This person is registered already. Whoever was here before can take part again.")
        if others.exists()
        else None
    )


class RegisterExpert(Act[Expert]):
    """Register somebody who can be sent."""

    record, title, creates, after = Expert, _("Register an expert"), True, ExpertState.REGISTERED
    roles, form, guards = CASEWORKER, ExpertForm, (person_once,)

    def change(self, record: Expert, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep who it is, sealed."""
        record.implementer = workplace(actor)
        record.pseudonym = keys.pseudonym(NUMBER, data["number"])
        record.residence, record.sex, record.field = data["residence"], data["sex"], data["field"]
        record.put(name=data["name"], contact=data["contact"])


class CorrectExpert(Act[Expert]):
    """Correct name or address, as the expert asks."""

    record, title, form = Expert, _("Correct name and address"), ExpertNameForm
    states, roles = frozenset({ExpertState.REGISTERED}), CASEWORKER

    def change(self, record: Expert, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep them, sealed."""
        record.put(name=data["name"], contact=data["contact"])


class CloseExpert(Act[Expert]):
    """They take part no more; a year later their name is erased."""

    record, title = Expert, _("Takes part no more")
    states, after, roles = frozenset({ExpertState.REGISTERED}), ExpertState.CLOSED, CASEWORKER

    def change(self, record: Expert, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Refuse while an assignment goes on."""
        if record.assignments.filter(state__in=LIVE - {State.DONE}).exists():
            raise GuardError([gettext("An assignment of theirs goes on.")])


class RejoinExpert(CorrectExpert):
    """They take part again, also who is known from the past without a name."""

    title, states, after = _("Takes part again"), frozenset({ExpertState.CLOSED}), ExpertState.REGISTERED


class EraseExpert(Act[Expert]):
    """Forget who it was; sex and countries stay for what was counted."""

    record, title, by_system = Expert, _("Erased"), True

    def change(self, record: Expert, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget name and address."""
        record.erase()


def _others(assignment: Assignment) -> QuerySet[Assignment]:
    """Return the other assignments of the expert in the same mode that share a day with this one."""
    first, last = assignment.period
    live = Assignment.objects.filter(expert=assignment.expert, mode=assignment.mode, state__in=LIVE)
    found = [a.pk for a in live.exclude(pk=assignment.pk) if a.period[0] <= last and first <= a.period[1]]
    return live.filter(pk__in=found)


def number_once(assignment: Assignment) -> str | None:
    """Give each number once in an organisation."""
    same = Assignment.objects.filter(code=assignment.code, expert__implementer=assignment.expert.implementer)
    found = bool(assignment.code) and same.exclude(pk=assignment.pk).exists()
    return gettext("There is an assignment with this number already.") if found else None


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


class Match(Act[Assignment]):
    """Match an expert with a request."""

    record, title, creates, after = Assignment, _("Match"), True, State.MATCHED
    roles, form, guards = CASEWORKER, MatchForm, (one_organisation, no_day_twice)

    def organisation(self, record: Assignment | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the implementer."""
        expert = record.expert if record else data.get("expert")
        return expert.implementer if expert else None

    def change(self, record: Assignment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the plan, while nobody else plans for the same person."""
        Expert.objects.select_for_update().get(pk=data["expert"].pk)
        _take_over(record, MatchForm, data)


class Approve(Act[Assignment]):
    """Approve: who matched does not."""

    record, title, form, days = Assignment, _("Approve"), CostForm, 14
    states, after, roles, apart_from = frozenset({State.MATCHED}), State.APPROVED, DECIDER, (Match,)

    def change(self, record: Assignment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what it may cost."""
        record.most_eur = data["most_eur"]


class Cancel(Act[Assignment]):
    """It never began."""

    record, title, reason = Assignment, _("Never began"), True
    states, after, roles = frozenset({State.MATCHED, State.APPROVED}), State.CANCELLED, CASEWORKER


class Begin(Act[Assignment]):
    """It began."""

    record, title, form, guards = Assignment, _("It began"), BeginForm, (no_day_twice,)
    states, after, roles = frozenset({State.APPROVED}), State.UNDER_WAY, CASEWORKER

    def change(self, record: Assignment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the day."""
        Expert.objects.select_for_update().get(pk=record.expert_id)
        record.began_on = data["began_on"]
        if record.began_on and record.began_on > record.planned_until:
            raise GuardError([gettext("The planned period is over: enter a new assignment.")])


class End(Act[Assignment]):
    """It ended: with how many days, and why they differ from the plan."""

    record, title, form, guards = Assignment, _("It ended"), EndForm, (no_day_twice,)
    states, after, roles = frozenset({State.UNDER_WAY}), State.DONE, CASEWORKER

    def change(self, record: Assignment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what it came to."""
        Expert.objects.select_for_update().get(pk=record.expert_id)
        _take_over(record, EndForm, data)


def within_cost(payment: Payment) -> str | None:
    """Pay no more than the assignment may cost."""
    most = payment.assignment.most_eur
    if most is None or payment.assignment.state == State.CANCELLED:
        return gettext("Nothing is paid for an assignment that is not approved.")
    if taken(payment.assignment, but=payment.pk) + payment.amount_eur > most:
        return gettext("This is more than what is left of what the assignment may cost.")
    return None


class OfAnAssignment:
    """What is done about a payment: the role is needed in the organisation of the assignment."""

    def organisation(self, record: Payment | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the implementer."""
        assignment = record.assignment if record else data.get("assignment")
        return assignment.expert.implementer if assignment else None


class PlanPayment(OfAnAssignment, Act[Payment]):
    """Plan a payment."""

    record, title, creates, after = Payment, _("Plan a payment"), True, StayPaymentStage.PLANNED
    roles, form, guards = CASEWORKER, AssignmentPaymentForm, (within_cost,)

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it, while nobody else takes from the same assignment."""
        Assignment.objects.select_for_update().get(pk=data["assignment"].pk)
        _take_over(record, AssignmentPaymentForm, data)


class Release(OfAnAssignment, Act[Payment]):
    """Release a payment: who pays neither matched nor approved, nor planned it."""

    record, title, days = Payment, _("Release the payment"), 7
    states, after, roles = frozenset({StayPaymentStage.PLANNED}), StayPaymentStage.RELEASED, PAYER
    apart_from, guards = (Match, Approve, PlanPayment), (within_cost,)

    def trail(self, record: Payment) -> Iterable[Record]:
        """Look at what was done to the assignment, too."""
        return (record, record.assignment)


class PaymentReturned(OfAnAssignment, Act[Payment]):
    """It came back."""

    record, title, reason = Payment, _("It came back"), True
    states, after, roles = frozenset({StayPaymentStage.RELEASED}), StayPaymentStage.RETURNED, PAYER


class CancelPayment(OfAnAssignment, Act[Payment]):
    """Cancel a payment that was never released."""

    record, title, reason = Payment, _("Cancel the payment"), True
    states, after, roles = frozenset({StayPaymentStage.PLANNED}), StayPaymentStage.CANCELLED, CASEWORKER


class PastRequest(OfAPhase, Act[Request]):
    """Enter the request of an assignment of the past, as part of entering that."""

    record, title, creates, after = Request, _("A request of the past"), True, RequestState.CLOSED
    roles, form = CASEWORKER, PastRequestForm

    def change(self, record: Request, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what is known; whether it lies outside the sectors follows from the phase."""
        _take_over(record, PastRequestForm, data)
        listed = data["phase"].sectors.split()
        record.outside = bool(listed) and data["sector"] not in listed


class PastExpert(OfAPhase, Act[Expert]):
    """Enter the expert of an assignment of the past, as part of entering that."""

    record, title, creates, after = Expert, _("An expert of the past"), True, ExpertState.CLOSED
    roles, form = CASEWORKER, PastExpertForm

    def change(self, record: Expert, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what is counted, and the hash by which further rows find them."""
        record.implementer, record.pseudonym = data["phase"].implementer, keys.pseudonym(NUMBER, data["number"])
        record.sex, record.residence = data["sex"], data["residence"]


class PastPayment(OfAnAssignment, Act[Payment]):
    """Enter what an assignment of the past cost, as part of entering that."""

    record, title, creates, after = Payment, _("A payment of the past"), True, StayPaymentStage.RELEASED
    roles, form = CASEWORKER, PastPaymentForm

    def change(self, record: Payment, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it: the sheet does not say for what."""
        record.kind = Kind.WHOLE
        _take_over(record, PastPaymentForm, data)


class EnterPast(Act[Assignment]):
    """Enter an assignment of the past with its expert, from the spreadsheets in which it was kept: no name."""

    record, title, creates, after = Assignment, _("Enter an assignment of the past"), True, State.DONE
    roles, form, guards = CASEWORKER, PastForm, (number_once, no_day_twice)

    def organisation(self, record: Assignment | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the implementer of the phase."""
        del record
        return data["phase"].implementer if data.get("phase") else None

    def change(self, record: Assignment, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, with request and expert of its row."""
        sent = {**data, "phase": data["phase"].pk}
        record.request = perform(PastRequest, None, actor, sent)
        hashed = keys.pseudonym(NUMBER, data["number"])
        known = Expert.objects.filter(implementer=data["phase"].implementer, pseudonym=hashed)
        record.expert = known.first() or perform(PastExpert, None, actor, sent)
        if (record.expert.sex, record.expert.residence) != (data["sex"], data["residence"]):
            text = gettext("The expert with this number has another sex or country of residence in a row before.")
            raise GuardError([text])
        _take_over(record, PastForm, data)
        record.most_eur = data["paid_eur"] or None

    def follow(self, record: Assignment, data: Mapping[str, Any], actor: User | None) -> None:
        """Enter what was paid."""
        if data["paid_eur"]:
            paid = {"assignment": record.pk, "amount_eur": data["paid_eur"], "pay_on": data["paid_on"]}
            perform(PastPayment, None, actor, paid)


PHASE_ACTS: dict[str, type[Act[Any]]] = {"plan": PlanYear}
REQUEST_ACTS: dict[str, type[Act[Any]]] = {"close": CloseRequest}
EXPERT_ACTS: dict[str, type[Act[Any]]] = {
    "correct": CorrectExpert,
    "close": CloseExpert,
    "again": RejoinExpert,
}
ASSIGNMENT_ACTS: dict[str, type[Act[Any]]] = {"approve": Approve, "begin": Begin, "end": End, "cancel": Cancel}
PAYMENT_ACTS: dict[str, type[Act[Any]]] = {
    "release": Release,
    "returned": PaymentReturned,
    "cancel": CancelPayment,
}
