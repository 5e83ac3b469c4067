"""The pages of casework as a whole: the registers, and what is kept about people and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from grutto_web.access import open_to, signed_in
from grutto_web.casework.fields import label
from grutto_web.casework.personal import sealed_models
from grutto_web.casework.register import REGISTERS
from grutto_web.casework.retention import RETENTIONS
from grutto_web.components import Column, Entry, Table
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from grutto_web.casework.personal import Sealed

AT_CASES = (
    Role.OFFICER, Role.PARTNER, Role.AUDITOR, Role.CASEWORKER, Role.DECIDER, Role.PAYER, Role.MANAGER, Role.DISCLOSURE,
    Role.PROTECTION,
)  # fmt: skip


@open_to(*AT_CASES)
def registers(request: HttpRequest) -> HttpResponse:
    """Show the registers that somebody may open."""
    roles = signed_in(request).roles
    found = [r for r in REGISTERS.values() if r.readers & roles]
    entries = [Entry(str(r.title), reverse(f"{r.name}:list"), str(r.lead)) for r in found]
    return render(request, "casework/registers.html", {"entries": entries, "privacy": bool(roles & set(PRIVACY))})


PRIVACY = (Role.PROTECTION, Role.AUDITOR, Role.MANAGER, Role.ADMINISTRATOR)


@open_to(*PRIVACY)
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the annex of the impact assessment: each personal field, what it is for, who sees it, when it goes."""
    return render(request, "casework/privacy.html", {"tables": [_annex(model) for model in sealed_models()]})


def _annex(model: type[Sealed]) -> Table:
    columns = (
        Column(gettext("Field")),
        Column(gettext("Identifies")),
        Column(gettext("What it is for")),
        Column(gettext("Why it may be kept")),
        Column(gettext("Who can read it")),
        Column(gettext("When it goes")),
    )
    return Table(str(model._meta.verbose_name).capitalize(), columns, list(_rows(model)))


def _rows(model: type[Sealed]) -> Iterator[list[str]]:
    readers = {role for register in REGISTERS.values() if register.model is model for role in register.people}
    who = ", ".join(sorted(str(role.label) for role in readers)) or gettext("nobody")
    goes = ", ".join(_goes(model)) or gettext("never: declare it")
    kinds = {"direct": gettext("directly"), "indirect": gettext("with other facts")}
    for field in model.personal_texts():
        yield [label(model, field.name), kinds[field.identifies], str(field.purpose), str(field.basis), who, goes]


def _goes(model: type[Sealed]) -> Iterator[str]:
    for each in RETENTIONS:
        if each.model is model:
            words = gettext("%(months)s months after: %(states)s") % {
                "months": each.months,
                "states": ", ".join(sorted(each.act.states)),
            }
            yield f"{words} ({each.why})"
