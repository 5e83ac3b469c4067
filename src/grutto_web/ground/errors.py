"""The pages of what went wrong: each says what happened and what one can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

if TYPE_CHECKING:
    from django.http import HttpRequest

_OF_DJANGO = " matches the given query."
"""The end of what Django says in English, by the name of a class, where a record is not found."""


def refusal_context(exception: Exception) -> dict[str, str]:
    """Return what a view said when it refused, for the page: a sentence of ours, else nothing."""
    words = exception.args[0] if exception.args else ""
    ours = isinstance(words, str) and not words.endswith(_OF_DJANGO)
    return {"said": words if ours else ""}


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a request that was too large or not understood; nothing in it is trusted to make the page."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(loader.render_to_string("errors/413.html"), status=413)
    return HttpResponse(loader.render_to_string("errors/400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a place that this person may not open."""
    return render(request, "errors/403.html", refusal_context(exception), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of an address at which there is nothing."""
    return render(request, "errors/404.html", refusal_context(exception), status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Return the page of a fault of ours; it needs no database and no session."""
    return HttpResponse(loader.render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page of a form that was sent from elsewhere, or after signing out."""
    del reason  # Django's words, and in its log
    return render(request, "errors/csrf.html", status=403)
