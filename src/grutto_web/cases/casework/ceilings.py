"""Ceilings: amounts that may not be passed, by decree and from a day, one within another, checked under a lock."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.entered import entered
from grutto_web.cases.casework.workplace import SharedSet
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.acts.fields import euros
from grutto_web.people.acts.record import Record
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django_stubs_ext.db.models.manager import RelatedManager

READERS = frozenset({Role.MANAGER, Role.DECIDER, Role.PAYER, Role.OFFICER, Role.AUDITOR})
STANDING: list[Callable[[Ceiling, date], Decimal]] = []
"""What stands under a ceiling on a day, in euros: each app that awards adds how to sum its own."""


class CeilingSet(SharedSet["Ceiling"]):
    """Ceilings."""


class Ceiling(Record):
    """An amount that awards of one kind may not pass together; what is within another counts under that, too."""

    READERS: ClassVar = READERS
    INDEPENDENT_OF = frozenset({"within"})

    code = entered(models.SlugField(_("code"), max_length=60, unique=True), help=_("Short and lasting: reconstruction"))
    title = entered(models.CharField(_("title"), max_length=200))
    within = entered(
        models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", verbose_name=_("within")),
        optional=True, by="code",
    )  # fmt: skip

    objects = CeilingSet.as_manager()

    if TYPE_CHECKING:
        rows: RelatedManager[CeilingRow]
        parts: RelatedManager[Ceiling]

    class Meta:
        """By code."""

        ordering = ("code",)
        verbose_name, verbose_name_plural = _("ceiling"), _("ceilings")

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("ceilings:record", args=[self.pk])

    def chain(self) -> list[Ceiling]:
        """Return the ceiling and those within which it lies, the widest first."""
        return [*(self.within.chain() if self.within else []), self]

    def row_on(self, moment: date) -> CeilingRow | None:
        """Return the row in force on a day, none if no decree is."""
        return self.rows.filter(state=RowState.IN_FORCE, starts_on__lte=moment).order_by("-starts_on", "-pk").first()

    def standing(self, moment: date) -> Decimal:
        """Return the euros that stand under it on a day, with those under what lies within it."""
        own = sum((sum_of(self, moment) for sum_of in STANDING), Decimal(0))
        return own + sum((part.standing(moment) for part in self.parts.all()), Decimal(0))


class RowState(models.TextChoices):
    """Whether a row counts."""

    PROPOSED = "proposed", _("waits for a second person")
    IN_FORCE = "in-force", _("in force")
    REFUSED = "refused", _("not taken")


class CeilingRowSet(SharedSet["CeilingRow"]):
    """Rows of ceilings."""


class CeilingRow(Record):
    """How high a ceiling is since a day, by a decree; a later row takes its place, and it stays."""

    STATES: ClassVar = RowState
    READERS: ClassVar = READERS
    BELONGS_TO = "ceiling"

    ceiling = entered(
        models.ForeignKey(Ceiling, models.PROTECT, related_name="rows", verbose_name=_("ceiling")), by="code"
    )
    amount_eur = entered(
        models.DecimalField(_("amount"), max_digits=16, decimal_places=2), unit=_("euros"), least=Decimal("0.01")
    )
    starts_on = entered(models.DateField(_("in force since")))
    decree = entered(
        models.CharField(_("decree"), max_length=200), help=_("Where it is published: Stcrt. 2011, 14972.")
    )

    objects = CeilingRowSet.as_manager()

    class Meta:
        """The last one first; one row a day in force."""

        ordering = ("ceiling", "-starts_on")
        verbose_name, verbose_name_plural = _("amount of a ceiling"), _("amounts of ceilings")
        constraints = (
            models.UniqueConstraint(
                fields=("ceiling", "starts_on"), condition=Q(state="in-force"), name="ceiling_one_row_a_day"
            ),
            models.CheckConstraint(condition=Q(amount_eur__gt=0), name="ceiling_more_than_nothing"),
        )

    def __str__(self) -> str:
        """Return ceiling, amount and day."""
        words = {"ceiling": self.ceiling, "amount": euros(self.amount_eur), "day": day(self.starts_on)}
        return gettext("%(ceiling)s: %(amount)s since %(day)s") % words

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("ceiling_rows:record", args=[self.pk])


def stay_within(ceiling: Ceiling, amount_eur: Decimal, moment: date) -> None:
    """Let an amount be awarded, or refuse; the chain of ceilings is kept from others until the act is done.

    Args:
        ceiling: under which it is awarded; those within which it lies count too.
        amount_eur: what is added to what stands.
        moment: the day of the award.

    Raises:
        GuardError: a ceiling would be passed, or none is known for the day; nobody is given less instead.
    """
    chain = ceiling.chain()
    for each in chain:  # the widest first, as everybody does: nobody waits for each other
        Ceiling.objects.select_for_update().get(pk=each.pk)
    if refusals := [words for each in chain if (words := _refusal(each, amount_eur, moment))]:
        raise GuardError(refusals)


def _refusal(ceiling: Ceiling, amount_eur: Decimal, moment: date) -> str:
    row = ceiling.row_on(moment)
    if row is None:
        text = gettext("No decree says how high the ceiling “%(ceiling)s” is on %(day)s: two people can enter it.")
        return text % {"ceiling": ceiling, "day": day(moment)}
    left = row.amount_eur - ceiling.standing(moment)
    if amount_eur <= left:
        return ""
    text = gettext("%(ceiling)s: %(left)s remains of %(amount)s (%(decree)s, since %(day)s).")
    known = {"ceiling": ceiling, "decree": row.decree, "day": day(row.starts_on)}
    return text % {**known, "left": euros(left), "amount": euros(row.amount_eur)}
