"""The work of bringing data in; it may run twice, and then finds what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext

from grutto.errors import GruttoError
from grutto.store.home import Home
from grutto.tables.fetching import fetch_and_take_in, listing
from grutto.tables.intake import IncomingFile, members, take_in
from grutto_web.ground.wording import stored_parts, stored_problem
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import ChangedMeanwhileError, WrongStateError
from grutto_web.people.jobs.progress import report_step, start
from grutto_web.work.intakes.acts import Fail, Finish
from grutto_web.work.intakes.models import Intake, State
from grutto_web.work.uploads.file_store import path_of

if TYPE_CHECKING:
    from grutto.tables.intake import ImportReport
    from grutto_web.people.accounts.models import User
    from grutto_web.people.jobs.models import Job

REGISTRY = "iati/registry"
LONGEST = 4000


def start_bringing(intake: Intake, owner: User | None) -> Job:
    """Start the task that brings data in."""
    title = gettext("Bringing in: %(what)s") % {"what": intake}
    return start(bring, intake.pk, owner=owner, title=title, back=intake.get_absolute_url())


@task(takes_context=True)
def bring(context: TaskContext[Any, Any], pk: int) -> None:
    """Bring in what was asked for."""
    intake = Intake.objects.get(pk=pk)
    if intake.state != State.ORDERED:
        return
    try:
        report = _brought(context, Home(), intake)
        found = [[f.name, f.outcome, stored_parts(f.error)] for f in report.files]
        perform(Finish, intake, None, {"found": found, "release": Home().current()})
    except GruttoError as error:
        perform(Fail, intake, None, {"fault": stored_problem(error)[:LONGEST]})
    except (WrongStateError, ChangedMeanwhileError):
        return  # another worker was faster


def _brought(context: TaskContext[Any, Any], home: Home, intake: Intake) -> ImportReport:
    if intake.digest:
        report_step(context, gettext("Reading the file"), done=0, total=1)
        return take_in(home, members(IncomingFile(path_of(intake.digest), f"intake:{intake.name}", intake.name)))
    report_step(context, gettext("Asking the registry"))
    datasets = listing(home, REGISTRY, {"publisher": intake.publisher}).datasets
    done = 0

    def step(name: str) -> None:
        nonlocal done
        report_step(
            context, name or gettext("Making the release"), done=min(done, len(datasets)), total=len(datasets) + 1
        )
        done += 1

    return fetch_and_take_in(home, datasets, [], "", step).report
