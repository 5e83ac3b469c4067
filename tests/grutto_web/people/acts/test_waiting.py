"""What waits for whom: by role, by state, apart from whoever did an earlier step, the first deadline on top."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from trial.acts import Approve, Propose
from trial.models import Proposal
from web_people import PARTNER

from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.record import open_door
from grutto_web.people.acts.waiting import waiting_for
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_people import People

    from grutto_web.people.accounts.models import Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(person: People, organisation: Callable[[str], Organisation]) -> User:
    """A partner with two proposals, the second of which waits for ten days."""
    partner, place = person(Role.PARTNER, PARTNER), organisation(PARTNER).pk
    for title in ("New", "Old"):
        perform(Propose, None, partner, {"organisation": place, "title": title, "amount": "1"})
    with open_door():
        Proposal.objects.filter(title="Old").update(since=timezone.now() - timedelta(days=10))
    return partner


def test_the_first_deadline_is_on_top(two: User, person: People) -> None:
    found = waiting_for(person(Role.OFFICER))
    assert [(w.title, w.about, w.late) for w in found] == [("Approve", "Old", True), ("Approve", "New", False)]
    assert found[1].due.date() == (timezone.now() + timedelta(days=5)).date()
    assert waiting_for(two) == []


def test_what_is_done_no_longer_waits(two: User, person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    assert "2 things wait for you" in client_of(officer).get("/en/work/").text
    perform(Approve, Proposal.objects.get(title="Old"), officer, {"reason": "yes"})
    assert [w.about for w in waiting_for(officer)] == ["New"]
    assert "1 ding wacht op u" in client_of(officer).get("/nl/work/").text
