"""One address is kept from asking too often; others are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches

from grutto_web.ground.running.limits import address_of

if TYPE_CHECKING:
    from django.test import Client, RequestFactory


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = {"page": 2, "program": 1, "form": 1}
    caches["limits"].clear()


@pytest.mark.django_db
def test_too_many_pages_are_refused_for_a_minute(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("grutto_web.ground.running.limits.time.time", lambda: clock[0])
    assert [visitor.get("/en/offline/").status_code for _ in range(3)] == [200, 200, 429]
    assert visitor.get("/en/offline/").headers["Retry-After"] == "60"
    assert visitor.get("/en/offline/", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert visitor.get("/healthz").status_code == 200
    clock[0] += 60
    assert visitor.get("/en/offline/").status_code == 200


@pytest.mark.django_db
def test_programs_are_told_in_their_own_form(visitor: Client) -> None:
    first, second = visitor.get("/api/v1/openapi.json"), visitor.get("/api/v1/openapi.json")
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.headers["Content-Type"] == "application/problem+json"
    assert second.json()["title"] == "Too Many Requests"


def test_the_address_is_that_which_the_server_in_front_tells(rf: RequestFactory, settings: Any) -> None:
    """What the reader wrote into the header stands before it, and is not believed."""
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.7"}, REMOTE_ADDR="127.0.0.1")
    assert address_of(request) == "127.0.0.1"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="https://grutto.example.org")
    assert address_of(request) == "192.0.2.7"
