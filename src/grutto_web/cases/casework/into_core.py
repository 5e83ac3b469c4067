"""Released counts enter the core as one more source: `casework/POPULATION`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext

from grutto.errors import InputError
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.cases.casework.models import ProtectedEdition
from grutto_web.cases.casework.populations import POPULATIONS
from grutto_web.people.jobs.progress import report_step, start

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User
    from grutto_web.people.jobs.models import Job


def start_bringing(edition: ProtectedEdition, owner: User | None) -> Job:
    """Start the task that imports released counts; its owner sees the progress."""
    title = gettext("Bringing the counts of %(edition)s into the next release") % {"edition": edition}
    return start(bring, edition.pk, owner=owner, title=title, back=edition.get_absolute_url())


@task(takes_context=True)
def bring(context: TaskContext[Any, Any], pk: int) -> None:
    """Import the counts of an edition; the same file twice changes nothing.

    Raises:
        InputError: the file was not taken; the message says why.
    """
    edition = ProtectedEdition.objects.get(pk=pk)
    report_step(context, gettext("Reading the counts"), done=0, total=1)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in _files(edition).items():
            files.append(Path(folder) / f"{name}.csv")
            files[-1].write_text(text, encoding="utf-8")
        report = take_in(Home(), incoming_files(files))
    for each in report.refused:
        raise InputError(each.error[0], where=each.error[1], repair=each.error[2])


def _files(edition: ProtectedEdition) -> dict[str, str]:
    """Return what goes: the counts as they were released, in the files of their sources."""
    files = POPULATIONS[edition.population].files
    return files(edition.counts) if files else {edition.population: edition.counts}
