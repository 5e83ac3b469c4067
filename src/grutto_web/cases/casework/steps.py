"""Steps: acts that are declared, one line each; `perform` stays the one door and runs them."""

from __future__ import annotations

import sys
from types import get_original_bases
from typing import TYPE_CHECKING, Any, ClassVar, cast, get_args, overload

from grutto_web.cases.casework.entered import asked_fields, keep
from grutto_web.cases.casework.parts import kept_part, part_form
from grutto_web.cases.casework.step_form import form_of
from grutto_web.people.acts.act import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.utils.functional import Promise

    from grutto_web.cases.casework.parts import Among
    from grutto_web.cases.casework.step_form import StepForm
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Guard
    from grutto_web.people.acts.duty import Duty
    from grutto_web.people.acts.record import Record
    from grutto_web.people.roles import Role

type Effect = Callable[[Any, Mapping[str, Any], User | None], None]
"""What a step does besides keeping what it asks: record, what was filled in, who does it."""
EVERYTHING = "*"


class Step:
    """A declared act.

    Args:
        title: what the button says.
        states: the state or states from which it leads; none named means from any.
        after: the state it leads to; empty leaves the state.
        part: what it makes a new one of, a part of the record; the fields that it asks are those of the part.
        key: fields of the part by which one that is there is found: it is changed, and no other is made.
        from_past: whether it enters what was done elsewhere, before: nobody did it here, so nobody is kept apart.
        among: where the step is about a part that is there, narrows the parts of the record to those that it can be.
        asks: the fields that it asks besides those that name it in `at`; `*` for all that name no step.
        roles: who may; those of its `Steps` if none are named.
        duty: the responsibility that it carries; `acts/duty.py` says which are kept apart.
        guards: what must hold after it: each returns a reason when it does not.
        offered: what must hold before it, for it to be offered.
        effect: what it does besides, before the record is written.
        follows: what it does once the record is written: other acts that are kept together with it.
        afterwards: what it does once all is kept: a task, a letter.
        reason: whether it asks why.
        days: within how many days it should be done; none if it waits for nobody.
        by_system: whether a task may do it.
    """

    creates = False

    def __init__(  # noqa: PLR0913 - each says one thing about the step
        self,
        title: str | Promise,
        states: str | Iterable[str] = (),
        after: str = "",
        *,
        part: type[Record] | None = None,
        key: Sequence[str] = (),
        from_past: bool = False,
        among: Among | None = None,
        asks: str | Sequence[str] = (),
        roles: frozenset[Role] = frozenset(),
        duty: Duty | None = None,
        guards: Sequence[Guard] = (),
        offered: Sequence[Guard] = (),
        effect: Effect | None = None,
        follows: Effect | None = None,
        afterwards: Callable[[Any, User | None], None] | None = None,
        reason: bool = False,
        days: int | None = None,
        by_system: bool = False,
    ) -> None:
        self.title, self.after, self.roles, self.duty = title, after, roles, duty
        self.asks = (asks,) if isinstance(asks, str) else tuple(asks)
        self.states = frozenset({states}) if isinstance(states, str) else frozenset(states)
        self.guards, self.offered, self.effect = tuple(guards), tuple(offered), effect
        self.follows, self.afterwards = follows, afterwards
        self.part, self.among, self.key, self.from_past = part, among, tuple(key), from_past
        self.reason, self.days, self.by_system = reason, days, by_system
        self.place = declared_at(__file__)
        self.act: type[Act[Any]] | None = None

    @overload
    def __get__[R: Record](self, instance: None, owner: type[Steps[R]]) -> type[Act[R]]: ...
    @overload
    def __get__(self, instance: DeclaredAct[Any], owner: type[DeclaredAct[Any]]) -> Step: ...
    def __get__(self, instance: object, owner: type[Any]) -> Any:
        """Return the act: `perform(StudySteps.begin, study, officer, data)`; an act itself knows its declaration."""
        return self.act if issubclass(owner, Steps) else self


STEPS: list[type[Steps[Any]]] = []
"""All that is declared."""


class Create(Step):
    """A step that makes a record."""

    creates = True


class _Namespace(dict[str, Any]):
    """The attributes of a class as they are read; a step whose name was taken already is remembered."""

    def __init__(self) -> None:
        """Know of none."""
        super().__init__()
        self.doubles: list[tuple[str, tuple[str, int]]] = []

    def __setitem__(self, name: str, value: Any) -> None:
        """Remember a step that takes the place of another."""
        if isinstance(self.get(name), Step) and isinstance(value, Step):
            self.doubles.append((name, value.place))
        super().__setitem__(name, value)


