"""The places of the site in their order, and which of them somebody sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext_lazy

from grutto_web.ground.languages import in_language, limited, speaks
from grutto_web.ground.name_cache import programme_name
from grutto_web.ground.running.files import documentation
from grutto_web.people.access import audience_of

if TYPE_CHECKING:
    from collections.abc import Container

    from django.http import HttpRequest
    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from grutto_web.people.access import Audience


class NavigationPlace(NamedTuple):
    """A part of the site.

    Args:
        name: the name of its first page in the address book (`urls.py`).
        text: what the navigation calls it.
    """

    name: str
    text: str | Promise


PUBLIC = (
    NavigationPlace("public:report", gettext_lazy("Report")),
    NavigationPlace("public:money", gettext_lazy("Money")),
    NavigationPlace("public:countries", gettext_lazy("Countries")),
    NavigationPlace("public:results", gettext_lazy("Results")),
    NavigationPlace("research:studies", gettext_lazy("Research")),
    NavigationPlace("remittances:home", gettext_lazy("Send money")),
    NavigationPlace("public:data", gettext_lazy("Data")),
    NavigationPlace("public:method", gettext_lazy("How we know")),
)
WORK = (
    NavigationPlace("work", gettext_lazy("For you")),
    NavigationPlace("uploads:list", gettext_lazy("Uploads")),
    NavigationPlace("intakes:list", gettext_lazy("Data brought in")),
    NavigationPlace("policies:list", gettext_lazy("Policy")),
    NavigationPlace("judgements:list", gettext_lazy("Judgements")),
    NavigationPlace("savings:list", gettext_lazy("Savings")),
    NavigationPlace("editions:list", gettext_lazy("Editions")),
    NavigationPlace("casework:list", gettext_lazy("Casework")),
    NavigationPlace("remittances:list", gettext_lazy("Prices")),
    NavigationPlace("people:list", gettext_lazy("People")),
    NavigationPlace("log:list", gettext_lazy("Log")),
)

FURTHER: dict[str, Container[str]] = {}
"""Name of a place to the namespaces whose pages belong to it too; the part of the site that has them enters them."""


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link of the navigation.

    Args:
        address: where it leads.
        text: what it says.
        here: whether the page shown belongs to it.
    """

    address: str
    text: str | Promise
    here: bool


@cache
def _found(name: str, language: str) -> tuple[str, Audience] | None:
    """Return the address of a place and who may open it, none while the site has no such place."""
    del language  # the address differs with it
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    audience = audience_of(resolve(address).func)
    return (address, audience) if audience else None


def links(request: HttpRequest, places: tuple[NavigationPlace, ...]) -> list[NavigationLink]:
    """Return links to the places that this reader may open."""
    found = [(*place, _found(place.name, get_language() or "")) for place in places]
    opened = [(n, text, *place) for n, text, place in found if place and not (limited() and not _speaks_all(place[0]))]
    return [
        NavigationLink(address, text, here=_within(request.path, address, name) or _is_further(request, name))
        for name, text, address, audience in opened
        if audience.public or audience.admits(request.user)
    ]


@cache
def _speaks_all(address: str) -> bool:
    return bool(getattr(resolve(address).func, "in_all_languages", False))


def _is_further(request: HttpRequest, name: str) -> bool:
    """Tell whether the namespace of the page shown belongs to a place."""
    namespace = request.resolver_match.namespace if request.resolver_match else ""
    return namespace in FURTHER.get(name, ())


def _within(path: str, address: str, name: str) -> bool:
    return path == address if name == "work" else path.startswith(address)


def languages(request: HttpRequest) -> SafeString:
    """Return links to the page shown in each other language that it speaks."""
    address = request.get_full_path() if request.method == "GET" else request.path
    spoken = speaks(request.resolver_match.func) if request.resolver_match else settings.SITE_LANGUAGES
    others = [(in_language(address, code), code, code, name) for code, name in spoken if code != get_language()]
    return format_html_join("", '<a href="{}" lang="{}" hreflang="{}" rel="alternate">{}</a>', others)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give templates the navigation; each list is made only where it is shown."""
    at_work = request.path.startswith(reverse("work"))
    return {
        "at_work": at_work,
        "documentation": documentation(),
        "programme": programme_name,
        "places": SimpleLazyObject(lambda: links(request, WORK if at_work else PUBLIC)),
        "page_languages": lambda: languages(request),
    }
