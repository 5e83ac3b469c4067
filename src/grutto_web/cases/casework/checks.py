"""What a declaration may not say: Django's checks refuse it when the program starts, by file and line."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import get_resolver

from grutto_web.cases.casework.entered import asked_fields
from grutto_web.cases.casework.every import RESERVED
from grutto_web.cases.casework.personal import SEALED, PersonalRecord, PersonalText
from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.retention import RETENTIONS
from grutto_web.cases.casework.standard import DECIDING, ENTERING
from grutto_web.cases.casework.steps import EVERYTHING, STEPS, asked_at, declared
from grutto_web.people.acts.duty import APART, Duty
from grutto_web.people.acts.kin import belonging_to
from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from grutto_web.cases.casework.register import Register
    from grutto_web.cases.casework.steps import Step, Steps

OF_THE_FRAME = frozenset({"id", "version", "state", "since", "key_name"})


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a declaration.

    Args:
        code: the check that found it.
        text: what is wrong, and how to mend it.
        place: file and line.
    """

    code: str
    text: str
    place: tuple[str, int]

    def message(self) -> checks.Error:
        """Return it as Django tells it."""
        file, line = self.place
        return checks.Error(self.text, obj=f"{file}:{line}", id=f"casework.{self.code}")


def place_of(model: type[models.Model], name: str = "") -> tuple[str, int]:
    """Return file and line of a model, or of a field of it."""
    try:
        lines, first = inspect.getsourcelines(model)
    except (OSError, TypeError):
        return model.__module__, 0
    found = (number for number, line in enumerate(lines) if name and line.strip().startswith((f"{name} =", f"{name}:")))
    return inspect.getsourcefile(model) or model.__module__, first + next(found, 0)


