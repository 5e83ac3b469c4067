"""A proposal of a partner to the ministry."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from grutto_web.cases.casework.personal import PersonalRecord, PersonalText
from grutto_web.people.accounts.models import Organisation, User
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role


class ProposalSet(RecordSet["Proposal"]):
    """Proposals."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to officers, else those of one's own organisations."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return (
            self if Role.OFFICER in user.roles else self.filter(organisation__in=[m.organisation_id for m in user.held])
        )


class Proposal(Record):
    """What a partner wants to do, and for how much."""

    PERSONAL = frozenset({"contact"})

    organisation: models.ForeignKey[Organisation, Organisation] = models.ForeignKey(
        Organisation, on_delete=models.PROTECT
    )
    title = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    contact = models.CharField(max_length=100, blank=True)

    objects = ProposalSet.as_manager()

    class Meta:
        """Of an application of its own."""

        app_label = "trial"

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return where it would be."""
        return f"/en/proposals/{self.pk}/"

    def organisation_concerned(self) -> Organisation:
        """Return the partner."""
        return self.organisation


class GuestSet(RecordSet["Guest"]):
    """Guests."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all to caseworkers."""
        return self if not isinstance(user, AnonymousUser) and Role.CASEWORKER in user.roles else self.none()


class Guest(PersonalRecord):
    """Somebody who stays, known by name to few."""

    PERSONAL = frozenset({"name", "phone", "hash", "key_name"})

    hash = models.CharField(max_length=32)
    name = PersonalText("name", purpose="to welcome them", basis="contract")
    phone = PersonalText("phone", purpose="to call them", basis="contract", identifies="indirect")
    nights = models.PositiveIntegerField(default=1)

    objects = GuestSet.as_manager()

    class Meta:
        """Of an application of its own."""
