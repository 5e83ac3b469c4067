"""Organisations: the list that is searched, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grutto.catalogue.search import SearchQuestion
from grutto_web.ground.components import ColumnView, EntryView, FigureView, LinkText, TableView
from grutto_web.public.site import figures, lists, words
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from pyroaring import FrozenBitMap

    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

PAGE = 30
LISTED = 10
SIDES = ("reports", "pays", "receives")
FACETS = ("country", "sector_group", "implementer")


@page("public/organisations.html")
def organisations(request: HttpRequest, catalogue: Catalogue) -> Page:
    """List organisations by words."""
    query = request.GET.get("q", "")[: lists.LONGEST].strip()
    found = Paginator(catalogue.organisations(query), PAGE).get_page(request.GET.get("page", "1"))
    entries = [
        EntryView(
            o.name,
            reverse("public:organisation", args=(o.key,)),
            " · ".join(p for p in (_busy(o.activities), o.key) if p != o.name),
        )
        for o in found
    ]
    address = f"?q={query}&page=" if query else "?page="
    return {"q": query, "page": found, "entries": entries, "address": address, "count": found.paginator.count}


def _busy(activities: int) -> str:
    if not activities:
        return gettext("named in payments only")
    return ngettext("%(count)s activity", "%(count)s activities", activities) % {"count": words.number(activities)}


@page("public/organisation.html")
def organisation(request: HttpRequest, catalogue: Catalogue, key: str) -> Page:
    """Show one organisation: its money by year, where and for what it works, with whom."""
    del request
    found = catalogue.organisation(key)
    money = {side: catalogue.money(side, key) for side in SIDES}
    if found is None and not any(money.values()):
        raise Http404
    members = catalogue.members("organisation", key)
    whole = [
        (side, amount, about)
        for side, about in _abouts().items()
        for amount in money[side]
        if amount.flow == "spent_once" and amount.year == 0
    ]
    captions = _captions()
    tables = (
        figures.by_year(catalogue, side, key, money[side], ("budgeted", "spent_once"), captions[side]) for side in SIDES
    )
    return {
        "name": found.name if found else key,
        "key": key,
        "glance": [
            FigureView(words.number(len(members)), _activities(key), about=gettext("activities it takes part in")),
            *(figures.figure(catalogue.release, side, key, amount, about) for side, amount, about in whole[:3]),
        ],
        "money": [table for table in tables if table],
        "tables": [t for kind in FACETS if (t := facet_table(catalogue, members, kind, key))],
        "entries": lists.entries(catalogue, catalogue.find(_question(key)).page(0, LISTED)),
        "all": _activities(key),
        "count": len(members),
    }


def _question(key: str) -> SearchQuestion:
    return SearchQuestion(facets=(("organisation", (key,)),))


def _activities(key: str) -> str:
    return lists.ListQuery("", (("organisation", key),), "size").address()


def _abouts() -> dict[str, str]:
    return {
        "reports": gettext("spent in the activities it reports, counted once"),
        "pays": gettext("paid, as payments that name it as payer say"),
        "receives": gettext("received, as payments that name it as receiver say"),
    }


def _captions() -> dict[str, str]:
    return {
        "reports": gettext("Money of the activities it reports, in euros"),
        "pays": gettext("What it paid, as payments that name it say, in euros"),
        "receives": gettext("What it received, as payments that name it say, in euros"),
    }


def facet_table(catalogue: Catalogue, members: FrozenBitMap, kind: str, leave: str = "") -> TableView | None:
    """Return how some activities divide over a facet: its most frequent values with the number of activities.

    Args:
        catalogue: the catalogue.
        members: the activities.
        kind: the facet.
        leave: a value that is not shown.
    """
    counts = [c for c in catalogue.index.within(members, kind) if c.value not in {leave, "unspecified"}][:LISTED]
    if not counts:
        return None
    columns = (ColumnView(words.word(words.FACET, kind)), ColumnView(gettext("Activities"), amount=True))
    rows: list[list[Cell]] = [
        [LinkText(words.facet_value(kind, c.value, c.label), _of(kind, c.value)), words.number(c.activities)]
        for c in counts
    ]
    captions = {
        "country": gettext("Where"),
        "sector_group": gettext("For what"),
        "implementer": gettext("Carried out by"),
        "reporter": gettext("Reported by"),
    }
    return TableView(captions[kind], columns, rows)


def _of(kind: str, value: str) -> str:
    pages = {"country": "public:country", "implementer": "public:organisation", "reporter": "public:organisation"}
    return (
        reverse(pages[kind], args=(value,))
        if kind in pages
        else lists.ListQuery("", ((kind, value),), "size").address()
    )
