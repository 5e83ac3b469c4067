"""An intake: data that an officer brings in, and what became of each file."""

import json
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.AUDITOR})


class State(models.TextChoices):
    """How far it is."""

    ORDERED = "ordered", _("being brought in")
    DONE = "done", _("brought in")
    FAILED = "failed", _("could not be brought in")


class IntakeSet(RecordSet["Intake"]):
    """Intakes."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to officers and auditors."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class Intake(Record):
    """What was asked for: a publisher in the registry, or a file; `found` tells of each file its name and outcome."""

    publisher = models.CharField(_("publisher"), max_length=100, blank=True)
    name = models.CharField(_("file"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    found = models.TextField(default="[]")
    release = models.CharField(max_length=80, blank=True)
    fault = models.TextField(blank=True)

    objects: ClassVar = IntakeSet.as_manager()

    class Meta:
        """The last change first."""

        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        """Return what is brought in."""
        return self.publisher or self.name

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("intakes:intake", args=[self.pk])

    @property
    def state_text(self) -> str:
        """How far it is, in words."""
        refused = self.state == State.DONE and {outcome for _name, outcome, _why in self.files} == {"refused"}
        return str(State.FAILED.label if refused else State(self.state).label)

    @property
    def files(self) -> list[tuple[str, str, str]]:
        """Of each file its name, what became of it, and why it was refused."""
        rows: list[list[str]] = json.loads(self.found)
        return [(name, outcome, why) for name, outcome, why in rows]
