"""The pages that belong to no part: the desk of whoever signed in, and what is shown without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

from grutto_web.people.access import ANYONE, SIGNED_IN, open_to, signed_in
from grutto_web.people.acts.waiting import waiting_for
from grutto_web.people.roles import Role
from grutto_web.work.editions.models import PUBLIC, Publication
from grutto_web.work.judgements.missing import missing_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from grutto_web.people.accounts.models import User


@open_to(SIGNED_IN)
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who signed in."""
    user = signed_in(request)
    waiting = sorted([*waiting_for(user), *missing_for(user)], key=lambda each: (each.due, each.about))
    return render(request, "work.html", {"waiting": waiting, "begin": _begins(user)})


def _begins(user: User) -> bool:
    """Tell whether somebody may still look at the first steps: nothing was published yet."""
    return (
        bool(user.roles & {Role.OFFICER, Role.ADMINISTRATOR})
        and not Publication.objects.filter(state__in=PUBLIC).exists()
    )


@open_to(ANYONE)
def offline(request: HttpRequest) -> HttpResponse:
    """Show that there is no connection; kept by the service worker."""
    return render(request, "errors/offline.html")


@open_to(ANYONE)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the offline page; it must stand at the root to serve every page."""
    codes = [code for code, _ in settings.SITE_LANGUAGES]
    return render(request, "service-worker.js", {"codes": codes}, content_type="text/javascript")
