"""What waits for somebody: the acts with a deadline that they could do now, the first deadline on top."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.perform import may

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User


OTHERS: list[Callable[[User], Iterable[WaitingAct]]] = []
"""What else waits for somebody, such as reminders; each app adds its own."""


class WaitingAct(NamedTuple):
    """An act that could be done now.

    Args:
        title: what is to be done.
        about: the record it is to be done to.
        address: the page on which it is done.
        due: until when.
    """

    title: str | Promise
    about: str
    address: str
    due: datetime

    @property
    def late(self) -> bool:
        """Whether the deadline has passed."""
        return self.due < timezone.now()


def waiting_for(user: User) -> list[WaitingAct]:
    """Return what waits for somebody."""
    others = (waiting for find in OTHERS for waiting in find(user))
    return sorted([*_found(user), *others], key=lambda waiting: (waiting.due, waiting.about))


def _found(user: User) -> Iterator[WaitingAct]:
    for kind in ACTS.values():
        if kind.days is None or not kind.roles & user.roles:
            continue
        within, act = timedelta(days=kind.days), kind()
        for record in kind.record.objects.seen_by(user).filter(state__in=kind.states):  # type: ignore[attr-defined]
            if may(kind, record, user):
                yield WaitingAct(kind.title, str(record), act.address(record), act.waits_since(record) + within)
