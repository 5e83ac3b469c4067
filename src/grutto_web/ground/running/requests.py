"""Each request, counted and written to the log as one line."""

from __future__ import annotations

import os
import secrets
import time
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Histogram

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("grutto_web.request")
SECONDS = Histogram("grutto_request_seconds", "Time to answer a request", ("page", "status"))
QUIET = {"healthz", "readyz", "metrics"}


def requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count and write down each request: page, status and time; no address of the reader, no query, no name.

    `ms` is how long it took, `cpu` how much of that was work of its own: the rest it waited, for the database or for
    other requests of the same `process`.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        begun, worked, number = time.perf_counter(), time.thread_time(), secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request=number):
            response = get_response(request)
            took = time.perf_counter() - begun
            page = request.resolver_match.view_name if request.resolver_match else "none"
            SECONDS.labels(page, response.status_code).observe(took)
            if page not in QUIET:
                line = {"method": request.method, "path": request.path, "page": page, "status": response.status_code}
                cpu = round((time.thread_time() - worked) * 1000, 1)
                log.info("request", **line, ms=round(took * 1000, 1), cpu=cpu, process=os.getpid())
        response.headers["X-Request-Id"] = number
        return response

    return answer
