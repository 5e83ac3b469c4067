"""Judgements that must be written and are not: they wait for the officers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from grutto_web.people.acts.waiting import WaitingAct
from grutto_web.people.roles import Role
from grutto_web.work.judgements.models import Judgement, Kind, State, Survey
from grutto_web.work.judgements.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.people.accounts.models import User

WITHIN = timedelta(days=14)


def missing_for(user: User) -> Iterator[WaitingAct]:
    """Yield what an officer has to write: without it no edition of that year is adopted."""
    if Role.OFFICER not in user.roles:
        return
    for survey in Survey.objects.all():
        report = {"framework": survey.framework, "year": survey.year}
        live = Judgement.objects.filter(**report).exclude(state=State.WITHDRAWN)
        written = set(live.values_list("about", "kind"))
        for subject in subjects_of(survey):
            if subject.required and (subject.about, subject.asks) not in written:
                address = reverse("judgements:write", args=[subject.asks])
                title = gettext("Write: %(kind)s") % {"kind": str(Kind(subject.asks).label).lower()}
                named = f"{subject.name} ({survey})"
                yield WaitingAct(
                    title, named, f"{address}?{urlencode(report | {'about': subject.about})}", survey.made + WITHIN
                )
