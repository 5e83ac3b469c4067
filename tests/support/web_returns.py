"""The people of the tests of returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grutto_web.people.models import User

IMPLEMENTER = "XM-DAC-47066"


@dataclass
class Team:
    """Three people of one implementer."""

    caseworker: User
    decider: User
    payer: User
