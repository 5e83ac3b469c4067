"""Activities: the list that is searched, and the page of one."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from grutto import locale
from grutto.catalogue.flows import ALL_YEARS
from grutto.charts.canvas import ChartText
from grutto.charts.dot_map import Dot, dot_map
from grutto_web.ground.components import ColumnView, EntryView, FigureView, LinkText, TableView, drawn
from grutto_web.ground.wording import language
from grutto_web.public.site import figures, lists, words
from grutto_web.public.site.money import year_chart
from grutto_web.public.site.release import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from grutto.catalogue.entries import Activity, PartnerMoney, Result
    from grutto.catalogue.read import Catalogue
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

FLOWS = ("budgeted", "incoming_commitments", "incoming_funds", "committed", "spent")
SHOWN = 12


@page("public/activities.html")
def activities(request: HttpRequest, catalogue: Catalogue) -> Page:
    """List activities by words and facets."""
    query = lists.ListQuery.of(request.GET)
    found, entries = lists.listed(catalogue, query, request.GET.get("page", "1"))
    content = {
        "asked": query,
        "page": found,
        "count": found.paginator.count,
        "entries": entries,
        "facets": lists.facets(catalogue, query),
        "orders": lists.orders(query),
        "address": query.address(page=True),
        "all": reverse("public:activities"),
        "csv": f"{reverse('public:activities-csv')}?{query.address().partition('?')[2]}",
    }
    if request.headers.get("HX-Target") == "found":
        return render(request, "public/found.html", content)
    return content


@page("public/activity.html")
def activity(request: HttpRequest, catalogue: Catalogue, identifier: str) -> Page:
    """Show one activity."""
    del request
    code = language().code
    found = catalogue.activity(identifier, code)
    if found is None:
        raise Http404
    listed = found.listed
    money = figures.by_year(catalogue, "activity", identifier, found.money, FLOWS, gettext("Money by year, in euros"))
    return {
        "activity": found,
        "title": listed.title or listed.identifier,
        "title_language": _language_of(found, listed.title),
        "status": words.word(words.STATUS, listed.status),
        "about": _about(found, code),
        "glance": _glance(catalogue, found),
        "facts": _facts(found),
        "money": money,
        "organisations": _organisations(found),
        "shares": [table for axis in ("place", "sector") if (table := _shares(found, axis))],
        "results": list(_results(found)),
        "links": _links(catalogue, found),
        "related": _related(catalogue, found),
        "documents": _documents(found),
        "more_documents": max(0, len(found.documents) - SHOWN),
        "places": [p for p in found.places if p.name][:SHOWN],
        "map": _map(found),
        "chart": year_chart(catalogue, "activity", identifier, found.money, _main(found)),
        "source": _source(found),
        "release": catalogue.release,
    }


def _main(found: Activity) -> str:
    """Return the flow that says most of an activity."""
    flows = {a.flow for a in found.money}
    return next((flow for flow in ("spent", "budgeted", *FLOWS) if flow in flows), "spent")


def _map(found: Activity) -> SafeString | str:
    """Return the places it works in on a map; nothing if none has coordinates."""
    dots = [
        Dot((p.longitude, p.latitude), p.name, p.name)
        for p in found.places
        if p.latitude is not None and p.longitude is not None
    ]
    if not dots:
        return ""
    names = ", ".join(dot.name for dot in dots if dot.name)
    text = ChartText(gettext("Map of the places where it works: %(names)s") % {"names": names})
    return drawn("places", words.language(), lambda pen: dot_map(pen, text, dots))


def _language_of(found: Activity, text: str) -> str:
    """Return the language of a title, where it is not that of the page."""
    code = next((t.language for t in found.texts if t.text == text), "")
    return "" if code == language().code else code


def _about(found: Activity, code: str) -> list[tuple[str, str]]:
    """Return its descriptions with their language, in that of the page where there are any; else in one it has."""
    texts = [t for t in found.texts if t.field == "description"]
    languages = [t.language for t in texts]
    taken = next((c for c in (code, "en") if c in languages), languages[0] if languages else "")
    return [(t.text, "" if taken == code else taken) for t in texts if t.language == taken]


def _glance(catalogue: Catalogue, found: Activity) -> list[FigureView]:
    """Return what it planned and spent in all, as far as either is reported."""
    about = {
        "budgeted": gettext("planned, all years together"),
        "spent": gettext("spent, all years together"),
        "incoming_funds": gettext("received, all years together"),
        "incoming_commitments": gettext("promised by others, all years together"),
    }
    whole = {a.flow: a for a in found.money if a.year == ALL_YEARS}
    flows = [flow for flow in about if flow in whole][:3]
    return [
        figures.figure(catalogue.release, "activity", found.listed.identifier, whole[flow], about[flow])
        for flow in flows
    ]


def _facts(found: Activity) -> list[tuple[str, list[Cell]]]:
    """Return what it is in pairs of a name and cells."""
    names = (gettext("Planned start"), gettext("Start"), gettext("Planned end"), gettext("End"))
    days = [(name, [_day(value)]) for name, value in zip(names, found.dates, strict=True) if value]
    countries: list[Cell] = [
        LinkText(words.country(c), reverse("public:country", args=(c,))) for c in found.listed.countries
    ]
    rows: list[tuple[str, list[Cell]]] = [(gettext("Countries"), countries[:SHOWN])] if countries else []
    rows += [(name, list(cells)) for name, cells in days]
    rows.append((gettext("Identifier"), [found.listed.identifier]))
    return rows


def _day(text: str) -> str:
    return locale.day(date.fromisoformat(text), language())


def _organisations(found: Activity) -> list[tuple[str, list[LinkText]]]:
    """Return who takes part, by role in the order of the chain."""
    by_role: dict[str, list[LinkText]] = defaultdict(list)
    for part in found.participations:
        link = LinkText(part.organisation.name, reverse("public:organisation", args=(part.organisation.key,)))
        by_role[part.role].append(link)
    return [(words.word(words.ROLE, role), by_role[role]) for role in words.ROLE if role in by_role]


def _shares(found: Activity, axis: str) -> TableView | None:
    """Return how it divides over places or purposes."""
    rows: list[list[Cell]] = []
    for share in found.shares:
        if share.axis == axis:
            name = words.sector(share.sector) if axis == "sector" else _place(share.country, share.region)
            known = share.percentage is not None
            percent = (
                f"{locale.number(share.percentage, language(), most=2)} %"
                if known and share.percentage is not None
                else ""
            )
            rows.append([name, percent or gettext("share not reported")])
    if not rows:
        return None
    caption = gettext("What it is for") if axis == "sector" else gettext("Where the money goes")
    return TableView(caption, (ColumnView(gettext("Part")), ColumnView(gettext("Share"), amount=True)), rows)


def _place(country: str, region: str) -> Cell:
    if country and country != "unspecified":
        return LinkText(words.country(country), reverse("public:country", args=(country,)))
    return words.word(words.REGION, region) if region and region != "unspecified" else gettext("No place named")


def _results(found: Activity) -> Iterator[TableView]:
    """Yield a table an indicator: period, what was aimed at, what was reached."""
    by_indicator: dict[str, list[Result]] = defaultdict(list)
    for result in found.results:
        by_indicator[result.title or result.indicator].append(result)
    columns = (
        ColumnView(gettext("Period")),
        ColumnView(gettext("Part")),
        ColumnView(gettext("Aimed at"), amount=True),
        ColumnView(gettext("Reached"), amount=True),
    )
    for title, results in by_indicator.items():
        at: dict[tuple[str, str, str], dict[str, Result]] = defaultdict(dict)
        for result in results:
            part = "; ".join(p for p in (result.dimension, result.place) if p != "total")
            at[result.first_day, result.last_day, part][result.element] = result
        rows: list[list[Cell]] = [
            [
                _span(first, last),
                part or gettext("all"),
                _value(by_element.get("target")),
                _value(by_element.get("actual")),
            ]
            for (first, last, part), by_element in sorted(at.items())
        ]
        yield TableView(title, columns, rows)


def _span(first: str, last: str) -> str:
    if not first or not last:
        return gettext("not dated")
    if (first[5:], last[5:], first[:4]) == ("01-01", "12-31", last[:4]):
        return first[:4]
    written = language()
    return " – ".join(locale.day(date.fromisoformat(d), written, short=True) for d in (first, last))


def _value(result: Result | None) -> FigureView:
    if result is None:
        return FigureView(unknown=gettext("not reported"))
    if result.value is None:
        return FigureView(unknown=result.written or gettext("not reported"))
    unit = " %" if result.unit == "percent" else ""
    return FigureView(f"{locale.number(result.value, language())}{unit}")


def _links(catalogue: Catalogue, found: Activity) -> list[TableView]:
    """Return where its money comes from and where it goes, as both sides tell it."""
    titles = {"receives": gettext("Where its money comes from"), "pays": gettext("Where its money goes")}
    tables = []
    for side, title in titles.items():
        links = [link for link in found.links if link.side == side]
        if links:
            columns = (
                ColumnView(gettext("Activity")),
                ColumnView(gettext("As the payer tells it"), amount=True),
                ColumnView(gettext("As the receiver tells it"), amount=True),
                ColumnView(gettext("How they agree")),
            )
            tables.append(TableView(title, columns, [_link(catalogue, link) for link in links[:SHOWN]]))
    return tables


def _link(catalogue: Catalogue, link: PartnerMoney) -> list[Cell]:
    known = catalogue.number_of(link.partner) is not None
    name = f"{link.organisation}: {link.partner}" if link.organisation else link.partner or gettext("not named")
    first: Cell = LinkText(name, reverse("public:activity", args=(link.partner,))) if known else name
    written = language()
    amounts = [
        FigureView(unknown=gettext("not reported")) if v is None else FigureView(locale.money(v, "EUR", written))
        for v in (link.sent, link.received)
    ]
    return [first, *amounts, words.word(words.LINK, link.status)]


def _related(catalogue: Catalogue, found: Activity) -> list[EntryView]:
    """Return the activities it names, as far as they are in the release, with how they belong together."""
    numbers = {number: kind for kind, ref in found.related if (number := catalogue.number_of(ref)) is not None}
    listed = catalogue.listed(list(numbers)[:SHOWN], language().code)
    return [
        EntryView(
            a.title or a.identifier,
            reverse("public:activity", args=(a.identifier,)),
            words.word(words.RELATED, numbers[a.number]),
        )
        for a in listed
    ]


def _documents(found: Activity) -> list[EntryView]:
    """Return its documents; an address that is no web address is not made a link."""
    return [
        EntryView(d.title or d.url, d.url, " · ".join(p for p in (urlsplit(d.url).netloc, d.format, d.date) if p))
        for d in found.documents[:SHOWN]
        if re.match(r"https?://", d.url)
    ]


def _source(found: Activity) -> list[tuple[str, list[Cell]]]:
    """Return the file it stands in, and where."""
    rows: list[tuple[str, list[Cell]]] = [
        (gettext("File"), [LinkText(found.file.name, reverse("public:file", args=(found.file.sha256,)))]),
        (gettext("Place in it"), [found.locator]),
    ]
    if found.line:
        rows.append((gettext("Line"), [words.number(found.line)]))
    if found.updated:
        rows.append((gettext("Changed by its publisher"), [_day(found.updated[:10])]))
    if found.file.licence:
        rows.append((gettext("Licence"), [found.file.licence]))
    if found.copies > 1:
        copies = gettext("%(number)s times in these files; this one, changed last, counts")
        rows.append((gettext("Copies"), [copies % {"number": found.copies}]))
    return rows
