"""Pages on which partners fill in results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from grutto.store.home import Home
from grutto_web.ground.components import EntryView
from grutto_web.people.access import open_to, signed_in
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.uploads.acts import UploadFile
from grutto_web.work.uploads.results import datasets_of, file_of
from grutto_web.work.uploads.results_form import ResultsForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest


def _own(request: HttpRequest) -> QuerySet[Organisation]:
    """Return the organisations for which somebody is a partner."""
    held = signed_in(request).held
    return Organisation.objects.filter(pk__in=[m.organisation_id for m in held if m.role == Role.PARTNER])


@open_to(Role.PARTNER)
def results(request: HttpRequest) -> HttpResponse:
    """List the activities of which results can be filled in."""
    return render(request, "uploads/results.html", {"entries": list(_entries(_own(request)))})


def _entries(own: QuerySet[Organisation]) -> Iterator[EntryView]:
    home = Home()
    for organisation in own:
        for dataset in datasets_of(home, organisation):
            file = file_of(home, organisation, dataset)
            if file is None or not file.current:
                continue
            for number in range(len(file.activities)):
                count = len(file.periods(number))
                label = ngettext("%(count)s period to fill in", "%(count)s periods to fill in", count) % {
                    "count": count
                }
                label = label if count else gettext("no results yet")
                address = reverse("uploads:results-of", args=[organisation.pk, dataset, number])
                yield EntryView(file.title(number), address, f"{file.identifier(number)} · {label}")


@open_to(Role.PARTNER)
def results_of(request: HttpRequest, organisation: int, dataset: str, number: int) -> HttpResponse:
    """Fill in results of an activity; they go as a file, as any other."""
    own = get_object_or_404(_own(request), pk=organisation)
    file = file_of(Home(), own, dataset)
    if file is None or not file.current or number >= len(file.activities):
        raise Http404
    form = ResultsForm(request.POST if request.method == "POST" else None, periods=file.periods(number))
    if form.is_valid():
        name = f"results-{timezone.now():%Y-%m-%d}.xml"
        content = SimpleUploadedFile(name, file.with_results(number, form.reached, form.new))
        data = {"organisation": own.pk, "dataset": dataset}
        return redirect(perform(UploadFile, None, signed_in(request), data, {"file": content}))
    page = {"form": form, "title": file.title(number), "identifier": file.identifier(number)}
    return render(request, "uploads/results_of.html", page, status=422 if form.errors else 200)
