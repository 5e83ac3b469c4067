"""Answers of what went wrong, as RFC 9457 has them: every error under `/api/` is one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from grutto.errors import GruttoError, StoreError, UnknownNameError
from grutto_web.ground.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from ninja import NinjaAPI

KIND = "application/problem+json"
PREFIX = "/api/"
STATUS: dict[type[GruttoError], int] = {UnknownNameError: 404, StoreError: 404}
"""What an error of the core means to who asked; a data folder without a release has nothing of any name."""


class Wrong(Schema):
    """A part of the request that cannot be used."""

    where: str = Field(description="Place in the request: `query.page`, `path.year`.")
    what: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="The status in words.")
    status: int
    detail: str = Field("", description="What is wrong here, for a person.")
    errors: list[Wrong] = Field(default=[], description="Which parts of the request cannot be used.")


def problem(status: int, detail: str = "", errors: list[Wrong] | None = None) -> HttpResponse:
    """Return the answer of what went wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    return HttpResponse(body.model_dump_json(), status=status, content_type=KIND)


def handle(api: NinjaAPI) -> None:
    """Make an interface answer every error of its operations as a problem."""
    api.add_exception_handler(Http404, lambda _, error: problem(404, str(error)))
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(GruttoError, _refused)


def _http(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    return _unusable([Wrong(where=".".join(map(str, each["loc"])), what=each["msg"]) for each in error.errors])


def unknown_parameters(names: list[str], known: list[str]) -> HttpResponse:
    """Return the answer to parameters that there are not, with those that there are."""
    if known:
        what = gettext("There is no such parameter; there are: %(known)s.") % {"known": ", ".join(known)}
    else:
        what = gettext("There is no such parameter; this address has none.")
    return _unusable([Wrong(where=f"query.{name}", what=what) for name in names])


def _unusable(wrong: list[Wrong]) -> HttpResponse:
    return problem(422, gettext("Some parts of the request cannot be used."), wrong)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what the core refuses; other errors of it are faults of ours."""
    status = STATUS.get(type(error))
    if status is None:
        raise error
    return problem(status, in_words(error.what))


def problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer programs in their own form where a page of the site would say what went wrong."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "")
        if response.status_code < 400 or not request.path.startswith(PREFIX) or kind == KIND:
            return response
        text = gettext("There is nothing at this address. What there is, is listed at /api/v1/.")
        own_response = problem(response.status_code, text if response.status_code == HTTPStatus.NOT_FOUND else "")
        if "Allow" in response.headers:
            own_response.headers["Allow"] = response.headers["Allow"]
        return own_response

    return answer
