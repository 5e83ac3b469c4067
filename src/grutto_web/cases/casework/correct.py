"""Correcting what was entered: any field that is known, by who may enter it, with the reason; the log keeps both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.entered import asked_fields, keep, question
from grutto_web.cases.casework.personal import SEALED, PersonalRecord
from grutto_web.cases.casework.standard import DECIDING, StandardAct
from grutto_web.cases.casework.step_form import StepForm
from grutto_web.cases.casework.steps import asked_at, declared
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grutto_web.cases.casework.steps import Step, Steps
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.act import Guard
    from grutto_web.people.acts.record import Record
    from grutto_web.people.roles import Role


class CorrectForm(StepForm):
    """Every field that can be corrected now by who asks; one that is sealed is left empty to stay as it is."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask for what is known, and may be corrected."""
        act, record, actor = options["act"], options["record"], options["actor"]
        self.model = type(record) if record is not None else act.record
        self.asks = tuple(act.correctable(record, actor)) if record is not None else ()
        super().__init__(*arguments, **options)

    def add_own_fields(self) -> None:
        """Add the fields that this record has to correct."""
        for name in self.asks:
            self.fields[name] = question(self.model, name)
            if isinstance(self.model._meta.get_field(name), SEALED):
                self.fields[name].required = False


class Correct(StandardAct):
    """Correct what was entered wrongly; what somebody decided is changed by deciding anew."""

    step_name, title, form, reason, beside = "correct", _("Correct"), CorrectForm, True, False
    steps: ClassVar[type[Steps[Any]]]

    def permits(self, actor: User | None, record: Any, data: Mapping[str, Any]) -> bool:
        """Offer it to who could have entered something that is known."""
        return super().permits(actor, record, data) and (record is None or any(self.correctable(record, actor)))

    def correctable(self, record: Record, actor: User | None) -> Iterator[str]:
        """Yield the fields that somebody may correct now."""
        entered = fields_by_role(self.steps)
        place = self.organisation(record, {})
        held = frozenset() if actor is None else actor.roles if place is None else actor.roles_in(place)
        for name, meaning in asked_fields(type(record)).items():
            if not meaning.settled and entered.get(name, frozenset()) & held and _is_known(record, name):
                yield name

    def change(self, record: Record, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep what is other than it was; what the steps that ask it guard must hold still."""
        changed = [name for name in asked_fields(type(record)) if name in data and self._differs(record, name, data)]
        for name in changed:
            keep(record, name, data[name])
        record.derive()
        if not changed:
            raise GuardError([gettext("Everything is as it was.")])
        if reasons := [reason for guard in guards_of(self.steps, changed) if (reason := guard(record))]:
            raise GuardError(reasons)

    def _differs(self, record: Record, name: str, data: Mapping[str, Any]) -> bool:
        if isinstance(record._meta.get_field(name), SEALED):
            return bool(data[name])
        return bool(getattr(record, name) != data[name])


def _is_known(record: Record, name: str) -> bool:
    if isinstance(record._meta.get_field(name), SEALED):
        return isinstance(record, PersonalRecord) and not record.erased
    return getattr(record, name) not in {None, ""}


def fields_by_role(steps: type[Steps[Any]]) -> dict[str, frozenset[Role]]:
    """Return each field that is entered, not decided, with the roles that enter it."""
    found: dict[str, frozenset[Role]] = {}
    for name, step in own_steps(steps).items():
        for field in asked_at(steps.record, name, step):
            found[field] = found.get(field, frozenset()) | (step.roles or steps.roles)
    decided = {f for n, s in own_steps(steps).items() if s.duty in DECIDING for f in asked_at(steps.record, n, s)}
    return {field: roles for field, roles in found.items() if field not in decided}


def own_steps(steps: type[Steps[Any]]) -> dict[str, Step]:
    """Return the steps that ask fields of the record itself, not of a part."""
    return {name: step for name, step in declared(steps).items() if step.part is None}


def guards_of(steps: type[Steps[Any]], fields: list[str]) -> list[Guard]:
    """Return what the steps that ask some fields guard."""
    asking = [s for n, s in own_steps(steps).items() if set(asked_at(steps.record, n, s)) & set(fields)]
    return list(dict.fromkeys(guard for step in asking for guard in step.guards))
