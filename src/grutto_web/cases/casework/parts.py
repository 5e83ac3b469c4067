"""Parts: rows that belong to a record, and change through its steps only; the log tells them with the record."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.text import capfirst

from grutto_web.cases.casework.entered import keep
from grutto_web.cases.casework.step_form import StepForm, form_of
from grutto_web.people.acts.perform import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from grutto_web.cases.casework.steps import Step
    from grutto_web.people.acts.record import Record
    from grutto_web.people.log.chain import Plain

type Among = Callable[[QuerySet[Any]], QuerySet[Any]]
"""Narrows the parts of a record to those that a step can be about."""


class PartForm(StepForm):
    """What a step asks about a part of the record: a new one, or one that is chosen."""

    among: ClassVar[Among | None] = None
    key: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the parts that can be chosen, where one is."""
        super().__init__(*arguments, **options)
        if type(self).among is not None:
            self.fields[choice_of(self.model)].queryset = self._offered()  # type: ignore[attr-defined]

    def _offered(self) -> QuerySet[Any]:
        narrow: Any = type(self).among
        found: QuerySet[Any] = narrow(_objects(self.model).filter(**{self.model.BELONGS_TO: self.record}))
        return found

    def _attempt(self) -> Record | None:
        chosen = self.cleaned_data.get(choice_of(self.model)) if type(self).among is not None else None
        if self.record is None or (type(self).among is not None and chosen is None):
            return None
        part = copy(chosen) if chosen else found_part(self.record, type(self), self.cleaned_data)
        for name in self.asks:
            if name in self.cleaned_data:
                keep(part, name, self.cleaned_data[name])
        return part


def _objects(model: type[Record]) -> Any:
    return model.objects  # type: ignore[attr-defined]  # every record has one


def choice_of(model: type[Record]) -> str:
    """Return the name of the field by which a part is chosen."""
    return str(model._meta.model_name)


def part_form(model: type[Record], asks: tuple[str, ...], name: str, step: Step) -> type[StepForm]:
    """Return the form about a part of a record."""
    if step.among is None:
        return form_of(model, asks, name, PartForm, key=step.key)
    words = capfirst(model._meta.verbose_name or "")
    chosen = forms.ModelChoiceField(_objects(model).none(), label=words)
    return form_of(model, asks, name, PartForm, among=staticmethod(step.among), **{choice_of(model): chosen})


def found_part(record: Record, form: type[StepForm], data: Mapping[str, Any]) -> Record:
    """Return the part of a record that has the same key, or a new one."""
    own = {form.model.BELONGS_TO: record}
    names: tuple[str, ...] = getattr(form, "key", ())
    key = {name: data.get(name) for name in names}
    known: Record | None = _objects(form.model).filter(**own, **key).first() if key else None
    return known or form.model(**own)


def kept_part(
    record: Record, form: type[StepForm], data: Mapping[str, Any]
) -> tuple[Record, dict[str, tuple[Plain, Plain]]]:
    """Save the part that was made or chosen; return it with what changed, as the log names it: `use/3/policy`."""
    model = form.model
    chosen = data.get(choice_of(model)) if getattr(form, "among", None) else None
    part: Record = chosen or found_part(record, form, data)
    before = values_of(part) if part.pk else {}
    part.version += 1 if part.pk else 0
    for name in form.asks:
        keep(part, name, data[name])
    part.save()
    now = {name: value for name, value in values_of(part).items() if name not in {part.BELONGS_TO, "id"}}
    start = f"{choice_of(model)}/{part.pk}"
    return part, {f"{start}/{n}": (before.get(n), value) for n, value in now.items() if value != before.get(n)}
