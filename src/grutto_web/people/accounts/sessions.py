"""Sessions of a person: where they are signed in, and for how long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from grutto_web.people.accounts.models import User

MINUTE = 60
BEGUN, SEEN = "begun", "seen"


def end_sessions(user: User) -> None:
    """Sign somebody out wherever they are signed in."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def lifetimes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out whoever did nothing for `SESSION_IDLE_SECONDS`, or signed in more than `SESSION_COOKIE_AGE` ago."""

    def answer(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            _keep_or_end(request, int(time.time()))
        return get_response(request)

    return answer


def _keep_or_end(request: HttpRequest, now: int) -> None:
    session = request.session
    begun, seen = session.setdefault(BEGUN, now), session.setdefault(SEEN, now)
    if now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
    elif now - seen >= MINUTE:
        session[SEEN] = now
