"""The release that pages show, and pages that a reader who has them already is not sent again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import update_wrapper
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from grutto.errors import StoreError, UnknownNameError
from grutto.store.home import Home
from grutto_web.ground.catalogue import catalogue_of
from grutto_web.ground.name_cache import programme_name
from grutto_web.people.access import ANYONE, open_to
from grutto_web.work.editions.standing import standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from grutto.catalogue.read import Catalogue

FRESH = 60
"""Seconds for which a page may be shown again without asking; a new release is seen after them at the latest."""

VERSION = version("grutto")
REMEMBERED, LARGEST = 8 << 20, 1 << 18
"""Bytes of pages that a process remembers, and of one of them at most: what many read is made once a release."""
_PAGES: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
_LOCK = Lock()

type Answer = HttpResponse | StreamingHttpResponse | FileResponse
type Page = Answer | dict[str, Any]


def page[**Rest](
    template: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Catalogue, Rest], Page]], Callable[Concatenate[HttpRequest, Rest], Answer]
]:
    """Make a view of a function that gives what a template shows of the catalogue.

    The page is open to anyone; it has a tag of the release, so that who has it is told so in a few bytes.

    Args:
        template: its name; not needed where the function answers by itself.
    """

    def view_of(
        give: Callable[Concatenate[HttpRequest, Catalogue, Rest], Page],
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        @open_to(ANYONE)
        def view(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            try:
                catalogue = catalogue_of(str(kwargs.get("release", "")))
            except StoreError:
                return render(request, "public/nothing.html", status=200)
            except UnknownNameError as error:
                raise Http404 from error
            tag = _tag(request, catalogue.release)
            if tag and request.headers.get("If-None-Match") == tag:
                return _remember(HttpResponseNotModified(), tag)
            return _remembered(tag) or _remember(
                _answer(request, template, give(request, catalogue, *args, **kwargs)), tag
            )

        update_wrapper(view, give)
        return view

    return view_of


def kept_page[**Rest](
    template: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Rest], Page]], Callable[Concatenate[HttpRequest, Rest], Answer]]:
    """Make a view of a function that gives what a template shows of kept editions, which never change.

    Args:
        template: its name.
    """
    return lasting_page(template, what_stands)


def lasting_page[**Rest](
    template: str, standing: Callable[[], str]
) -> Callable[[Callable[Concatenate[HttpRequest, Rest], Page]], Callable[Concatenate[HttpRequest, Rest], Answer]]:
    """Make a view of a function that gives what a template shows, which stays the same while something else does.

    Args:
        template: its name.
        standing: what changes whenever the page does.
    """

    def view_of(
        give: Callable[Concatenate[HttpRequest, Rest], Page],
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        @open_to(ANYONE)
        def view(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            tag = _tag(request, standing())
            if tag and request.headers.get("If-None-Match") == tag:
                return _remember(HttpResponseNotModified(), tag)
            return _remembered(tag) or _remember(_answer(request, template, give(request, *args, **kwargs)), tag)

        update_wrapper(view, give)
        return view

    return view_of


def what_stands() -> str:
    """Return what changes with the editions that anyone may read."""
    public = standings()
    newest = Home().editions / "latest"
    latest = newest.read_text("utf-8") if newest.is_file() else ""
    return " ".join([latest, *(f"{p.edition} {p.version}" for p in (public or {}).values())])


def _tag(request: HttpRequest, release: str) -> str:
    """Return the tag of a page; none for somebody who signed in, or whom a message waits for."""
    if request.user.is_authenticated or settings.MESSAGES_COOKIE_NAME in request.COOKIES:
        return ""
    parts = (
        release,
        programme_name(),
        get_language() or "",
        request.get_full_path(),
        VERSION,
        request.headers.get("HX-Target", ""),
    )
    return f'"{hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]}"'


def _answer(request: HttpRequest, template: str, found: Page) -> Answer:
    return render(request, template, found) if isinstance(found, dict) else found


def _remembered(tag: str) -> HttpResponse | None:
    """Return a page that this process made before for anybody."""
    with _LOCK:
        if tag not in _PAGES:
            return None
        _PAGES.move_to_end(tag)
        content, kind = _PAGES[tag]
    return _marked(HttpResponse(content, content_type=kind), tag)


def _remember(response: Answer, tag: str) -> Answer:
    """Mark a page with its tag, and remember it; what is sent piece by piece is not."""
    if not tag or response.status_code not in {200, 304}:
        return response
    if isinstance(response, HttpResponse) and response.status_code == 200 and len(response.content) < LARGEST:
        with _LOCK:
            _PAGES[tag] = response.content, response.headers["Content-Type"]
            while sum(len(content) for content, _kind in _PAGES.values()) > REMEMBERED:
                _PAGES.popitem(last=False)
    return _marked(response, tag)


def _marked[Sent: HttpResponse | StreamingHttpResponse](response: Sent, tag: str) -> Sent:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    patch_vary_headers(response, ("Cookie", "HX-Target"))
    return response
