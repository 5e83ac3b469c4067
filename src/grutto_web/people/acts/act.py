"""An act: who may do what to which record, apart from whom, and what must hold after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import Organisation, User
    from grutto_web.people.acts.duty import Duty
    from grutto_web.people.log.chain import Plain
    from grutto_web.people.roles import Role

type Guard = Callable[[Any], str | Promise | None]
ACTS: dict[str, type[Act[Any]]] = {}


class Act[R: Record]:
    """One thing that people do to a record. A subclass says the rest.

    Class attributes:
        record: the model.
        title: what the button says.
        creates: whether the act makes the record.
        states: from which states it leads; none named means from any.
        after: the state it leads to; empty leaves the state.
        roles: who may; one of these roles is needed, in the organisation concerned if there is one.
        by_system: whether a task may do it, without a person.
        duty: the responsibility that it carries: who did one that is kept apart from it, here or on what the record
            belongs to or consists of, does not do it (`acts/duty.py`).
        apart_from: acts whose doer (on the records of `trail`) may not do this one; their subclasses are meant too.
        beside: whether it leaves the record as it is, so that nobody who is changing that is told of another version.
        form: what it asks.
        reason: whether it asks for a reason.
        guards: what must hold after it: each returns a reason when it does not.
        days: within how many days it should be done once it can be; none if it waits for nobody.
    """

    record: ClassVar[type[Record]]
    title: ClassVar[str | Promise]
    creates: ClassVar[bool] = False
    states: ClassVar[frozenset[str]] = frozenset()
    after: ClassVar[str] = ""
    roles: ClassVar[frozenset[Role]] = frozenset()
    by_system: ClassVar[bool] = False
    duty: ClassVar[Duty | None] = None
    apart_from: ClassVar[tuple[type[Act[Any]], ...]] = ()
    beside: ClassVar[bool] = False
    form: ClassVar[type[ActForm]] = ActForm
    reason: ClassVar[bool] = False
    guards: ClassVar[tuple[Guard, ...]] = ()
    days: ClassVar[int | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Enter the act in the list of all acts, under its name."""
        super().__init_subclass__(**options)
        if not hasattr(cls, "record"):  # a base of acts
            return
        if cls.name() in ACTS:
            raise TypeError(f"there are two acts named {cls.name()}")
        ACTS[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """Return its name in the log: the part of the site that the record is of, and the class: `people.Invite`."""
        return f"{cls.record._meta.app_label}.{cls.__name__}"

    @classmethod
    def record_kind(cls) -> str:
        """Return the kind of its records, as the log has it: `people.invitation`."""
        return cls.record._meta.label_lower

    def __init__(self) -> None:
        """Know of no change of a part of the record, for the log to tell with those of the record."""
        self.also: dict[str, tuple[Plain, Plain]] = {}

    def organisation(self, record: R | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the organisation in which the role must be held: of what a new record belongs to; none if in any."""
        concerned = record or data.get(self.record.BELONGS_TO)
        return concerned.organisation_concerned() if concerned else None

    def permits(self, actor: User | None, record: R | None, data: Mapping[str, Any]) -> bool:
        """Tell whether the actor has the role, in the organisation concerned if there is one."""
        if actor is None:
            return self.by_system
        concerned = self.organisation(record, data)
        return bool(self.roles & (actor.roles if concerned is None else actor.roles_in(concerned)))

    def trail(self, record: R) -> Iterable[Record]:
        """Return the records whose log `apart_from` looks at: for a payment, its case as well."""
        return (record,)

    def blank(self) -> R:
        """Return a new record, for an act that creates one."""
        return cast("R", self.record())

    def change(self, record: R, data: Mapping[str, Any], actor: User | None) -> None:
        """Change the fields of the record; it is written afterwards. Other records may be saved here."""

    def follow(self, record: R, data: Mapping[str, Any], actor: User | None) -> None:
        """Perform other acts that belong to it, once the record is written; all are kept together or none."""

    def waits_since(self, record: R) -> datetime:
        """Return since when it could be done, for an act with `days`; since the record has its state, by default."""
        return record.since

    def address(self, record: R) -> str:
        """Return the page on which it is done; that of the record unless the act says otherwise."""
        return str(record.get_absolute_url())

    def afterwards(self, record: R, actor: User | None) -> None:
        """Do what follows once everything is kept: start a task, send a letter."""
