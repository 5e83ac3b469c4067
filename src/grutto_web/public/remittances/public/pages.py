"""What a page of the comparison is: in every language, counted, and remembered until prices or the day change."""

from __future__ import annotations

from functools import lru_cache, update_wrapper
from typing import TYPE_CHECKING, Concatenate

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from grutto_web.ground.languages import in_all_languages, in_language
from grutto_web.people.access import ANYONE, open_to
from grutto_web.public.remittances.offers import standing
from grutto_web.public.remittances.visits import count
from grutto_web.public.site.release import lasting_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from grutto_web.public.site.release import Answer, Page


def _standing() -> str:
    return f"{standing()} {timezone.localdate()}"


def compared[**Rest](
    template: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Rest], Page]], Callable[Concatenate[HttpRequest, Rest], Answer]]:
    """Make a view of a function that gives what a template shows.

    Args:
        template: its name.
    """

    def view_of(
        give: Callable[Concatenate[HttpRequest, Rest], Page],
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        def with_head(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Page:
            found = give(request, *args, **kwargs)
            return found | {"head": head(request.path)} if isinstance(found, dict) else found

        lasting = lasting_page(template, _standing)(with_head)

        @open_to(ANYONE)
        def view(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            count(request)
            return lasting(request, *args, **kwargs)

        update_wrapper(view, give)
        return in_all_languages(view)

    return view_of


@lru_cache(maxsize=512)
def head(path: str) -> dict[str, str]:
    """Return what search engines are told: the address of a page, and of the same page in each language."""
    site = settings.SITE_ADDRESS
    spoken = [(code, code) for code, _ in settings.LANGUAGES] + [("x-default", settings.LANGUAGE_CODE)]
    with_head = {
        "canonical": site + path,
        "languages": [(name, site + in_language(path, code)) for name, code in spoken],
    }
    return {"canonical": site + path, "lines": render_to_string("remittances/public/head.html", with_head)}
