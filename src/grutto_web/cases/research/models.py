"""A study, and a use that policy made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext.db.models.manager import RelatedManager

    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})
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


class StudySet(RecordSet["Study"]):
    """Studies."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who works on editions: everything in the register is public, though not its history."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()

    def not_published(self, day: date) -> Self:
        """Return what was paid for and is not public: stopped, expected before that day, or delivered too long ago."""
        late = models.Q(expected_until__lt=day) | models.Q(delivered_on__lt=day - timedelta(days=PUBLISH_WITHIN))
        return self.exclude(state=State.PUBLISHED).filter(late | models.Q(state=State.STOPPED))


class Study(Record):
    """A study that is paid for; its question and method stand before its results are known.

    The first number of the version (`major`) rises when question or method change after the work began.
    """

    STATES: ClassVar = State

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    institution = models.CharField(_("carried out by"), max_length=300)
    question = models.TextField(_("question"))
    method = models.TextField(_("method"))
    parts = models.PositiveIntegerField(_("number of studies"), null=True)
    paid_eur = models.DecimalField(_("paid"), max_digits=14, decimal_places=2, null=True)
    starts_on = models.DateField(_("begins"), null=True)
    expected_from = models.DateField(_("results expected from"), null=True)
    expected_until = models.DateField(_("results expected by"), null=True)
    source = models.CharField(_("source"), max_length=300)
    begun_on = models.DateField(_("begun on"), null=True)
    delivered_on = models.DateField(_("delivered on"), null=True)
    published_on = models.DateField(_("published on"), null=True)
    address = models.URLField(_("published at"), max_length=500, blank=True)
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
                condition=models.Q(expected_from__isnull=True)
                | models.Q(expected_until__isnull=True)
                | models.Q(expected_from__lte=models.F("expected_until")),
                name="study_expected_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(begun_on__isnull=True)
                | models.Q(delivered_on__isnull=True)
                | models.Q(begun_on__lte=models.F("delivered_on")),
                name="study_delivered_after_beginning",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | ~models.Q(address=""), name="study_published_somewhere"
            ),
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


class UseSet(RecordSet["Use"]):
    """Uses."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who sees studies."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class Use(Record):
    """A use that policy is said to have made of a study; without a document it stays a claim."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="uses")
    policy = models.CharField(_("what was done with it"), max_length=500)
    document = models.CharField(_("document"), max_length=500, blank=True)
    document_on = models.DateField(_("date of the document"), null=True)

    objects = UseSet.as_manager()

    class Meta:
        """The first one first."""

        ordering = ("pk",)
        verbose_name = _("use")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(document="", document_on__isnull=True)
                | (~models.Q(document="") & models.Q(document_on__isnull=False)),
                name="use_document_with_its_date",
            ),
        )

    def __str__(self) -> str:
        """Return what was done."""
        return self.policy

    def get_absolute_url(self) -> str:
        """Return the page of its study."""
        return self.study.get_absolute_url()
