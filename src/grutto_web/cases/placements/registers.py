"""The registers of placements: phases, requests, experts, assignments and payments."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.register import Keep, Register, register_of
from grutto_web.cases.casework.workplace import AT_CASES, READ_NAMES
from grutto_web.cases.placements.models import Assignment, ExpertState, Phase
from grutto_web.cases.placements.past import EnterPast
from grutto_web.cases.placements.shortfall import years_of
from grutto_web.cases.placements.steps import AssignmentSteps, ExpertSteps, PhaseSteps, RequestSteps, StayPaymentSteps
from grutto_web.ground.components import Cell, ColumnView, TableView
from grutto_web.ground.templatetags.grutto import number
from grutto_web.people.acts.fields import euros


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


STAYS = ("itself", "mode", "planned_from", "planned_days", "days", "state")
PHASES = register_of(
    PhaseSteps,
    name="phases",
    title=_("Temporary return of experts"),
    lead=_("Phases of the programme: what was planned each year, what came of it, and why it cost another sum."),
    columns=("title", "starts_on", "ends_on"),
    search=("title", "code", "activity"),
    same=("code",),
    parts=_of_phase,
    further=(("requests", "phase"),),
)
REQUESTS = register_of(
    RequestSteps,
    name="requests",
    title=_("Requests for experts"),
    lead=_("What hosts ask for; an expert is matched with a request."),
    columns=("host", "country", "sector", "asked_on", "state"),
    search=("host", "terms"),
    filters=("sector",),
    same=("phase", "host", "country", "asked_on"),
    tables=(("assignments", STAYS),),
    further=(("assignments", "request"),),
)
EXPERTS = register_of(
    ExpertSteps,
    name="experts",
    title=_("Experts"),
    lead=_("Who can be sent; names are shown one by one, and reading them is logged."),
    columns=("itself", "residence", "sex", "field", "state"),
    search=("number",),
    filters=("field",),
    tables=(("assignments", STAYS),),
    further=(("assignments", "expert"),),
    people=READ_NAMES,
    keep=Keep(
        months=12,
        states=frozenset({ExpertState.CLOSED}),
        why=_("a year after they took part for the last time; to be set with the data protection officer"),
    ),
)
ASSIGNMENTS = register_of(
    AssignmentSteps,
    name="assignments",
    title=_("Assignments"),
    lead=_("One expert at one host, on site or from afar: days as planned, and as it was. A person can have several."),
    columns=STAYS,
    search=("code",),
    filters=("mode",),
    tables=(("payments", ("itself", "pay_on", "amount_eur", "state")),),
    further=(("placement_payments", "assignment"),),
    counted=True,
)
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
PAYMENTS = register_of(
    StayPaymentSteps,
    name="placement_payments",
    title=_("Payments for assignments"),
    lead=_("What is planned, and released by somebody else."),
    columns=("itself", "amount_eur", "pay_on", "state"),
    filters=("kind",),
)
