"""Days that forms ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
"""Days that can be meant; others are a slip, such as the year 0201."""
_SLIP = _("Is the year right?")
FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
"""How a day can be written in a sheet, in every language: 03/04 is March to some and April to others."""


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format=FORMATS[0]),
        help_text=help_text,
        input_formats=FORMATS,
        error_messages={"invalid": _("There is no such day. Write it as 2017-06-15 or 15-06-2017.")},
        validators=[
            MinValueValidator(FIRST, _SLIP),
            MaxValueValidator(LAST, _SLIP),
        ],
    )


def day_that_has_been(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day that is not to come."""
    field = day_field(label, required=required, help_text=help_text)
    field.validators.append(_has_been)
    return field


def _has_been(day: date) -> None:
    not_to_come(day)


def not_to_come(day: date | None) -> date | None:
    """Refuse a day to come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(gettext("This day has not come yet."))
    return day
