"""When what is known about experts goes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.retention import RETENTIONS, Retention
from grutto_web.cases.placements.acts import EraseExpert
from grutto_web.cases.placements.models import ExpertState

RETENTIONS.append(
    Retention(
        EraseExpert,
        months=12,
        states=frozenset({ExpertState.CLOSED}),
        why=_("a year after they took part for the last time; to be set with the data protection officer"),
    )
)
