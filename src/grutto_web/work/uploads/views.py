"""The pages of uploads: the list, sending a file, its preview, and the acts on it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from grutto.checks import standard_of
from grutto.store.home import Home
from grutto_web.ground.components import EntryView
from grutto_web.ground.templatetags.grutto import day
from grutto_web.ground.wording import language
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.people.acts.views import act_page, refused
from grutto_web.people.roles import Role
from grutto_web.work.uploads.acts import Accept, PreviewAgain, Refuse, Submit, UploadFile, Withdraw
from grutto_web.work.uploads.correcting import read_correction
from grutto_web.work.uploads.display import (
    correction_of,
    difference,
    finding_rows,
    found_in,
    line,
    money_table,
    names_of_codes,
    preview_of,
)
from grutto_web.work.uploads.file_store import path_of
from grutto_web.work.uploads.models import OPEN, State, Upload
from grutto_web.work.uploads.queue import job_of

if TYPE_CHECKING:
    from django.http import HttpRequest

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"marked": ("xlsx", WORKBOOK), "mended": ("xml", "application/xml")}
"""Ending and kind of corrected files."""
WORKING = {State.UPLOADED, State.CHECKED, State.ACCEPTED}


def _found(request: HttpRequest, pk: int) -> Upload:
    return get_object_or_404(Upload.objects.seen_by(request.user).select_related("organisation"), pk=pk)


@open_to(Role.PARTNER, Role.OFFICER, Role.AUDITOR)
def uploads(request: HttpRequest) -> HttpResponse:
    """List uploads, the last one first."""
    seen = Upload.objects.seen_by(request.user).select_related("organisation")
    page = Paginator(seen, 50).get_page(request.GET.get("page"))
    views = [
        EntryView(f"{u.organisation}: {u.dataset}", u.get_absolute_url(), f"{u.name} · {day(u.since)}", u.state_text)
        for u in page
    ]
    may_send = Role.PARTNER in signed_in(request).roles
    return render(request, "uploads/list.html", {"entries": views, "page": page, "may_send": may_send})


@open_to(Role.PARTNER)
def new(request: HttpRequest) -> HttpResponse:
    """Send a file; the same one again leads to what was sent before."""
    actor = signed_in(request)
    content: dict[str, object] = {"act": UploadFile(), "back": reverse("uploads:list"), "about": ""}
    if request.method != "POST":
        own = next((m.organisation_id for m in actor.held if m.role == Role.PARTNER), None)
        form = UploadFile.form(act=UploadFile(), record=None, actor=actor, initial={"organisation": own})
        return render(request, "uploads/new.html", content | {"form": form})
    try:
        sent = perform(UploadFile, None, actor, request.POST, request.FILES)
    except RefusalError as refusal:
        return refused(request, refusal, "uploads/new.html", content)
    return redirect(sent)


@open_to(Role.PARTNER, Role.OFFICER, Role.AUDITOR)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an upload: how far its check is, its preview, what can be done, its receipt; to HTMX how far it is."""
    record, actor = _found(request, pk), signed_in(request)
    job = job_of(record) if record.state in WORKING else None
    if request.headers.get("HX-Request"):
        if record.state not in WORKING:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "uploads/upload.html#progress", {"upload": record, "job": job})
    context: dict[str, Any] = {
        "upload": record,
        "job": job,
        "working": record.state in WORKING,
        "moved": record.state in {State.PREVIEWED, State.SUBMITTED} and Home().current() != record.release,
        "entries": [(entry, ACTS[entry.act].title) for entry in entries(record)],
        "acts": {kind.__name__: may(kind, record, actor) for kind in (Accept, PreviewAgain, Refuse, Submit, Withdraw)},
        "twin": _twin(request, record),
        "selected": Accept.form(act=Accept(), record=record, actor=actor) if record.selection else None,
    }
    if record.selection:
        context["selected_money"] = money_table(context["selected"].money)
    return render(request, "uploads/upload.html", context | preview_of(record) | correction_of(record))


