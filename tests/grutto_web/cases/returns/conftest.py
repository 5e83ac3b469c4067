"""People at cases, and a clock that tests set."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from web_returns import Team, team_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_people import People


@pytest.fixture
def team(person: People) -> Team:
    """Caseworker, decider and payer."""
    return team_of(person)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the day of today."""

    def set_day(text: str) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_: date.fromisoformat(text))

    return set_day
