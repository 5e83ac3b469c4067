"""Days that forms ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import override

from grutto_web.cases.casework.days import day_field, not_to_come


def test_a_day_to_come_is_refused_and_today_is_not() -> None:
    today = timezone.localdate()
    assert not_to_come(today) == today
    assert not_to_come(None) is None
    with pytest.raises(forms.ValidationError, match="has not come"):
        not_to_come(today + timedelta(days=1))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_day_is_read_the_same_way_in_each_language_or_not_at_all(language: str) -> None:
    with override(language):
        assert day_field("Day").clean("2017-04-03") == day_field("Day").clean("03-04-2017") == date(2017, 4, 3)
        for wrong in ("03/04/2017", "0201-04-03", "2201-04-03", "2017-02-30"):
            with pytest.raises(forms.ValidationError):
                day_field("Day").clean(wrong)


def test_browsers_offer_a_calendar_for_it() -> None:
    assert 'type="date"' in day_field("Day").widget.render("day", None)
