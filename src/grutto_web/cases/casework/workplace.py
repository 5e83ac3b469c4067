"""Who works at cases, and in which organisation: people see the cases of their own, and the ministry counts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext

from grutto_web.people.acts.record import RecordSet
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import Organisation, User

CASEWORKER, DECIDER, PAYER = (frozenset({role}) for role in (Role.CASEWORKER, Role.DECIDER, Role.PAYER))
AT_CASES = CASEWORKER | DECIDER | PAYER
READ_NAMES = CASEWORKER | DECIDER
"""Who may read what is kept about people."""


def own_places(user: User | AnonymousUser) -> list[int]:
    """Return the organisations in which somebody works at cases."""
    if isinstance(user, AnonymousUser):
        return []
    return [m.organisation_id for m in user.held if m.role in AT_CASES]


class OwnSet[R: models.Model](RecordSet[R]):
    """Records of an implementer."""

    place: ClassVar[str] = "implementer"

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Return those of one's own organisations; the ministry sees counts only."""
        return self.filter(**{f"{self.place}__in": own_places(user)})


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
