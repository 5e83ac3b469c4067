"""The page of a job: how far it is; it asks again by itself, with or without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from grutto_web.people.access import SIGNED_IN, open_to
from grutto_web.people.jobs.models import Job

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@open_to(SIGNED_IN)
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a job is; to HTMX only the part that changes."""
    record = get_object_or_404(Job.objects.seen_by(request.user), pk=pk)
    part = "#progress" if request.headers.get("HX-Request") else ""
    return render(request, f"jobs/job.html{part}", {"job": record})
