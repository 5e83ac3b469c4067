"""A register: records of one kind as people at work see them. Its list, pages, import and annex follow from this."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from grutto_web.cases.casework.entered import asked_fields
from grutto_web.cases.casework.every import standard_acts, system_act
from grutto_web.cases.casework.personal import SEALED
from grutto_web.cases.casework.retention import RETENTIONS, Retention
from grutto_web.cases.casework.standard import AskWhether, Erase
from grutto_web.cases.casework.steps import declared, declared_at
from grutto_web.cases.casework.workplace import AT_CASES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.functional import Promise

    from grutto_web.cases.casework.letters import LetterKind
    from grutto_web.cases.casework.steps import Steps
    from grutto_web.cases.casework.terms import Term
    from grutto_web.ground.components import TableView
    from grutto_web.people.acts.act import Act
    from grutto_web.people.acts.record import Record
    from grutto_web.people.roles import Role


@dataclass(frozen=True, slots=True)
class Register[R: Record]:
    """What a register is.

    Args:
        name: in addresses and names of pages.
        title: what the navigation calls it.
        lead: a sentence under it.
        model: its records.
        readers: roles that may open it; which records they see is what `seen_by` of the model says.
        create: the act that makes a record; also what a row of an imported sheet performs.
        acts: what is done to a record, by the name in the address.
        columns: the fields that the list shows; `itself` is the record as a text.
        facts: the fields that the page of a record shows.
        later: those of the facts that are known from a later step on: they are shown once there is something to show.
        search: fields in which words are looked for; one that is kept as a hash is found by the whole number.
        filters: fields with choices that narrow the list.
        same: fields that tell whether an imported row is there already.
        tables: records that belong to a record, by the name that leads to them, and what its page tells of each.
        terms: until when something is to be done about a record.
        parts: further tables on the page of a record.
        further: registers with a record that belongs to one of this, and the field that says to which: its page leads
            to making one.
        people: roles that may read personal fields; nobody unless there are some.
        place: file and line of the declaration.
        letters: what can be written of a record, by the name in its file; who may read personal fields gets them.
    """

    name: str
    title: str | Promise
    lead: str | Promise
    model: type[R]
    readers: frozenset[Role]
    create: type[Act[R]]
    acts: Mapping[str, type[Act[Any]]]
    columns: Sequence[str]
    facts: Sequence[str]
    later: frozenset[str] = frozenset()
    search: Sequence[str] = ()
    filters: Sequence[str] = ()
    same: Sequence[str] = ()
    tables: Sequence[tuple[str, Sequence[str]]] = ()
    terms: Sequence[Term[R]] = ()
    parts: Callable[[R], list[TableView]] | None = None
    further: Sequence[tuple[str, str]] = ()
    people: frozenset[Role] = field(default_factory=frozenset)
    place: tuple[str, int] = ("", 0)
    letters: Mapping[str, LetterKind[R]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long what is personal in the records of a register is kept.

    Args:
        months: after the record, or what `whose` leads to, came to one of the states.
        states: those states.
        why: in words, for the annex of the impact assessment.
        whose: the field that leads to the record whose states count; empty for its own.
        idle_months: after how many months without an act it is asked whether the record is still needed.
    """

    months: int
    states: frozenset[str]
    why: str | Promise
    whose: str = ""
    idle_months: int = 24

    def declare(self, steps: type[Steps[Any]]) -> None:
        """Enter it among the retentions, with the acts by which the system erases and asks."""
        erase, ask = system_act(steps, Erase), system_act(steps, AskWhether)
        RETENTIONS.append(Retention(erase, self.months, self.states, self.why, self.whose, ask, self.idle_months))


def register_of[R: Record](
    steps: type[Steps[R]], *, counted: bool = False, keep: Keep | None = None, **rest: Any
) -> Register[R]:
    """Return the register of a model whose fields and steps are declared: what follows from these is not said again.

    Args:
        steps: of its records; the first that creates one makes them.
        counted: whether editions of counts are made of its records.
        keep: how long what is personal in them is kept.
        rest: the rest, as `Register` has it.
    """
    own = cast("type[Steps[Any]]", steps)
    if keep:
        keep.declare(own)
    fields = asked_fields(steps.record)
    follows: dict[str, Any] = {
        "model": steps.record,
        "place": declared_at(__file__),
        "readers": getattr(steps.record, "READERS", AT_CASES),
        "create": next(step.act for step in declared(steps).values() if step.creates),
        "acts": {**steps.acts(), **standard_acts(own, counted=counted)},
        "facts": tuple(name for name in fields if not isinstance(steps.record._meta.get_field(name), SEALED)),
        "later": frozenset(name for name, meaning in fields.items() if meaning.at or meaning.by_system),
    }
    return Register(**follows | rest)


REGISTERS: dict[str, Register[Any]] = {}
"""Every register by name; `pages.pages_of` enters it."""
