"""The pages of casework as a whole: the registers, and what is kept about people and why."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from grutto_web.cases.casework.acts import BY_NAME, Offer
from grutto_web.cases.casework.deadlines import calendar_of
from grutto_web.cases.casework.making import job_of
from grutto_web.cases.casework.models import READERS, ProtectedEdition, State
from grutto_web.cases.casework.personal import sealed_models
from grutto_web.cases.casework.populations import POPULATIONS
from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.retention import RETENTIONS
from grutto_web.ground.components import ColumnView, EntryView, TableView
from grutto_web.ground.countries import name_of
from grutto_web.ground.templatetags.grutto import number
from grutto_web.people.access import SIGNED_IN, open_to, signed_in
from grutto_web.people.acts.fields import label, state_of
from grutto_web.people.acts.perform import entries, may
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from grutto_web.cases.casework.personal import PersonalRecord


@open_to(SIGNED_IN)
def calendar(request: HttpRequest) -> HttpResponse:
    """Give what waits for somebody as a calendar file."""
    content = calendar_of(signed_in(request), request.get_host())
    headers = {"Content-Disposition": 'attachment; filename="grutto.ics"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


AT_CASES = (
    Role.OFFICER, Role.PARTNER, Role.AUDITOR, Role.CASEWORKER, Role.DECIDER, Role.PAYER, Role.MANAGER, Role.DISCLOSURE,
    Role.PROTECTION,
)  # fmt: skip


@open_to(*AT_CASES)
def registers(request: HttpRequest) -> HttpResponse:
    """Show the registers that somebody may open."""
    roles = signed_in(request).roles
    found = [r for r in REGISTERS.values() if r.readers & roles]
    listed = [EntryView(str(r.title), reverse(f"{r.name}:list"), str(r.lead)) for r in found]
    if roles & READERS:
        lead = gettext("Editions of counts that are safe together, released by two people.")
        listed.append(EntryView(gettext("Counts that leave"), reverse("casework:editions"), lead))
    return render(request, "casework/registers.html", {"entries": listed, "privacy": bool(roles & set(PRIVACY))})


@open_to(*READERS)
def editions_of_counts(request: HttpRequest) -> HttpResponse:
    """Show what leaves: each population with its editions."""
    found = ProtectedEdition.objects.seen_by(request.user)
    listed = [EntryView(str(e), e.get_absolute_url(), state=state_of(e)) for e in found]
    context = {"entries": listed, "may_offer": may(Offer, None, signed_in(request))}
    return render(request, "casework/counts.html", context)


@open_to(Role.DISCLOSURE)
def offer(request: HttpRequest) -> HttpResponse:
    """Make the next edition of counts."""
    return act_page(request, Offer, None, back=reverse("casework:editions"), on=True)


@open_to(*READERS)
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an edition of counts as it is published."""
    edition = get_object_or_404(ProtectedEdition.objects.seen_by(request.user), pk=pk)
    user = signed_in(request)
    context = {
        "edition": edition,
        "job": job_of(edition, user) if edition.state == State.ORDERED else None,
        "state": state_of(edition),
        "table": _published(edition) if edition.counts else None,
        "acts": [(name, act.title) for name, act in BY_NAME.items() if may(act, edition, user)],
        "history": entries(edition),
    }
    return render(request, "casework/edition.html", context)


def _published(edition: ProtectedEdition) -> TableView:
    """Return what is published, in words."""
    names = {
        "table": gettext("Table"),
        "year": gettext("Year"),
        "country": gettext("Country"),
        "sex": gettext("Sex"),
        "phase": gettext("Phase"),
        "activity": gettext("IATI activity"),
        "kind": gettext("What is counted"),
        "reason": gettext("Reason"),
    }
    rows = list(csv.DictReader(io.StringIO(edition.counts)))
    dimensions = [name for name in (rows[0] if rows else ()) if name in names]
    if "kind" in dimensions:  # the name of the table says the same
        dimensions.remove("table")
    columns = [
        *(ColumnView(names[name]) for name in dimensions),
        ColumnView(gettext("How many"), amount=True),
        ColumnView(gettext("Unit")),
    ]
    population = POPULATIONS.get(edition.population)
    own = population.words if population else {}
    body = [
        [*(_in_words(name, row[name], own) for name in dimensions), _number_of(row), _unit_of(row["unit"])]
        for row in rows
    ]
    return TableView(gettext("What is published"), columns, body)


def _number_of(row: dict[str, str]) -> str:
    return number(Decimal(row["obs_value"]), 2) if row["obs_value"] else gettext("hidden")


def _unit_of(unit: str) -> str:
    words = {"person": gettext("persons"), "assignment": gettext("assignments"), "day": gettext("days")}
    return words.get(unit, unit)


def _in_words(name: str, code: str, own: Mapping[str, str | Promise]) -> str:
    """Return a code of a published table as a reader knows it."""
    words = {
        "_T": gettext("all"),
        "F": gettext("woman"),
        "M": gettext("man"),
        "X": gettext("other or not told"),
        "total": gettext("total"),
        "by-year": gettext("by year"),
        "by-country": gettext("by country"),
        "by-sex": gettext("by sex"),
        "several": gettext("several countries"),
    }
    if name == "country" and code not in words:
        return name_of(code)
    return words.get(code, str(own.get(code, code)))


@open_to(Role.DISCLOSURE, Role.MANAGER)
def act_on_counts(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Release or drop an edition of counts."""
    if name not in BY_NAME:
        raise Http404(gettext("There is no such step."))
    edition = get_object_or_404(ProtectedEdition.objects.seen_by(request.user), pk=pk)
    return act_page(request, BY_NAME[name], edition, back=edition.get_absolute_url(), about=str(edition))


PRIVACY = (Role.PROTECTION, Role.AUDITOR, Role.MANAGER, Role.ADMINISTRATOR)


@open_to(*PRIVACY)
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the annex of the impact assessment: each personal field, what it is for, who sees it, when it goes."""
    return render(request, "casework/privacy.html", {"tables": [_annex(model) for model in sealed_models()]})


def _annex(model: type[PersonalRecord]) -> TableView:
    columns = (
        ColumnView(gettext("Field")),
        ColumnView(gettext("Identifies")),
        ColumnView(gettext("What it is for")),
        ColumnView(gettext("Why it may be kept")),
        ColumnView(gettext("Who can read it")),
        ColumnView(gettext("When it goes")),
    )
    return TableView(str(model._meta.verbose_name).capitalize(), columns, list(_rows(model)))


def _rows(model: type[PersonalRecord]) -> Iterator[list[str]]:
    readers = {role for register in REGISTERS.values() if register.model is model for role in register.people}
    who = ", ".join(sorted(str(role.label) for role in readers)) or gettext("nobody")
    goes = ", ".join(_goes(model)) or gettext("never: declare it")
    kinds = {"direct": gettext("directly"), "indirect": gettext("with other facts")}
    for field in model.personal_texts():
        yield [label(model, field.name), kinds[field.identifies], str(field.purpose), str(field.basis), who, goes]


def _goes(model: type[PersonalRecord]) -> Iterator[str]:
    for each in RETENTIONS:
        if each.model is model:
            words = gettext("%(months)s months after: %(states)s") % {
                "months": each.months,
                "states": ", ".join(each.state_words),
            }
            yield f"{words} ({each.why})"
