"""Files that are served as they are: those of the site, and the documentation where it is a folder."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

DOCS = "docs/"


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files of the site under lasting names; each is looked for once, since they stay while a process does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember addresses."""
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)


def files(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Serve static files, and under `/docs/` the folder that `GRUTTO_DOCS` names."""
    middleware = WhiteNoiseMiddleware(get_response)
    if settings.DOCUMENTATION and not _is_address(settings.DOCUMENTATION):
        middleware.index_file = "index.html"
        middleware.add_files(settings.DOCUMENTATION, prefix=DOCS)
    return middleware  # type: ignore[no-any-return]


def _is_address(place: str) -> bool:
    return place.startswith("https://")


def documentation() -> str:
    """Return where a link to the documentation leads; empty if there is none."""
    place = settings.DOCUMENTATION
    return place if not place or _is_address(place) else f"/{DOCS}"
