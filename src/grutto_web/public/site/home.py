"""The first page: what it is about, three figures, one drawing, what is new, and one way to each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grutto.catalogue.search import SearchQuestion
from grutto_web.ground.components import EntryView, FigureView
from grutto_web.public.site import editions, figures, money, words
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto.catalogue.entries import Amount
    from grutto.catalogue.read import Catalogue
    from grutto_web.public.site.release import Page

NAMED = 3


@page("public/home.html")
def home(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Show the site's first page."""
    del request
    whole = catalogue.money("release")
    flow = money.main_flow(whole)
    years = [a for a in money.reported_years(whole, flow) if a.value is not None][-1:]
    countries = [c for c in catalogue.count(SearchQuestion(), "country") if c.value != "unspecified"]
    return {
        "sentence": _sentence(catalogue),
        "glance": [
            *_money(catalogue, years, flow),
            FigureView(
                words.number(len(catalogue.index.everything)), reverse("public:activities"), about=gettext("activities")
            ),
            FigureView(
                words.number(len(countries)),
                reverse("public:countries"),
                about=gettext("countries where something is done"),
            ),
        ],
        "chart": money.year_chart(catalogue, "release", "", whole, flow),
        "report": editions.latest(),
        "ways": _ways(catalogue, len(countries)),
    }


def _sentence(catalogue: Catalogue) -> str:
    """Return whose money this is about, by the organisations that report most activities."""
    reporters = catalogue.count(SearchQuestion(), "reporter")
    named = ", ".join(r.label or r.value for r in reporters[:NAMED])
    more = len(reporters) - NAMED
    if more > 0:
        sentence = ngettext(
            "%(named)s and %(more)s other organisation", "%(named)s and %(more)s other organisations", more
        )
        named = sentence % {"named": named, "more": words.number(more)}
    return gettext(
        "The work of %(named)s for people who leave, arrive or return: what it costs, and what comes of it."
    ) % {"named": named}


def _money(catalogue: Catalogue, years: list[Amount], flow: str) -> list[FigureView]:
    if not years:
        return [FigureView(unknown=gettext("not added up"), about=gettext("money of all activities together"))]
    about = gettext("%(flow)s in %(year)s") % {"flow": words.word(words.FLOW, flow), "year": years[0].year}
    return [figures.figure(catalogue.release, "release", "", years[0], about)]


def _ways(catalogue: Catalogue, countries: int) -> list[EntryView]:
    activities = len(catalogue.index.everything)
    organisations = catalogue.organisation_count()
    return [
        EntryView(
            gettext("Find an activity"),
            reverse("public:activities"),
            ngettext(
                "%(count)s activity, by words in any spelling, country, purpose or organisation.",
                "%(count)s activities, by words in any spelling, country, purpose or organisation.",
                activities,
            )
            % {"count": words.number(activities)},
        ),
        EntryView(
            gettext("Follow the money"),
            reverse("public:money"),
            gettext("By year, for what, who pays and who receives."),
        ),
        EntryView(
            gettext("Look at a country"),
            reverse("public:countries"),
            ngettext(
                "%(count)s country on a map and in a table.", "%(count)s countries on a map and in a table.", countries
            )
            % {"count": words.number(countries)},
        ),
        EntryView(
            gettext("Look at an organisation"),
            reverse("public:organisations"),
            ngettext(
                "%(count)s organisation that pays, passes on, carries out or receives.",
                "%(count)s organisations that pay, pass on, carry out or receive.",
                organisations,
            )
            % {"count": words.number(organisations)},
        ),
        EntryView(
            gettext("See what comes of it"),
            reverse("public:results"),
            gettext("What was aimed at and what was reached."),
        ),
        EntryView(
            gettext("Take the data"),
            reverse("public:data"),
            gettext("As a spreadsheet, CSV, JSON or Parquet, and the files as received."),
        ),
        EntryView(
            gettext("How we know"),
            reverse("public:method"),
            gettext("How each figure is made, and how to follow it to its source."),
        ),
    ]