def _states(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """A state that no step reaches, that none leaves and that is no end; a step to or from no state."""
    model, known = steps.record, declared(steps)
    states = set(model.STATES.values) if model.STATES else set()
    for name, step in known.items():
        for state in sorted((step.states | ({step.after} if step.after else set())) - states):
            yield Mistake("E01", f"{name} names the state “{state}”, which {model.__name__}.STATES has not", step.place)
    reached = {step.after for step in known.values()}
    left = {state for step in known.values() for state in step.states if step.after not in {"", state}}
    for state in sorted(states - reached):
        yield Mistake("E02", f"no step leads to the state “{state}”", place_of(model, "STATES"))
    for state in sorted(states - left - set(steps.ends)):
        text = f"no step leads from the state “{state}”: name it among the ends of {steps.__name__}, or add a step"
        yield Mistake("E03", text, place_of(model, "STATES"))


def _names(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """Two steps with one name, or one that every register has already."""
    for name, place in steps.doubles:
        yield Mistake("E04", f"there are two steps named {name}: only the last would be done", place)
    seen: dict[tuple[str, str], str] = {}
    for name, step in declared(steps).items():
        if name in RESERVED:
            yield Mistake("E04", f"{name} is a step that every register has: take another name", step.place)
        for state in step.states or {"" if not step.creates else "new"}:
            other = seen.setdefault((str(step.title), state), name)
            if other != name:
                text = f"{other} and {name} are both called “{step.title}” in one state: nobody can tell them apart"
                yield Mistake("E05", text, step.place)


def _functions(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """A guard or an effect that is none, takes another number of things, or another record."""
    for name, step in declared(steps).items():
        about = step.part or steps.record
        wanted: list[tuple[str, Any, int, type[Record]]] = [("guard", g, 1, steps.record) for g in step.guards]
        wanted += [("guard", g, 1, steps.record) for g in step.offered]
        wanted += [("effect", step.effect, 3, about)] if step.effect else []
        wanted += [("effect", step.follows, 3, steps.record)] if step.follows else []
        for what, function, number, record in wanted:
            if reason := _unfit(function, number, record):
                yield Mistake("E06", f"the {what} of {name} {reason}", step.place)


def _unfit(function: Any, number: int, record: type[Record]) -> str:
    """Return why a function cannot be called with a record and so many things in all."""
    if not callable(function):
        return f"is {function!r}, which is no function"
    taken = list(inspect.signature(function).parameters.values())
    needed = [p for p in taken if p.default is p.empty and p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}]
    called = getattr(function, "__name__", repr(function))
    if len(needed) > number or (len(taken) < number and all(p.kind != p.VAR_POSITIONAL for p in taken)):
        return f"({called}) takes {len(needed)} things, not {number}"
    named = str(taken[0].annotation).rpartition(".")[2].strip("'") if taken else ""
    fits = {each.__name__ for each in record.__mro__} | {"", "Any", "_empty'>"}
    if taken and taken[0].annotation is not inspect.Parameter.empty and _named(taken[0].annotation) not in fits:
        return f"({called}) takes a {named}, not a {record.__name__}"
    return ""


def _named(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return text.partition("[")[0].rpartition(".")[2]


def _nothing(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """A step that does nothing, or that nobody may do."""
    for name, step in declared(steps).items():
        asks = asked_at(step.part or steps.record, name, step)
        if not (asks or step.after or step.effect or step.follows or step.part or step.reason or step.creates):
            yield Mistake("E07", f"{name} asks nothing, leads nowhere and does nothing", step.place)
        if not (step.roles or steps.roles or step.by_system):
            yield Mistake("E08", f"nobody may do {name}: name roles, or say that the system does it", step.place)


def _fields(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """A field asked nowhere and filled nowhere, a step that asks what is no field, what may be empty and cannot."""
    known = declared(steps)
    for model, own in _models(steps):
        fields = asked_fields(model)
        asked_here = {field for name, step in own.items() for field in asked_at(model, name, step)}
        for name, step in own.items():
            for field in sorted(set(step.asks) - set(fields) - {EVERYTHING}):
                yield Mistake(
                    "E09", f"{name} asks “{field}”, of which {model.__name__} does not say what it is", step.place
                )
        for field, meaning in fields.items():
            place = place_of(model, field)
            for step_name in sorted(set(meaning.at) - set(known)):
                yield Mistake("E10", f"{field} is asked at “{step_name}”, which is no step", place)
            if not meaning.by_system and field not in asked_here:
                yield Mistake("E11", f"{field} is asked by no step: ask it, or say that it is filled in", place)
            column: Any = model._meta.get_field(field)
            if meaning.optional and not (column.null or column.blank or column.has_default()):
                yield Mistake("E12", f"{field} may be left empty, and its column cannot be", place)
        yield from _unsaid(model, fields)


def _models(steps: type[Steps[Any]]) -> Iterator[tuple[type[Record], dict[str, Step]]]:
    """Yield the record and each of its parts, with the steps that ask about it."""
    known = declared(steps)
    for model in dict.fromkeys([steps.record, *(step.part for step in known.values() if step.part)]):
        about = steps.record if model is None else model
        yield about, {name: s for name, s in known.items() if (s.part or steps.record) is about}


def _unsaid(model: type[Record], fields: Iterable[str]) -> Iterator[Mistake]:
    """Yield the columns of which nobody said what they mean."""
    explained = {*fields, *OF_THE_FRAME, model.BELONGS_TO, *model.PERSONAL, *model.BEGUN_WITH}
    for column in model._meta.concrete_fields:
        if column.name not in explained and column.editable:
            text = f"{column.name} says nothing of what it means: wrap it in entered(…) or filled(…)"
            yield Mistake("E13", text, place_of(model, column.name))


def _separation(steps: type[Steps[Any]]) -> Iterator[Mistake]:
    """A chain in which one person could do two duties that are kept apart."""
    known, model = declared(steps), steps.record
    tree = _duties_around(model)
    for name, step in known.items():
        if step.duty in DECIDING and step.by_system:
            yield Mistake("E14", f"{name} is of the duty “{step.duty}”, which the system cannot have", step.place)
        if step.duty and step.duty not in ENTERING and APART.get(step.duty) and not APART[step.duty] & tree:
            others = ", ".join(sorted(APART[step.duty]))
            text = f"{name} is of the duty “{step.duty}”, kept apart from {others}: no step around it has any of these"
            yield Mistake("E15", text, step.place)
        if step.after and step.duty not in DECIDING and not step.from_past and (guarded := _guarded(known, step)):
            text = f"{name} leads to “{step.after}” without a duty, past {guarded}, which needs somebody apart"
            yield Mistake("E16", text, step.place)
    yield from _unbound(model, bool(tree & DECIDING))


def _guarded(known: dict[str, Step], step: Step) -> str:
    """Return a step that leads where another does, from a state in common, and that carries a duty of deciding."""
    same = {
        name
        for name, other in known.items()
        if other.after == step.after and other.duty in DECIDING and (step.creates or other.states & step.states)
    }
    return min(same, default="")


def _duties_around(model: type[Record]) -> frozenset[Duty]:
    """Return the duties of all steps on a model, what it belongs to and its parts."""
    related = {model, *(part for part, _way in belonging_to(model))}
    each: Any = model
    while each.BELONGS_TO:
        each = each._meta.get_field(each.BELONGS_TO).related_model
        related.add(each)
    found = (step for steps in STEPS if steps.record in related for step in declared(steps).values())
    return frozenset(step.duty for step in found if step.duty)


def _unbound(model: type[Record], decides: bool) -> Iterator[Mistake]:  # noqa: FBT001 - said at its one call
    """Yield the ways to records with duties that a model neither belongs to nor is said to be independent of."""
    for column in model._meta.concrete_fields:
        other: Any = column.related_model if isinstance(column, models.ForeignKey) else None
        if other is None or not issubclass(other, Record) or column.name in {model.BELONGS_TO, *model.INDEPENDENT_OF}:
            continue
        if decides and any(steps.record is other and _has_duty(steps) for steps in STEPS):
            text = f"{column.name} leads to a record with duties: say BELONGS_TO, or name it in INDEPENDENT_OF"
            yield Mistake("E17", text, place_of(model, column.name))


def _has_duty(steps: type[Steps[Any]]) -> bool:
    return any(step.duty for step in declared(steps).values())


def _personal(model: type[PersonalRecord]) -> Iterator[Mistake]:
    """A personal field without purpose, basis or retention, or whose values the log would have."""
    for column in model._meta.concrete_fields:
        if not isinstance(column, SEALED):
            continue
        place = place_of(model, column.name)
        if column.name not in model.PERSONAL:
            yield Mistake("E18", f"{column.name} is personal, and not in PERSONAL: the log would have it", place)
        if isinstance(column, PersonalText) and not (column.purpose and column.basis):
            yield Mistake("E19", f"{column.name} is personal: say its purpose and its basis", place)
    if not getattr(model, "ERASED_ALONG", False) and all(each.model is not model for each in RETENTIONS):
        yield Mistake("E20", f"{model.__name__} holds personal fields and has no retention", place_of(model))


def _register(register: Register[Any]) -> Iterator[Mistake]:
    """A register that shows, looks for or narrows by what is personal, no field, or without choices."""
    place, model = register.place, register.model
    for where in ("columns", "facts", "filters", "search", "same"):
        for name in getattr(register, where):
            column = _column(model, name)
            if column is None:
                if name not in {"state", "itself"}:
                    yield Mistake("E21", f"{where} names “{name}”, which is no field of {model.__name__}", place)
            elif isinstance(column, PersonalText) or (isinstance(column, SEALED) and where != "search"):
                yield Mistake("E22", f"{where} names “{name}”, which is personal", place)
            elif where == "filters" and not column.choices:
                yield Mistake("E23", f"filters names “{name}”, which has no choices", place)
            elif where == "search" and not isinstance(column, models.CharField | models.TextField):
                yield Mistake("E24", f"search names “{name}”, which is no text", place)


def _column(model: type[Record], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


OF_STEPS: Sequence[Callable[[type[Steps[Any]]], Iterator[Mistake]]] = (
    _states, _names, _functions, _nothing, _fields, _separation,
)  # fmt: skip


def mistakes_in(steps: type[Steps[Any]]) -> list[Mistake]:
    """Return what is wrong with the steps of a record and with its fields."""
    found = [mistake for check in OF_STEPS for mistake in check(steps)]
    if issubclass(steps.record, PersonalRecord):
        found += _personal(steps.record)
    return found


def mistakes_in_register(register: Register[Any]) -> list[Mistake]:
    """Return what is wrong with a register."""
    return list(_register(register))


def check_declarations(app_configs: object, **_options: Any) -> list[checks.CheckMessage]:
    """Return every mistake in every declaration, as Django's checks tell them."""
    del app_configs
    get_resolver().url_patterns  # noqa: B018 - registers enter themselves with their addresses
    found = [mistake for steps in STEPS for mistake in mistakes_in(steps)]
    found += [mistake for register in REGISTERS.values() for mistake in mistakes_in_register(register)]
    return [mistake.message() for mistake in found]
