"""Who asks from this machine whether the site is well, by number instead of name; and methods that no page needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseNotAllowed

from grutto_web.ground.running.requests import QUIET
from grutto_web.ground.settings.environment import LOCAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PORT = re.compile(r":[0-9]+$")
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def local(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer health, readiness and metrics under the names of this machine too, nothing else; refuse other methods."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        name = PORT.sub("", request.META.get("HTTP_HOST", ""))
        if request.path.strip("/") in QUIET and name in LOCAL_NAMES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return get_response(request)

    return answer
