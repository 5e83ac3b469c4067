"""Putting the work on uploads in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto_web.people.jobs.models import Job
from grutto_web.people.jobs.progress import start

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User
    from grutto_web.work.uploads.models import Upload


def read(upload: Upload, owner: User | None) -> None:
    """Check and preview an upload."""
    from grutto_web.work.uploads import tasks  # noqa: PLC0415 - tasks perform acts, which put tasks in the queue

    start(tasks.read, upload.pk, owner=owner, title=gettext("Checking the file"), back=upload.get_absolute_url())


def release(upload: Upload, owner: User | None) -> None:
    """Make the release of an upload that was accepted."""
    from grutto_web.work.uploads import tasks  # noqa: PLC0415 - see above

    title = gettext("Making the release")
    start(tasks.release, upload.pk, owner=owner, title=title, back=upload.get_absolute_url())


def job_of(upload: Upload) -> Job | None:
    """Return the last work on an upload, whoever asked for it and in whichever language."""
    return Job.objects.filter(back__endswith=f"/work/uploads/{upload.pk}/").first()
