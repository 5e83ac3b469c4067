"""Reminders in the list of what waits for somebody."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext

from grutto_web.cases.casework.beside import Reminder, ReminderState
from grutto_web.cases.casework.retention import ANSWER_WITHIN
from grutto_web.cases.casework.standard import AskWhether
from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.waiting import WaitingAct
from grutto_web.people.log.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record


def reminders_of(user: User) -> Iterator[WaitingAct]:
    """Yield what somebody asked themselves to look at again, as long as they see what it is about."""
    for reminder in Reminder.objects.filter(by=user, state=ReminderState.OPEN).exclude(key_name=""):
        record = record_of(reminder.kind, reminder.of, user)
        if record is not None:
            due = timezone.make_aware(datetime.combine(reminder.due, time.max))
            yield WaitingAct(gettext("Look at it again"), str(record), record.get_absolute_url(), due)


def questions_of(user: User) -> Iterator[WaitingAct]:
    """Yield the records about which it is asked whether they are still needed, for who can say so."""
    names = [name for name, act in ACTS.items() if issubclass(act, AskWhether)]
    for question in Entry.objects.filter(act__in=names):
        answered = Entry.objects.filter(kind=question.kind, record=question.record, number__gt=question.number).exists()
        record = None if answered else record_of(question.kind, question.record, user)
        if record is not None:
            yield WaitingAct(
                gettext("Still needed?"), str(record), record.get_absolute_url(), question.at + ANSWER_WITHIN
            )


def record_of(kind: str, key: str, user: User) -> Record | None:
    """Return a record by kind and key, none if somebody does not see it."""
    seen = apps.get_model(kind)._default_manager.seen_by(user)
    found: Record | None = seen.filter(pk=key).first()
    return found
