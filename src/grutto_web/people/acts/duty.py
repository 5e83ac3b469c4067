"""Duties, and which of them one person never does about one thing: the whole product's table, read by `perform`."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Duty(StrEnum):
    """A responsibility that an act carries; acts of one duty are kept apart from others together, however many."""

    REGISTER = auto()
    """Enter what is decided or counted later."""
    ASSESS = auto()
    """Prepare a decision: say what is known, propose amounts."""
    APPROVE = auto()
    """Agree to what somebody else proposed, before it is decided on."""
    DECIDE = auto()
    """Decide."""
    REVIEW = auto()
    """Decide on an objection to a decision."""
    PLAN = auto()
    """Prepare a payment."""
    PAY = auto()
    """Release a payment."""
    SCORE = auto()
    """Give a score to one of several that are ranked."""
    SUPERVISE = auto()
    """Look at how somebody did another duty."""
    COUNT = auto()
    """Make counts that are to leave."""
    RELEASE = auto()
    """Let counts leave."""
    CONFLICT = auto()
    """Declare an interest of one's own: nothing is done after it."""


_ENTERED = frozenset({Duty.REGISTER, Duty.ASSESS})
_DECIDED = frozenset({Duty.DECIDE, Duty.REVIEW})
APART: Mapping[Duty, frozenset[Duty]] = {
    Duty.ASSESS: _DECIDED | {Duty.PAY},
    Duty.APPROVE: _DECIDED | {Duty.ASSESS},
    Duty.DECIDE: _ENTERED | {Duty.PAY, Duty.SCORE},
    Duty.REVIEW: _ENTERED | {Duty.DECIDE, Duty.PAY, Duty.SCORE},
    Duty.PAY: _ENTERED | _DECIDED | {Duty.APPROVE, Duty.PLAN},
    Duty.SCORE: _DECIDED | {Duty.REGISTER},
    Duty.SUPERVISE: frozenset(Duty) - {Duty.SUPERVISE},
    Duty.RELEASE: frozenset({Duty.COUNT}),
}
"""Duty to those whose doer, on the record or anything that it belongs to or consists of, does not do it."""


def barring(duty: Duty | None) -> frozenset[Duty]:
    """Return the duties whose doer may not do one; who declared a conflict does nothing more."""
    return (APART.get(duty, frozenset()) if duty else frozenset()) | {Duty.CONFLICT}
