"""Priorities of the policy, as published reports account for them: one by one, and over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from grutto.content.display import figure_text
from grutto.model.figure import figure_id
from grutto_web.ground.components import ColumnView, FigureView, LinkText, TableView
from grutto_web.public.site.editions import PLACE, WebPage, content_of, standing_records, title_of
from grutto_web.public.site.release import kept_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

    from grutto.content.blocks import Section
    from grutto.content.reading import Reading
    from grutto.model.edition import Edition
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page

CHAPTER, START, NOT_ONE = "priorities", "priority-", "none"
MEASURES = {
    "active": gettext_lazy("Activities under way"),
    "budgeted_once": gettext_lazy("Budgeted"),
    "spent_once": gettext_lazy("Spent"),
}


@kept_page("public/priorities.html")
def priorities(request: HttpRequest) -> Page:
    """Show the priorities of the last report, each with its money."""
    del request
    last = next(iter(standing_records()), None)
    if last is None:
        return {"table": None}
    content = content_of(last.id)
    writer = WebPage(content, last.id, PLACE)
    rows = [
        (LinkText(writer.plain(part.title), reverse("public:priority", args=[code])), code, last)
        for part in _parts(content)
        if (code := part.anchor.removeprefix(START)) != NOT_ONE
    ]
    caption = gettext("Each priority in %(year)s") % {"year": last.year}
    report = LinkText(title_of(last), reverse("public:edition", args=[last.id]))
    return {"table": _table(caption, gettext("Priority"), rows), "report": report}


@kept_page("public/priority.html")
def priority(request: HttpRequest, code: str) -> Page:
    """Show one priority: its money over the years, and what the last report says about it."""
    del request
    reports = list(_of_years())
    found = next(((edition, part) for edition in reports if (part := _part(edition, code))), None)
    if found is None:
        raise Http404
    last, part = found
    writer = WebPage(content_of(last.id), last.id, PLACE)
    rows = [(str(edition.year), code, edition) for edition in reports if edition.framework == last.framework]
    return {
        "title": writer.plain(part.title),
        "table": _table(gettext("By year, as reported"), gettext("Year"), rows),
        "text": writer.chapter(part),
        "language": writer.language.code,
        "report": LinkText(title_of(last), reverse("public:edition", args=[last.id])),
    }


def _of_years() -> Iterator[Edition]:
    """Yield the reports that stand, the last year first; of each year the one published last."""
    known: dict[tuple[str, int], Edition] = {}
    for edition in standing_records():
        known.setdefault((edition.framework, edition.year), edition)
    yield from sorted(known.values(), key=lambda edition: -edition.year)


def _parts(content: Reading) -> tuple[Section, ...]:
    return next((s.parts for s in content.document.sections if s.anchor == CHAPTER), ())


def _part(edition: Edition, code: str) -> Section | None:
    return next((part for part in _parts(content_of(edition.id)) if part.anchor == f"{START}{code}"), None)


def _table(caption: str, head: str, rows: Sequence[tuple[Cell, str, Edition]]) -> TableView | None:
    """Return a table with a row a priority or year, and a column a measure that any of them has."""
    cells = {m: [_figure(edition, m, code) for _, code, edition in rows] for m in MEASURES}
    measures = [m for m, figures in cells.items() if any(figure is not None for figure in figures)]
    if not measures:
        return None
    columns = [ColumnView(head), *(ColumnView(str(MEASURES[m]), amount=True) for m in measures)]
    missing = FigureView(unknown=gettext("not reported"))
    lines: list[list[Cell]] = [
        [name, *(cells[m][place] or missing for m in measures)] for place, (name, _, _) in enumerate(rows)
    ]
    return TableView(caption, columns, lines)


def _figure(edition: Edition, measure: str, code: str) -> FigureView | None:
    """Return a figure of a report as a link to where it is taken apart; nothing if the report has none."""
    wanted = figure_id(measure, {"priority": code, "year": edition.year})
    content = content_of(edition.id)
    entry: Any = next((e for e in content.register if e.figure.id == wanted), None)
    if entry is None:
        return None
    writer = WebPage(content, edition.id, PLACE)
    text = figure_text(entry.figure, writer.language)
    address = reverse("public:edition-figure", args=[edition.id, entry.number])
    return FigureView(text, address) if entry.figure.value is not None else FigureView(unknown=text)
