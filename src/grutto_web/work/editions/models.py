"""A publication: an edition of the report on its way from an order to readers, and what became of it."""

import json
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})
"""Who sees editions before they are published."""


class State(models.TextChoices):
    """How far a publication is."""

    ORDERED = "ordered", _("being made")
    FAILED = "failed", _("could not be made")
    BLOCKED = "blocked", _("judgements keep it from being made")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for review")
    REVIEWED = "reviewed", _("waits for adoption")
    ADOPTED = "adopted", _("adopted")
    FROZEN = "frozen", _("waits for two signatures")
    SEALED = "sealed", _("sealed")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEEDED = 2
"""People who sign an edition."""
OPEN = frozenset({State.FAILED, State.BLOCKED, State.DRAFT})
"""States in which the officer still works on it."""
PUBLIC = frozenset({State.PUBLISHED, State.WITHDRAWN})
"""States in which anyone may read it."""


class PublicationSet(RecordSet["Publication"]):
    """Publications."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to who makes, reviews, adopts or audits them; to others what is public."""
        if not isinstance(user, AnonymousUser) and user.roles & READERS:
            return self
        return self.filter(state__in=PUBLIC)


class Publication(Record):
    """An edition that was ordered, with what it is made of and what keeps it from being adopted.

    `edition` is the id of what was made, in the data folder; `checks` is what `checks.py` found, as JSON; `signed`
    tells the judgements it was made with from others. `manifest` is the SHA-256 of what is signed, `signatures` the
    name of each signer with the signature, as JSON; `stated` what became of it, each statement with its signature.
    """

    framework = models.CharField(_("policy framework"), max_length=100)
    year = models.PositiveIntegerField(_("year"))
    languages = models.CharField(_("languages"), max_length=60)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    correction = models.TextField(_("what is corrected"), blank=True)
    reason = models.TextField(_("why it was withdrawn"), blank=True)
    edition = models.CharField(max_length=64, blank=True, db_index=True)
    signed = models.TextField(blank=True)
    checks = models.TextField(default="[]")
    fault = models.TextField(blank=True)
    manifest = models.CharField(max_length=64, blank=True)
    signatures = models.TextField(default="{}")
    stated = models.TextField(default="[]")

    objects = PublicationSet.as_manager()

    class Meta:
        """The last change first."""

        ordering = ("-since",)

    def __str__(self) -> str:
        """Return framework, year and number."""
        return f"{self.framework} {self.year} · {self.pk}"

    def get_absolute_url(self) -> str:
        """Return its page at work."""
        return reverse("editions:publication", args=[self.pk])

    @property
    def state_text(self) -> str:
        """How far it is, in words."""
        return str(State(self.state).label)

    @property
    def signature_texts(self) -> dict[str, str]:
        """Name of each signer to the signature."""
        texts: dict[str, str] = json.loads(self.signatures)
        return texts

    @property
    def statements(self) -> list[tuple[str, str]]:
        """Each statement that was signed of what became of it, with the signature."""
        return [(statement, signature) for statement, signature in json.loads(self.stated)]

    @property
    def found(self) -> list[dict[str, Any]]:
        """The checks that it did not pass."""
        problems: list[dict[str, Any]] = json.loads(self.checks)
        return problems
