"""Retention: when what is known about people goes, the last resort for what never ends, and the job that lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from grutto_web.cases.casework.personal import destroy_unused
from grutto_web.people.acts.perform import perform
from grutto_web.people.log.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.utils.functional import Promise

    from grutto_web.cases.casework.personal import PersonalRecord
    from grutto_web.people.acts.act import Act

MONTH = timedelta(days=30.436875)
ANSWER_WITHIN = timedelta(days=60)
"""After somebody was asked whether what nobody touched is still needed."""


@dataclass(frozen=True, slots=True)
class Retention:
    """When the personal fields of a model go.

    Args:
        act: the act of the system that erases them.
        months: after the record, or what `whose` leads to, came to one of the states.
        states: those states.
        why: in words, for the annex of the impact assessment.
        whose: the field that leads to the record whose states count; empty for its own.
        ask: the act of the system that asks whether a record that never came to such a state is still needed.
        idle_months: after how many months without an act it asks; sixty days later, without an act, they go.
    """

    act: type[Act[Any]]
    months: int
    states: frozenset[str]
    why: str | Promise
    whose: str = ""
    ask: type[Act[Any]] | None = None
    idle_months: int = 24

    @property
    def state_words(self) -> list[str]:
        """The states in words, in the language of the page."""
        counts: Any = self.model._meta.get_field(self.whose).related_model if self.whose else self.model
        states = counts.STATES
        return sorted(str(states(state).label) if states else state for state in self.states)

    @property
    def model(self) -> type[PersonalRecord]:
        """What it is about."""
        return self.act.record  # type: ignore[return-value]

    @property
    def held(self) -> Any:
        """The records that have personal fields still."""
        return self.model.objects.exclude(key_name="")  # type: ignore[attr-defined]


RETENTIONS: list[Retention] = []
"""Every retention declared; each app adds its own."""


def erase_due(now: datetime | None = None) -> int:
    """Erase what is due, ask about what nobody touches, and destroy keys that no record has any more.

    Returns:
        How many records were erased.
    """
    moment, erased = now or timezone.now(), 0
    for each in RETENTIONS:
        for record in [*_ended(each, moment), *_idle(each, moment)]:
            perform(each.act, record, None)
            erased += 1
    destroy_unused()
    return erased


def _ended(each: Retention, moment: datetime) -> Any:
    start = f"{each.whose}__" if each.whose else ""
    return each.held.filter(**{f"{start}state__in": each.states, f"{start}since__lte": moment - each.months * MONTH})


def _idle(each: Retention, moment: datetime) -> Iterator[PersonalRecord]:
    """Yield records that never came to their end and about which nobody answered; ask about those not asked yet."""
    if each.ask is None:
        return
    start = f"{each.whose}__" if each.whose else ""
    open_ones = each.held.exclude(**{f"{start}state__in": each.states})
    kind, ask = each.model._meta.label_lower, each.ask.name()
    entries = Entry.objects.filter(kind=kind).values_list("record")
    touched = dict(entries.exclude(act=ask).annotate(last=Max("at")).order_by())
    questions = dict(entries.filter(act=ask).annotate(last=Max("at")).order_by())
    for record in open_ones:
        last, question = touched.get(str(record.pk), record.since), questions.get(str(record.pk))
        if last > moment - each.idle_months * MONTH:
            continue
        if question is None or question < last:
            perform(each.ask, record, None)
        elif question <= moment - ANSWER_WITHIN:
            yield record
