"""What is done to a study; what is designed is frozen once the work begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.steps import Create, Step, Steps
from grutto_web.cases.research.models import PUBLISH_WITHIN, State, Study, Use
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from grutto_web.people.accounts.models import User

BEGUN = frozenset(set(State) - {State.REGISTERED})


def as_minor(study: Study, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Make it the next minor version."""
    study.minor += 1


def as_major(study: Study, _data: Mapping[str, Any], _actor: User | None) -> None:
    """Make it the next major version: the text before stands beside it."""
    study.major, study.minor = study.major + 1, 0


def otherwise(study: Study) -> str | None:
    """Change something."""
    before = Study.objects.get(pk=study.pk)
    same = (study.question, study.method) == (before.question, before.method)
    return gettext("Question and method are as they were.") if same else None


def undocumented(uses: QuerySet[Use]) -> QuerySet[Use]:
    """Return the uses that no document shows."""
    return uses.filter(document="")


class StudySteps(Steps[Study]):
    """From the design to what policy did with the result; nothing is deleted."""

    roles = frozenset({Role.OFFICER})
    ends = frozenset({State.PUBLISHED, State.STOPPED})

    register = Create(_("Register a study"), after=State.REGISTERED, asks="*")
    change = Step(_("Change"), State.REGISTERED, asks="*", effect=as_minor)
    begin = Step(_("The work has begun"), State.REGISTERED, State.FIELDWORK)
    design = Step(
        _("Change question or method"), {State.FIELDWORK, State.DELIVERED}, asks=("question", "method"),
        reason=True, effect=as_major, guards=[otherwise],
    )  # fmt: skip
    deliver = Step(_("Results were delivered"), State.FIELDWORK, State.DELIVERED)
    publish = Step(_("Results were published"), State.DELIVERED, State.PUBLISHED, days=PUBLISH_WITHIN)
    use = Step(_("Record a use"), BEGUN, part=Use)
    document = Step(_("Add the document of a use"), BEGUN, part=Use, among=undocumented)
    stop = Step(_("Stopped"), {State.REGISTERED, State.FIELDWORK, State.DELIVERED}, State.STOPPED, reason=True)
