"""A study, and a use that policy made of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.entered import entered, filled
from grutto_web.cases.casework.workplace import SharedSet
from grutto_web.people.acts.record import Record
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})
"""Everything in the register is public, though not its history."""
PUBLISH_WITHIN = 28
"""Days after delivery within which a result should be public."""


class State(models.TextChoices):
    """How far a study is."""

    REGISTERED = "registered", _("registered")
    FIELDWORK = "fieldwork", _("under way")
    DELIVERED = "delivered", _("delivered")
    PUBLISHED = "published", _("published")
    STOPPED = "stopped", _("stopped")


class Kind(models.TextChoices):
    """What is done."""

    STUDY = "study", _("study")
    DOCTORAL = "doctoral", _("doctoral research")
    SCENARIOS = "scenarios", _("scenarios")


class StudySet(SharedSet["Study"]):
    """Studies."""

    def not_published(self, day: date) -> Self:
        """Return what was paid for and is not public: stopped, expected before that day, or delivered too long ago."""
        late = Q(expected_until__lt=day) | Q(delivered_on__lt=day - timedelta(days=PUBLISH_WITHIN))
        return self.exclude(state=State.PUBLISHED).filter(late | Q(state=State.STOPPED))


class Study(Record):
    """A study that is paid for; its question and method stand before its results are known.

    The first number of the version (`major`) rises when question or method change after the work began.
    """

    STATES: ClassVar = State
    READERS: ClassVar = READERS

    code = entered(
        models.SlugField(_("code"), max_length=60, unique=True), help=_("Short and lasting: is-academie-migration")
    )
    title = entered(models.CharField(_("title"), max_length=300))
    kind = entered(models.CharField(_("kind"), max_length=20, choices=Kind))
    institution = entered(models.CharField(_("carried out by"), max_length=300))
    question = entered(
        models.TextField(_("question")), help=_("What should be known at the end that is not known now?"), settled=True
    )
    method = entered(
        models.TextField(_("method")), help=_("Who or what is studied, how it is chosen, how it is looked at."),
        settled=True,
    )  # fmt: skip
    parts = entered(models.PositiveIntegerField(_("number of studies"), null=True), optional=True, least=1)
    paid_eur = entered(
        models.DecimalField(_("paid"), max_digits=14, decimal_places=2, null=True), optional=True, least=0,
        unit=_("euros"),
    )  # fmt: skip
    starts_on = entered(models.DateField(_("begins"), null=True), optional=True)
    expected_from = entered(models.DateField(_("results expected from"), null=True), optional=True)
    expected_until = entered(
        models.DateField(_("results expected by"), null=True),
        optional=True,
        help=_("The last day of a quarter or year."),
    )
    source = entered(models.CharField(_("source"), max_length=300), help=_("Where all this is written."))
    begun_on = entered(models.DateField(_("begun on"), null=True), at="begin", been=True)
    delivered_on = entered(models.DateField(_("delivered on"), null=True), at="deliver", been=True)
    published_on = entered(models.DateField(_("published on"), null=True), at="publish", been=True)
    address = entered(
        models.URLField(_("published at"), max_length=500, blank=True), at="publish", help=_("Best a DOI.")
    )
    registered_on = filled(models.DateField(_("registered on"), default=timezone.localdate, editable=False))
    major = models.PositiveIntegerField(default=1, editable=False)
    minor = models.PositiveIntegerField(default=0, editable=False)

    objects = StudySet.as_manager()

    if TYPE_CHECKING:
        uses: RelatedManager[Use]

    class Meta:
        """By title; what must hold whatever wrote it."""

        ordering = ("title",)
        verbose_name = _("study")
        constraints = (
            models.CheckConstraint(
                condition=Q(expected_from__isnull=True)
                | Q(expected_until__isnull=True)
                | Q(expected_from__lte=F("expected_until")),
                name="study_expected_in_order",
                violation_error_message=_("This is before the first day on which results are expected."),
            ),
            models.CheckConstraint(
                condition=Q(begun_on__isnull=True) | Q(delivered_on__isnull=True) | Q(begun_on__lte=F("delivered_on")),
                name="study_delivered_after_beginning",
                violation_error_message=_("This is before the day on which the work began."),
            ),
            models.CheckConstraint(condition=~Q(state="published") | ~Q(address=""), name="study_published_somewhere"),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page at work."""
        return reverse("research:record", args=[self.pk])

    @property
    def design(self) -> str:
        """The version of question and method: 1.0 until something changes."""
        return f"{self.major}.{self.minor}"

    @property
    def state_text(self) -> str:
        """How far it is, in words."""
        return str(State(self.state).label)

    @property
    def late(self) -> bool:
        """Whether its result should be public by now and is not."""
        return Study.objects.not_published(timezone.localdate()).filter(pk=self.pk).exists()

    @property
    def registered_afterwards(self) -> bool:
        """Whether its results could be known when it was registered: the question may have followed the answer."""
        known = (self.begun_on, self.starts_on, self.expected_until, self.delivered_on)
        return any(day and day < self.registered_on for day in known)


class UseSet(SharedSet["Use"]):
    """Uses."""


class Use(Record):
    """A use that policy is said to have made of a study; without a document it stays a claim."""

    READERS: ClassVar = READERS
    BELONGS_TO = "study"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="uses")
    policy = entered(models.CharField(_("what policy did with it"), max_length=500), at="use")
    document = entered(
        models.CharField(_("document that shows it"), max_length=500, blank=True), at=("use", "document"),
        optional=("use",),
        help=_("Letter, decision or instruction; without one it is listed as used without a document."),
    )  # fmt: skip
    document_on = entered(
        models.DateField(_("date of the document"), null=True), at=("use", "document"), optional=("use",), been=True
    )

    objects = UseSet.as_manager()

    class Meta:
        """The first one first."""

        ordering = ("pk",)
        verbose_name, verbose_name_plural = _("use"), _("uses")
        constraints = (
            models.CheckConstraint(
                condition=Q(document="", document_on__isnull=True) | (~Q(document="") & Q(document_on__isnull=False)),
                name="use_document_with_its_date",
                violation_error_message=_("Give a document and its date, or neither."),
            ),
        )

    def __str__(self) -> str:
        """Return what was done."""
        return self.policy

    def get_absolute_url(self) -> str:
        """Return the page of its study."""
        return self.study.get_absolute_url()
