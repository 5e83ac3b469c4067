"""Making an edition, in a task: from an order to a draft with the list of what it lacks."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext, override

from grutto.editions.make import make_edition
from grutto.editions.order import Order
from grutto.editions.record import read_record
from grutto.errors import GruttoError, JudgementsError
from grutto.frameworks.ledger import ledger_problems
from grutto.store.home import Home
from grutto_web.ground.wording import stored_problem
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import ChangedMeanwhileError, WrongStateError
from grutto_web.people.jobs.models import Job
from grutto_web.people.jobs.progress import report_step, start
from grutto_web.work.editions import checks
from grutto_web.work.editions.acts import Block, Fail, Finish
from grutto_web.work.editions.models import Publication, State
from grutto_web.work.editions.signed_inputs import signed_inputs
from grutto_web.work.policies.folders import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.editions.make import Step
    from grutto.model.ledger import LedgerEntry
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Act

STEPS: tuple[Step, ...] = ("release", "figures", "pages", "kept")
LONGEST = 4000
"""Characters kept of why an edition could not be made."""
# A worker may be killed after it told what it made, and a newer order may be there before it does.
ALREADY = (WrongStateError, ChangedMeanwhileError)


def start_making(publication: Publication, owner: User | None, language: str) -> Job:
    """Start the task that makes an edition.

    Args:
        publication: what was ordered.
        owner: who sees its progress.
        language: of the words of its progress.
    """
    title = gettext("Making the edition %(publication)s") % {"publication": publication}
    back = publication.get_absolute_url()
    return start(make, publication.pk, publication.version, language, owner=owner, title=title, back=back)


def job_of(publication: Publication) -> Job | None:
    """Return the last job that made or makes an edition."""
    addresses = []
    for code in ("en", "nl"):
        with override(code):
            addresses.append(publication.get_absolute_url())
    return Job.objects.filter(back__in=addresses).first()


@task(takes_context=True)
def make(context: TaskContext[Any, Any], pk: int, version: int, language: str) -> None:
    """Make what was ordered, unless it was ordered anew meanwhile."""
    ordered = Publication.objects.filter(pk=pk, version=version, state=State.ORDERED).first()
    if ordered is None:
        return
    with override(language), suppress(*ALREADY):
        act, found = _result(ordered, _step_reporter(context))
        perform(act, ordered, None, found | {"version": version})


def _step_reporter(context: TaskContext[Any, Any]) -> Callable[[Step], None]:
    words: dict[Step, str] = {
        "release": gettext("Opening the release"),
        "figures": gettext("Computing figures and writing the text"),
        "pages": gettext("Making the pages"),
        "kept": gettext("Keeping the edition"),
    }
    return lambda step: report_step(context, words[step], done=STEPS.index(step), total=len(STEPS))


def _result(ordered: Publication, progress: Callable[[Step], None]) -> tuple[type[Act[Publication]], dict[str, Any]]:
    """Return what a worker has to tell about an order."""
    home, inputs = Home(), signed_inputs(ordered.framework, ordered.year)
    try:
        _require_rules(inputs.ledger)
        before = ordered.previous
        framework = load(ordered.framework)
        order = Order(
            framework=framework,
            year=ordered.year,
            languages=tuple(ordered.languages.split(",")),
            judgements=inputs.judgements,
            ledger=inputs.ledger,
            previous=read_record(before.edition, home) if before else None,
        )
        new = make_edition(home, order, progress)
    except JudgementsError as error:
        return Block, {"checks": checks.of_judgements(error), "signed": inputs.version}
    except GruttoError as error:
        return Fail, {"fault": stored_problem(error)[:LONGEST]}
    found = checks.of_edition(new.edition, framework, inputs.judgements)
    return Finish, {"edition": new.edition.id, "checks": found, "signed": inputs.version}


def _require_rules(ledger: tuple[LedgerEntry, ...]) -> None:
    """Refuse a ledger that breaks its rules: two people may have entered the same persons at the same moment.

    Raises:
        DeclarationError: the first problem.
    """
    for i, problem in ledger_problems(ledger):
        raise problem.error(ledger[i].id)
