"""Days that forms ask for."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - used by types of fields
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def not_to_come(day: date | None) -> date | None:
    """Refuse a day to come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(gettext("This day has not come yet."))
    return day
