"""People at placements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_returns import Team, team_of

if TYPE_CHECKING:
    from web_people import People


@pytest.fixture
def team(person: People) -> Team:
    """Caseworker, decider and payer."""
    return team_of(person)
