"""The form of a declared step: a field for each that it asks, and what the record itself refuses, as sentences."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from grutto_web.cases.casework.entered import keep, offered, question
from grutto_web.cases.casework.personal import SEALED, PersonalText
from grutto_web.people.acts.form import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import BaseConstraint

    from grutto_web.people.acts.record import Record


class StepForm(ActForm):
    """What a step asks. The record is attempt, not kept, and asked whether it could be."""

    model: type[Record]
    asks: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Show what is known already, and offer the records that can be chosen."""
        options["initial"] = self._known(options.get("record")) | dict(options.get("initial") or {})
        super().__init__(*arguments, **options)
        self.typed: dict[str, Any] = {}
        self.add_own_fields()
        for name in self.asks:
            if isinstance(choice := self.fields[name], forms.ModelChoiceField):
                choice.queryset = offered(self.model, name, self.actor)

    def add_own_fields(self) -> None:
        """Add fields that only the record at hand has; none, unless a form says so."""

    def _known(self, record: Record | None) -> dict[str, Any]:
        if not isinstance(record, self.model):
            return {}
        plain = [name for name in self.asks if not isinstance(record._meta.get_field(name), SEALED)]
        return {name: value for name in plain if (value := getattr(record, name)) not in {None, ""}}

    def _post_clean(self) -> None:
        """Make the record as it would be, and let its own rules and constraints speak."""
        super()._post_clean()  # type: ignore[misc]
        self.typed = dict(self.cleaned_data)
        attempt = self._attempt()
        if attempt is None:
            return
        held = set(self.errors)
        try:
            attempt.full_clean(exclude=self._untouched(attempt), validate_constraints=False)
        except ValidationError as error:
            self._enter_errors(error.message_dict)
        for constraint in attempt._meta.constraints:
            self._obey(constraint, attempt, held | set(self.errors))

    def _attempt(self) -> Record | None:
        """Return the record as the step would leave it."""
        attempt = copy(self.record) if isinstance(self.record, self.model) else self.model()
        if not isinstance(self.record, self.model):
            attempt.begin(self.actor)
        attempt.state = self.act.after or attempt.state
        for name in self.asks:
            if name in self.cleaned_data and not isinstance(attempt._meta.get_field(name), PersonalText):
                keep(attempt, name, self.cleaned_data[name])
        if not self.errors:
            attempt.derive()
        return attempt

    def _untouched(self, attempt: Record) -> set[str]:
        """Return the fields that are not to be looked at: not asked, filled in wrongly, or left open."""
        open_ones = {name for name in self.asks if getattr(attempt, name, None) in {None, ""}}
        return {f.name for f in attempt._meta.fields if f.name not in self.asks} | set(self.errors) | open_ones

    def _obey(self, constraint: BaseConstraint, attempt: Record, wrong: set[str]) -> None:
        """Say what a constraint refuses, at the field that was asked for it; no field is called wrong twice."""
        named = fields_of(constraint)
        if named & wrong:
            return
        try:
            constraint.validate(type(attempt), attempt)
        except ValidationError as error:
            at = [name for name in self.asks if name in named]
            self.add_error(at[-1] if at else None, error.messages)

    def _enter_errors(self, errors: Mapping[str, Iterable[str]]) -> None:
        for name, texts in errors.items():
            at = name if name in self.fields else None
            for text in texts:
                self.add_error(None if name == NON_FIELD_ERRORS else at, text)


def fields_of(constraint: BaseConstraint) -> set[str]:
    """Return the fields that a constraint is about."""
    named = set(getattr(constraint, "fields", ()))
    condition = getattr(constraint, "condition", None)
    return named | (set(condition.referenced_base_fields) if condition is not None else set())


def form_of(
    model: type[Record], asks: tuple[str, ...], step: str, base: type[StepForm] = StepForm, **more: Any
) -> type[StepForm]:
    """Return the form that asks for fields of a model at a step."""
    fields = {name: question(model, name, step) for name in asks}
    return type(f"{model.__name__}Form", (base,), {"model": model, "asks": asks, **more, **fields})
