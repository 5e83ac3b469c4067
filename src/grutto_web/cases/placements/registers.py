"""The registers of placements: phases, requests, experts, assignments and payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.fields import euros, state_of, value_text
from grutto_web.cases.casework.register import Register
from grutto_web.cases.casework.workplace import AT_CASES, READ_NAMES
from grutto_web.cases.placements.acts import (
    ASSIGNMENT_ACTS,
    EXPERT_ACTS,
    PAYMENT_ACTS,
    PHASE_ACTS,
    REQUEST_ACTS,
    AskFor,
    EnterPast,
    Match,
    OpenPhase,
    PlanPayment,
    RegisterExpert,
)
from grutto_web.cases.placements.models import Assignment, Expert, Payment, Phase, Request
from grutto_web.cases.placements.shortfall import years_of
from grutto_web.ground.components import Cell, ColumnView, LinkText, TableView
from grutto_web.ground.templatetags.grutto import number

if TYPE_CHECKING:
    from collections.abc import Iterable


def _of_phase(phase: Phase) -> list[TableView]:
    years = years_of(phase)
    if not years:
        return []
    columns = [
        ColumnView(gettext("Year")),
        ColumnView(gettext("Assignments planned"), amount=True),
        ColumnView(gettext("begun on site"), amount=True),
        ColumnView(gettext("from afar"), amount=True),
        ColumnView(gettext("Days planned"), amount=True),
        ColumnView(gettext("worked on site"), amount=True),
        ColumnView(gettext("Budget"), amount=True),
        ColumnView(gettext("Paid"), amount=True),
    ]
    rows: list[list[Cell]] = [
        [
            str(y.year),
            number(y.plan.assignments if y.plan else None),
            number(y.assignments),
            number(y.virtual),
            number(y.plan.days if y.plan else None),
            number(y.days),
            euros(y.plan.budget_eur if y.plan else None),
            euros(y.paid_eur),
        ]
        for y in years
    ]
    names = {
        "volume": gettext("Other numbers"),
        "duration": gettext("Other lengths"),
        "price": gettext("Other costs a day"),
        "unexplained": gettext("Unexplained"),
    }
    parts: list[list[Cell]] = [
        [str(y.year), *(euros(y.effects.get(name)) for name in names), euros(y.paid_eur - y.plan.budget_eur)]
        for y in years
        if y.effects is not None and y.plan is not None and y.plan.budget_eur is not None
    ]
    heads = [ColumnView(gettext("Year")), *(ColumnView(text, amount=True) for text in names.values())]
    heads.append(ColumnView(gettext("Paid less budget"), amount=True))
    why = [TableView(gettext("Why another sum was paid than planned"), heads, parts)] if parts else []
    return [TableView(gettext("Planned, and as it was"), columns, rows), *why]


def _assignments(found: Iterable[Assignment]) -> list[TableView]:
    columns = [
        ColumnView(gettext("Assignment")),
        ColumnView(gettext("Mode")),
        ColumnView(gettext("Planned from")),
        ColumnView(gettext("Days planned"), amount=True),
        ColumnView(gettext("Days worked"), amount=True),
        ColumnView(gettext("State")),
    ]
    rows: list[list[Cell]] = [
        [
            LinkText(str(a), a.get_absolute_url()),
            value_text(a, "mode"),
            value_text(a, "planned_from"),
            value_text(a, "planned_days"),
            value_text(a, "days"),
            state_of(a),
        ]
        for a in found
    ]
    return [TableView(gettext("Assignments"), columns, rows)] if rows else []


def _of_request(request: Request) -> list[TableView]:
    return _assignments(request.assignments.select_related("request", "expert"))


def _of_expert(expert: Expert) -> list[TableView]:
    return _assignments(expert.assignments.select_related("request", "expert"))


def _of_assignment(assignment: Assignment) -> list[TableView]:
    columns = [
        ColumnView(gettext("Payment")),
        ColumnView(gettext("Day of payment")),
        ColumnView(gettext("In euros"), amount=True),
        ColumnView(gettext("State")),
    ]
    rows: list[list[Cell]] = [
        [
            LinkText(value_text(p, "kind"), p.get_absolute_url()),
            value_text(p, "pay_on"),
            euros(p.amount_eur),
            state_of(p),
        ]
        for p in assignment.payments.all()
    ]
    return [TableView(gettext("Payments"), columns, rows)] if rows else []


PHASES = Register(
    name="phases",
    title=_("Temporary return of experts"),
    lead=_("Phases of the programme: what was planned each year, what came of it, and why it cost another sum."),
    model=Phase,
    readers=AT_CASES,
    create=OpenPhase,
    acts=PHASE_ACTS,
    columns=("title", "starts_on", "ends_on"),
    facts=("code", "activity", "starts_on", "ends_on", "sectors"),
    same=("code",),
    parts=_of_phase,
    further=(("requests", "phase"),),
)
REQUESTS = Register(
    name="requests",
    title=_("Requests for experts"),
    lead=_("What hosts ask for; an expert is matched with a request."),
    model=Request,
    readers=AT_CASES,
    create=AskFor,
    acts=REQUEST_ACTS,
    columns=("host", "country", "sector", "asked_on", "state"),
    facts=("phase", "country", "sector", "outside", "host", "terms", "asked_on"),
    filters=("sector",),
    same=("phase", "host", "country", "asked_on"),
    parts=_of_request,
    further=(("assignments", "request"),),
)
EXPERTS = Register(
    name="experts",
    title=_("Experts"),
    lead=_("Who can be sent; names are shown one by one, and reading them is logged."),
    model=Expert,
    readers=AT_CASES,
    create=RegisterExpert,
    acts=EXPERT_ACTS,
    columns=("itself", "residence", "sex", "field", "state"),
    facts=("residence", "sex", "field"),
    filters=("field",),
    parts=_of_expert,
    further=(("assignments", "expert"),),
    people=READ_NAMES,
)
ASSIGNMENTS = Register(
    name="assignments",
    title=_("Assignments"),
    lead=_("One expert at one host, on site or from afar: days as planned, and as it was. A person can have several."),
    model=Assignment,
    readers=AT_CASES,
    create=Match,
    acts=ASSIGNMENT_ACTS,
    columns=("itself", "mode", "planned_from", "planned_days", "days", "state"),
    facts=(
        "request", "expert", "code", "mode", "planned_from", "planned_until", "planned_days", "began_on", "ended_on",
        "days", "first_year_days", "reason", "most_eur",
    ),
    later=frozenset({"code", "began_on", "ended_on", "days", "first_year_days", "reason", "most_eur"}),
    filters=("mode",),
    parts=_of_assignment,
    further=(("placement_payments", "assignment"),),
)  # fmt: skip
PAST = Register(
    name="past_assignments",
    title=_("Assignments of the past"),
    lead=_("What was kept in spreadsheets: one assignment a row, the person by a number, no name."),
    model=Assignment,
    readers=AT_CASES,
    create=EnterPast,
    acts={},
    columns=("code", "itself", "mode", "began_on", "days"),
    facts=("request", "expert", "code", "mode", "began_on", "ended_on", "days", "first_year_days", "reason"),
    later=frozenset({"first_year_days", "reason"}),
    filters=("mode",),
    same=("code",),
)
PAYMENTS = Register(
    name="placement_payments",
    title=_("Payments for assignments"),
    lead=_("What is planned, and released by somebody else."),
    model=Payment,
    readers=AT_CASES,
    create=PlanPayment,
    acts=PAYMENT_ACTS,
    columns=("itself", "amount_eur", "pay_on", "state"),
    facts=("assignment", "kind", "amount_eur", "pay_on"),
    filters=("kind",),
)
