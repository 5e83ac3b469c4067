"""Phases of a programme, requests of hosts, experts, assignments and payments. Persons are not assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.personal import PersonalRecord, PersonalText, Sex
from grutto_web.cases.casework.workplace import OwnSet
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext.db.models.manager import RelatedManager


class Sector(models.TextChoices):
    """What an expert works in, by the first two digits of the sector codes of the DAC."""

    EDUCATION = "11", _("education")
    HEALTH = "12", _("health")
    WATER = "14", _("water and sanitation")
    GOVERNMENT = "15", _("government and civil society")
    BUSINESS = "25", _("business")
    AGRICULTURE = "31", _("agriculture, forestry and fishing")
    INDUSTRY = "32", _("industry and construction")
    OTHER = "43", _("other")


class PhaseSet(OwnSet["Phase"]):
    """Phases."""


class Phase(Record):
    """A phase of the programme. Phases are no years: a person counts once in each, in the year of their first stay."""

    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    activity = models.CharField(_("IATI activity"), max_length=200, blank=True)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    sectors = models.CharField(_("sectors"), max_length=60, blank=True)

    objects = PhaseSet.as_manager()

    if TYPE_CHECKING:
        years: RelatedManager[Year]

    class Meta:
        """The last one first; days in order."""

        ordering = ("-starts_on", "code")
        verbose_name = _("phase")
        constraints = (
            models.UniqueConstraint(fields=("implementer", "code"), name="placement_phase_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="placement_phase_days"),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("phases:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer."""
        return self.implementer

    def get_sectors_display(self) -> str:
        """Return the sectors by name."""
        return ", ".join(str(Sector(code).label) for code in self.sectors.split())


class YearSet(OwnSet["Year"]):
    """Plans of years."""

    place = "phase__implementer"


class Year(Record):
    """What a phase means to do in a calendar year, and with how much money."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveIntegerField(_("year"))
    assignments = models.PositiveIntegerField(_("assignments planned"), null=True)
    days = models.PositiveIntegerField(_("days planned, of all together"), null=True)
    budget_eur = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True)

    objects = YearSet.as_manager()

    class Meta:
        """In order of time, each once."""

        ordering = ("year",)
        verbose_name = _("plan of a year")
        constraints = (models.UniqueConstraint(fields=("phase", "year"), name="placement_year_once"),)

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)

    def organisation_concerned(self) -> Organisation:
        """Return the implementer of the phase."""
        return self.phase.implementer


class RequestState(models.TextChoices):
    """Whether somebody can still be sent."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class RequestSet(OwnSet["Request"]):
    """Requests."""

    place = "phase__implementer"


