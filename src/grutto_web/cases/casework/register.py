"""A register: records of one kind as people at work see them. Its list, pages, import and annex follow from this."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.functional import Promise

    from grutto_web.cases.casework.letters import LetterKind
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
        filters: fields with choices that narrow the list.
        same: fields that tell whether an imported row is there already.
        parts: further tables on the page of a record.
        further: registers with a record that belongs to one of this, and the field that says to which: its page leads
            to making one.
        people: roles that may read personal fields; nobody unless there are some.
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
    filters: Sequence[str] = ()
    same: Sequence[str] = ()
    parts: Callable[[R], list[TableView]] | None = None
    further: Sequence[tuple[str, str]] = ()
    people: frozenset[Role] = field(default_factory=frozenset)
    letters: Mapping[str, LetterKind[R]] = field(default_factory=dict)


REGISTERS: dict[str, Register[Any]] = {}
"""Every register by name; `pages.pages_of` enters it."""
