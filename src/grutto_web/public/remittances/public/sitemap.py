"""The sitemap of the comparison: each page with its translations, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.public.pages import compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from grutto_web.public.site.release import Page

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@compared("")
def sitemap(_request: HttpRequest) -> Page:
    """List each page in each language."""
    return HttpResponse(HEAD + "".join(_entries()) + "</urlset>\n", content_type="application/xml")


def _entries() -> Iterator[str]:
    day = timezone.localdate().isoformat()
    pages: list[tuple[str, list[str]]] = [(f"remittances:{name}", []) for name in ("home", "trust", "check", "use")]
    pages += [("remittances:corridor", [corridors().source, to]) for to in sorted(corridors().destination)]
    for name, args in pages:
        places = {code: _address(code, name, args) for code, _ in settings.LANGUAGES}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(place)}"/>' for code, place in places.items()
        )
        for place in places.values():
            yield f"<url><loc>{escape(place)}</loc><lastmod>{day}</lastmod>{others}</url>\n"


def _address(code: str, name: str, args: list[str]) -> str:
    with override(code):
        return settings.SITE_ADDRESS + reverse(name, args=args)
