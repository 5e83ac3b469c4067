"""The acts that every register has, made for its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto_web.cases.casework.correct import Correct, fields_by_role
from grutto_web.cases.casework.personal import PersonalRecord
from grutto_web.cases.casework.standard import (
    DECIDING,
    AddNote,
    AskWhether,
    Assign,
    Attach,
    CountAgain,
    DeclareConflict,
    Erase,
    FollowedUp,
    FollowUp,
    HandOver,
    HoldBack,
    StandardAct,
    StillNeeded,
    Void,
)
from grutto_web.cases.casework.steps import declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto_web.cases.casework.steps import Step, Steps
    from grutto_web.people.acts.act import Act
    from grutto_web.people.roles import Role

OF_PEOPLE = (Erase, AskWhether, StillNeeded)
"""Of records that are about people."""
STANDARD = (Correct, AddNote, Attach, FollowUp, FollowedUp, Assign, HandOver, DeclareConflict, Void)
OF_COUNTED = (HoldBack, CountAgain)
"""Of records that editions of counts are made of."""
RESERVED = frozenset(act.step_name for act in (*STANDARD, *OF_COUNTED, *OF_PEOPLE))
"""Names that no step may have."""


_MADE: dict[tuple[str, str], type[Act[Any]]] = {}


def standard_acts(steps: type[Steps[Any]], *, counted: bool) -> dict[str, type[Act[Any]]]:
    """Return the acts that are not declared, by the name in the address, for records of some steps."""
    kinds = (*STANDARD, *(OF_COUNTED if counted else ()))
    kinds += OF_PEOPLE if issubclass(steps.record, PersonalRecord) else ()
    return {kind.step_name.replace("_", "-"): _once(steps, kind) for kind in kinds}


def system_act(steps: type[Steps[Any]], kind: type[StandardAct]) -> type[Act[Any]]:
    """Return an act that the system does to records of some steps, such as erasing them."""
    return _once(steps, kind)


def _once(steps: type[Steps[Any]], kind: type[StandardAct]) -> type[Act[Any]]:
    """Return the act for some steps; two registers of the same records share it."""
    key = (f"{steps.__module__}.{steps.__qualname__}", kind.step_name)
    if key not in _MADE:
        _MADE[key] = _of(steps, kind)
    return _MADE[key]


def _of(steps: type[Steps[Any]], kind: type[StandardAct]) -> type[Act[Any]]:
    known = declared(steps).values()
    roles = frozenset[Any]() if kind.by_system else _roles(steps, known)
    values: dict[str, Any] = {"__module__": steps.__module__, "record": steps.record, "roles": roles}
    if kind is Void:
        creators = _roles(steps, (step for step in known if step.creates))
        deciders = _roles(steps, (step for step in known if step.duty in DECIDING))
        values |= {"creators": creators, "deciders": deciders, "roles": creators | deciders}
    if kind is Correct:
        entered = fields_by_role(steps).values()
        values |= {"steps": steps, "roles": frozenset[Any]().union(*entered)}
    return type(f"{steps.record.__name__}{kind.__name__}", (kind,), values)


def _roles(steps: type[Steps[Any]], some: Iterable[Step]) -> frozenset[Role]:
    """Return who may do one of some steps."""
    people = [step for step in some if step.roles or not step.by_system]
    return frozenset[Any]().union(*(step.roles or steps.roles for step in people))
