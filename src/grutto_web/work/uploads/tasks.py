"""The work on uploads outside a request; each may run twice, and then does what is left to be done."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext

from grutto.errors import GruttoError
from grutto.store.home import Home
from grutto.store.releases import read_release
from grutto.tables.intake import MovedError, current_lock, take_in
from grutto.tables.part import part
from grutto_web.ground.wording import stored_problem
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import ChangedMeanwhileError, WrongStateError
from grutto_web.people.jobs.progress import report_step
from grutto_web.work.uploads.acts import Check, Expire, Preview, RefuseFile, Release
from grutto_web.work.uploads.correcting import corrected
from grutto_web.work.uploads.file_store import keep, path_of, read_json
from grutto_web.work.uploads.limits import within
from grutto_web.work.uploads.models import State, Upload
from grutto_web.work.uploads.previews import keep_findings, keep_preview
from grutto_web.work.uploads.reading import checked, incoming, previewed

if TYPE_CHECKING:
    from pathlib import Path


@task(takes_context=True)
def read(context: TaskContext[Any, Any], pk: int) -> None:
    """Check an upload, then preview it."""
    upload, home = Upload.objects.get(pk=pk), Home()
    try:
        with within():
            if upload.state == State.UPLOADED:
                report_step(context, gettext("Checking the file"), done=0, total=2)
                upload = perform(Check, upload, None, _check(home, upload))
            if upload.state == State.CHECKED:
                report_step(context, gettext("Comparing it with the data"), done=1, total=2)
                perform(Preview, upload, None, _preview(home, upload))
    except GruttoError as error:
        perform(RefuseFile, upload, None, {"reason": stored_problem(error)})
    except (WrongStateError, ChangedMeanwhileError):
        return  # somebody asked for it twice, or withdrew it meanwhile


def _check(home: Home, upload: Upload) -> dict[str, str]:
    with checked(home, upload) as (path, report), path.open("rb") as stream:
        kept_as = {"iati": keep(stream)[0], "findings": keep_findings(report.findings)}
        return kept_as | corrected(home, upload, path, report)


def _preview(home: Home, upload: Upload) -> dict[str, str]:
    """Return the preview, made on one release: if another comes while it is made, it is made again."""
    while True:
        current = home.current()
        digest = keep_preview(previewed(home, upload))
        if home.current() == current:
            return {"preview": digest, "release": current}


@task(takes_context=True)
def release(context: TaskContext[Any, Any], pk: int) -> None:
    """Make the release of an upload that was accepted: one atomic switch, done once."""
    upload, home = Upload.objects.get(pk=pk), Home()
    if upload.state != State.ACCEPTED:
        return
    try:
        report_step(context, gettext("Putting the activities together"), done=0, total=2)
        digest = _part(home, upload)
        if not _is_in(home, upload, digest):
            report_step(context, gettext("Making the release"), done=1, total=2)
            _take_in(home, upload, path_of(digest))
        perform(Release, upload, None, {"released_digest": digest, "released_as": home.current()})
    except MovedError:
        perform(Expire, upload, None)
    except GruttoError as error:
        perform(RefuseFile, upload, None, {"reason": stored_problem(error)})


def _part(home: Home, upload: Upload) -> str:
    """Keep what was selected as a file of its own; return its digest."""
    left_out = read_json(upload.selection)["left_out"]
    return keep(io.BytesIO(part(path_of(upload.iati), _before(home, upload), left_out)))[0]


def _before(home: Home, upload: Upload) -> Path | None:
    """Return the file of the dataset in the release that the preview was made on."""
    snapshots = read_release(home, upload.release).snapshots if upload.release else ()
    return next((home.snapshot_path(s.sha256) for s in snapshots if s.address == upload.address), None)


def _is_in(home: Home, upload: Upload, digest: str) -> bool:
    """Tell whether the release has it already: a worker made it and was killed before it could tell."""
    snapshot = current_lock(home).get(upload.address)
    return snapshot is not None and snapshot.sha256 == digest


def _take_in(home: Home, upload: Upload, path: Path) -> None:
    report = take_in(home, [incoming(upload, path)], onto=upload.release)
    for file in report.refused:
        what, where, repair = file.error
        raise GruttoError(what, where=where, repair=repair)
