"""Money: by year, by purpose, and who pays whom; and each figure taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grutto import locale
from grutto.catalogue.flows import ALL_YEARS, FLOWS
from grutto.charts.bars import NamedValue
from grutto.charts.bars import columns as year_columns
from grutto.charts.canvas import ChartText
from grutto.content.display import quantity_text, rounded
from grutto_web.ground.components import ChartView, ColumnView, FigureView, LinkText, TableView, drawn
from grutto_web.ground.wording import language
from grutto_web.public.site import figures, lists, words
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from grutto.catalogue.entries import Amount, Payment
    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

LISTED = 15
ROWS = 100
KINDS = {flow.name: tuple(f"transaction:{t}" for t in flow.types) or flow.kinds for flow in FLOWS}
"""Of each flow, the kinds of amounts that it adds up."""
OWNERS = ("release", "activity", "country", "sector", "reports", "pays", "receives")


@page("public/money.html")
def money(request: HttpRequest, catalogue: Catalogue) -> Page:
    """Show the money of all activities together."""
    del request
    whole = catalogue.money("release")
    flow = main_flow(whole)
    chart = year_chart(catalogue, "release", "", whole, flow)
    tables = (
        owners(catalogue, "sector", flow, gettext("For what")),
        owners(catalogue, "pays", "spent_once", gettext("Who pays")),
        owners(catalogue, "receives", "spent_once", gettext("Who receives")),
        owners(catalogue, "reports", flow, gettext("By who reports it")),
    )
    return {
        "chart": chart,
        "tables": [t for t in tables if t],
        "years": figures.by_year(
            catalogue,
            "release",
            "",
            whole,
            ("budgeted", "spent_once"),
            gettext("All activities together, by year, in euros"),
        ),
    }


def main_flow(amounts: Iterable[Amount]) -> str:
    """Return the flow that says most of the whole: what was spent, else what is planned."""
    known = {a.flow for a in amounts if a.value is not None}
    return "spent_once" if "spent_once" in known or "budgeted" not in known else "budgeted"


def reported_years(amounts: Iterable[Amount], flow: str) -> list[Amount]:
    """Return a flow by year, in order of time, without the last years of which only nil is told."""
    of_years = sorted((a for a in amounts if a.flow == flow and a.year != ALL_YEARS), key=lambda a: a.year)
    while of_years and of_years[-1].value == 0:
        of_years.pop()
    return of_years


def year_chart(catalogue: Catalogue, owner: str, key: str, amounts: Iterable[Amount], flow: str) -> ChartView | None:
    """Return money by year as a chart with its table; nothing if fewer than two years are known."""
    of_years = reported_years(amounts, flow)
    known = [a for a in of_years if a.value is not None]
    if len(known) < 2:
        return None
    columns = (ColumnView(gettext("Year")), ColumnView(gettext("Euros"), amount=True))
    rows: list[list[Cell]] = [
        [str(a.year), figures.figure(catalogue.release, owner, key, a)] for a in sorted(of_years, key=lambda a: -a.year)
    ]
    caption = gettext("Euros by year: %(flow)s") % {"flow": words.word(words.FLOW, flow)}
    bars = [_bar(amount) for amount in of_years]
    return ChartView(
        title=_point(known[-1], known[-2], flow),
        drawing=drawn(f"years-{owner}", words.language(), lambda pen: year_columns(pen, ChartText(caption), bars)),
        table=TableView(caption, columns, rows),
        how=words.word(words.RULE, flow),
    )


def _bar(amount: Amount) -> NamedValue:
    language = words.language()
    short = gettext("unknown") if amount.value is None else locale.compact(amount.value, language)
    return NamedValue(locale.year(amount.year, language), amount.value, short)


def _point(last: Amount, before: Amount, flow: str) -> str:
    """Return what the last year was against the one before, in a sentence."""
    written = language()
    places = {
        "flow": words.word(words.FLOW, flow),
        "year": last.year,
        "before": before.year,
        "amount": locale.money(last.value, "EUR", written) if last.value is not None else "",
        "earlier": locale.money(before.value, "EUR", written) if before.value is not None else "",
    }
    if (last.value or 0) < (before.value or 0):
        return gettext("Less in %(year)s than in %(before)s: %(amount)s after %(earlier)s (%(flow)s)") % places
    return gettext("More in %(year)s than in %(before)s: %(amount)s after %(earlier)s (%(flow)s)") % places


def owners(catalogue: Catalogue, owner: str, flow: str, caption: str) -> TableView | None:
    """Return the owners of most money, all years together."""
    found = [(key, a) for key, a in catalogue.owners(owner, flow) if a.value is not None][:LISTED]
    if not found:
        return None
    columns = (ColumnView(caption), ColumnView(words.word(words.FLOW, flow).capitalize(), amount=True))
    return TableView(
        caption,
        columns,
        [[_owner(catalogue, owner, key), figures.figure(catalogue.release, owner, key, a)] for key, a in found],
    )


def _owner(catalogue: Catalogue, owner: str, key: str) -> Cell:
    """Return who or what an amount belongs to, as a link to its page."""
    match owner:
        case "country":
            return (
                LinkText(words.country(key), reverse("public:country", args=(key,)))
                if len(key) == 2
                else words.country(key)
            )
        case "sector":
            return LinkText(words.sector(key), lists.ListQuery("", (("sector", key),), "size").address())
        case "activity":
            found = catalogue.number_of(key)
            title = catalogue.listed([found], language().code)[0].title if found else ""
            return LinkText(title or key, reverse("public:activity", args=(key,)))
        case "release":
            return gettext("All activities together")
        case _ if key == "unspecified":
            return gettext("Not named")
        case _:
            organisation = catalogue.organisation(key)
            return LinkText(organisation.name if organisation else key, reverse("public:organisation", args=(key,)))


@page("public/figure.html")
def figure(
    request: HttpRequest, catalogue: Catalogue, release: str, owner: str, flow: str, year: str, key: str
) -> Page:
    """Take a figure apart: its rule, its rows, what is unknown of it, and what it is made of."""
    del request
    key = "" if key == "-" else key
    number = catalogue.number_of(key) if owner == "activity" else None
    if owner not in OWNERS or (owner == "activity" and number is None):
        raise Http404
    at = ALL_YEARS if year == "all" else int(year) if year.isdigit() else -1
    amounts = catalogue.money(owner, str(number) if number else key)
    amount = next((a for a in amounts if a.flow == flow and a.year == at), None)
    if amount is None:
        raise Http404
    return {
        "owner": _owner(catalogue, owner, key),
        "flow": words.word(words.FLOW, flow),
        "year": year if amount.year else "",
        "amount": amount,
        **_texts(amount),
        "rule": words.word(words.RULE, flow),
        "rows": ngettext("%(count)s source row", "%(count)s source rows", amount.rows)
        % {"count": words.number(amount.rows)},
        "reasons": [(words.reason(text), words.number(count)) for text, count in amount.reasons],
        "apart": amount.apart,
        "parts": _parts(catalogue, owner, key, number, amount),
        "release": release,
        "current": catalogue.release,
        "measure": flow,
        "command": _command(owner, key, flow, amount, release),
    }


def _texts(amount: Amount) -> dict[str, str]:
    """Return an amount in cents, and as it is where that differs."""
    if amount.value is None:
        return {"shown": words.unknown(amount), "exact": ""}
    in_cents = rounded(amount.value, "EUR")
    text, exact = (quantity_text(value, "EUR", language()) for value in (in_cents, amount.value))
    return {"shown": text, "exact": exact if exact != text else ""}


_DIMENSION = {
    "activity": "iati_identifier",
    "country": "country",
    "sector": "sector",
    "reports": "reporting_org",
    "pays": "provider_org",
    "receives": "receiver_org",
}


def _command(owner: str, key: str, flow: str, amount: Amount, release: str) -> str:
    """Return the command that lists every row of a figure."""
    at = [f"--where '{_DIMENSION[owner]}={key}'"] if owner in _DIMENSION else []
    at += [f"--where year={amount.year}"] if amount.year else []
    return " ".join(["grutto measure", flow, *at, "--trace", f"--release {release}"])


def _parts(catalogue: Catalogue, owner: str, key: str, number: int | None, amount: Amount) -> TableView | None:
    """Return what a figure is made of: amounts as reported, years, or activities."""
    if owner == "activity" and number:
        year = amount.year or None
        return _payments([p for p in catalogue.payments(number, KINDS[amount.flow], year) if p.counted])
    if not amount.year:
        found = [a for a in catalogue.money(owner, key) if a.flow == amount.flow and a.year]
        columns = (ColumnView(gettext("Year")), ColumnView(gettext("Euros"), amount=True))
        rows: list[list[Cell]] = [
            [str(a.year), figures.figure(catalogue.release, owner, key, a)] for a in reversed(found)
        ]
        return TableView(gettext("The years it is made of"), columns, rows) if found else None
    if owner == "country":
        parts = catalogue.country_parts(amount.flow, key, amount.year)[:ROWS]
        titles = {a.number: a for a in catalogue.listed([n for n, _ in parts], language().code)}
        columns = (ColumnView(gettext("Activity")), ColumnView(gettext("Euros in this country"), amount=True))
        rows = [
            [
                LinkText(
                    titles[n].title or titles[n].identifier, reverse("public:activity", args=(titles[n].identifier,))
                ),
                _part(a),
            ]
            for n, a in parts
        ]
        return TableView(gettext("The activities it is made of"), columns, rows)
    return None


def _part(amount: Amount) -> FigureView:
    if amount.value is None:
        return FigureView(unknown=gettext("unknown"))
    return FigureView(locale.money(amount.value, "EUR", language()))


def _payments(found: list[Payment]) -> TableView | None:
    """Return amounts as reported, each with the place in the file."""
    if not found:
        return None
    written = language()
    columns = (
        ColumnView(gettext("Day")),
        ColumnView(gettext("What")),
        ColumnView(gettext("From")),
        ColumnView(gettext("To")),
        ColumnView(gettext("As reported"), amount=True),
        ColumnView(gettext("In euros"), amount=True),
        ColumnView(gettext("Place in the file")),
    )
    rows: list[list[Cell]] = []
    for p in found[:ROWS]:
        reported = gettext("unknown") if p.value is None else locale.money(p.value, p.currency, written, exact=True)
        euros = (
            FigureView(unknown=words.reason(p.because))
            if p.euros is None
            else FigureView(locale.money(p.euros, "EUR", written))
        )
        kind = words.word(words.TRANSACTION, p.type) if p.kind == "transaction" else words.word(words.KIND, p.kind)
        day = p.first_day if p.first_day == p.last_day else f"{p.first_day} – {p.last_day}"
        named = [gettext("not named") if who == "unspecified" else who or "–" for who in (p.provider, p.receiver)]
        rows.append([day, kind, *named, reported, euros, p.locator])
    caption = gettext("The amounts it is made of, as reported")
    if len(found) > ROWS:
        caption = gettext("The first %(shown)s of %(all)s amounts it is made of, as reported") % {
            "shown": words.number(ROWS),
            "all": words.number(len(found)),
        }
    return TableView(caption, columns, rows)
