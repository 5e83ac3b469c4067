"""One page with every component of the site, to look at and to search for barriers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import override

from grutto.charts.bars import NamedValue, ranking
from grutto.charts.canvas import ChartText
from grutto.locale import language_named
from grutto_web import urls
from grutto_web.ground.components import (
    ChartView,
    ColumnView,
    EntryView,
    Facet,
    FigureView,
    LinkText,
    Option,
    TableView,
    drawn,
)
from grutto_web.people.access import ANYONE, open_to

if TYPE_CHECKING:
    from django.http import HttpRequest

BARS = [NamedValue("Spent", Decimal(66), "66"), NamedValue("Budget", Decimal(80), "80")]
DRAWING = drawn("money", language_named("en"), lambda pen: ranking(pen, ChartText("Spent 66, budget 80"), BARS))
TABLE = TableView(
    "Spent by priority, 2010",
    (ColumnView("Priority"), ColumnView("Budget", amount=True), ColumnView("Spent", amount=True)),
    (
        (LinkText("Protection in the region", "#a"), "€ 4,000,000", FigureView("€ 3,512,000", "#f1")),
        ("Return", "€ 2,500,000", FigureView(unknown="not in the source")),
    ),
    total=("All", "€ 6,500,000", FigureView("€ 3,512,000", "#f3")),
)
PAGE = (Path(__file__).parent / "web_gallery.html").read_text()


class Sample(forms.Form):
    """Each kind of field, one of them wrong."""

    name = forms.CharField(label="Name", help_text="As it stands in the contract.")
    amount = forms.DecimalField(label="Amount in euros")
    why = forms.CharField(label="Reason", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Grant"), ("b", "Contract")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I have seen the money before and after")


def _context() -> dict[str, object]:
    return {
        "figures": [
            FigureView("€ 66 million", "#f", about="spent on migration and development in 2010"),
            FigureView("1,160", "#g", about="people returned with help"),
            FigureView(unknown="not in the source", about="people trained"),
        ],
        "facet": Facet("Country", (Option("Ethiopia", "#", 12), Option("Ghana", "#", 1204, chosen=True))),
        "entries": [
            EntryView("Training of border guards", "#e1", "Ministry of Justice · Ghana · 2010", "running"),
            EntryView("تعليم اللغة العربية للعائدين", "#e2", "Iraq · 2011", language="ar"),
        ],
        "page": Paginator(range(120), 20).page(2),
        "table": TABLE,
        "chart": ChartView("Less was spent than planned", DRAWING, table=TABLE, how="From the account of 2010."),
        "kinds": ["info", "success", "warning", "error"],
        "form": Sample({"name": "x", "amount": "many", "kind": "a"}),
    }


@open_to(ANYONE)
def view(request: HttpRequest) -> HttpResponse:
    """Answer with the page."""
    return HttpResponse(engines["django"].from_string(PAGE).render(_context(), request))


def gallery(language: str = "en") -> str:
    """Return the page in a language."""
    with override(language):
        return view(RequestFactory().get(f"/{language}/gallery/")).text


urlpatterns = [*urls.urlpatterns, *i18n_patterns(path("gallery/", view))]
handler404 = urls.handler404
