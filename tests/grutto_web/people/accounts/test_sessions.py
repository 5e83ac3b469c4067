"""A session ends after a time without use, and half a day after signing in, whatever was done in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hours", "status"), [((0.0, 0.0), 200), ((2.1, 2.1), 302), ((12.1, 0.1), 302), ((11.0, 1.9), 200)]
)
def test_a_session_ends(hours: tuple[float, float], status: int, person: People, client_of: Any) -> None:
    client = client_of(person(Role.OFFICER))
    begun, seen = (int(time.time() - each * 3600) for each in hours)
    session = client.session
    session["begun"], session["seen"] = begun, seen
    session.save()
    assert client.get("/en/work/").status_code == status
    if status == 200:
        assert client.session["begun"] == begun
        assert client.session["seen"] >= seen
