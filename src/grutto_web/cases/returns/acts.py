"""What is done in a case of return: taken in, assessed, decided, paid and followed up, by different people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.rules import NoRuleError
from grutto_web.cases.casework.standard import AskWhether, StillNeeded
from grutto_web.cases.casework.workplace import AT_CASES, CASEWORKER, DECIDER, workplace
from grutto_web.cases.returns.forms import (
    CLIENT,
    AnswersForm,
    AssessForm,
    CaseFollowUpForm,
    CaseForm,
    DepartForm,
    FollowUpForm,
    FurtherPersonForm,
    PastReturnForm,
    RefuseForm,
    WaiverForm,
)
from grutto_web.cases.returns.models import (
    NO_WAIVER,
    OPEN,
    WAIVER,
    Answer,
    Case,
    ConditionAnswer,
    FollowUp,
    Member,
    PaymentStage,
    State,
    Waiver,
)
from grutto_web.cases.returns.rules import amounts, asked_of, row_for
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.duty import Duty
from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import User

OBJECT_WITHIN = timedelta(weeks=6)
"""General Administrative Law Act (Awb), article 6:7."""
LEAVE_WITHIN = timedelta(days=365)
"""A grant lapses after this if its rule sets no day."""


class DeclareConflict(Act[Case]):
    """Say that one knows somebody of the case: from then on one sees nothing of it and does nothing in it."""

    duty: ClassVar[Duty] = Duty.CONFLICT
    record, title, reason = Case, _("Declare a conflict of interest"), True
    states, roles = OPEN, AT_CASES


def number_once(case: Case) -> str | None:
    """Give each number once in an organisation."""
    others = Case.objects.filter(implementer=case.implementer, number=case.number).exclude(pk=case.pk)
    return gettext("There is a case with this number already.") if others.exists() else None


class Join(Act[Member]):
    """Enter a further person of a family."""

    duty: ClassVar[Duty] = Duty.REGISTER
    record, title, creates, roles, form = Member, _("Add a person"), True, CASEWORKER, FurtherPersonForm

    def change(self, record: Member, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep who it is, sealed."""
        record.case, record.sex, record.alone = data["case"], data["sex"], data["alone"]
        record.pseudonym = keys.pseudonym(CLIENT, data["client"])
        record.put(name=data["name"], contact=data["contact"], born=data["born"].isoformat())


