"""Duties: what one person never does about one thing, whatever the act is called."""

from __future__ import annotations

import pytest

from grutto_web.people.acts.duty import APART, Duty, barring


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Duty.REGISTER, Duty.DECIDE),
        (Duty.ASSESS, Duty.DECIDE),
        (Duty.DECIDE, Duty.PAY),
        (Duty.REVIEW, Duty.PAY),
        (Duty.PLAN, Duty.PAY),
        (Duty.SCORE, Duty.DECIDE),
        (Duty.DECIDE, Duty.REVIEW),
        (Duty.REGISTER, Duty.SCORE),
        (Duty.COUNT, Duty.RELEASE),
    ],
)
def test_who_did_the_first_does_not_do_the_second(first: Duty, then: Duty) -> None:
    assert first in barring(then)


@pytest.mark.parametrize("duty", [None, *Duty])
def test_after_a_conflict_nothing_is_done(duty: Duty | None) -> None:
    assert Duty.CONFLICT in barring(duty)


def test_nobody_is_kept_from_going_on_with_their_own_duty() -> None:
    assert not [duty for duty, others in APART.items() if duty in others]


def test_who_supervises_did_nothing_of_what_is_looked_at() -> None:
    assert barring(Duty.SUPERVISE) == frozenset(Duty) - {Duty.SUPERVISE}
