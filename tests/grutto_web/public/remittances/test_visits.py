"""Visitors are counted once a day, without cookies; when the day is over nobody can tell who came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grutto_web.public.remittances import visits
from grutto_web.public.remittances.models import Salt, Visitor, Visits

pytestmark = pytest.mark.django_db
ADDRESS = "/en/remittances/"


def come(agent: str, address: str, **more: str) -> None:
    response = Client(headers={"user-agent": agent, **more}, REMOTE_ADDR=address).get(ADDRESS)
    assert not response.cookies


def test_a_visitor_counts_once_a_day_and_a_program_never() -> None:
    for _ in range(3):
        come("Mozilla/5.0 Firefox/140.0", "192.0.2.1")
    come("Mozilla/5.0 Firefox/140.0", "192.0.2.2")
    come("Mozilla/5.0 Chrome/140.0", "192.0.2.2")
    for agent in ("Googlebot/2.1", "curl/8.5", "python-requests/2", "", "Mozilla/5.0 (compatible; UptimeMonitor)"):
        come(agent, "192.0.2.9")
    come("Mozilla/5.0 Firefox/140.0", "192.0.2.7", **{"sec-purpose": "prefetch"})
    assert Visitor.objects.count() == 3
    kept = str(list(Visitor.objects.values()))
    assert "192.0.2" not in kept
    assert "Firefox" not in kept


def test_the_next_day_only_the_number_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    come("Mozilla/5.0 Firefox/140.0", "192.0.2.1")
    today, first = timezone.localdate(), Visitor.objects.get().mark
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
    come("Mozilla/5.0 Firefox/140.0", "192.0.2.1")
    assert list(Visits.objects.values_list("day", "number")) == [(today, 1)]
    assert Visitor.objects.get().mark != first, "another salt: the same visitor cannot be known again"
    assert list(Salt.objects.values_list("day", flat=True)) == [today + timedelta(days=1)]
    assert sum(number for number, _ in visits.visits_by_year().values()) == 2