class _StepsMeta(type):
    """Sees two steps of one name, of which a class keeps the last."""

    doubles: tuple[tuple[str, tuple[str, int]], ...]

    @classmethod
    def __prepare__(cls, _name: str, _bases: tuple[type, ...], /, **_options: Any) -> _Namespace:
        return _Namespace()

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: Any, **options: Any) -> _StepsMeta:
        new = super().__new__(cls, name, bases, namespace, **options)
        new.doubles = tuple(getattr(namespace, "doubles", ()))
        return new


class Steps[R: Record](metaclass=_StepsMeta):
    """What is done to records of one kind; each attribute is a step, under its name in addresses and in the log.

    Class attributes:
        roles: who may do a step that does not say.
        ends: the states from which nothing needs to lead.
    """

    record: ClassVar[type[Record]]
    roles: ClassVar[frozenset[Role]] = frozenset()
    ends: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        """Make an act of each step."""
        super().__init_subclass__(**options)
        (cls.record,) = get_args(get_original_bases(cls)[0])
        for name, step in declared(cls).items():
            step.act = _act(cls, name, step)
        STEPS.append(cls)

    @classmethod
    def acts(cls) -> dict[str, type[Act[R]]]:
        """Return what is done to a record that is there, by the name in its address."""
        found = {name.replace("_", "-"): step for name, step in declared(cls).items() if not step.creates}
        return {name: cast("type[Act[R]]", step.act) for name, step in found.items() if not step.by_system}


def declared(steps: type[Steps[Any]]) -> dict[str, Step]:
    """Return the steps by name, in the order in which they stand."""
    return {name: step for name, step in vars(steps).items() if isinstance(step, Step)}


class DeclaredAct[R: Record](Act[R]):
    """An act that a step declares."""

    step: ClassVar[Step]
    step_name: ClassVar[str]

    @classmethod
    def name(cls) -> str:
        """Return its name in the log: `research.study.begin`."""
        return f"{cls.record._meta.label_lower}.{cls.step_name}"

    def permits(self, actor: User | None, record: R | None, data: Mapping[str, Any]) -> bool:
        """Tell whether the actor has the role, and the record is so that the step is offered."""
        return (record is None or self.is_offered(record)) and super().permits(actor, record, data)

    def is_offered(self, record: R) -> bool:
        """Tell whether a record is so that the step makes sense."""
        return not any(reason(record) for reason in self.step.offered)

    def change(self, record: R, data: Mapping[str, Any], actor: User | None) -> None:
        """Keep what was asked, and do what the step does besides."""
        if self.creates:
            record.begin(actor)
        changed: Record = record
        form = cast("type[StepForm]", self.form)
        if self.step.part:
            changed, self.also = kept_part(record, form, data)
        else:
            for name in form.asks:
                keep(record, name, data[name])
            record.derive()
        if self.step.effect:
            self.step.effect(changed, data, actor)

    def follow(self, record: R, data: Mapping[str, Any], actor: User | None) -> None:
        """Do what belongs to it once the record is written."""
        if self.step.follows:
            self.step.follows(record, data, actor)

    def afterwards(self, record: R, actor: User | None) -> None:
        """Do what follows once everything is kept."""
        if self.step.afterwards:
            self.step.afterwards(record, actor)


def _act(steps: type[Steps[Any]], name: str, step: Step) -> type[Act[Any]]:
    copied = ("title", "states", "after", "duty", "guards", "reason", "days", "by_system", "creates")
    values: dict[str, Any] = {each: getattr(step, each) for each in copied}
    values |= {"record": steps.record, "roles": step.roles or (frozenset() if step.by_system else steps.roles)}
    values |= {"__module__": steps.__module__, "form": _form(steps.record, name, step), "step": step, "step_name": name}
    return type(f"{steps.record.__name__}{name.title().replace('_', '')}", (DeclaredAct,), values)


def _form(model: type[Record], name: str, step: Step) -> type[StepForm]:
    if step.part:
        return part_form(step.part, asked_at(step.part, name, step), name, step)
    return form_of(model, asked_at(model, name, step), name)


def asked_at(model: type[Record], name: str, step: Step) -> tuple[str, ...]:
    """Return the fields that a step asks, in the order of the model."""
    fields = asked_fields(model)
    named = {each for each, meaning in fields.items() if name in meaning.at}
    if EVERYTHING in step.asks:
        named |= {each for each, meaning in fields.items() if not meaning.at and not meaning.by_system}
    return tuple(each for each in fields if each in named or each in step.asks)


def declared_at(own: str) -> tuple[str, int]:
    """Return file and line of the declaration that is being read: of the first caller outside a file."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename in {own, __file__} and frame.f_back:
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno
