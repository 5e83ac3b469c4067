"""What the acts of a case ask."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import is_currency
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.choices import chosen
from grutto_web.cases.casework.days import day_field, day_that_has_been, not_to_come
from grutto_web.cases.casework.personal import Sex
from grutto_web.cases.casework.workplace import own_places
from grutto_web.cases.returns.models import (
    ADULT_AT,
    OPEN,
    Case,
    ConditionAnswer,
    Form,
    Member,
    ReturnKind,
    Scheme,
    Situation,
    State,
    age_on,
)
from grutto_web.cases.returns.rules import asked_of
from grutto_web.ground.countries import CountryField
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.acts.fields import euros
from grutto_web.people.acts.form import ActForm

CLIENT = "client of an implementer"
"""The purpose of the keyed hash of a client number."""
CENT = Decimal("0.01")
PLANNED_AHEAD = timedelta(days=366)
"""So long before its day a payment is planned at most; a later day is a slip."""
GROUNDS = (
    ("conditions", _("a condition is not met")),
    ("incomplete", _("information that was asked for is missing")),
    ("other-help", _("other help was given for the same")),
)
EVIDENCE = (
    ("boarding", _("boarding confirmed by the escort or airline")),
    ("border", _("border stamp")),
    ("mission", _("confirmed on arrival by the mission")),
)


class PersonForm(ActForm):
    """Somebody who returns. Nothing else is asked: no religion, no ethnicity, no health, no story, no photograph."""

    client = forms.CharField(
        label=_("Client number"), max_length=60, help_text=_("By which you know them. It is not kept, only its hash.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    contact = forms.CharField(
        label=_("How to reach them"), max_length=200, required=False, help_text=_("For departure and follow-up.")
    )
    born = day_field(_("Date of birth"), help_text=_("It decides who is a child. It is kept encrypted."))
    sex = chosen(_("Sex"), Sex.choices)
    alone = forms.BooleanField(label=_("Unaccompanied minor"), required=False)

    def clean_born(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["born"])

    def clean_client(self) -> str:
        """Refuse who has an open case in the organisation; their five years are a condition that somebody judges.

        Numbers of two organisations have nothing in common: that they collide tells nothing about anybody.
        """
        client = str(self.cleaned_data["client"])
        known = Member.objects.filter(pseudonym=keys.pseudonym(CLIENT, client), case__state__in=OPEN)
        if self.actor is not None and known.filter(case__implementer__in=own_places(self.actor)).exists():
            raise forms.ValidationError(gettext("This person has an open case already."))
        return client

    def clean(self) -> dict[str, Any]:
        """Refuse an adult as an unaccompanied minor: who is one on the day of the application is one ever after."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        case, born = data.get("case"), data.get("born")
        applied = case.applied_on if case else data.get("applied_on")
        if data.get("alone") and born and applied and (age := age_on(born, applied)) >= ADULT_AT:
            text = gettext(
                "On %(day)s, the day of the application, this person is %(age)s: a minor is younger than 18."
            )
            self.add_error("alone", text % {"day": day(applied), "age": age})
        return data


class FurtherPersonForm(PersonForm):
    """A further person of a case."""

    case = forms.ModelChoiceField(Case.objects.none(), label=_("Case"))

    field_order = ("case",)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the cases that are still taken in."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            offered = Case.objects.seen_by(self.actor).filter(state=State.INTAKE)
            self.fields["case"].queryset = offered  # type: ignore[attr-defined]


class CaseForm(PersonForm):
    """A case with its first person; a further person has an act of their own."""

    number = forms.CharField(
        label=_("Case number"), max_length=40, help_text=_("Your own; no name and no date of birth in it.")
    )
    scheme = chosen(_("Scheme"), Scheme.choices)
    return_kind = chosen(_("Kind of return"), ReturnKind.choices)
    country = CountryField(label=_("Country of return"))
    applied_on = day_field(_("Applied on"))

    field_order = ("number", "scheme", "return_kind", "country", "applied_on")

    def clean_applied_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["applied_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse forced return outside the scheme that knows it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("return_kind") == ReturnKind.FORCED and data.get("scheme") != Scheme.EURP:
            self.add_error("return_kind", gettext("Only EURP knows forced return."))
        return data


class AnswersForm(ActForm):
    """Each condition of the scheme, as it was on the day of the application."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask what is asked of this case, with what was answered."""
        case = options.get("record")
        known = {a.code: a.answer for a in case.answers.all()} if isinstance(case, Case) else {}
        options["initial"] = known | dict(options.get("initial") or {})
        super().__init__(*arguments, **options)
        for each in asked_of(case) if isinstance(case, Case) else ():
            self.fields[each.code] = forms.ChoiceField(
                label=each.words,
                choices=ConditionAnswer.choices,
                initial=ConditionAnswer.UNKNOWN,
                help_text=each.source,
            )


class AssessForm(ActForm):
    """When they expect to leave."""

    leaves_on = day_field(_("Expects to leave on"), help_text=_("Some rules are chosen by this day."))


class RefuseForm(ActForm):
    """On which ground."""

    ground = chosen(_("Ground"), GROUNDS)


class DepartForm(ActForm):
    """When, and how that is known."""

    departed_on = day_field(_("Departed on"))
    evidence = chosen(_("Evidence"), EVIDENCE)

    def clean_departed_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["departed_on"])


