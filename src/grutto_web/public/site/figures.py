"""Figures of the catalogue as a page shows them: each leads to the page that takes it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from grutto import locale
from grutto.catalogue.flows import ALL_YEARS
from grutto_web.ground.components import ColumnView, FigureView, TableView
from grutto_web.ground.wording import language
from grutto_web.public.site import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.catalogue.entries import Amount
    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell

CURRENCY = "EUR"


def address(release: str, owner: str, key: str, amount: Amount) -> str:
    """Return the lasting address of a figure: it names the release."""
    year = str(amount.year) if amount.year else "all"
    return reverse("public:figure", args=(release, owner, amount.flow, year, key or "-"))


def figure(release: str, owner: str, key: str, amount: Amount | None, about: str = "") -> FigureView:
    """Return an amount as a figure that can be opened; no amount at all is told in words.

    Args:
        release: id of the release.
        owner: as in `Catalogue.money`.
        key: likewise; of an activity its identifier.
        amount: the amount.
        about: what it counts, where it stands alone.
    """
    if amount is None:
        return FigureView(unknown=gettext("not reported"), about=about)
    if why := words.unknown(amount):
        return FigureView(unknown=why, about=about)
    text = locale.money(amount.value, CURRENCY, language()) if amount.value is not None else ""
    if amount.unknown:
        text = gettext("at least %(amount)s") % {"amount": text}
    return FigureView(text, address(release, owner, key, amount), about=about)


def by_year(
    catalogue: Catalogue, owner: str, key: str, amounts: Iterable[Amount], flows: tuple[str, ...], caption: str
) -> TableView | None:
    """Return a table of money by year, the newest first, a column a flow; nothing if there is no money."""
    found = {(a.flow, a.year): a for a in amounts if a.flow in flows}
    flows_with_amounts = [flow for flow in flows if any(f == flow for f, _ in found)]
    years = sorted({year for _, year in found if year != ALL_YEARS}, reverse=True)
    if not flows_with_amounts:
        return None
    columns = [
        ColumnView(gettext("Year")),
        *(ColumnView(words.word(words.FLOW, flow).capitalize(), amount=True) for flow in flows_with_amounts),
    ]
    named = [(str(year), year) for year in years]
    rows: list[list[Cell]] = [
        [name, *(figure(catalogue.release, owner, key, found.get((f, y))) for f in flows_with_amounts)]
        for name, y in named
    ]
    total: list[Cell] = [
        gettext("Together"),
        *(figure(catalogue.release, owner, key, found.get((f, ALL_YEARS))) for f in flows_with_amounts),
    ]
    return TableView(caption, columns, rows, total if len(years) > 1 else ())
