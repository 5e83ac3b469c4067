"""Days that forms ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import forms
from django.utils import timezone

from grutto_web.casework.days import day_field, not_to_come


def test_a_day_to_come_is_refused_and_today_is_not() -> None:
    today = timezone.localdate()
    assert not_to_come(today) == today
    assert not_to_come(None) is None
    with pytest.raises(forms.ValidationError, match="has not come"):
        not_to_come(today + timedelta(days=1))


def test_browsers_offer_a_calendar_for_it() -> None:
    assert 'type="date"' in day_field("Day").widget.render("day", None)