def _twin(request: HttpRequest, record: Upload) -> Upload | None:
    """Return the same file sent before for the same dataset."""
    same = Upload.objects.seen_by(request.user).filter(
        organisation=record.organisation, dataset=record.dataset, digest=record.digest, pk__lt=record.pk
    )
    return same.filter(state__in=OPEN | {State.RELEASED}).first()


@open_to(Role.PARTNER, Role.OFFICER, Role.AUDITOR)
def activity(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show all that would become of one activity, with what the checks found in it."""
    record = _found(request, pk)
    preview = preview_of(record).get("shown")
    if preview is None or number >= len(preview.lines):
        raise Http404
    one, found, names = preview.lines[number], found_in(record), names_of_codes()
    context = {
        "upload": record,
        "line": line(one, record, found, names),
        "changes": [difference(change, names) for change in one.record.changes],
        "findings": list(finding_rows(found.get(one.record.identifier, ()))),
        "money": money_table(one.record.money),
    }
    return render(request, "uploads/activity.html", context)


@open_to(Role.PARTNER)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a selection would do to the money, then submit it."""
    record = _found(request, pk)
    back = record.get_absolute_url()
    if request.method == "POST" and "left_out_lines" not in request.POST:
        if not may(Submit, record, signed_in(request)):
            return redirect(back)
        chosen = {"left_out_lines": ",".join(request.POST.getlist("leave"))}
        form = Submit.form(act=Submit(), record=record, actor=signed_in(request), initial=chosen)
        return render(request, "uploads/taking.html", {"act": Submit(), "form": form, "back": back, "about": record})
    return act_page(
        request, Submit, record, back=back, about=str(record), template="uploads/taking.html",
        done=gettext("Submitted. An officer of the ministry looks at it next."),
    )  # fmt: skip


@open_to(Role.OFFICER)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept what a partner submitted."""
    record = _found(request, pk)
    back = record.get_absolute_url()
    return act_page(request, Accept, record, back=back, about=str(record), template="uploads/taking.html")


@open_to(Role.OFFICER)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse what a partner submitted."""
    record = _found(request, pk)
    return act_page(request, Refuse, record, back=record.get_absolute_url(), about=str(record))


@open_to(Role.PARTNER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take nothing of an upload."""
    record = _found(request, pk)
    return act_page(request, Withdraw, record, back=record.get_absolute_url(), about=str(record))


@open_to(Role.PARTNER, Role.OFFICER)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview again: one click, which is a form; who comes by a link sees the upload."""
    record = _found(request, pk)
    try:
        if request.method == "POST":
            perform(PreviewAgain, record, signed_in(request))
    except RefusalError as refusal:
        messages.error(request, str(refusal))
    return redirect(record)


@open_to(Role.PARTNER, Role.OFFICER, Role.AUDITOR)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file as IATI: what was released, before that what was sent, a spreadsheet turned into IATI."""
    record = _found(request, pk)
    digest = record.released_digest or record.iati
    if not digest:
        raise Http404
    name = f"{record.organisation.identifier}-{record.dataset}.xml"
    return FileResponse(path_of(digest).open("rb"), as_attachment=True, filename=name, content_type="application/xml")


@open_to(Role.PARTNER, Role.OFFICER, Role.AUDITOR)
def corrected(request: HttpRequest, pk: int) -> FileResponse:
    """Give the corrected file to send instead: a spreadsheet with marks, or IATI."""
    record = _found(request, pk)
    correction = read_correction(record.repairs)
    if correction is None:
        raise Http404
    ending, kind = FORMS[correction.how]
    name = f"{record.organisation.identifier}-{record.dataset}-{correction.how}.{ending}"
    return FileResponse(path_of(record.corrected).open("rb"), as_attachment=True, filename=name, content_type=kind)


@open_to(Role.PARTNER)
def template(_request: HttpRequest) -> HttpResponse:
    """Give an empty spreadsheet for partners without software of their own."""
    from grutto.tables.template import write_template  # noqa: PLC0415 - heavy, and seldom needed

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "activities.xlsx"
        write_template(path, standard_of(Home()), language())
        content = path.read_bytes()
    disposition = {"Content-Disposition": 'attachment; filename="activities.xlsx"'}
    return HttpResponse(content, content_type=WORKBOOK, headers=disposition)
