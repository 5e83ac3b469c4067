"""Assignments of experts and what is paid for them. Persons are not assignments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.entered import entered, filled
from grutto_web.cases.casework.workplace import OwnSet
from grutto_web.cases.placements.people import (
    BEFORE_FIRST,
    Expert,
    ExpertState,
    Phase,
    Request,
    RequestState,
    Sector,
    Year,
)
from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext.db.models.manager import RelatedManager

__all__ = ["Expert", "ExpertState", "Phase", "Request", "RequestState", "Sector", "Year"]
CENT = Decimal("0.01")
FEWER_DAYS = _("The period has fewer days than this.")


def length(first: date, last: date) -> int:
    """Return the days of a period, both ends among them."""
    return (last - first).days + 1


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


def open_requests(found: models.QuerySet[Request]) -> models.QuerySet[Request]:
    """Return the requests for which somebody can be sent."""
    return found.filter(state=RequestState.OPEN).select_related("phase")


def who_takes_part(found: models.QuerySet[Expert]) -> models.QuerySet[Expert]:
    """Return the experts who can be sent."""
    return found.filter(state=ExpertState.REGISTERED)


class AssignmentSet(OwnSet["Assignment"]):
    """Assignments."""

    place = "expert__implementer"


class Assignment(Record):
    """One expert at one host. `days` are days worked; of a stay over a new year those of the first year stand apart."""

    STATES: ClassVar = State
    BELONGS_TO = "request"

    request = entered(
        models.ForeignKey(Request, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("request")),
        among=open_requests,
    )
    expert = entered(
        models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("expert")),
        among=who_takes_part,
    )
    code = filled(
        models.CharField(_("number of the assignment"), max_length=40, blank=True),
        help=_("The same number twice is one assignment."),
    )
    mode = entered(models.CharField(_("mode"), max_length=10, choices=Mode))
    planned_from = entered(models.DateField(_("planned from")))
    planned_until = entered(models.DateField(_("planned until")))
    planned_days = entered(
        models.PositiveIntegerField(_("days planned")), least=1,
        help=_("Days of work; at most the days of the period."),
    )  # fmt: skip
    most_eur = entered(
        models.DecimalField(_("may cost at most"), max_digits=10, decimal_places=2, null=True), at="approve",
        least=CENT, unit=_("euros"),
    )  # fmt: skip
    began_on = entered(models.DateField(_("began on"), null=True), at="begin", been=True)
    ended_on = entered(models.DateField(_("ended on"), null=True), at="end", been=True)
    days = entered(
        models.PositiveIntegerField(_("days worked"), null=True), at="end", help=_("At most the days of the period.")
    )
    first_year_days = entered(
        models.PositiveIntegerField(_("of these in the first year"), null=True), at="end", optional=True,
        help=_("Only for a stay over a new year: days are counted in the year in which they fall."),
    )  # fmt: skip
    reason = entered(
        models.CharField(_("reason of the difference"), max_length=10, choices=Reason, blank=True), at="end",
        optional=True, help=_("Needed where days or period are other than planned."),
    )  # fmt: skip

    objects = AssignmentSet.as_manager()

    if TYPE_CHECKING:
        payments: RelatedManager[Payment]

    class Meta:
        """The last one first; days in order and within their period."""

        ordering = ("-planned_from", "-pk")
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(planned_until__gte=models.F("planned_from")),
                name="placement_planned_in_order",
                violation_error_message=BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="placement_actual_in_order",
                violation_error_message=BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=models.Q(first_year_days__isnull=True) | models.Q(first_year_days__lte=models.F("days")),
                name="placement_first_year_within",
                violation_error_message=_("There are not so many days."),
            ),
        )

    def __str__(self) -> str:
        """Return host and expert; nothing about who."""
        return f"{self.request}: {self.expert}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("assignments:record", args=[self.pk])

    def clean(self) -> None:
        """Refuse days that do not fit their period, and ask for the reason of a difference."""
        if wrong := dict([*self._wrong_plan(), *self._wrong_stay()]):
            raise ValidationError(wrong)

    def _wrong_plan(self) -> Iterator[tuple[str, str]]:
        first, last = self.planned_from, self.planned_until
        if first and last and self.planned_days and self.planned_days > length(first, last) > 0:
            yield "planned_days", str(FEWER_DAYS)

    def _wrong_stay(self) -> Iterator[tuple[str, str]]:
        first, last, days, early = self.began_on, self.ended_on, self.days, self.first_year_days
        if first is None or last is None or days is None or last < first:
            return
        if last.year > first.year + 1:
            yield "ended_on", gettext("A stay over two turns of the year is entered as two assignments.")
        if days > length(first, last):
            yield "days", str(FEWER_DAYS)
        if last.year > first.year and early is None:
            yield "first_year_days", gettext("The stay goes over a new year: how many of the days were before it?")
        if last.year == first.year and early is not None:
            yield "first_year_days", gettext("The stay lies in one year: leave this empty.")
        if early is not None and (early > days or early > length(first, first.replace(month=12, day=31))):
            yield "first_year_days", gettext("There are not so many days.")
        if (first, last, days) != (self.planned_from, self.planned_until, self.planned_days) and not self.reason:
            yield "reason", gettext("It is not as planned: say why.")

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


def approved(found: models.QuerySet[Assignment]) -> models.QuerySet[Assignment]:
    """Return the assignments for which something may be paid."""
    can = found.filter(most_eur__isnull=False).exclude(state=State.CANCELLED)
    return can.select_related("request", "expert")


PLANNED_AHEAD = timedelta(days=366)
"""So long before its day a payment is planned at most; a later day is a slip."""


class PlacementPaymentSet(OwnSet["Payment"]):
    """Payments."""

    place = "assignment__expert__implementer"


class Payment(Record):
    """One payment for an assignment."""

    STATES: ClassVar = StayPaymentStage
    BELONGS_TO = "assignment"

    assignment = entered(
        models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="payments", verbose_name=_("assignment")),
        among=approved,
    )
    kind = entered(models.CharField(_("for what"), max_length=10, choices=Kind), without=(Kind.WHOLE,))
    amount_eur = entered(models.DecimalField(_("amount"), max_digits=10, decimal_places=2), least=CENT, unit=_("euros"))
    pay_on = entered(models.DateField(_("day of payment")))

    objects = PlacementPaymentSet.as_manager()

    class Meta:
        """By day; more than nothing."""

        ordering = ("pay_on", "pk")
        verbose_name, verbose_name_plural = _("payment for an assignment"), _("payments for assignments")
        constraints = (models.CheckConstraint(condition=models.Q(amount_eur__gt=0), name="placement_paid_something"),)

    def __str__(self) -> str:
        """Return for what, and for which assignment."""
        return f"{self.get_kind_display()}, {self.assignment}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("placement_payments:record", args=[self.pk])

    def clean(self) -> None:
        """Refuse travel and allowance for who works from afar, and a day that nobody plans for."""
        if self.pay_on and self.pay_on > timezone.localdate() + PLANNED_AHEAD:
            raise ValidationError({"pay_on": gettext("This is more than a year ahead. Is the year right?")})
        if hasattr(self, "assignment") and self.assignment.mode == Mode.VIRTUAL and self.kind in ON_SITE:
            text = gettext("Who works from afar neither travels nor gets an allowance for the day.")
            raise ValidationError({"kind": text})


def taken(assignment: Assignment, but: int | None = None) -> Any:
    """Return the euros that payments take from what an assignment may cost; `but` leaves one out."""
    found = assignment.payments.filter(state__in=COUNTING).exclude(pk=but or 0)
    return found.aggregate(total=models.Sum("amount_eur"))["total"] or 0
