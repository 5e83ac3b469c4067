"""Countries: all of them, and the dossier of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from grutto.catalogue.search import SearchQuestion
from grutto.charts.canvas import ChartText
from grutto.charts.dot_map import Dot, dot_map
from grutto.codelists import areas, iso3_of
from grutto_web.ground.components import ColumnView, FigureView, LinkText, TableView, drawn
from grutto_web.public.site import figures, lists, words
from grutto_web.public.site.organisations import facet_table
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from grutto.catalogue.entries import Amount, FacetCount
    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

LISTED = 10
FLOWS = ("budgeted", "spent_once")


@page("public/countries.html")
def countries(request: HttpRequest, catalogue: Catalogue) -> Page:
    """List all countries with their activities and money, the most first."""
    del request
    counts = catalogue.count(SearchQuestion(), "country")
    flow, amounts = main_flow(catalogue)
    columns = (
        ColumnView(gettext("Country")),
        ColumnView(gettext("Activities"), amount=True),
        ColumnView(gettext("Euros, all years: %(flow)s") % {"flow": words.word(words.FLOW, flow)}, amount=True),
    )
    named = sorted(
        (c for c in counts if c.value != "unspecified"),
        key=lambda c: (-(amounts[c.value].value or 0) if c.value in amounts else 1, words.country(c.value)),
    )
    rows: list[list[Cell]] = [
        [
            LinkText(words.country(c.value), reverse("public:country", args=(c.value,))),
            words.number(c.activities),
            figures.figure(catalogue.release, "country", c.value, amounts.get(c.value)),
        ]
        for c in named
    ]
    return {
        "count": len(rows),
        "table": TableView(gettext("Activities and money by country"), columns, rows),
        "map": _map(_sizes(amounts, counts), {c.value: c.activities for c in named}),
        "by_money": bool(amounts),
        "elsewhere": next((c.activities for c in counts if c.value == "unspecified"), 0),
    }


def _map(sizes: dict[str, float], activities: dict[str, int]) -> SafeString:
    """Return a map of the world with a dot a country; each leads to its page."""
    dots = []
    for code, count in activities.items():
        area = areas().get(iso3_of(code))
        if area and area.place:
            title = f"{words.country(code)}: {words.number(count)}"
            address = reverse("public:country", args=(code,))
            dots.append(Dot(area.place, words.country(code), title, sizes.get(code, 0.0), address))
    text = ChartText(gettext("Map of activities by country"))
    return drawn("countries", words.language(), lambda pen: dot_map(pen, text, dots, whole=True))


def _sizes(amounts: dict[str, Amount], counts: list[FacetCount]) -> dict[str, float]:
    """Return how large each country is drawn: by its money where any is known, else by its activities."""
    if amounts:
        return {c.value: float(amounts[c.value].value or 0) if c.value in amounts else 0.0 for c in counts}
    return {c.value: float(c.activities) for c in counts}


def main_flow(catalogue: Catalogue) -> tuple[str, dict[str, Amount]]:
    """Return the flow that says most of countries, with the amount of each: what was spent, else what is planned."""
    for flow in ("spent_once", "budgeted"):
        amounts = dict(catalogue.owners("country", flow))
        if any(a.value is not None for code, a in amounts.items() if code != "unspecified"):
            return flow, amounts
    return "spent_once", {}


@page("public/country.html")
def country(request: HttpRequest, catalogue: Catalogue, code: str) -> Page:
    """Show what is done in a country."""
    del request
    members = catalogue.members("country", code)
    money = catalogue.money("country", code)
    if not re.fullmatch(r"[A-Z]{2}", code) or (not members and not money):
        raise Http404
    whole = [a for a in money if a.year == 0 and a.flow in FLOWS]
    about = {
        "budgeted": gettext("planned, all years together"),
        "spent_once": gettext("spent, counted once, all years together"),
    }
    query = lists.ListQuery("", (("country", code),), "size")
    return {
        "name": words.country(code),
        "glance": [FigureView(words.number(len(members)), query.address(), about=gettext("activities"))]
        + [figures.figure(catalogue.release, "country", code, a, about[a.flow]) for a in whole],
        "money": figures.by_year(catalogue, "country", code, money, FLOWS, gettext("Money by year, in euros")),
        "tables": [
            t for kind in ("sector_group", "reporter", "implementer") if (t := facet_table(catalogue, members, kind))
        ],
        "entries": lists.entries(catalogue, catalogue.find(query.question).page(0, LISTED)),
        "all": query.address(),
        "count": len(members),
    }
