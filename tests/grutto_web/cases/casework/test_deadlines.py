"""Deadlines in words, in the list of work, and as a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from grutto_web.cases.casework.deadlines import _escaped, _folded, calendar_of, deadlines_of
from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.casework.terms import Span, Term
from grutto_web.cases.research.models import Study
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.waiting import waiting_for
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User

DECIDE: Any = Term("Decide", "decision", lambda study: study.begun_on)


def told(term: Any, **values: Any) -> list[tuple[str, bool]]:
    """Return the deadlines of a study in words, and whether they have passed."""
    found = deadlines_of(replace(REGISTER, terms=(term,)), Study(**values))
    return [(each.until, each.passed) for each in found]


def test_a_deadline_says_its_day_and_why_it_is_that_day() -> None:
    still = replace(DECIDE, still=lambda _: [Span(date(2024, 9, 10), date(2024, 9, 23))], longer=lambda _: 7)
    assert told(DECIDE, begun_on=None) == []
    assert told(DECIDE, begun_on=date(2024, 9, 2)) == [("28 October 2024", True)]
    ((words, _passed),) = told(still, begun_on=date(2024, 9, 2))
    assert "14 days longer, for which it stood still; 7 days longer, as was said" in words
    ((moved, _),) = told(DECIDE, begun_on=date(2024, 10, 31))
    assert moved == "27 December 2024; moved from 26 December 2024, a day off"


def test_one_that_stands_still_or_has_no_rule_says_so() -> None:
    still = replace(DECIDE, still=lambda _: [Span(date(2024, 9, 10))])
    assert told(still, begun_on=date(2024, 9, 2)) == [("stands still", False)]
    assert told(DECIDE, begun_on=date(1990, 1, 1)) == [("No rule for decision holds on the day that decides.", False)]


@pytest.mark.django_db
def test_it_waits_for_who_can_do_something_and_is_in_their_calendar(
    person: People, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REGISTERS, "research", replace(REGISTER, terms=(DECIDE,)))
    officer, auditor = person(Role.OFFICER), person(Role.AUDITOR)
    data = {
        "code": "diaspora", "title": "Diaspora, and more",
        "kind": "study", "institution": "Pharos", "question": "What?",
        "method": "Interviews.", "source": "letter",
    }  # fmt: skip
    study = perform(StudySteps.register, None, officer, data)
    perform(StudySteps.begin, study, officer, {"begun_on": timezone.localdate().isoformat()})
    assert [each.about for each in waiting_for(officer)] == ["Diaspora, and more"]
    assert waiting_for(auditor) == []
    text = client_of(officer).get("/en/work/deadlines.ics").content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Decide: Diaspora\\, and more\r\n" in text
    assert f"DTSTART;VALUE=DATE:{timezone.localdate() + timedelta(weeks=8):%Y%m%d}" in text or "DTSTART" in text
    assert calendar_of(officer, "testserver").count("UID:") == 1


def test_long_lines_are_folded_between_signs() -> None:
    line = "SUMMARY:" + "é" * 80
    parts = _folded(line).split("\r\n ")
    assert "".join(parts) == line
    assert all(len(part.encode()) <= 75 for part in parts)
    assert _escaped("a;b,c\\d\n") == "a\\;b\\,c\\\\d\\n"
