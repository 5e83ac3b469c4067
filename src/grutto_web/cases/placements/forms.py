"""What the acts on placements ask."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.choices import chosen
from grutto_web.cases.casework.countries import CountryField, name_of
from grutto_web.cases.casework.days import day_field, not_to_come
from grutto_web.cases.casework.personal import Sex
from grutto_web.cases.placements.models import (
    ON_SITE,
    Assignment,
    Expert,
    ExpertState,
    Kind,
    Mode,
    Phase,
    Reason,
    Request,
    RequestState,
    Sector,
    State,
)
from grutto_web.people.acts.form import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

CENT = Decimal("0.01")
MOST_DAYS = 100_000


def money_field(label: Any, *, required: bool = True, least: Decimal = CENT) -> forms.DecimalField:
    """Return a field for an amount in euros: by default more than nothing."""
    return forms.DecimalField(label=label, required=required, min_value=least, max_digits=10, decimal_places=2)


def in_order(form: ActForm, data: dict[str, Any], first: str, last: str) -> None:
    """Refuse a period that ends before it begins."""
    if data.get(first) and data.get(last) and data[last] < data[first]:
        form.add_error(last, gettext("This is before the first day."))


def length(first: date, last: date) -> int:
    """Return the days of a period, both ends among them."""
    return (last - first).days + 1


class PhaseForm(ActForm):
    """A phase."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short and lasting: phase-2"))
    title = forms.CharField(label=_("Title"), max_length=200)
    activity = forms.RegexField(
        r"\A[^;/&|?]+\Z", label=_("IATI activity"), max_length=200, required=False,
        help_text=_("Its identifier, if it is published: the annual report explains its budget by these stays."),
        error_messages={"invalid": _("An identifier of IATI has none of / & | ? ;")},
    )  # fmt: skip
    starts_on = day_field(_("Begins"))
    ends_on = day_field(_("Ends"))
    sectors = forms.CharField(
        label=_("Sectors"), max_length=60, required=False,
        help_text=_("Codes with spaces between, such as 11 12 31; empty if the phase names none."),
    )  # fmt: skip

    def clean_sectors(self) -> str:
        """Refuse a code that is none."""
        codes = str(self.cleaned_data["sectors"]).replace(",", " ").split()
        if wrong := [code for code in codes if code not in Sector.values]:
            known = ", ".join(f"{code} {words}" for code, words in Sector.choices)
            text = gettext("There is no sector %(wrong)s. The codes are: %(known)s.")
            raise forms.ValidationError(text % {"wrong": ", ".join(wrong), "known": known})
        return " ".join(sorted(set(codes)))

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        in_order(self, data, "starts_on", "ends_on")
        return data


class YearForm(ActForm):
    """The plan of a year; what is left empty is unknown, not nothing."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    assignments = forms.IntegerField(
        label=_("Assignments planned"), min_value=0, max_value=MOST_DAYS, required=False,
        help_text=_("Those that should begin in this year. Leave empty what is not known."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Days planned, of all together"), min_value=0, max_value=10_000_000, required=False
    )
    budget_eur = money_field(_("Budget, in euros"), required=False, least=Decimal(0))

    def clean(self) -> dict[str, Any]:
        """Refuse a year in which the phase has no day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        phase = self.record
        year = data.get("year")
        if isinstance(phase, Phase) and year and not phase.starts_on.year <= year <= phase.ends_on.year:
            self.add_error("year", gettext("The phase has no day in this year."))
        return data


class KeptYearForm(YearForm):
    """The same, with the phase that it is about."""

    phase = forms.ModelChoiceField(Phase.objects)


class PhaseField(forms.ModelChoiceField[Phase]):
    """A phase by its code, which is unique in one organisation only."""

    def to_python(self, value: Any) -> Phase | None:
        """Return the phase; who works in two organisations may have two of one code."""
        try:
            return super().to_python(value)
        except Phase.MultipleObjectsReturned:
            text = gettext("Two of your organisations have a phase %(code)s: which is meant cannot be told.")
            raise forms.ValidationError(text % {"code": value}) from None


