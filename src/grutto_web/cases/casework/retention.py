"""Retention: when what is known about people goes, and the job that lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from grutto_web.cases.casework.personal import destroy_unused
from grutto_web.people.acts.perform import perform

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from grutto_web.cases.casework.personal import PersonalRecord
    from grutto_web.people.acts.act import Act

MONTH = timedelta(days=30.436875)


@dataclass(frozen=True, slots=True)
class Retention:
    """When the personal fields of a model go.

    Args:
        act: the act of the system that erases them.
        months: after the record, or what `whose` leads to, came to one of the states.
        states: those states.
        why: in words, for the annex of the impact assessment.
        whose: the field that leads to the record whose states count; empty for its own.
    """

    act: type[Act[Any]]
    months: int
    states: frozenset[str]
    why: str | Promise
    whose: str = ""

    @property
    def state_words(self) -> list[str]:
        """The states in words, in the language of the page."""
        counts: Any = self.model._meta.get_field(self.whose).related_model if self.whose else self.model
        states = getattr(counts, "STATES", None)
        return sorted(str(states(state).label) if states else state for state in self.states)

    @property
    def model(self) -> type[PersonalRecord]:
        """What it is about."""
        return self.act.record  # type: ignore[return-value]


RETENTIONS: list[Retention] = []
"""Every retention declared; each app adds its own."""


def erase_due(now: datetime | None = None) -> int:
    """Erase what is due, and destroy keys that no record has any more; return how many records were erased."""
    moment, erased = now or timezone.now(), 0
    for each in RETENTIONS:
        start = f"{each.whose}__" if each.whose else ""
        ended = {f"{start}state__in": each.states, f"{start}since__lte": moment - each.months * MONTH}
        due = each.model.objects.filter(**ended).exclude(key_name="")  # type: ignore[attr-defined]
        for record in due:
            perform(each.act, record, None)
            erased += 1
    destroy_unused()
    return erased
