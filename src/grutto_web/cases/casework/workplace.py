"""Who works at cases, and in which organisation: people see the cases of their own, and the ministry counts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext

from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.duty import Duty
from grutto_web.people.acts.record import Record, RecordSet
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.people.accounts.models import User

CASEWORKER, DECIDER, PAYER = (frozenset({role}) for role in (Role.CASEWORKER, Role.DECIDER, Role.PAYER))
AT_CASES = CASEWORKER | DECIDER | PAYER
READ_NAMES = CASEWORKER | DECIDER
"""Who may read what is kept about people."""


def own_places(user: User | AnonymousUser) -> list[int]:
    """Return the organisations in which somebody works at cases."""
    if isinstance(user, AnonymousUser):
        return []
    return [m.organisation_id for m in user.held if m.role in AT_CASES]


def without_conflicts[S: models.QuerySet[Any]](found: S, user: User) -> S:
    """Return records without those in which, or in what they belong to, somebody declared an interest of their own."""
    for way, model in _upwards(found.model):
        names = [name for name, act in ACTS.items() if act.duty == Duty.CONFLICT and act.record is model]
        if names:
            declared = Entry.objects.filter(act__in=names, actor=user).values_list("record", flat=True)
            found = found.exclude(**{f"{way}__in": [int(key) for key in declared]})
    return found


def _upwards(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """Yield the ways from a model to itself and to what it belongs to."""
    way, each = "pk", model
    yield way, each
    while name := getattr(each, "BELONGS_TO", ""):
        way = name if way == "pk" else f"{way}__{name}"
        each = each._meta.get_field(name).related_model  # type: ignore[assignment]
        yield way, each


class OwnRecord(Record):
    """A record of the organisation in which whoever makes it works."""

    BEGUN_WITH = frozenset({"implementer"})

    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        """A base of tables, none itself."""

        abstract = True

    def begin(self, actor: User | None) -> None:
        """Make it a record of that organisation; who works in none is refused by their role."""
        held = actor.held if actor else ()
        place = next((m.organisation for m in held if m.role in AT_CASES), None)
        if place is not None:
            self.implementer = place

    def organisation_concerned(self) -> Organisation | None:
        """Return the organisation, none while it is not made."""
        return self.implementer if hasattr(self, "implementer") else None


class OwnSet[R: models.Model](RecordSet[R]):
    """Records of an implementer."""

    place: ClassVar[str] = "implementer"

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return those of one's own organisations; the ministry sees counts only."""
        own = self.filter(**{f"{self.place}__in": own_places(user)})
        return own if isinstance(user, AnonymousUser) else without_conflicts(own, user)


class SharedSet[R: models.Model](RecordSet[R]):
    """Records that everybody sees who has one of the roles that their model names in `READERS`."""

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return all, or none."""
        readers: frozenset[Role] = self.model.READERS  # type: ignore[attr-defined]
        if isinstance(user, AnonymousUser) or not user.roles & readers:
            return self.none()
        return without_conflicts(self, user)


def workplace(actor: User | None) -> Organisation:
    """Return the organisation in which somebody works at cases; the first one if there are several.

    Raises:
        GuardError: there is none.
    """
    held = actor.held if actor else ()
    place = next((m.organisation for m in held if m.role in AT_CASES), None)
    if place is None:
        raise GuardError([gettext("You work at cases in no organisation.")])
    return place