class Request(Record):
    """What a host asks for."""

    STATES: ClassVar = RequestState

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="requests", verbose_name=_("phase"))
    country = models.CharField(_("country"), max_length=3)
    sector = models.CharField(_("sector"), max_length=2, choices=Sector)
    outside = models.BooleanField(_("outside the sectors of the phase"), default=False)
    host = models.CharField(_("host"), max_length=200)
    terms = models.TextField(_("terms of reference"))
    asked_on = models.DateField(_("asked on"), null=True)

    objects = RequestSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-asked_on", "-pk")
        verbose_name = _("request of a host")

    def __str__(self) -> str:
        """Return the host."""
        return self.host

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("requests:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer of the phase."""
        return self.phase.implementer


class ExpertState(models.TextChoices):
    """Whether somebody takes part still."""

    REGISTERED = "registered", _("registered")
    CLOSED = "closed", _("takes part no more")


class ExpertSet(OwnSet["Expert"]):
    """Experts."""


class Expert(PersonalRecord):
    """Somebody who can be sent. `pseudonym` is a keyed hash of the number by which the implementer knows them."""

    STATES: ClassVar = ExpertState
    PERSONAL = frozenset({"name", "contact", "pseudonym", "key_name"})

    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=32, blank=True, editable=False)
    residence = models.CharField(_("country of residence"), max_length=3)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    field = models.CharField(_("field"), max_length=2, choices=Sector, blank=True)
    name = PersonalText(_("name"), purpose=_("to agree on an assignment"), basis=_("contract with the expert"))
    contact = PersonalText(_("how to reach them"), purpose=_("to agree on an assignment"), basis=_("consent"))

    objects = ExpertSet.as_manager()

    if TYPE_CHECKING:
        assignments: RelatedManager[Assignment]

    class Meta:
        """The last one first; each person once in an organisation."""

        ordering = ("-pk",)
        verbose_name = _("expert")
        constraints = (
            models.UniqueConstraint(
                fields=("implementer", "pseudonym"), condition=~models.Q(pseudonym=""), name="placement_expert_once"
            ),
        )

    def __str__(self) -> str:
        """Return a number; nothing about who."""
        return gettext("expert %(n)s") % {"n": self.pk}

    def get_absolute_url(self) -> str:
        """Return their page."""
        return reverse("experts:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer."""
        return self.implementer


class State(models.TextChoices):
    """How far an assignment is."""

    MATCHED = "matched", _("matched")
    APPROVED = "approved", _("approved")
    UNDER_WAY = "under-way", _("under way")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("never began")


BEGUN = frozenset({State.UNDER_WAY, State.DONE})
LIVE = BEGUN | {State.MATCHED, State.APPROVED}


class Mode(models.TextChoices):
    """Whether somebody travels; days of both are never added."""

    PHYSICAL = "physical", _("on site")
    VIRTUAL = "virtual", _("from afar")


class Reason(models.TextChoices):
    """Why a stay was other than planned; coded, never told in words."""

    JOB = "job", _("fear for the job at home")
    SECURITY = "security", _("security")
    HOST = "host", _("the host")
    HEALTH = "health", _("health or family")
    DONE = "done", _("the work took less or more")
    OTHER = "other", _("another reason")


class AssignmentSet(OwnSet["Assignment"]):
    """Assignments."""

    place = "expert__implementer"


class Assignment(Record):
    """One expert at one host. `days` are days worked; of a stay over a new year those of the first year stand apart."""

    STATES: ClassVar = State

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("request")
    )
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("expert"))
    code = models.CharField(_("number of the assignment"), max_length=40, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode)
    planned_from = models.DateField(_("planned from"))
    planned_until = models.DateField(_("planned until"))
    planned_days = models.PositiveIntegerField(_("days planned"))
    began_on = models.DateField(_("began on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    days = models.PositiveIntegerField(_("days worked"), null=True)
    first_year_days = models.PositiveIntegerField(_("of these in the first year"), null=True)
    reason = models.CharField(_("reason of the difference"), max_length=10, choices=Reason, blank=True)
    most_eur = models.DecimalField(_("may cost at most"), max_digits=10, decimal_places=2, null=True)

    objects = AssignmentSet.as_manager()

    if TYPE_CHECKING:
        payments: RelatedManager[Payment]

    class Meta:
        """The last one first; days in order and within their period."""

        ordering = ("-planned_from", "-pk")
        verbose_name = _("assignment")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(planned_until__gte=models.F("planned_from")), name="placement_planned_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="placement_actual_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(first_year_days__isnull=True) | models.Q(first_year_days__lte=models.F("days")),
                name="placement_first_year_within",
            ),
        )

    def __str__(self) -> str:
        """Return host and expert; nothing about who."""
        return f"{self.request}: {self.expert}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("assignments:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer."""
        return self.expert.implementer

    @property
    def period(self) -> tuple[date, date]:
        """From when until when, as far as it is known: as it was, else as planned."""
        return self.began_on or self.planned_from, self.ended_on or self.planned_until

    def days_by_year(self) -> dict[int, int]:
        """Return the days worked in each year; nothing while they are not known."""
        if self.days is None or self.began_on is None or self.ended_on is None:
            return {}
        first, last = self.began_on.year, self.ended_on.year
        if first == last:
            return {first: self.days}
        early = self.first_year_days or 0
        return {first: early, last: self.days - early}


class Kind(models.TextChoices):
    """What is paid; who works from afar neither travels nor gets an allowance for the day."""

    TRAVEL = "travel", _("travel")
    ALLOWANCE = "allowance", _("daily allowance")
    INSURANCE = "insurance", _("insurance")
    EQUIPMENT = "equipment", _("equipment")
    WHOLE = "whole", _("all of it, not told apart")


ON_SITE = frozenset({Kind.TRAVEL, Kind.ALLOWANCE})


class StayPaymentStage(models.TextChoices):
    """How far a payment is."""

    PLANNED = "planned", _("planned")
    RELEASED = "released", _("released")
    RETURNED = "returned", _("came back")
    CANCELLED = "cancelled", _("cancelled")


COUNTING = frozenset({StayPaymentStage.PLANNED, StayPaymentStage.RELEASED})
"""States in which a payment takes from what an assignment may cost."""


class PlacementPaymentSet(OwnSet["Payment"]):
    """Payments."""

    place = "assignment__expert__implementer"


class Payment(Record):
    """One payment for an assignment."""

    STATES: ClassVar = StayPaymentStage

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="payments", verbose_name=_("assignment")
    )
    kind = models.CharField(_("for what"), max_length=10, choices=Kind)
    amount_eur = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    pay_on = models.DateField(_("day of payment"))

    objects = PlacementPaymentSet.as_manager()

    class Meta:
        """By day; more than nothing."""

        ordering = ("pay_on", "pk")
        verbose_name = _("payment for an assignment")
        constraints = (models.CheckConstraint(condition=models.Q(amount_eur__gt=0), name="placement_paid_something"),)

    def __str__(self) -> str:
        """Return for what, and for which assignment."""
        return f"{self.get_kind_display()}, {self.assignment}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("placement_payments:record", args=[self.pk])

    def organisation_concerned(self) -> Organisation:
        """Return the implementer."""
        return self.assignment.organisation_concerned()


def taken(assignment: Assignment, but: int | None = None) -> Any:
    """Return the euros that payments take from what an assignment may cost; `but` leaves one out."""
    found = assignment.payments.filter(state__in=COUNTING).exclude(pk=but or 0)
    return found.aggregate(total=models.Sum("amount_eur"))["total"] or 0
