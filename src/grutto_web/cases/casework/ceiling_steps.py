"""Ceilings and their amounts as registers: an amount counts once a second person has put it in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.ceilings import Ceiling, CeilingRow, RowState
from grutto_web.cases.casework.register import register_of
from grutto_web.cases.casework.steps import Create, Step, Steps
from grutto_web.people.acts.duty import Duty
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from datetime import date

MANAGER = frozenset({Role.MANAGER})


class CeilingSteps(Steps[Ceiling]):
    """A ceiling is entered once; how high it is, its rows say."""

    roles = MANAGER

    register = Create(_("Enter a ceiling"), asks="*", duty=Duty.REGISTER)


def not_below_what_stands(row: CeilingRow) -> str | None:
    """Put no amount in force that is passed already: a cut below what was awarded is decided award by award."""
    moment: date = row.starts_on
    if row.ceiling.standing(moment) > row.amount_eur:
        return gettext(
            "More than this stands under the ceiling already. Nothing is cut by itself: decide on awards first."
        )
    return None


class CeilingRowSteps(Steps[CeilingRow]):
    """Proposed by one person, put in force by another."""

    roles = MANAGER
    ends = frozenset({RowState.IN_FORCE, RowState.REFUSED})

    propose = Create(_("Propose an amount"), after=RowState.PROPOSED, asks="*", duty=Duty.ASSESS)
    enact = Step(
        _("Put in force"),
        RowState.PROPOSED,
        RowState.IN_FORCE,
        duty=Duty.APPROVE,
        guards=[not_below_what_stands],
        days=14,
    )
    refuse = Step(_("Do not take it"), RowState.PROPOSED, RowState.REFUSED, reason=True)


CEILINGS = register_of(
    CeilingSteps,
    name="ceilings",
    title=_("Ceilings"),
    lead=_("What awards of one kind may not pass together, by decree; one can lie within another."),
    columns=("title", "within"),
    search=("title", "code"),
    same=("code",),
    tables=(("rows", ("itself", "amount_eur", "starts_on", "decree", "state")),),
    further=(("ceiling_rows", "ceiling"),),
)
CEILING_ROWS = register_of(
    CeilingRowSteps,
    name="ceiling_rows",
    title=_("Amounts of ceilings"),
    lead=_("How high a ceiling is since a day; it counts once a second person has put it in force."),
    columns=("itself", "decree", "starts_on", "state"),
    search=("decree",),
)
