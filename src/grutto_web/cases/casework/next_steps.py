"""What may be done next to a record, by whom, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from grutto_web.cases.casework.standard import StandardAct
from grutto_web.cases.casework.steps import DeclaredAct
from grutto_web.people.acts.perform import duties_done, hindrance
from grutto_web.people.acts.refusals import NotApartError, NotPermittedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.utils.functional import Promise

    from grutto_web.cases.casework.register import Register
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act
    from grutto_web.people.acts.record import Record


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can be done now, by who reads the page or by others.

    Args:
        name: in its address.
        title: what the button says.
        mine: whether who reads the page can do it.
        who: who else can, in words; empty where the reader can.
        due: until when it should be done, where that is said.
        standard: whether every register has it.
    """

    name: str
    title: str | Promise
    mine: bool
    who: str = ""
    due: datetime | None = None
    standard: bool = False


def next_steps(register: Register[Any], record: Record, reader: User) -> list[NextStep]:
    """Return the steps that can be done to a record as it is, in the order of their declaration."""
    return list(_found(register, record, reader))


def _found(register: Register[Any], record: Record, reader: User) -> Iterator[NextStep]:
    done = duties_done(record, reader)
    for name, kind in register.acts.items():
        refusal, standard = hindrance(kind, record, reader, done), issubclass(kind, StandardAct)
        if refusal is None:
            yield NextStep(name, kind.title, mine=True, due=_due(kind, record), standard=standard)
        elif not standard and (who := _who(kind, record, reader, refusal)):
            yield NextStep(name, kind.title, mine=False, who=who, due=_due(kind, record))


def _who(kind: type[Act[Any]], record: Record, reader: User, refusal: Exception) -> str:
    """Return who can do a step that the reader cannot; nobody where it is not to be done now."""
    roles = ", ".join(sorted(str(role.label) for role in kind.roles))
    if isinstance(refusal, NotApartError):
        return gettext("somebody else than you: %(roles)s") % {"roles": roles}
    offered = not issubclass(kind, DeclaredAct) or kind().is_offered(record)
    waits = isinstance(refusal, NotPermittedError) and offered and not kind.roles & reader.roles
    return roles if waits else ""


def _due(kind: type[Act[Any]], record: Record) -> datetime | None:
    return None if kind.days is None else kind().waits_since(record) + timedelta(days=kind.days)
