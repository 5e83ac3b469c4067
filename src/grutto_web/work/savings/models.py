"""An entry of the savings ledger of a framework: signed when it is made, never changed, withdrawn at most."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto.model.ledger import LedgerEntry
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})
"""Who sees the ledger before it stands in a published edition."""


class State(models.TextChoices):
    """What became of an entry."""

    SIGNED = "signed", _("signed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Kind(models.TextChoices):
    """What an entry is: see `grutto.model.ledger.EntryKind`."""

    ESTIMATE = "estimate", _("Estimate")
    ACTUAL = "actual", _("Actual cost")
    DRAWN = "drawn", _("Drawn")


class SavingsEntrySet(RecordSet["SavingsEntry"]):
    """Entries."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to who makes, reviews, adopts or audits editions."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class SavingsEntry(Record):
    """A `LedgerEntry` of a framework; `code` is its id, and numbers are kept as they were written, to the last digit.

    `author` and `date` say who signed it and when: whoever entered it, or who is named by the file it came with. Who
    brought that file stands in the log.
    """

    framework = models.CharField(_("policy framework"), max_length=100)
    code = models.CharField(_("entry"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    quarter = models.CharField(_("quarter"), max_length=7)
    author = models.CharField(_("signed by"), max_length=200)
    date = models.DateField(_("signed on"))
    reference = models.CharField(_("document"), max_length=300)
    country = models.CharField(_("country of origin"), max_length=10, blank=True)
    cohort = models.CharField(_("quarter of arrival"), max_length=7, blank=True)
    persons = models.PositiveIntegerField(_("persons"), default=0)
    days = models.CharField(_("days a person"), max_length=40, default="0")
    day_rate = models.CharField(_("euros a person and day"), max_length=40, default="0")
    amount = models.CharField(_("amount"), max_length=40, blank=True)
    figure = models.CharField(_("figure"), max_length=300, blank=True)
    text = models.CharField(_("note"), max_length=400, blank=True)

    PERSONAL = frozenset({"author"})

    objects: ClassVar = SavingsEntrySet.as_manager()

    class Meta:
        """As they were entered."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Return its id in the ledger."""
        return self.code

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("savings:entry", args=[self.pk])

    @property
    def state_text(self) -> str:
        """What became of it, in words."""
        return str(State(self.state).label)

    @property
    def value(self) -> LedgerEntry:
        """The entry as measures and editions take it."""
        return LedgerEntry(
            id=self.code,
            kind=self.kind,  # type: ignore[arg-type]
            quarter=self.quarter,
            author=self.author,
            date=self.date,
            reference=self.reference,
            country=self.country,
            cohort=self.cohort,
            persons=self.persons,
            days=Decimal(self.days),
            day_rate=Decimal(self.day_rate),
            amount=Decimal(self.amount) if self.amount else None,
            figure=self.figure,
            text=self.text,
        )

    def take_over(self, framework: str, entry: LedgerEntry) -> None:
        """Become an entry of the ledger of a framework."""
        self.framework, self.code, self.kind, self.quarter = framework, entry.id, entry.kind, entry.quarter
        self.author, self.date, self.reference, self.text = entry.author, entry.date, entry.reference, entry.text
        self.country, self.cohort, self.persons = entry.country, entry.cohort, entry.persons
        self.days, self.day_rate, self.figure = str(entry.days), str(entry.day_rate), entry.figure
        self.amount = "" if entry.amount is None else str(entry.amount)
