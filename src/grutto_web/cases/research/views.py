"""The public pages of research: what is studied, what was never published, what was used without a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from grutto_web.cases.research.models import Study, Use
from grutto_web.ground.components import ColumnView, TableView
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.access import ANYONE, open_to
from grutto_web.people.acts.fields import table_of
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
    uses = table_of(gettext("Uses"), study.uses.all(), ("policy", "document", "document_on"))
    return render(request, "research/study.html", {"study": study, "designs": designs(study), "uses": uses})


def designs(study: Study) -> list[dict[str, Any]]:
    """Return each version of question and method, the last one first: number, day, reason, both texts."""
    found: dict[str, dict[str, Any]] = {}
    for entry, values in versions(study):
        number = f"{values['major']}.{values['minor']}"
        if number not in found:
            texts = {"question": values["question"], "method": values["method"]}
            found[number] = {"number": number, "on": entry.at, "reason": entry.reason, **texts}
    return list(reversed(found.values()))


def designs_table(study: Study) -> list[TableView]:
    """Return the versions of question and method as a table."""
    headings = (gettext("Version"), gettext("Since"), gettext("Question"), gettext("Method"))
    columns = [ColumnView(text) for text in headings]
    rows = [[str(d["number"]), day(d["on"]), str(d["question"]), str(d["method"])] for d in designs(study)]
    return [TableView(gettext("Question and method"), columns, rows)]
