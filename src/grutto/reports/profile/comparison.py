"""Several countries side by side: what all tell of one year by one source, and per inhabitant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Country, FigureText, Label, Paragraph, Section, Table, TableColumn, between
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.profile.glance import link, main_series
from grutto.reports.profile.indicator_data import title_of
from grutto.reports.profile.notes import dataflows
from grutto.reports.profile.series import places, series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData

POPULATION = "population"


def comparison(context: ProfileContext, data: Iterable[IndicatorData], anchor: str) -> list[Section]:
    """Return a table of what all countries tell of one year by one source; what they do not is named under it."""
    compared_data = [one for one in data if one.known and one.indicator.role != "observer"]
    found = {one.indicator.anchor: tuple(_rows(context, one, anchor)) for one in compared_data}
    rows = tuple(row for of_one in found.values() for row in of_one)
    if len(context.countries) < 2 or not rows:
        return []
    names = [Country(code) for code in context.countries]
    columns = (
        TableColumn(say("Indicator")),
        TableColumn(say("Year"), numeric=True),
        *(TableColumn((name,), numeric=True) for name in names),
        *(TableColumn(say("{country}, per thousand inhabitants", country=name), numeric=True) for name in names),
    )
    table = Table(say("The same figures of all countries, of the last year that all tell"), columns, rows)
    apart = [title_of(context, one.indicator) for one in compared_data if not found[one.indicator.anchor]]
    text = msg("Not compared, as years, sources or countries differ, or one figure is unknown: {names}.")
    notes = [Paragraph(say(text, names=between(", ", apart)), "small")] if apart else []
    return [Section(f"{anchor}comparison", say("Side by side"), (table, *notes))]


def _rows(context: ProfileContext, data: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    """Yield a row for each series that all countries have alike: of all other countries, or of the same one."""
    of_each = [{detail: one.points for one, detail in main_series(data, code)} for code in context.countries]
    for detail in of_each[0]:
        if not all(detail in one for one in of_each):
            continue
        points = [{y: f for y, f in one[detail] if f.value is not None} for one in of_each]
        years = [
            y for y in points[0] if all(y in one for one in points) and _alike(context, [one[y] for one in points])
        ]
        if years:
            figures = [one[max(years)] for one in points]
            rates = [_rate(context, data, *pair) for pair in zip(context.countries, figures, strict=True)]
            name = (*link(context, data, anchor), *_beside(detail))
            yield name, (Label(str(max(years))),), *((FigureText(f, "unit"),) for f in figures), *rates


def _alike(context: ProfileContext, figures: list[Figure]) -> bool:
    """Tell whether figures have one unit and come from the same data flows."""
    return len({(f.unit, tuple(dataflows(context, (f,)))) for f in figures}) == 1


def _rate(context: ProfileContext, data: IndicatorData, country: str, figure: Figure) -> Line:
    """Return persons per thousand inhabitants of the country in the same year; nothing where that says nothing."""
    if figure.unit != "person" or POPULATION in data.indicator.measure or not figure.period:
        return ()
    people = dict(series(context, POPULATION, places(context, "own", country))).get(figure.period.start.year)
    if people is None or not people.value:
        return say("unknown")
    return (FigureText(context.book.derive("per_thousand", figure, people)),)


def _beside(line: Line) -> Line:
    return line if not line or line[0] in {Label(" ("), Label(", ")} else (Label(" · "), *line)
