"""Fields of a record as a page shows them: label and value in the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext

from grutto import locale
from grutto_web.ground.components import ColumnView, LinkText, TableView
from grutto_web.ground.countries import CountryCode, name_of
from grutto_web.ground.templatetags.grutto import day, number
from grutto_web.ground.wording import language
from grutto_web.people.acts.record import VOID, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grutto_web.ground.components import Cell

OF_COUNTRIES = frozenset({"country", "residence"})
RATES = frozenset({"units_per_eur"})
"""In units of another currency, to the last digit by which an amount was computed."""


def label(model: type[Record], name: str) -> str:
    """Return what a field is called."""
    if name == "state":
        return gettext("State")
    if name == "itself":
        words = str(model._meta.verbose_name)
        return words[:1].upper() + words[1:]
    field = model._meta.get_field(name)
    words = str(getattr(field, "verbose_name", name))
    return words[:1].upper() + words[1:]


def value_text(record: Record, name: str) -> str:
    """Return the value of a field in words; what is not known says so."""
    if name == "state":
        return state_of(record)
    if name == "itself":
        return str(record)
    value = getattr(record, name)
    match value:
        case None:
            text = gettext("unknown")
        case bool():
            text = gettext("yes") if value else gettext("no")
        case date():
            text = day(value)
        case Decimal() if name.endswith("_eur") and name not in RATES:
            text = euros(value)
        case Decimal() | int():
            text = number(value, 6 if name in RATES else 2)
        case models.Model():
            text = str(value)
        case str() if name in OF_COUNTRIES or isinstance(type(record)._meta.get_field(name), CountryCode):
            text = name_of(value)
        case _:
            in_words = getattr(record, f"get_{name}_display", None)
            text = str(in_words() if in_words else value)
    return text or "–"


def fact(record: Record, name: str) -> tuple[str, str, str]:
    """Return what a field is called, its value in words, and the page of the record that it names, if it does."""
    value = None if name in {"state", "itself"} else getattr(record, name)
    address = value.get_absolute_url() if isinstance(value, Record) else ""
    return label(type(record), name), value_text(record, name), address


def table_of(title: str, records: Iterable[Record], names: Sequence[str]) -> list[TableView]:
    """Return a table of records, the first cell of each leading to its page; nothing if there are none."""
    rows = list(records)
    if not rows:
        return []
    model = type(rows[0])
    columns = [ColumnView(label(model, name), amount=_is_number(model, name)) for name in names]
    cells: list[list[Cell]] = [[_linked(r, names[0]), *(value_text(r, name) for name in names[1:])] for r in rows]
    return [TableView(title, columns, cells)]


def _linked(record: Record, name: str) -> Cell:
    text = value_text(record, name)
    return text if record.BELONGS_TO and not record.STATES else LinkText(text, record.get_absolute_url())


def _is_number(model: type[Record], name: str) -> bool:
    field = None if name in {"state", "itself"} else model._meta.get_field(name)
    return isinstance(field, models.DecimalField | models.IntegerField) and not field.choices


def euros(value: Decimal | None) -> str:
    """Return an amount to the cent, for what is paid must be seen as it is; whole euros without cents."""
    if value is None:
        return gettext("unknown")
    return locale.money(value, "EUR", language(), exact=value != value.to_integral_value())


def state_of(record: Record) -> str:
    """Return how far a record is, in words: a model with states says them in `STATES`."""
    if record.state == VOID:
        return gettext("void")
    states = record.STATES
    return str(states(record.state).label) if states and record.state else record.state
