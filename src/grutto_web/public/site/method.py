"""How we know: what the figures rest on, by which rules, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto_web.ground.components import ColumnView, TableView
from grutto_web.public.site import words
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto.catalogue.read import Catalogue
    from grutto_web.public.site.release import Page


@page("public/method.html")
def method(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Show how figures are made."""
    del request
    unknown = [(a.flow, a.unknown, a.rows) for a in catalogue.money("release") if not a.year and a.unknown]
    columns = (
        ColumnView(gettext("Money")),
        ColumnView(gettext("Rows"), amount=True),
        ColumnView(gettext("Without a known amount"), amount=True),
    )
    rows = [
        [words.word(words.FLOW, flow).capitalize(), words.number(all_), words.number(n)] for flow, n, all_ in unknown
    ]
    return {
        "rules": [(words.word(words.FLOW, flow).capitalize(), words.word(words.RULE, flow)) for flow in words.RULE],
        "unknown": TableView(gettext("What is not known in this release"), columns, rows) if rows else None,
        "release": catalogue.release,
        "files": len(catalogue.files()),
        "activities": words.number(len(catalogue.index.everything)),
    }
