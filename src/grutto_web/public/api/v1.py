"""The interface at `/api/v1/`, and its description."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.urls import path, reverse

from grutto_web.people.access import ANYONE, open_to
from grutto_web.public.api import activities, editions, figures, observations, releases
from grutto_web.public.api.frame import Api
from grutto_web.public.remittances import api as remittances

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PREFIX = "api/v1/"

api = Api(
    title="Grutto",
    version="1",
    description="""What the public site shows, read only. Amounts are text, so that no digit is lost; what is unknown is
    null, never nought. Name the release, and an answer stays the same for ever.""",
    urls_namespace="api-v1",
)
for part in (activities, figures, observations, editions, releases, remittances):
    api.add_router("", part.router)


@open_to(ANYONE)
def description(_request: HttpRequest) -> HttpResponse:
    """Describe the interface in OpenAPI 3.1."""
    return JsonResponse(_described())


@open_to(ANYONE)
def contents(request: HttpRequest) -> HttpResponse:
    """List what there is to ask, and where it is described."""
    paths = _described()["paths"]
    addresses = {address: each["get"]["summary"] for address, each in paths.items() if "get" in each}
    described = request.build_absolute_uri(reverse("api-v1-description"))
    return JsonResponse({"title": api.title, "version": api.version, "description": described, "addresses": addresses})


@cache
def _described() -> dict[str, Any]:
    """Return the description, which only another version of the program changes."""
    return api.described(PREFIX)


operations, application, namespace = api.urls
urlpatterns = [
    path(PREFIX, contents, name="api-v1"),
    path(f"{PREFIX}openapi.json", description, name="api-v1-description"),
    # The last one is a page of the library that has nothing to show.
    path(PREFIX, (operations[:-1], application, namespace)),
]
