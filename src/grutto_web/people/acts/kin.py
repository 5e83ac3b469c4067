"""What a record belongs to, and what it consists of: who is kept apart on one of them is on all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps

from grutto_web.people.acts.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def kin(record: Record) -> dict[str, list[str]]:
    """Return the keys of a record, of what it belongs to, and of what belongs to it, by kind, as the log has them."""
    found: dict[str, list[str]] = {}
    for kind, key in (*_upwards(record), *_downwards(record)):
        found.setdefault(kind, []).append(key)
    return found


def belonging_to(model: type[Record]) -> list[tuple[type[Record], str]]:
    """Return the models whose records belong to those of one, at any depth, with the way from them to it."""
    found = []
    for part in _parts(model):
        found.append((part, part.BELONGS_TO))
        found += [(deeper, f"{way}__{part.BELONGS_TO}") for deeper, way in belonging_to(part)]
    return found


def _upwards(record: Record) -> Iterator[tuple[str, str]]:
    each: Record | None = record
    while each is not None:
        yield each._meta.label_lower, str(each.pk)
        each = getattr(each, each.BELONGS_TO) if each.BELONGS_TO else None


def _downwards(record: Record) -> Iterator[tuple[str, str]]:
    for model, way in belonging_to(type(record)):
        rows: Any = model
        for key in rows.objects.filter(**{way: record.pk}).values_list("pk", flat=True):
            yield model._meta.label_lower, str(key)


@cache
def _parts(model: type[Record]) -> tuple[type[Record], ...]:
    records = (each for each in apps.get_models() if issubclass(each, Record) and each.BELONGS_TO)
    return tuple(each for each in records if each._meta.get_field(each.BELONGS_TO).related_model is model)
