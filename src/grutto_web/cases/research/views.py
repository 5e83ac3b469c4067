"""The public pages of research: what is studied, what was never published, what was used without a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from grutto_web.cases.research.models import Study, Use
from grutto_web.ground.components import ColumnView, TableView
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.access import ANYONE, open_to
from grutto_web.people.acts.perform import versions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to(ANYONE)
def studies(request: HttpRequest) -> HttpResponse:
    """List all studies, and the two lists that nobody likes to be on."""
    context = {
        "studies": Study.objects.all(),
        "unpublished": Study.objects.not_published(timezone.localdate()),
        "undocumented": Use.objects.filter(document="").select_related("study"),
    }
    return render(request, "research/studies.html", context)


@open_to(ANYONE)
def study(request: HttpRequest, code: str) -> HttpResponse:
    """Show a study: each version of its question and method, its results and uses."""
    study = get_object_or_404(Study, code=code)
    return render(
        request, "research/study.html", {"study": study, "designs": designs(study), "uses": uses_table(study)}
    )


def designs(study: Study) -> list[dict[str, object]]:
    """Return each version of question and method, the last one first: number, day, reason, both texts."""
    found: dict[str, dict[str, object]] = {}
    for entry, values in versions(study):
        number = f"{values['major']}.{values['minor']}"
        if number not in found:
            texts = {"question": values["question"], "method": values["method"]}
            found[number] = {"number": number, "on": entry.at, "reason": entry.reason, **texts}
    return list(reversed(found.values()))


def uses_table(study: Study) -> TableView | None:
    """Return what policy did with a study, none if nothing is known."""
    uses = list(study.uses.all())
    if not uses:
        return None
    columns = [
        ColumnView(gettext("What policy did with it")),
        ColumnView(gettext("Document")),
        ColumnView(gettext("Date")),
    ]
    rows = [[u.policy, u.document or gettext("none"), day(u.document_on) if u.document_on else "–"] for u in uses]
    return TableView(gettext("Uses"), columns, rows)