class OpenCase(Act[Case]):
    """Open a case with its first person."""

    duty: ClassVar[Duty] = Duty.REGISTER
    record, title, creates, after = Case, _("Open a case"), True, State.INTAKE
    roles, form, guards = CASEWORKER, CaseForm, (number_once,)

    def change(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Take over what was asked; the first person is entered when the case is kept."""
        record.implementer = workplace(actor)
        for name in ("number", "scheme", "return_kind", "country", "applied_on"):
            setattr(record, name, data[name])

    def follow(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Enter the first person, as an act of its own in the log."""
        born = data["born"].isoformat()
        person = {name: data[name] for name in ("client", "name", "contact", "sex", "alone")}
        perform(Join, None, actor, person | {"born": born, "case": record.pk})


class AnswerForm(ActForm):
    """One answer."""

    case = forms.ModelChoiceField(Case.objects)
    code = forms.SlugField()
    answer = forms.ChoiceField(choices=ConditionAnswer.choices)


class AnswerCondition(Act[Answer]):
    """Answer one condition, as part of answering all."""

    duty: ClassVar[Duty] = Duty.ASSESS
    record, title, creates, form = Answer, _("Answer a condition"), True, AnswerForm
    roles = CASEWORKER

    def change(self, record: Answer, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the answer."""
        record.case, record.code, record.answer = data["case"], data["code"], data["answer"]


class AnswerAgain(AnswerCondition):
    """Answer one condition otherwise."""

    title, creates = _("Answer a condition otherwise"), False


class AnswerConditions(Act[Case]):
    """Answer the conditions of the scheme."""

    record, title, form = Case, _("Answer the conditions"), AnswersForm
    states, roles = frozenset({State.INTAKE}), CASEWORKER

    def follow(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep each answer that is new, as an act of its own in the log."""
        known = {answer.code: answer for answer in record.answers.all()}
        for condition in asked_of(record):
            values = {"case": record.pk, "code": condition.code, "answer": data[condition.code]}
            answer = known.get(condition.code)
            if answer is None:
                perform(AnswerCondition, None, actor, values)
            elif answer.answer != data[condition.code]:
                perform(AnswerAgain, answer, actor, values)


def nothing_unknown(case: Case) -> str | None:
    """Assess what is known."""
    answered = {a.code for a in case.answers.all() if a.answer != ConditionAnswer.UNKNOWN}
    missing = [each.words for each in asked_of(case) if each.code not in answered]
    return gettext("Not answered yet: %(conditions)s.") % {"conditions": "; ".join(missing)} if missing else None


class Assess(Act[Case]):
    """Assess a case: what is known is complete, and somebody else can decide."""

    duty: ClassVar[Duty] = Duty.ASSESS
    record, title, reason, form, days = Case, _("Assess"), True, AssessForm, 28
    states, after, roles = frozenset({State.INTAKE}), State.ASSESSED, CASEWORKER
    guards = (nothing_unknown,)

    def change(self, record: Case, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep when they expect to leave."""
        record.leaves_on = data["leaves_on"]


class ProposeWaiver(Act[Member]):
    """Propose what somebody gets though no rule decides, or after an objection to what was granted."""

    duty: ClassVar[Duty] = Duty.ASSESS
    record, title, reason, form = Member, _("Propose a waiver"), True, WaiverForm
    states, after, roles = frozenset({*NO_WAIVER, Waiver.APPROVED}), Waiver.PROPOSED, CASEWORKER

    def permits(self, actor: User | None, record: Member | None, data: Mapping[str, Any]) -> bool:
        """Offer it while the case, or an objection to its grant, is not decided."""
        return (record is None or record.case.undecided) and super().permits(actor, record, data)

    def change(self, record: Member, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep the amounts; they count once somebody else approves and decides."""
        record.proposed_eur, record.proposed_cash_eur = data["amount_eur"], data["cash_most_eur"]


class DropWaiver(Act[Member]):
    """Drop what was proposed, be it approved: it was not decided on yet."""

    record, title, reason = Member, _("Drop the waiver"), True
    states, after = frozenset({Waiver.PROPOSED, Waiver.APPROVED}), Waiver.DROPPED
    roles = CASEWORKER | DECIDER

    def permits(self, actor: User | None, record: Member | None, data: Mapping[str, Any]) -> bool:
        """Offer it before it counts."""
        return (record is None or record.proposed_eur is not None) and super().permits(actor, record, data)

    def change(self, record: Member, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget the amounts; the log keeps them."""
        record.proposed_eur = record.proposed_cash_eur = None


class FixGrant(Act[Member]):
    """Keep what a member gets by a rule, as part of the decision on the case."""

    duty: ClassVar[Duty] = Duty.DECIDE
    record, title, roles = Member, _("Granted"), DECIDER
    states = NO_WAIVER

    def change(self, record: Member, _data: Mapping[str, Any], actor: User | None) -> None:
        """Find the rule of the day that decides, and freeze its wording."""
        if actor is None or record.erased:
            raise GuardError([gettext("The date of birth is not known any more.")])
        born = date.fromisoformat(record.read(actor)["born"])
        try:
            row, record.category = row_for(record.case, record, born)
        except NoRuleError as error:
            advice = gettext("Two people can waive it.")
            raise GuardError([f"{record}: {error} {advice}"]) from None
        record.amount_eur, record.cash_most_eur = row.values["amount"], row.values["cash_most"]
        record.rule, record.rule_digest = row.id, row.digest


class TakeWaiver(Act[Member]):
    """Keep what two people set for a member, as part of the decision on the case."""

    duty: ClassVar[Duty] = Duty.DECIDE
    record, title, roles = Member, _("Granted by a waiver"), DECIDER
    states = frozenset({Waiver.APPROVED})

    def change(self, record: Member, _data: Mapping[str, Any], _actor: User | None) -> None:
        """From now on the amounts count."""
        record.amount_eur, record.cash_most_eur = record.proposed_eur, record.proposed_cash_eur
        record.proposed_eur = record.proposed_cash_eur = None
        record.rule, record.rule_digest = WAIVER, ""


def all_waivers_approved(case: Case) -> str | None:
    """Decide nothing while a waiver waits for its second person."""
    waits = case.members.filter(state=Waiver.PROPOSED).exists()
    return gettext("A waiver waits for a second person.") if waits else None


class GrantCase(Act[Case]):
    """Grant what the rules give, or two people set; who assessed does not decide."""

    duty: ClassVar[Duty] = Duty.DECIDE
    record, title, reason, days = Case, _("Grant"), True, 14
    states, after, roles = frozenset({State.ASSESSED}), State.GRANTED, DECIDER

    def change(self, record: Case, _data: Mapping[str, Any], actor: User | None) -> None:
        """Fix what each member gets, and until when they must have left."""
        if reason := all_waivers_approved(record):
            raise GuardError([reason])
        record.granted_on = timezone.localdate()
        record.object_by = record.granted_on + OBJECT_WITHIN
        for member in record.members.all():
            perform(FixGrant if member.state in NO_WAIVER else TakeWaiver, member, actor)
        record.leave_by = min([record.granted_on + LEAVE_WITHIN, *named_days(record)])


def named_days(case: Case) -> list[date]:
    """Return each day by which a rule says that members must have left."""
    named = {row.id: row.leave_by for row in amounts().row if row.leave_by}
    return [day for member in case.members.all() if (day := named.get(member.rule))]


class RefuseCase(Act[Case]):
    """Refuse, on a ground and with a reason; the objection period begins."""

    duty: ClassVar[Duty] = Duty.DECIDE
    record, title, reason, form, days = Case, _("Refuse"), True, RefuseForm, 14
    states, after, roles = frozenset({State.ASSESSED}), State.REFUSED, DECIDER

    def change(self, record: Case, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep ground and days."""
        record.refusal, record.refused_on = data["ground"], timezone.localdate()
        record.object_by = record.refused_on + OBJECT_WITHIN


class ApproveWaiver(Act[Member]):
    """Approve a waiver that somebody else proposed; after an objection, not who took the decision."""

    duty: ClassVar[Duty] = Duty.APPROVE
    record, title, reason, days = Member, _("Approve the waiver"), True, 14
    states, after, roles = frozenset({Waiver.PROPOSED}), Waiver.APPROVED, DECIDER

    def permits(self, actor: User | None, record: Member | None, data: Mapping[str, Any]) -> bool:
        """Offer it while there is something to decide."""
        return (record is None or record.case.undecided) and super().permits(actor, record, data)


class Withdraw(Act[Case]):
    """They do not go on."""

    record, title, reason = Case, _("Withdrawn"), True
    states = frozenset({State.INTAKE, State.ASSESSED, State.GRANTED, State.OBJECTION})
    after, roles = State.WITHDRAWN, CASEWORKER

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """An objection goes with it."""
        record.objected_on = None


def no_objection_waits(case: Case) -> str | None:
    """End nothing while an objection waits for its decision."""
    return gettext("An objection waits for its decision.") if case.objected_on else None


class Depart(Act[Case]):
    """They left."""

    record, title, form = Case, _("They left"), DepartForm
    states, after, roles = frozenset({State.GRANTED}), State.DEPARTED, CASEWORKER

    def change(self, record: Case, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep when; what was granted holds only until its last day."""
        record.departed_on, record.evidence = data["departed_on"], data["evidence"]
        if record.departed_on < record.applied_on:
            raise GuardError([gettext("This is before the day of the application.")])
        if record.leave_by and record.departed_on > record.leave_by:
            text = gettext("They had to leave by %(day)s. What holds for who left later, no rule says: let it lapse.")
            raise GuardError([text % {"day": record.leave_by}])


class Lapse(Act[Case]):
    """They did not leave in time."""

    record, title, by_system = Case, _("Lapsed"), True
    states, after, roles = frozenset({State.GRANTED}), State.LAPSED, CASEWORKER
    guards = (no_objection_waits,)

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Refuse while they still can leave."""
        if record.leave_by is None or timezone.localdate() <= record.leave_by:
            raise GuardError([gettext("They can still leave in time.")])


class FollowUpEntry(Act[FollowUp]):
    """Enter what is known half a year or a year after, as part of the case."""

    record, title, creates, roles = FollowUp, _("Follow-up"), True, CASEWORKER
    form = FollowUpForm

    def change(self, record: FollowUp, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep it; before its month it cannot be known."""
        record.case, record.month = data["case"], data["month"]
        record.reached, record.situation = data["reached"], data["situation"]
        left = record.case.departed_on
        if left is None or timezone.localdate() < left + timedelta(days=30 * record.month):
            raise GuardError([gettext("That is not %(month)s months after departure yet.") % {"month": record.month}])
        if FollowUp.objects.filter(case=record.case, month=record.month).exists():
            raise GuardError([gettext("This was entered already.")])


class FollowCase(Act[Case]):
    """Enter the follow-up of a case."""

    record, title, form = Case, _("Enter a follow-up"), CaseFollowUpForm
    states, roles = frozenset({State.DEPARTED, State.COMPLETED}), CASEWORKER

    def follow(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, as an act of its own in the log."""
        perform(FollowUpEntry, None, actor, {**data, "case": record.pk})


class Complete(Act[Case]):
    """All is paid and followed up."""

    record, title = Case, _("Completed")
    states, after, roles = frozenset({State.DEPARTED}), State.COMPLETED, CASEWORKER
    guards = (no_objection_waits,)

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Refuse while a payment is on its way."""
        if record.payments.filter(state__in=(PaymentStage.PLANNED, PaymentStage.RELEASED)).exists():
            raise GuardError([gettext("A payment is still on its way.")])


class Reclaim(Act[Case]):
    """They came back: what was paid is asked back."""

    record, title, reason = Case, _("To be paid back"), True
    states, after, roles = frozenset({State.DEPARTED, State.COMPLETED}), State.RECLAIMED, DECIDER
    guards = (no_objection_waits,)


class RecordReturn(Act[Case]):
    """Enter a return of the past, one person a row and no name: from the spreadsheets in which it was kept."""

    duty: ClassVar[Duty] = Duty.REGISTER
    record, title, creates, after = Case, _("Enter a return of the past"), True, State.COMPLETED
    roles, form, guards = CASEWORKER, PastReturnForm, (number_once,)

    def change(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep the case."""
        record.implementer = workplace(actor)
        for name in ("number", "scheme", "return_kind", "country", "applied_on", "departed_on"):
            setattr(record, name, data[name])

    def follow(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Enter the person, as an act of its own in the log."""
        perform(JoinPast, None, actor, {"case": record.pk, "sex": data["sex"], "category": data["category"]})


class PastPersonForm(ActForm):
    """A person of the past."""

    case = forms.ModelChoiceField(Case.objects)
    sex = forms.CharField()
    category = forms.CharField()


class JoinPast(Act[Member]):
    """Enter a person of the past, as part of entering the return."""

    duty: ClassVar[Duty] = Duty.REGISTER
    record, title, creates, roles, form = Member, _("A person of the past"), True, CASEWORKER, PastPersonForm

    def change(self, record: Member, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what is counted."""
        record.case, record.sex, record.category = data["case"], data["sex"], data["category"]


class Erase(Act[Member]):
    """Forget who it was: sex and category stay for what was counted."""

    record, title, by_system = Member, _("Erased"), True

    def change(self, record: Member, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget name, date of birth and how to reach them; the hash stays for the five years of its own."""
        record.erase()


class AskAboutMember(AskWhether):
    """Nobody touched the case for long: ask whether it goes on, before names are forgotten."""

    record: ClassVar = Member


class MemberStillNeeded(StillNeeded):
    """The case goes on."""

    record: ClassVar = Member
    roles = CASEWORKER


CASE_ACTS: dict[str, type[Act[Any]]] = {
    "conditions": AnswerConditions,
    "assess": Assess,
    "grant": GrantCase,
    "refuse": RefuseCase,
    "departed": Depart,
    "follow-up": FollowCase,
    "complete": Complete,
    "lapse": Lapse,
    "reclaim": Reclaim,
    "withdraw": Withdraw,
    "conflict": DeclareConflict,
}
MEMBER_ACTS: dict[str, type[Act[Any]]] = {
    "waiver": ProposeWaiver,
    "approve-waiver": ApproveWaiver,
    "drop-waiver": DropWaiver,
    "still-needed": MemberStillNeeded,
}
