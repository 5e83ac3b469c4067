"""Whether a year of a framework is without data: then an edition of it says nothing, and must not pass for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.measures.attribution import NONE
from grutto.measures.facts import activities, outcomes_in, under_way
from grutto.message import coded
from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from grutto.measures.scope import Scope


def emptiness(scope: Scope) -> str:
    """Return why nothing of a release is about the year of a framework, as a coded reason; nothing if something is."""
    known = activities(scope.session)
    owner = scope.framework.owner
    if known and scope.framework.priority and all(a.priority == NONE and a.reporter != owner for a in known):
        return coded("none-of-framework", framework=scope.framework.id)
    results = outcomes_in(scope.session, scope.year)
    if under_way(scope.session, scope.year) or results or _has_money(scope):
        return ""
    return coded("none-of-year", year=scope.year)


def _has_money(scope: Scope) -> bool:
    selection = Selection("facts", "money", "iati_identifier", "count", (Condition("year", (scope.year,)),))
    return any(group.rows for group in scope.session.engine.aggregate(selection))
