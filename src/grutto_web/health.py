"""Health, readiness and metrics: what machines that watch over the site ask; these pages have no language."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from grutto_web.people.access import ANYONE, open_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


@open_to(ANYONE)
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked, so that a slow database restarts nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@open_to(ANYONE)
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether requests can be answered: the database is there and up to date, the data folder can be written."""
    found = {"database": _database(), "folder": os.access(settings.ENVIRONMENT.folder, os.W_OK)}
    states = {name: "ok" if well else "failing" for name, well in found.items()}
    return JsonResponse(states, status=200 if all(found.values()) else 503)


def _database() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return False


@open_to(ANYONE)
def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus what was counted; others than this machine need the token of `GRUTTO_METRICS_TOKEN`."""
    if not _may_read(request):
        raise Http404
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    tasks = CollectorRegistry()
    tasks.register(Tasks())
    return HttpResponse(generate_latest(registry) + generate_latest(tasks), content_type=CONTENT_TYPE_LATEST)


class Tasks(Collector):
    """The tasks that the database knows, by how far they are: many that wait mean that no worker runs."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield their numbers."""
        found = GaugeMetricFamily("grutto_tasks", "Tasks by status", labels=["status"])
        counts = dict(DBTaskResult.objects.values_list("status").annotate(number=Count("pk")))
        for status in TaskResultStatus.values:
            found.add_metric([status], counts.get(status, 0))
        yield found


def _may_read(request: HttpRequest) -> bool:
    token = settings.ENVIRONMENT.metrics_token
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return secrets.compare_digest(bearer, token) if token else not settings.ENVIRONMENT.production
