"""The pages of the log: its entries, one of them, and the check of the whole chain."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.shortcuts import get_object_or_404, render

from grutto_web.people.access import open_to
from grutto_web.people.acts.act import ACTS
from grutto_web.people.log.chain import head, verify
from grutto_web.people.log.models import Entry
from grutto_web.people.log.words import field_label, record_name, value_text
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

PAGE = 50
FILTERS = ("act", "kind", "record")


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def entries(request: HttpRequest) -> HttpResponse:
    """List the entries, the last one first; of one act or one record if asked."""
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    found = Entry.objects.filter(**filters).select_related("actor").order_by("-number")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(entry, _title(entry.act), record_name(entry.kind), states_of(entry)) for entry in page]
    context = {
        "page": page,
        "rows": rows,
        "head": head(),
        "asked": [_filter_words(name, value) for name, value in filters.items()],
        "address": f"?{urlencode([*filters.items(), ('page', '')])}",
    }
    return render(request, "log/list.html", context)


def _title(act: str) -> str:
    """Return what an act is called now; its name in the log if there is no such act any more."""
    return str(ACTS[act].title) if act in ACTS else act


def _filter_words(name: str, value: str) -> str:
    """Return in words what the list was narrowed to."""
    return {"act": _title, "kind": record_name}.get(name, str)(value)


def states_of(entry: Entry) -> str:
    """Return the states before and after in words; as the log has them where there is no such record any more."""
    words = _state_words(entry.kind)
    return " → ".join(str(words.get(state, state)) or "–" for state in (entry.before, entry.after))


@cache
def _state_words(kind: str) -> dict[str, str | Promise]:
    """Return the states that acts lead a kind of record from and to, each with its words."""
    acts = (act for act in ACTS.values() if act.record._meta.label_lower == kind)
    known = (state for act in acts for state in (*act.states, act.after))
    return {state.value: state.label for state in known if isinstance(state, TextChoices)}


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry, with the very text its digest is made of."""
    record = get_object_or_404(Entry.objects.select_related("actor"), pk=number)
    holds = record.computed() == record.digest
    changes = [
        (field_label(record.kind, name), *(value_text(record.kind, name, value) for value in values))
        for name, values in record.changes.items()
    ]
    context = {
        "entry": record,
        "title": _title(record.act),
        "kind": record_name(record.kind),
        "states": states_of(record),
        "changes": changes,
        "holds": holds,
    }
    return render(request, "log/entry.html", context)


@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def check(request: HttpRequest) -> HttpResponse:
    """Compute the whole chain again."""
    return render(request, "log/check.html", {"finding": verify()})
