"""What leaves casework: editions of protected counts, and who was counted in them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.beside import Attachment, CaseHolder, CaseNote, HeldBack, Reminder  # noqa: F401 - django looks here
from grutto_web.cases.casework.ceilings import Ceiling, CeilingRow  # noqa: F401 - django looks here
from grutto_web.people.accounts.models import User  # noqa: TC001 - django reads the hints
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

READERS = frozenset({Role.DISCLOSURE, Role.MANAGER, Role.PROTECTION, Role.AUDITOR})


class State(models.TextChoices):
    """How far an edition of counts is."""

    ORDERED = "ordered", _("being made")
    FAILED = "failed", _("could not be made")
    OFFERED = "offered", _("waits for a second person")
    RELEASED = "released", _("released")
    DROPPED = "dropped", _("dropped")


class ProtectedEditionSet(RecordSet["ProtectedEdition"]):
    """Editions of counts."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to who releases or checks them: nothing in them can be taken apart."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class ProtectedEdition(Record):
    """The counts of one population as they leave: safe together with every edition before.

    `counts` is the CSV that is published, `line` what the ledger adds: no hidden value stands in either. Until it is
    made both are empty and its cells unknown; `fault` is why it could not be made.
    """

    STATES: ClassVar = State

    population = models.CharField(_("population"), max_length=40)
    number = models.PositiveIntegerField(_("edition"))
    counts = models.TextField()
    line = models.TextField()
    hidden = models.PositiveIntegerField(_("hidden cells"), null=True)
    cells = models.PositiveIntegerField(_("cells"), null=True)
    fault = models.TextField(blank=True)

    objects = ProtectedEditionSet.as_manager()

    class Meta:
        """The last one first; each number is released once, and of each population one is under way."""

        ordering = ("population", "-number", "-pk")
        verbose_name = _("edition of counts")
        constraints = (
            models.UniqueConstraint(
                fields=("population", "number"), condition=models.Q(state="released"), name="counts_released_once"
            ),
            models.UniqueConstraint(
                fields=("population",),
                condition=models.Q(state__in=("ordered", "offered")),
                name="counts_under_way_once",
            ),
        )

    def __str__(self) -> str:
        """Return population and number."""
        return gettext("%(population)s, edition %(number)s") % {
            "population": self.population,
            "number": self.number + 1,
        }

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("casework:counts", args=[self.pk])


class CountedPeople(RecordSet["CountedPerson"]):
    """Who was counted."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return nothing to anybody: only disclosure control reads it."""
        del user
        return self.none()


class CountedPerson(Record):
    """Somebody as editions counted them: codes without a person. A correction is a new row: editions stay true.

    `who` is a keyed hash; `codes` are the finest codes of the population's dimensions, `dimension=code;…`.
    """

    population = models.CharField(max_length=40)
    who = models.CharField(max_length=32)
    codes = models.CharField(max_length=400)
    family = models.CharField(max_length=32)
    partner = models.CharField(max_length=32)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    known_from = models.PositiveIntegerField()
    known_until = models.PositiveIntegerField(null=True)

    objects = CountedPeople.as_manager()

    class Meta:
        """In the order in which they became known."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("population", "who")),)

    def __str__(self) -> str:
        """Return the population."""
        return self.population
