"""The pages of the log: its entries, one of them, and the check of the whole chain."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from grutto_web.access import open_to
from grutto_web.acts.act import ACTS
from grutto_web.log.chain import head, verify
from grutto_web.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50
FILTERS = ("act", "kind", "record")


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def entries(request: HttpRequest) -> HttpResponse:
    """List the entries, the last one first; of one act or one record if asked."""
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    found = Entry.objects.filter(**asked).select_related("actor").order_by("-number")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(entry, _title(entry)) for entry in page]
    context = {
        "page": page,
        "rows": rows,
        "head": head(),
        "asked": asked,
        "address": f"?{urlencode([*asked.items(), ('page', '')])}",
    }
    return render(request, "log/list.html", context)


def _title(entry: Entry) -> str:
    """Return what an act is called now; its name in the log if there is no such act any more."""
    return str(ACTS[entry.act].title) if entry.act in ACTS else entry.act


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry, with the very text its digest is made of."""
    shown = get_object_or_404(Entry.objects.select_related("actor"), pk=number)
    return render(
        request, "log/entry.html", {"entry": shown, "title": _title(shown), "holds": shown.computed() == shown.digest}
    )


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def check(request: HttpRequest) -> HttpResponse:
    """Compute the whole chain again."""
    return render(request, "log/check.html", {"finding": verify()})