class WaiverForm(ActForm):
    """What somebody gets though no rule decides; a second person approves it."""

    amount_eur = forms.DecimalField(label=_("Amount, in euros"), min_value=CENT, max_digits=10, decimal_places=2)
    cash_most_eur = forms.DecimalField(label=_("Of it in cash at most"), min_value=0, max_digits=10, decimal_places=2)

    def clean(self) -> dict[str, Any]:
        """Refuse more cash than there is."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("cash_most_eur", 0) > data.get("amount_eur", 0):
            self.add_error("cash_most_eur", gettext("This is more than the whole amount."))
        for name in ("amount_eur", "cash_most_eur"):
            granted = getattr(self.record, name, None)
            if granted is not None and data.get(name, granted) < granted:
                text = gettext("%(amount)s was granted: after an objection nobody gets less.")
                self.add_error(name, text % {"amount": euros(granted)})
        return data


class AmendForm(ActForm):
    """Until when they may leave, if an objection changes that."""

    leave_by = day_field(_("Must leave by"), required=False, help_text=_("Only if this changes; not an earlier day."))


class ObjectionForm(ActForm):
    """When it came: one that is entered late is not late."""

    received_on = day_that_has_been(
        _("Received on"), help_text=_("The day on which it came counts, not the day on which it is entered.")
    )


class PaymentForm(ActForm):
    """One payment on what somebody was granted."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("For"))
    form = chosen(_("Form"), Form.choices)
    what = forms.CharField(label=_("For what"), max_length=200, help_text=_("Such as: tools for a workshop."))
    amount = forms.DecimalField(label=_("Amount"), min_value=CENT, max_digits=14, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="EUR")
    units_per_eur = forms.DecimalField(
        label=_("Units for one euro"), required=False, min_value=Decimal("0.000001"), max_digits=18, decimal_places=6,
        help_text=_("Not for euros. Without a rate there is no payment in another currency."),
    )  # fmt: skip
    rate_source = forms.CharField(label=_("Source of the rate"), max_length=200, required=False)
    pay_on = day_field(_("Day of payment"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer who left and was granted something."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            offered = Member.objects.seen_by(self.actor).filter(case__state=State.DEPARTED, amount_eur__gt=0)
            self.fields["member"].queryset = offered  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        """Write it in capitals; refuse what is no currency."""
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise forms.ValidationError(gettext("There is no currency with this code. Write it as EUR or IQD."))
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for a rate with its source, and compute the euros."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("currency") == "EUR":
            data["units_per_eur"] = Decimal(1)
        elif not (data.get("units_per_eur") and data.get("rate_source")):
            self.add_error("units_per_eur", gettext("Give the rate and its source: without, the amount is unknown."))
        if data.get("amount") and data.get("units_per_eur"):
            data["amount_eur"] = (data["amount"] / data["units_per_eur"]).quantize(CENT)
            if data["amount_eur"] < CENT:
                self.add_error("amount", gettext("This is less than one cent in euros."))
        left = data["member"].case.departed_on if data.get("member") else None
        if data.get("pay_on") and data["pay_on"] > timezone.localdate() + PLANNED_AHEAD:
            self.add_error("pay_on", gettext("This is more than a year ahead. Is the year right?"))
        if left and data.get("pay_on") and data["pay_on"] < left:
            self.add_error("pay_on", gettext("They left on %(day)s: nothing is paid before.") % {"day": day(left)})
        return data


class ReceiptForm(ActForm):
    """How one knows that it arrived."""

    receipt = forms.CharField(label=_("Receipt"), max_length=200, help_text=_("Number or place of the receipt."))


class CaseFollowUpForm(ActForm):
    """What is known half a year or a year after."""

    month = forms.TypedChoiceField(label=_("Months after departure"), choices=((6, "6"), (12, "12")), coerce=int)
    reached = forms.BooleanField(label=_("They were reached"), required=False)
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices, initial=Situation.UNKNOWN)


class FollowUpForm(CaseFollowUpForm):
    """The same, with the case that it is about."""

    case = forms.ModelChoiceField(Case.objects)


class PastReturnForm(ActForm):
    """A return of the past, for who kept them in Excel: one row a person, without a name."""

    number = forms.CharField(
        label=_("Case number"), max_length=40, help_text=_("Your own; no name and no date of birth in it.")
    )
    scheme = chosen(_("Scheme"), Scheme.choices)
    return_kind = chosen(_("Kind of return"), ReturnKind.choices)
    country = CountryField(label=_("Country of return"))
    applied_on = day_field(_("Applied on"))
    departed_on = day_field(_("Departed on"))
    sex = chosen(_("Sex"), Sex.choices)
    category = chosen(_("Category"), Member._meta.get_field("category").choices or ())

    def clean_departed_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["departed_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("applied_on") and data.get("departed_on") and data["departed_on"] < data["applied_on"]:
            self.add_error("departed_on", gettext("This is before the day of the application."))
        return data
