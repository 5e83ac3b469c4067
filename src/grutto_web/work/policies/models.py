"""A policy as it is written in the browser."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})


class State(models.TextChoices):
    """A policy that was written stays so: editions name the version they were made by."""

    WRITTEN = "written", _("written")


class PolicySet(RecordSet["Policy"]):
    """Policies."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to who makes, reviews, adopts or audits editions."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class Policy(Record):
    """A framework; `priorities` and `budget_lines` have a line each: see `forms.py`."""

    code = models.SlugField(max_length=60, unique=True)
    title_en = models.CharField(max_length=200)
    title_nl = models.CharField(max_length=200)
    owner = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    document = models.CharField(max_length=400)
    document_date = models.DateField()
    holds_from = models.DateField()
    priorities = models.TextField()
    budget_lines = models.TextField(blank=True)
    threshold = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    savings = models.BooleanField(default=False)

    objects: ClassVar = PolicySet.as_manager()

    class Meta:
        """By name."""

        ordering = ("code",)

    def __str__(self) -> str:
        """Return its code."""
        return self.code

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("policies:policy", args=[self.pk])
