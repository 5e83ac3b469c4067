"""The pages of editions at work: their list, one of them with what it lacks, its acts, and reading it beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from grutto.store.home import Home
from grutto_web.ground.components import EntryView
from grutto_web.ground.templatetags.grutto import number
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.people.acts.views import act_page, refused
from grutto_web.people.roles import Role
from grutto_web.public.site import editions as reading
from grutto_web.work.editions import checks, sealing
from grutto_web.work.editions.acts import BY_NAME, Correct, Order, inputs_as_they_were
from grutto_web.work.editions.making import job_of
from grutto_web.work.editions.models import PUBLIC, Publication, State
from grutto_web.work.editions.standing import standings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpRequest

    from grutto_web.people.acts.act import Act

WORKERS = (Role.OFFICER, Role.REVIEWER, Role.ADOPTER)
PLACE = "editions"


@open_to(*WORKERS, Role.AUDITOR)
def editions(request: HttpRequest) -> HttpResponse:
    """List the editions, the last change first."""
    found = Publication.objects.seen_by(request.user)
    listed = [EntryView(str(p), p.get_absolute_url(), p.reason or p.correction, p.state_text) for p in found]
    return render(request, "editions/list.html", {"entries": listed, "may_order": may(Order, None, signed_in(request))})


@open_to(*WORKERS, Role.AUDITOR)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an edition: how far it is, what it lacks, what can be done, and who did what."""
    record = get_object_or_404(Publication.objects.seen_by(request.user), pk=pk)
    user = signed_in(request)
    waiting = record.state in {State.DRAFT, State.BLOCKED}
    acts = [(name, act.title) for name, act in BY_NAME.items() if may(act, record, user)]
    context = {
        "publication": record,
        "checks": checks.entries(record),
        "moved": inputs_as_they_were(record) if waiting else None,
        "acts": acts,
        "may": {name for name, _title in acts},
        "may_correct": record.state == State.PUBLISHED and may(Correct, None, user),
        "freezes": record.state == State.ADOPTED and not record.fault and sealing.lists_signers(),
        "job": job_of(record) if record.state == State.ORDERED else None,
        "history": entries(record),
        "other": record.corrects or record.previous,
        "signers": ", ".join(record.signature_texts),
        "to_state": record.state in PUBLIC and sealing.to_state(record) is not None,
        "readable": bool(record.edition) and (Home().editions / record.edition).is_dir(),
    }
    return render(request, "editions/publication.html", context)


@open_to(Role.OFFICER)
def order(request: HttpRequest) -> HttpResponse:
    """Order an edition, then show how far it is."""
    initial = {"languages": [code for code, _ in Order.form.base_fields["languages"].choices]}  # type: ignore[attr-defined]
    return _ordered(request, Order, reverse("editions:list"), initial=initial, about=_of_first_order())


def _of_first_order() -> str:
    """Tell before the first order which reports readers will no longer see; nothing before any later one."""
    count = len(reading.records()) if standings() is None else 0
    if not count:
        return ""
    text = ngettext(
        "This is the first order on this site. From then on readers see only what is published here: the report that"
        " was made on the command line is no longer public, until it is ordered and published here too.",
        "This is the first order on this site. From then on readers see only what is published here: the %(count)s"
        " reports that were made on the command line are no longer public, until they are ordered and published here"
        " too.",
        count,
    )
    return text % {"count": number(count)}


@open_to(Role.OFFICER)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Order a new edition that corrects a published one, then show how far it is."""
    wrong = get_object_or_404(Publication.objects.seen_by(request.user), pk=pk, state=State.PUBLISHED)
    return _ordered(request, Correct, wrong.get_absolute_url(), initial={"corrects": wrong.pk}, about=str(wrong))


def _ordered(
    request: HttpRequest, act: type[Act[Publication]], back: str, *, initial: Mapping[str, Any], about: str = ""
) -> HttpResponse:
    """Show the form of an act that has an edition made; once done, lead to the progress of the task."""
    if request.method != "POST":
        return act_page(request, act, None, back=back, initial=initial, about=about)
    try:
        record = perform(act, None, signed_in(request), request.POST)
    except RefusalError as refusal:
        return refused(request, refusal, "acts/act.html", {"act": act(), "about": about, "back": back})
    return redirect(job_of(record) or record)


@open_to(*WORKERS)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do something to an edition."""
    record = get_object_or_404(Publication.objects.seen_by(request.user), pk=pk)
    if name not in BY_NAME:
        raise Http404(gettext("There is no such step."))
    return act_page(request, BY_NAME[name], record, back=record.get_absolute_url(), about=str(record))


def _frozen(request: HttpRequest, pk: int) -> Publication:
    """Return an edition that was fixed.

    Raises:
        Http404: it was not.
    """
    return get_object_or_404(Publication.objects.seen_by(request.user).exclude(manifest=""), pk=pk)


@open_to(*WORKERS, Role.AUDITOR)
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what is signed."""
    return _to_sign(sealing.manifest_bytes(_frozen(request, pk)), "manifest.json")


def _to_sign(content: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=disposition)


@open_to(*WORKERS, Role.AUDITOR)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what is to be signed next of what became of an edition."""
    found = sealing.to_state(_frozen(request, pk))
    if found is None:
        raise Http404(gettext("There is nothing to sign of what became of this edition."))
    return _to_sign(found.to_bytes(), "statement.json")


@open_to(*WORKERS, Role.AUDITOR)
def package(request: HttpRequest, pk: int) -> FileResponse:
    """Give the package as one file: all that the edition rests on, and the signatures."""
    return sealing.package_file(_frozen(request, pk))


@open_to(*WORKERS, Role.AUDITOR)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a package from itself alone: seal, files, and every figure from its sources."""
    found = _frozen(request, pk)
    if request.method != "POST":
        return render(request, "editions/verify.html", {"publication": found})
    return redirect(sealing.start_checking(found, signed_in(request), get_language() or "en"))


def _last_publication(request: HttpRequest, edition: str) -> Publication:
    """Return the last publication of an edition that was made."""
    found = Publication.objects.seen_by(request.user).filter(edition=edition).select_related("corrects", "previous")
    first = found.first()
    if first is None:
        raise Http404
    return first


@open_to(*WORKERS, Role.AUDITOR)
def preview(request: HttpRequest, edition: str) -> HttpResponse:
    """Show the first page of an edition as readers will see it."""
    publication = _last_publication(request, edition)
    return render(request, "editions/edition.html", {"publication": publication} | reading.report_page(edition, PLACE))


@open_to(*WORKERS, Role.AUDITOR)
def preview_chapter(request: HttpRequest, edition: str, chapter: str) -> HttpResponse:
    """Show a chapter of an edition as readers will see it."""
    _last_publication(request, edition)
    return render(request, "public/chapter.html", reading.chapter_page(edition, chapter, PLACE))


@open_to(*WORKERS, Role.AUDITOR)
def preview_figure(request: HttpRequest, edition: str, number: int) -> HttpResponse:
    """Take a figure of an edition apart."""
    _last_publication(request, edition)
    return render(request, "public/edition_figure.html", reading.figure_page(edition, number, PLACE))


@open_to(*WORKERS, Role.AUDITOR)
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare an edition figure by figure with the one it corrects, else with the one before."""
    record = get_object_or_404(Publication.objects.seen_by(request.user), pk=pk)
    other = record.corrects or record.previous
    if other is None or not record.edition:
        raise Http404
    page = reading.differences_page(other.edition, record.edition, PLACE)
    return render(request, "public/differences.html", page | {"correction": record.correction})
