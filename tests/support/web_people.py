"""The people of the web's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from grutto_web.people.accounts.models import User
    from grutto_web.people.roles import Role

MINISTRY, PARTNER = "XM-DAC-7", "XM-DAC-41121"


class People(Protocol):
    """Makes a person with a role."""

    def __call__(self, role: Role, organisation: str = MINISTRY, name: str = "") -> User:
        """Return them."""
