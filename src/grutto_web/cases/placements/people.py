"""Phases of a programme with their years, requests of hosts, and experts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.entered import entered
from grutto_web.cases.casework.personal import KeyedHash, PersonalRecord, PersonalText, Sex
from grutto_web.cases.casework.workplace import OwnRecord, OwnSet
from grutto_web.ground.countries import CountryCode, name_of
from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from grutto_web.cases.placements.models import Assignment

MOST_DAYS = 100_000
BEFORE_FIRST = _("This is before the first day.")


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


class Phase(OwnRecord):
    """A phase of the programme. Phases are no years: a person counts once in each, in the year of their first stay."""

    code = entered(models.SlugField(_("code"), max_length=40), help=_("Short and lasting: phase-2"))
    title = entered(models.CharField(_("title"), max_length=200))
    activity = entered(
        models.CharField(
            _("IATI activity"), max_length=200, blank=True,
            validators=[RegexValidator(r"\A[^;/&|?]+\Z", _("An identifier of IATI has none of / & | ? ;"))],
        ),
        optional=True,
        help=_("Its identifier, if it is published: the annual report explains its budget by these stays."),
    )  # fmt: skip
    starts_on = entered(models.DateField(_("begins")))
    ends_on = entered(models.DateField(_("ends")))
    sectors = entered(
        models.CharField(_("sectors"), max_length=60, blank=True), optional=True,
        help=_("Codes with spaces between, such as 11 12 31; empty if the phase names none."),
    )  # fmt: skip

    objects = PhaseSet.as_manager()

    if TYPE_CHECKING:
        years: RelatedManager[Year]

    class Meta:
        """The last one first; days in order."""

        ordering = ("-starts_on", "code")
        verbose_name = _("phase")
        constraints = (
            models.UniqueConstraint(
                fields=("implementer", "code"),
                name="placement_phase_once",
                violation_error_message=_("There is a phase with this code already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="placement_phase_days",
                violation_error_message=BEFORE_FIRST,
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("phases:record", args=[self.pk])

    def derive(self) -> None:
        """Write the sectors in order, each once."""
        self.sectors = " ".join(sorted(set(self.sectors.replace(",", " ").split())))

    def clean(self) -> None:
        """Refuse a code that is none."""
        if wrong := [code for code in self.sectors.split() if code not in Sector.values]:
            known = ", ".join(f"{code} {words}" for code, words in Sector.choices)
            text = gettext("There is no sector %(wrong)s. The codes are: %(known)s.")
            raise ValidationError({"sectors": text % {"wrong": ", ".join(wrong), "known": known}})

    def get_sectors_display(self) -> str:
        """Return the sectors by name."""
        return ", ".join(str(Sector(code).label) for code in self.sectors.split())


class YearSet(OwnSet["Year"]):
    """Plans of years."""

    place = "phase__implementer"


class Year(Record):
    """What a phase means to do in a calendar year, and with how much money."""

    BELONGS_TO = "phase"

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="years")
    year = entered(models.PositiveIntegerField(_("year")), at="plan", least=1990, most=2100)
    assignments = entered(
        models.PositiveIntegerField(_("assignments planned"), null=True), at="plan", optional=True, most=MOST_DAYS,
        help=_("Those that should begin in this year. Leave empty what is not known."),
    )  # fmt: skip
    days = entered(
        models.PositiveIntegerField(_("days planned, of all together"), null=True), at="plan", optional=True,
        most=10_000_000,
    )  # fmt: skip
    budget_eur = entered(
        models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True), at="plan", optional=True, least=0,
        unit=_("euros"),
    )  # fmt: skip

    objects = YearSet.as_manager()

    class Meta:
        """In order of time, each once."""

        ordering = ("year",)
        verbose_name = _("plan of a year")
        constraints = (models.UniqueConstraint(fields=("phase", "year"), name="placement_year_once"),)

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)

    def clean(self) -> None:
        """Refuse a year in which the phase has no day."""
        if self.year and not self.phase.starts_on.year <= self.year <= self.phase.ends_on.year:
            raise ValidationError({"year": gettext("The phase has no day in this year.")})


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
    BELONGS_TO = "phase"

    phase = entered(
        models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="requests", verbose_name=_("phase")), by="code"
    )
    country = entered(CountryCode(_("country")))
    sector = entered(models.CharField(_("sector"), max_length=2, choices=Sector))
    outside = entered(
        models.BooleanField(_("outside the sectors of the phase"), default=False),
        help=_("Tick it if the phase names sectors, this is none of them, and the request is taken all the same."),
    )
    host = entered(models.CharField(_("host"), max_length=200), help=_("The organisation, no person."))
    terms = entered(
        models.TextField(_("terms of reference")), help=_("What the expert should do; nothing about a person.")
    )
    asked_on = entered(models.DateField(_("asked on"), null=True), been=True)

    objects = RequestSet.as_manager()

    class Meta:
        """The last one first."""

        ordering = ("-asked_on", "-pk")
        verbose_name, verbose_name_plural = _("request of a host"), _("requests of hosts")

    def __str__(self) -> str:
        """Return the host."""
        return self.host

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("requests:record", args=[self.pk])

    def clean(self) -> None:
        """Ask to mark what lies outside the sectors of the phase."""
        listed = self.phase.sectors.split() if hasattr(self, "phase") else []
        if listed and self.sector and (self.sector in listed) == self.outside:
            text = gettext("Tick this for a sector that the phase does not name, and for no other.")
            raise ValidationError({"outside": text})


class ExpertState(models.TextChoices):
    """Whether somebody takes part still."""

    REGISTERED = "registered", _("registered")
    CLOSED = "closed", _("takes part no more")


class ExpertSet(OwnSet["Expert"]):
    """Experts."""


class Expert(OwnRecord, PersonalRecord):
    """Somebody who can be sent. Nothing else is asked: no wage, no health, no photograph."""

    STATES: ClassVar = ExpertState
    PERSONAL = frozenset({"name", "contact", "number", "key_name"})

    number = entered(
        KeyedHash(_("number"), purpose="expert of an implementer", outlives=True),
        help=_("By which you know them. It is not kept, only its hash."),
    )
    name = entered(PersonalText(_("name"), purpose=_("to agree on an assignment"), basis=_("contract with the expert")))
    contact = entered(
        PersonalText(_("how to reach them"), purpose=_("to agree on an assignment"), basis=_("consent")), optional=True
    )
    residence = entered(CountryCode(_("country of residence")))
    sex = entered(models.CharField(_("sex"), max_length=1, choices=Sex))
    field = entered(models.CharField(_("field"), max_length=2, choices=Sector, blank=True))

    objects = ExpertSet.as_manager()

    if TYPE_CHECKING:
        assignments: RelatedManager[Assignment]

    class Meta:
        """The last one first; each person once in an organisation."""

        ordering = ("-pk",)
        verbose_name = _("expert")
        constraints = (
            models.UniqueConstraint(
                fields=("implementer", "number"),
                condition=~models.Q(number=""),
                name="placement_expert_once",
                violation_error_message=_(
                    "This person is registered already. Whoever was here before can take part again."
                ),
            ),
        )

    def __str__(self) -> str:
        """Return a number; nothing about who."""
        return gettext("expert %(n)s") % {"n": self.pk}

    def get_absolute_url(self) -> str:
        """Return their page."""
        return reverse("experts:record", args=[self.pk])

    def choice_text(self) -> str:
        """Return number, field and country of residence."""
        return ", ".join(filter(None, (str(self), self.get_field_display(), name_of(self.residence))))
