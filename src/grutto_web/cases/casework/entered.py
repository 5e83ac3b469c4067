"""What a field of a record means to people, said once beside the column: form, sheet, page, search and annex follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import MultipleObjectsReturned
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.days import day_field, day_that_has_been
from grutto_web.cases.casework.personal import KeyedHash, PersonalRecord, PersonalText
from grutto_web.ground.countries import CountryCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record
    from grutto_web.people.roles import Role

LONGEST = 8000
"""Characters of a text of more than a line."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field means to people.

    Args:
        help: a sentence beside it in forms and sheets.
        at: the steps that ask it; none named means every step that asks all there is at first.
        optional: whether it may be left empty, or at which steps: unknown, never zero.
        been: whether it is a day that has been.
        least: the smallest number.
        most: the largest.
        unit: what a number counts, in words.
        by: the field by which a sheet names the record that this leads to.
        among: narrows the records that can be chosen; those that somebody does not see are never offered.
        settled: whether only its own steps change it: no correction does.
        shown_to: who sees it; everybody who sees the record if no role is named.
        without: codes of choices that nobody chooses, for steps alone fill them in.
        by_system: whether nobody is asked: a step fills it in.
    """

    help: str | Promise = ""
    at: tuple[str, ...] = ()
    optional: bool | tuple[str, ...] = False
    been: bool = False
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    unit: str | Promise = ""
    by: str = ""
    among: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] | None = None
    settled: bool = False
    shown_to: frozenset[Role] = frozenset()
    by_system: bool = False
    without: tuple[str, ...] = ()

    def may_be_empty(self, step: str) -> bool:
        """Tell whether it may be left empty at a step."""
        return self.optional if isinstance(self.optional, bool) else step in self.optional


def entered[F: models.Field[Any, Any]](field: F, *, at: str | tuple[str, ...] = (), **meaning: Any) -> F:
    """Return the field, with what it means to people; the arguments are those of `Meaning`."""
    field.meaning = Meaning(at=(at,) if isinstance(at, str) else at, **meaning)  # type: ignore[attr-defined]
    return field


def filled[F: models.Field[Any, Any]](field: F, **meaning: Any) -> F:
    """Return a field that a step fills in by itself: shown once it is known, never asked."""
    return entered(field, by_system=True, **meaning)


def meaning_of(field: object) -> Meaning | None:
    """Return what a field means to people, none if nobody said."""
    return getattr(field, "meaning", None)


def asked_fields(model: type[Record]) -> dict[str, Meaning]:
    """Return the fields of a model that say what they mean, in their order."""
    return {field.name: meaning for field in model._meta.concrete_fields if (meaning := meaning_of(field))}


def _with_unit(words: str | Promise, unit: str | Promise) -> str:
    return gettext("%(what)s, in %(unit)s") % {"what": capfirst(str(words)), "unit": unit}


with_unit = lazy(_with_unit, str)


def question(model: type[Record], name: str, step: str = "") -> forms.Field:
    """Return the field of a form that asks for a field of a record, at a step."""
    field: Any = model._meta.get_field(name)
    meaning = meaning_of(field) or Meaning()
    label: Any = with_unit(field.verbose_name, meaning.unit) if meaning.unit else capfirst(field.verbose_name)
    options: dict[str, Any] = {"label": label, "help_text": meaning.help, "required": not meaning.may_be_empty(step)}
    field_asked = _of_kind(field, meaning, options)
    field_asked.validators += [MinValueValidator(meaning.least)] if meaning.least is not None else []
    field_asked.validators += [MaxValueValidator(meaning.most)] if meaning.most is not None else []
    return field_asked


class RecordChoice(forms.ModelChoiceField[Any]):
    """One of the records that somebody sees."""

    def to_python(self, value: Any) -> Any:
        """Return it; who works in two organisations may see two of one code."""
        try:
            return super().to_python(value)
        except MultipleObjectsReturned:
            text = gettext("Two of your organisations have one with the code %(code)s: which is meant cannot be told.")
            raise forms.ValidationError(text % {"code": value}) from None

    def label_from_instance(self, obj: Record) -> str:
        """Return what tells it apart from others."""
        return obj.choice_text()


@singledispatch
def _of_kind(field: Any, meaning: Meaning, options: dict[str, Any]) -> forms.Field:
    if field.choices and not field.has_default():
        offered = [(code, words) for code, words in field.choices if code not in meaning.without]
        return forms.TypedChoiceField(choices=[("", "–"), *offered], coerce=field.to_python, **options)
    field_asked: forms.Field = field.formfield(**options)
    return field_asked


@_of_kind.register
def _day(_field: models.DateField, meaning: Meaning, options: dict[str, Any]) -> forms.Field:  # type: ignore[type-arg]
    return day_that_has_been(**options) if meaning.been else day_field(**options)


@_of_kind.register
def _record(field: models.ForeignKey, meaning: Meaning, options: dict[str, Any]) -> forms.Field:  # type: ignore[type-arg]
    nobody = field.related_model._default_manager.none()
    return RecordChoice(nobody, to_field_name=meaning.by or None, **options)


@_of_kind.register
def _tick(_field: models.BooleanField, _meaning: Meaning, options: dict[str, Any]) -> forms.Field:  # type: ignore[type-arg]
    return forms.BooleanField(**options | {"required": False})


@_of_kind.register
def _text(_field: models.TextField, _meaning: Meaning, options: dict[str, Any]) -> forms.Field:  # type: ignore[type-arg]
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}), **options)


@_of_kind.register
def _address(field: models.URLField, _meaning: Meaning, options: dict[str, Any]) -> forms.Field:  # type: ignore[type-arg]
    return forms.URLField(max_length=field.max_length, assume_scheme="https", **options)


@_of_kind.register
def _own(field: PersonalText | KeyedHash | CountryCode, _meaning: Meaning, options: dict[str, Any]) -> forms.Field:
    return field.question(options)


def keep(record: Record, name: str, value: Any) -> None:
    """Set a field to what was filled in: a personal one is sealed, a number by which somebody is known is hashed."""
    field = record._meta.get_field(name)
    match field:
        case PersonalText() if isinstance(record, PersonalRecord):
            record.put(**{name: field.plain(value)})
        case KeyedHash():
            setattr(record, name, keys.pseudonym(field.purpose, value) if value else "")
        case _:
            setattr(record, name, value)


def offered(model: type[Record], name: str, actor: User | None) -> models.QuerySet[Any]:
    """Return the records that somebody can choose for a field that leads to one."""
    field: Any = model._meta.get_field(name)
    meaning, found = meaning_of(field) or Meaning(), field.related_model._default_manager
    seen = found.seen_by(actor) if actor else found.all()
    return meaning.among(seen) if meaning.among else seen
