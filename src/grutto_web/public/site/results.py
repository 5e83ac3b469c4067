"""Results: what was reached against what was aimed at, and where it is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto import locale
from grutto.catalogue.search import SearchQuestion
from grutto_web.ground.components import ColumnView, FigureView, TableView
from grutto_web.ground.wording import language
from grutto_web.public.site import lists, words
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

LISTED = 10


@page("public/results.html")
def results(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Show the results of all activities together, and the activities that report any."""
    del request
    question = SearchQuestion(facets=(("results", ("yes",)),))
    found = catalogue.find(question)
    columns = (
        ColumnView(gettext("What is counted")),
        ColumnView(gettext("Unit")),
        ColumnView(gettext("Activities"), amount=True),
        ColumnView(gettext("Reached"), amount=True),
    )
    written = language()
    rows: list[list[Cell]] = [
        [
            title,
            words.unit(unit),
            words.number(activities),
            FigureView(locale.number(value, written)) if value is not None else FigureView(unknown=gettext("unknown")),
        ]
        for title, unit, activities, value in catalogue.achieved()
    ]
    return {
        "table": TableView(
            gettext("What activities reached together, where their publishers say it may be added up"), columns, rows
        )
        if rows
        else None,
        "count": len(found),
        "activities": len(catalogue.index.everything),
        "entries": lists.entries(catalogue, found.page(0, LISTED)),
        "all": lists.ListQuery("", (("results", "yes"),), "size").address(),
    }
