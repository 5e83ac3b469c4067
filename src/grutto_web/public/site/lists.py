"""A list of activities: what is asked, what is found, and what can be chosen next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grutto import locale
from grutto.catalogue.search import ORDERS, SearchQuestion
from grutto_web.ground.components import EntryView, Facet, Option
from grutto_web.ground.wording import language
from grutto_web.public.site import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.paginator import Page
    from django.http import QueryDict

    from grutto.catalogue.entries import ActivityEntry, FacetCount
    from grutto.catalogue.read import Catalogue

PAGE = 20
CHOICES = 8
FACETS = ("country", "sector_group", "reporter", "implementer", "status", "year", "results")
NARROWED = (*FACETS, "region", "sector", "organisation", "level")
"""Facets that an address may name; the first ones are offered."""
LONGEST = 200
"""Letters of a search that are read."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a reader asks of the list, as the address says it."""

    words: str
    facets: tuple[tuple[str, str], ...]
    order: str

    @classmethod
    def of(cls, query: QueryDict) -> ListQuery:
        """Return what an address asks; what it names wrongly is left out."""
        order = query.get("order", "")
        facets = ((kind, value) for kind in NARROWED for value in query.getlist(kind) if value)
        return cls(
            query.get("q", "")[:LONGEST].strip(), tuple(dict.fromkeys(facets)), order if order in ORDERS else "size"
        )

    @property
    def question(self) -> SearchQuestion:
        """The same, for the catalogue."""
        kinds = dict.fromkeys(kind for kind, _ in self.facets)
        values = ((kind, tuple(v for k, v in self.facets if k == kind)) for kind in kinds)
        return SearchQuestion(self.words, tuple(values), self.order)

    def address(self, facets: tuple[tuple[str, str], ...] | None = None, order: str = "", *, page: bool = False) -> str:
        """Return the address of the same list with other facets or another order; for its pages, up to the number."""
        chosen = self.facets if facets is None else facets
        pairs = [("q", self.words)] if self.words else []
        pairs += chosen
        if (order or self.order) != "size":
            pairs.append(("order", order or self.order))
        query = urlencode([*pairs, ("page", "")] if page else pairs)
        return f"{reverse('public:activities')}{'?' if query else ''}{query}"


def listed(catalogue: Catalogue, query: ListQuery, number: str) -> tuple[Page[int], list[EntryView]]:
    """Return a page of the list."""
    found = catalogue.find(query.question)
    page = Paginator(range(len(found)), PAGE).get_page(number)
    start = page.start_index() - 1 if len(found) else 0
    return page, entries(catalogue, found.page(max(start, 0), PAGE))


def entries(catalogue: Catalogue, numbers: list[int]) -> list[EntryView]:
    """Return activities as lines of a list."""
    code = language().code
    return [entry(activity) for activity in catalogue.listed(numbers, code)]


def entry(activity: ActivityEntry) -> EntryView:
    """Return an activity as a line of a list: who reports it, where, when, how much."""
    parts = [activity.reporter, _where(activity.countries), _years(activity), _size(activity)]
    return EntryView(
        title=activity.title or activity.identifier,
        address=reverse("public:activity", args=(activity.identifier,)),
        about=" · ".join(part for part in parts if part),
        state=words.word(words.STATUS, activity.status) if activity.status else "",
    )


def _where(countries: tuple[str, ...]) -> str:
    named = [words.country(code) for code in countries[:3]]
    more = len(countries) - len(named)
    if more:
        named.append(ngettext("%(more)s more", "%(more)s more", more) % {"more": more})
    return ", ".join(named)


def _years(activity: ActivityEntry) -> str:
    first, last = activity.start[:4], activity.end[:4]
    return first if first == last else f"{first}–{last}" if first or last else ""


def _size(activity: ActivityEntry) -> str:
    if activity.size is None or activity.size.value is None:
        return ""
    amount = locale.money(activity.size.value, "EUR", language())
    if activity.size.unknown:
        amount = gettext("at least %(amount)s") % {"amount": amount}
    return f"{amount} {words.word(words.FLOW, activity.size.flow)}"


def facets(catalogue: Catalogue, query: ListQuery) -> list[Facet]:
    """Return what can be chosen to narrow the list, and what is chosen already."""
    found = (_facet(query, kind, catalogue.count(query.question, kind)) for kind in FACETS)
    return [facet for facet in found if facet.options]


def _facet(query: ListQuery, kind: str, counts: list[FacetCount]) -> Facet:
    chosen = [value for k, value in query.facets if k == kind]
    listed_counts = [c for c in counts if c.value in chosen] + [c for c in counts if c.value not in chosen][:CHOICES]
    if kind == "year":
        listed_counts = sorted(listed_counts, key=lambda c: c.value, reverse=True)
    return Facet(words.word(words.FACET, kind), tuple(_options(query, kind, listed_counts, chosen)))


def _options(query: ListQuery, kind: str, counts: list[FacetCount], chosen: list[str]) -> Iterator[Option]:
    for count in counts:
        pair, here = (kind, count.value), count.value in chosen
        facets = tuple(p for p in query.facets if p != pair) if here else (*query.facets, pair)
        text = words.facet_value(kind, count.value, count.label)
        yield Option(text, query.address(facets), count.activities, chosen=here)


def orders(query: ListQuery) -> list[Option]:
    """Return the orders that the list can have."""
    return [
        Option(words.word(words.ORDER, order), query.address(order=order), chosen=order == query.order)
        for order in ORDERS
    ]
