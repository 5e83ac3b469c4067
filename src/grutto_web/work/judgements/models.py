"""A judgement on its way from a draft to a signature, and the survey that says what asks for one."""

import json
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User

READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR})
"""Who sees judgements before they stand in a published edition."""


class State(models.TextChoices):
    """How far a judgement is."""

    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")
    STALE = "stale", _("stale")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Kind(models.TextChoices):
    """What a judgement is: see `grutto.model.judgement.Kind`."""

    CAUSE = "cause", _("Cause")
    ATTRIBUTION = "attribution", _("Attribution")
    ASSESSMENT = "assessment", _("Assessment")
    NARRATIVE = "narrative", _("Narrative")


SECTIONS = {
    "account": _("Account of the budget"),
    "chain": _("The chain of money"),
    "countries": _("Countries"),
    "finance": _("Money"),
    "oda": _("Development assistance"),
    "policy": _("The policy"),
    "profiles": _("Migration profiles"),
    "remittances": _("The price of sending money home"),
    "savings": _("Savings on reception"),
    "summary": _("At a glance"),
    "thresholds": _("Differences to explain"),
    "underspending": _("Underspending"),
}
"""Section of the report to its title there."""


SIDES = {"commitments": _("commitments"), "expenditure": _("expenditure"), "receipts": _("receipts")}
"""The sides of a budget line, as the name of a difference has them."""


def named(about: str) -> str:
    """Return what a judgement is about in words, as far as its code says it; an activity by its identifier."""
    kind, _colon, name = about.partition(":")
    if kind == "section" and name in SECTIONS:
        return str(SECTIONS[name])
    if kind == "priority":
        return gettext("priority %(code)s") % {"code": name}
    return f"{name.partition('/')[0]}: {side}" if (side := side_of(about)) else about


def side_of(about: str) -> str:
    """Return which side of a budget line is meant, in words; nothing for what is no line."""
    parts = about.split("/")
    return str(SIDES.get(parts[1], "")) if about.startswith("line:") and len(parts) > 1 else ""


class JudgementSet(RecordSet["Judgement"]):
    """Judgements."""

    def seen_by(self, user: "User | AnonymousUser") -> Self:
        """Return all to who makes, reviews, adopts or audits editions."""
        return self if not isinstance(user, AnonymousUser) and user.roles & READERS else self.none()


class Judgement(Record):
    """What somebody says about a figure, an activity, a priority or a section of the report of a year.

    `seen` is figure id to the value it had when this was signed, as JSON.
    """

    framework = models.CharField(_("policy framework"), max_length=100)
    year = models.PositiveIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    about = models.CharField(_("about"), max_length=300)
    cause = models.CharField(_("cause"), max_length=40, blank=True)
    priority = models.CharField(_("priority"), max_length=60, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=100, blank=True)
    criterion = models.CharField(_("criterion"), max_length=40, blank=True)
    evidence = models.CharField(_("evidence"), max_length=40, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    reference = models.CharField(_("document"), max_length=300, blank=True)
    seen = models.TextField(default="{}")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)

    objects = JudgementSet.as_manager()

    class Meta:
        """The last change first."""

        ordering = ("-since",)

    def __str__(self) -> str:
        """Return the kind and what it is about."""
        return f"{self.get_kind_display()}: {named(self.about)}"

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("judgements:judgement", args=[self.pk])

    @property
    def state_text(self) -> str:
        """How far it is, in words."""
        return str(State(self.state).label)

    @property
    def texts(self) -> dict[str, str]:
        """Language to text, without those that are missing."""
        written = {"en": self.text_en.strip(), "nl": self.text_nl.strip()}
        return {code: text for code, text in written.items() if text}

    @property
    def seen_values(self) -> dict[str, str]:
        """Figure id to the value it had when this was signed."""
        values: dict[str, str] = json.loads(self.seen)
        return values


class Survey(models.Model):
    """What the figures of a release ask of people, for a framework and a year; a worker makes it, nobody edits it.

    `subjects` is what `survey.py` found: a list with what each is about, what it asks for, and its figures; `empty` is
    why nothing of the release is about the year, as a coded reason.
    """

    framework = models.CharField(max_length=100)
    year = models.PositiveIntegerField()
    release = models.CharField(max_length=100)
    made = models.DateTimeField(auto_now=True)
    subjects: "models.JSONField[Any, Any]" = models.JSONField()
    empty = models.TextField(default="")

    class Meta:
        """One a framework and year."""

        constraints = (models.UniqueConstraint(fields=("framework", "year"), name="a_survey_once"),)

    def __str__(self) -> str:
        """Return framework and year."""
        return f"{self.framework} {self.year}"
