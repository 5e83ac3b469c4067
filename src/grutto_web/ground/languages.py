"""Languages: the whole site speaks some; pages for people who send money speak more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def in_all_languages[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Mark a view whose page is translated into every language."""
    view.in_all_languages = True  # type: ignore[attr-defined]
    return view


def speaks(view: Callable[..., HttpResponseBase]) -> list[tuple[str, str]]:
    """Return the languages of a page, each with its own name."""
    every: list[tuple[str, str]] = settings.LANGUAGES
    return every if getattr(view, "in_all_languages", False) else settings.SITE_LANGUAGES


def limited() -> bool:
    """Tell whether the language of the page is one that only some pages speak."""
    return get_language() not in dict(settings.SITE_LANGUAGES)


def in_language(address: str, language: str) -> str:
    """Return the address of the same page in another language: all pages have theirs as the first part."""
    now = f"/{get_language()}/"
    return f"/{language}/{address.removeprefix(now)}" if address.startswith(now) else translate_url(address, language)


class LanguageMiddleware:
    """Leads to the page in English, where it does not speak the language asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers requests."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let the view answer, or lead to its English page."""
        language = get_language() or ""
        if not limited() or getattr(view, "in_all_languages", False) or not request.path.startswith(f"/{language}/"):
            return None
        return redirect(in_language(request.get_full_path(), settings.LANGUAGE_CODE))
