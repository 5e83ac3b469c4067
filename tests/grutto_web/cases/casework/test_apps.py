"""The frame enters what waits for people, and what refuses declarations."""

from __future__ import annotations

from django.core import checks

from grutto_web.cases.casework.checks import check_declarations
from grutto_web.cases.casework.deadlines import terms_waiting
from grutto_web.cases.casework.reminders import questions_of, reminders_of
from grutto_web.people.acts.waiting import OTHERS


def test_it_declares_itself() -> None:
    assert {reminders_of, questions_of, terms_waiting} <= set(OTHERS)
    known: set[object] = set(checks.registry.registry.registered_checks)
    assert check_declarations in known
