"""Why a year of a phase cost another sum than planned: fewer, shorter or cheaper, by the rule of the report.

Assignments count in the year in which they begin, days in the year in which they fall, payments on their day. Days on
site and from afar are never added: what is planned is planned for stays on site.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.measures.variance import decompose
from grutto_web.cases.placements.models import BEGUN, Assignment, Mode, Payment, State, StayPaymentStage

if TYPE_CHECKING:
    from grutto_web.cases.placements.models import Phase, Year


@dataclass(frozen=True, slots=True)
class YearOfPhase:
    """A year as planned and as it was; what is not known is none, never nought.

    Args:
        plan: what was planned, if anything was.
        year: the calendar year.
        assignments: that began in the year, on site.
        virtual: that began in the year, from afar.
        days: worked on site in the year; none while a stay goes on or its days are not known.
        paid_eur: released in the year.
        effects: euros by factor, together what was paid less the budget; none where they cannot be told.
    """

    plan: Year | None
    year: int
    assignments: int
    virtual: int
    days: int | None
    paid_eur: Decimal
    effects: dict[str, Decimal] | None


def years_of(phase: Phase) -> list[YearOfPhase]:
    """Return the years of a phase that were planned or in which something was done, in order."""
    plans = {plan.year: plan for plan in phase.years.all()}
    begun = list(Assignment.objects.filter(request__phase=phase, state__in=BEGUN))
    paid = list(Payment.objects.filter(assignment__request__phase=phase, state=StayPaymentStage.RELEASED))
    touched = {year for each in begun for day in (each.began_on, each.ended_on) if day for year in [day.year]}
    years = sorted({*plans, *touched, *(payment.pay_on.year for payment in paid)})
    return [_year(plans.get(year), year, begun, paid) for year in years]


def _year(plan: Year | None, year: int, begun: list[Assignment], paid: list[Payment]) -> YearOfPhase:
    began = [each for each in begun if each.began_on and each.began_on.year == year]
    on_site = [each for each in began if each.mode == Mode.PHYSICAL]
    days = _days(year, [each for each in begun if each.mode == Mode.PHYSICAL])
    euros = sum((payment.amount_eur for payment in paid if payment.pay_on.year == year), Decimal(0))
    effects = None
    if plan is not None:
        planned = [_exact(plan.assignments), _exact(plan.days), plan.budget_eur, plan.budget_eur]
        effects = decompose(*planned, Decimal(len(on_site)), _exact(days), euros, euros)
    return YearOfPhase(plan, year, len(on_site), len(began) - len(on_site), days, euros, effects)


def _exact(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _days(year: int, stays: list[Assignment]) -> int | None:
    """Return the days worked in a year; none while a stay that may have days in it goes on."""
    if any(each.state == State.UNDER_WAY and each.began_on and each.began_on.year <= year for each in stays):
        return None
    return sum(each.days_by_year().get(year, 0) for each in stays)