class RequestForm(ActForm):
    """A request of a host."""

    phase = PhaseField(Phase.objects.none(), label=_("Phase"), to_field_name="code")
    country = CountryField(label=_("Country"))
    sector = chosen(_("Sector"), Sector.choices)
    outside = forms.BooleanField(
        label=_("Outside the sectors of the phase"), required=False,
        help_text=_("Tick it if the phase names sectors, this is none of them, and the request is taken all the same."),
    )  # fmt: skip
    host = forms.CharField(label=_("Host"), max_length=200, help_text=_("The organisation, no person."))
    terms = forms.CharField(
        label=_("Terms of reference"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the expert should do; nothing about a person."),
    )  # fmt: skip
    asked_on = day_field(_("Asked on"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the phases of one's own organisation."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            self.fields["phase"].queryset = Phase.objects.seen_by(self.actor)  # type: ignore[attr-defined]

    def clean_asked_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["asked_on"])

    def clean(self) -> dict[str, Any]:
        """Ask to mark what lies outside the sectors of the phase."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        phase = data.get("phase")
        listed = phase.sectors.split() if phase else []
        if listed and data.get("sector") and (data["sector"] in listed) == bool(data.get("outside")):
            self.add_error("outside", gettext("Tick this for a sector that the phase does not name, and for no other."))
        return data


class ExpertForm(ActForm):
    """An expert. Nothing else is asked: no wage, no health, no photograph."""

    number = forms.CharField(
        label=_("Number"), max_length=60, help_text=_("By which you know them. It is not kept, only its hash.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    contact = forms.CharField(label=_("How to reach them"), max_length=200, required=False)
    residence = CountryField(label=_("Country of residence"))
    sex = chosen(_("Sex"), Sex.choices)
    field = chosen(_("Field"), Sector.choices)


class ExpertNameForm(ActForm):
    """What is kept about an expert, corrected by or with them."""

    name = forms.CharField(label=_("Name"), max_length=200)
    contact = forms.CharField(label=_("How to reach them"), max_length=200, required=False)


class ExpertField(forms.ModelChoiceField[Expert]):
    """An expert, with what tells them apart without a name."""

    def label_from_instance(self, obj: Expert) -> str:
        """Return number, field and country of residence."""
        return ", ".join(filter(None, (str(obj), obj.get_field_display(), name_of(obj.residence))))


class MatchForm(ActForm):
    """An expert for a request."""

    request = forms.ModelChoiceField(Request.objects.none(), label=_("Request"))
    expert = ExpertField(Expert.objects.none(), label=_("Expert"))
    mode = chosen(_("Mode"), Mode.choices)
    planned_from = day_field(_("Planned from"))
    planned_until = day_field(_("Planned until"))
    planned_days = forms.IntegerField(
        label=_("Days planned"), min_value=1, help_text=_("Days of work; at most the days of the period.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer open requests and experts of one's own organisation."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            requests = Request.objects.seen_by(self.actor).filter(state=RequestState.OPEN)
            self.fields["request"].queryset = requests.select_related("phase")  # type: ignore[attr-defined]
            experts = Expert.objects.seen_by(self.actor).filter(state=ExpertState.REGISTERED)
            self.fields["expert"].queryset = experts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order, and more days than the period has."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("planned_from"), data.get("planned_until")
        in_order(self, data, "planned_from", "planned_until")
        if first and last and data.get("planned_days") and data["planned_days"] > length(first, last) > 0:
            self.add_error("planned_days", gettext("The period has fewer days than this."))
        return data


class CostForm(ActForm):
    """What an assignment may cost."""

    most_eur = money_field(_("May cost at most, in euros"))


class BeginForm(ActForm):
    """The first day."""

    began_on = day_field(_("Began on"))

    def clean_began_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["began_on"])


class EndForm(ActForm):
    """What it came to."""

    ended_on = day_field(_("Ended on"))
    days = forms.IntegerField(label=_("Days worked"), min_value=0, help_text=_("At most the days of the period."))
    first_year_days = forms.IntegerField(
        label=_("Of these in the first year"), min_value=0, required=False,
        help_text=_("Only for a stay over a new year: days are counted in the year in which they fall."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason of the difference"), choices=[("", "–"), *Reason.choices], required=False,
        help_text=_("Needed where days or period are other than planned."),
    )  # fmt: skip

    def clean_ended_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["ended_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse days that do not fit their period, and ask for the reason of a difference."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if isinstance(self.record, Assignment) and self.record.began_on:
            for name, text in _wrong(self.record, self.record.began_on, data):
                self.add_error(name, text)
        return data


def _wrong(assignment: Assignment, first: date, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
    last, days, early = (data.get(name) for name in ("ended_on", "days", "first_year_days"))
    if last is None or days is None:
        return
    if last < first:
        yield "ended_on", gettext("This is before the first day.")
        return
    if last.year > first.year + 1:
        yield "ended_on", gettext("A stay over two turns of the year is entered as two assignments.")
    if days > length(first, last):
        yield "days", gettext("The period has fewer days than this.")
    if last.year > first.year and early is None:
        yield "first_year_days", gettext("The stay goes over a new year: how many of the days were before it?")
    if last.year == first.year and early is not None:
        yield "first_year_days", gettext("The stay lies in one year: leave this empty.")
    if early is not None and (early > days or early > length(first, first.replace(month=12, day=31))):
        yield "first_year_days", gettext("There are not so many days.")
    differs = (first, last, days) != (assignment.planned_from, assignment.planned_until, assignment.planned_days)
    if differs and not data.get("reason"):
        yield "reason", gettext("It is not as planned: say why.")


class AssignmentPaymentForm(ActForm):
    """One payment."""

    assignment = forms.ModelChoiceField(Assignment.objects.none(), label=_("Assignment"))
    kind = chosen(_("For what"), [each for each in Kind.choices if each[0] != Kind.WHOLE])
    amount_eur = money_field(_("Amount, in euros"))
    pay_on = day_field(_("Day of payment"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer assignments that are approved."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            offered = Assignment.objects.seen_by(self.actor).filter(most_eur__isnull=False)
            offered = offered.exclude(state=State.CANCELLED).select_related("request", "expert")
            self.fields["assignment"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse travel and allowance for who works from afar."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        assignment = data.get("assignment")
        if assignment and assignment.mode == Mode.VIRTUAL and data.get("kind") in ON_SITE:
            self.add_error("kind", gettext("Who works from afar neither travels nor gets an allowance for the day."))
        return data


class PastForm(ActForm):
    """An assignment of the past with its expert, from a spreadsheet: no name."""

    code = forms.CharField(
        label=_("Number of the assignment"), max_length=40, help_text=_("The same number twice is one assignment.")
    )
    phase = PhaseField(Phase.objects.none(), label=_("Phase"), to_field_name="code")
    number = forms.CharField(
        label=_("Number of the expert"), max_length=60,
        help_text=_("By which you know them; the same person has the same number in each row. Only its hash is kept."),
    )  # fmt: skip
    sex = chosen(_("Sex"), Sex.choices)
    residence = CountryField(label=_("Country of residence"))
    country = CountryField(label=_("Country"))
    sector = chosen(_("Sector"), Sector.choices)
    host = forms.CharField(label=_("Host"), max_length=200)
    mode = chosen(_("Mode"), Mode.choices)
    planned_from = day_field(_("Planned from"))
    planned_until = day_field(_("Planned until"))
    planned_days = forms.IntegerField(label=_("Days planned"), min_value=1)
    began_on = day_field(_("Began on"))
    ended_on = day_field(_("Ended on"))
    days = forms.IntegerField(label=_("Days worked"), min_value=0)
    first_year_days = forms.IntegerField(label=_("Of these in the first year"), min_value=0, required=False)
    reason = forms.ChoiceField(
        label=_("Reason of the difference"), choices=[("", "–"), *Reason.choices], required=False
    )
    paid_eur = forms.DecimalField(
        label=_("Paid, in euros"), min_value=0, max_digits=10, decimal_places=2, required=False,
        help_text=_("Leave empty what is not known."),
    )  # fmt: skip
    paid_on = day_field(_("Paid on"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the phases of one's own organisation."""
        super().__init__(*arguments, **options)
        if self.actor is not None:
            self.fields["phase"].queryset = Phase.objects.seen_by(self.actor)  # type: ignore[attr-defined]

    def clean_ended_on(self) -> date | None:
        """Refuse a day to come."""
        return not_to_come(self.cleaned_data["ended_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse what the steps of an assignment would refuse one by one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        in_order(self, data, "planned_from", "planned_until")
        first, last, days = (data.get(name) for name in ("planned_from", "planned_until", "planned_days"))
        if first and last and days and days > length(first, last) > 0:
            self.add_error("planned_days", gettext("The period has fewer days than this."))
        if first and last and days and data.get("began_on"):
            planned = Assignment(planned_from=first, planned_until=last, planned_days=days)
            for name, text in _wrong(planned, data["began_on"], data):
                self.add_error(name, text)
        if bool(data.get("paid_eur")) != bool(data.get("paid_on")):
            self.add_error("paid_on", gettext("Give the amount and its day, or neither."))
        return data


class PastRequestForm(ActForm):
    """The request of an assignment of the past."""

    phase = forms.ModelChoiceField(Phase.objects)
    country = forms.CharField()
    sector = forms.CharField()
    host = forms.CharField()


class PastExpertForm(ActForm):
    """The expert of an assignment of the past."""

    phase = forms.ModelChoiceField(Phase.objects)
    number = forms.CharField()
    residence = forms.CharField()
    sex = forms.CharField()


class PastPaymentForm(ActForm):
    """What an assignment of the past cost."""

    assignment = forms.ModelChoiceField(Assignment.objects)
    amount_eur = forms.DecimalField()
    pay_on = forms.DateField()
