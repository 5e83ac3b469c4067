"""Assignments of the past, from the spreadsheets in which they were kept: one row each, with its expert; no name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.days import day_that_has_been
from grutto_web.cases.casework.entered import keep, offered, question
from grutto_web.cases.casework.workplace import CASEWORKER
from grutto_web.cases.placements.models import Assignment, Expert, Request, State
from grutto_web.cases.placements.steps import ExpertSteps, RequestSteps, StayPaymentSteps, no_day_twice
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto_web.people.accounts.models import Organisation, User

OF_ASSIGNMENT = (
    "code", "mode", "planned_from", "planned_until", "planned_days", "began_on", "ended_on", "days", "first_year_days",
    "reason",
)  # fmt: skip


class PastForm(ActForm):
    """A row: each field as the step that asks it would, with what was paid for all of it."""

    code = question(Assignment, "code")
    phase = question(Request, "phase")
    number = question(Expert, "number")
    sex = question(Expert, "sex")
    residence = question(Expert, "residence")
    country = question(Request, "country")
    sector = question(Request, "sector")
    host = question(Request, "host")
    mode = question(Assignment, "mode")
    planned_from = question(Assignment, "planned_from")
    planned_until = question(Assignment, "planned_until")
    planned_days = question(Assignment, "planned_days")
    began_on = question(Assignment, "began_on")
    ended_on = question(Assignment, "ended_on")
    days = question(Assignment, "days")
    first_year_days = question(Assignment, "first_year_days")
    reason = question(Assignment, "reason")
    paid_eur = forms.DecimalField(
        label=_("Paid, in euros"), min_value=0, max_digits=10, decimal_places=2, required=False,
        help_text=_("Leave empty what is not known."),
    )  # fmt: skip
    paid_on = day_that_has_been(_("Paid on"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the phases of one's own organisation."""
        super().__init__(*arguments, **options)
        self.fields["phase"].queryset = offered(Request, "phase", self.actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what the steps of an assignment would refuse one by one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        assignment = Assignment(**{name: data[name] for name in OF_ASSIGNMENT if name in data})
        if not self.errors:
            self._try(assignment)
        if bool(data.get("paid_eur")) != bool(data.get("paid_on")):
            self.add_error("paid_on", gettext("Give the amount and its day, or neither."))
        return data

    def _try(self, assignment: Assignment) -> None:
        try:
            assignment.clean()
            assignment.validate_constraints()
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                self.add_error(name if name in self.fields else None, texts)


def number_once(assignment: Assignment) -> str | None:
    """Give each number once in an organisation."""
    same = Assignment.objects.filter(code=assignment.code, expert__implementer=assignment.expert.implementer)
    found = same.exclude(pk=assignment.pk).exists()
    return gettext("There is an assignment with this number already.") if found else None


class EnterPast(Act[Assignment]):
    """Enter an assignment of the past with request, expert and payment of its row: entered, never performed."""

    record, title, creates, after = Assignment, _("Enter an assignment of the past"), True, State.DONE
    roles, form, guards = CASEWORKER, PastForm, (number_once, no_day_twice)

    def organisation(self, record: Assignment | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the implementer of the phase."""
        del record
        return data["phase"].implementer if data.get("phase") else None

    def change(self, record: Assignment, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep it, with request and expert of its row."""
        sent = {**data, "phase": data["phase"].code}
        record.request = perform(RequestSteps.enter_past, None, actor, sent)
        record.expert = _expert(data, sent, actor)
        for name in OF_ASSIGNMENT:
            keep(record, name, data[name])
        record.most_eur = data["paid_eur"] or None

    def follow(self, record: Assignment, data: Mapping[str, Any], actor: User | None) -> None:
        """Enter what was paid."""
        if data["paid_eur"]:
            paid = {"assignment": record.pk, "amount_eur": data["paid_eur"], "pay_on": data["paid_on"]}
            perform(StayPaymentSteps.enter_past, None, actor, paid)


def _expert(data: Mapping[str, Any], sent: Mapping[str, Any], actor: User | None) -> Expert:
    """Return the expert of a row: the one with its number, else a new one."""
    place, number = data["phase"].implementer, keys.pseudonym("expert of an implementer", data["number"])
    known = Expert.objects.filter(implementer=place, number=number).first()
    expert = known or perform(ExpertSteps.enter_past, None, actor, sent)
    if expert.implementer != place:
        raise GuardError([gettext("The request and the expert are of two organisations.")])
    if (expert.sex, expert.residence) != (data["sex"], data["residence"]):
        text = gettext("The expert with this number has another sex or country of residence in a row before.")
        raise GuardError([text])
    return expert
