"""Rows that acts made once, put into the empty database of each test: acts take thirty times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from grutto_web.people.acts.record import open_door
from grutto_web.people.log.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

type Rows = dict[type[Model], list[Any]]


def _rows() -> Rows:
    models = (each for each in apps.get_models(include_auto_created=True) if not each._meta.proxy)
    return {model: found for model in models if (found := list(model._base_manager.all()))}


class MadeOnce[*Arguments, Result]:
    """What enters something by acts, and remembers the rows that came of them."""

    def __init__(self, make: Callable[[*Arguments], Result]) -> None:
        """Remember nothing yet."""
        self._make = make
        self._made: dict[tuple[*Arguments], tuple[Result, Rows]] = {}

    def __call__(self, *arguments: *Arguments) -> Result:
        """Enter it; where something was entered before, the acts find it and enter the rest."""
        if Entry.objects.exists():
            return self._make(*arguments)
        if arguments in self._made:
            result, rows = self._made[arguments]
            _put(rows)
            return result
        before = _rows()
        result = self._make(*arguments)
        rows = {model: [row for row in found if row not in before.get(model, ())] for model, found in _rows().items()}
        self._made[arguments] = result, {model: new for model, new in rows.items() if new}
        return result


def _put(rows: Rows) -> None:
    with open_door():
        for model, found in rows.items():
            model._base_manager.bulk_create(found)
    numbers = connection.ops.sequence_reset_sql(no_style(), list(rows))
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute(number)
