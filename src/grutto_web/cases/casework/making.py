"""Making a large edition of counts, in a task: from an order to an offer, or to why there is none."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext, override

from grutto.errors import GruttoError
from grutto_web.cases.casework.acts import FailCounts, KeepCounts
from grutto_web.cases.casework.models import ProtectedEdition, State
from grutto_web.cases.casework.populations import POPULATIONS, STEPS, drafted
from grutto_web.ground.wording import stored_problem
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import ChangedMeanwhileError, WrongStateError
from grutto_web.people.jobs.models import Job
from grutto_web.people.jobs.progress import report_step, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto_web.cases.casework.populations import Step
    from grutto_web.people.accounts.models import User

LONGEST = 4000
"""Characters kept of why an edition could not be made."""
# It may be dropped or ordered anew while a worker makes it, and a worker that was killed may have kept it already.
ALREADY = (WrongStateError, ChangedMeanwhileError)


def start_making(edition: ProtectedEdition, owner: User | None, language: str) -> Job:
    """Start the task that makes an edition.

    Args:
        edition: what was ordered.
        owner: who sees its progress.
        language: of the words of its progress.
    """
    title = gettext("Making the counts of %(edition)s") % {"edition": edition}
    return start(make, edition.pk, edition.version, language, owner=owner, title=title, back=edition.get_absolute_url())


def job_of(edition: ProtectedEdition, owner: User) -> Job | None:
    """Return the last work on an edition that somebody started, in whichever language."""
    return Job.objects.seen_by(owner).filter(back__endswith=f"/work/cases/counts/{edition.pk}/").first()


@task(takes_context=True)
def make(context: TaskContext[Any, Any], pk: int, version: int, language: str) -> None:
    """Make what was ordered, unless it was dropped or ordered anew meanwhile."""
    ordered = ProtectedEdition.objects.filter(pk=pk, version=version, state=State.ORDERED).first()
    if ordered is None:
        return
    with override(language), suppress(*ALREADY):
        try:
            draft = drafted(POPULATIONS[ordered.population], _step_reporter(context))
        except GruttoError as error:
            perform(FailCounts, ordered, None, {"fault": stored_problem(error)[:LONGEST]})
        else:
            perform(KeepCounts, ordered, None, {"draft": draft})


def _step_reporter(context: TaskContext[Any, Any]) -> Callable[[Step], None]:
    words: dict[Step, str] = {
        "count": gettext("Counting"),
        "hide": gettext("Hiding small counts, and what they could be worked out from"),
        "attack": gettext("Attacking what would be published"),
    }
    return lambda step: report_step(context, words[step], done=STEPS.index(step), total=len(STEPS))
