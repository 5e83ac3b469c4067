"""How often one address may ask, so that one reader does not keep the site from the others.

Each process counts by itself, in memory: a count in the database would cost more than most pages.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.template import loader

from grutto_web.ground.running.requests import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SECONDS = 60


def limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 429 to an address that asked more often this minute than `REQUESTS_A_MINUTE` has of its kind."""

    def answer(request: HttpRequest) -> HttpResponse:
        kind = kind_of(request)
        most = settings.REQUESTS_A_MINUTE.get(kind)
        if most is None or request.path.strip("/") in QUIET or _count(kind, address_of(request)) <= most:
            return get_response(request)
        refused = HttpResponse(loader.render_to_string("errors/429.html"), status=429)
        refused.headers["Retry-After"] = str(SECONDS)
        return refused

    return answer


def kind_of(request: HttpRequest) -> str:
    """Return what is asked: a `form` sent, a `program` reading, or a `page`."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        return "form"
    return "program" if request.path.startswith("/api/") else "page"


def address_of(request: HttpRequest) -> str:
    """Return who asks: as the web server in front tells it, in production; it is the last one in the header."""
    forwarded: str = request.headers.get("X-Forwarded-For", "") if settings.ENVIRONMENT.production else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _count(kind: str, address: str) -> int:
    cache, key = caches["limits"], f"{kind}/{quote(address)}/{int(time.time()) // SECONDS}"
    cache.add(key, 0, 2 * SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten meanwhile: too many others asked
        return 1
