"""What the portfolio does in a country: activities, money, and contributions to UNHCR; from the IATI files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import iso2_of
from grutto.content.blocks import (
    Country,
    FigureText,
    Label,
    Lines,
    Paragraph,
    Quote,
    Section,
    Series,
    Table,
    TableColumn,
)
from grutto.model.figure import Selection
from grutto.reports.context import day, say
from grutto.reports.profile.series import YEARS, span_of

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext

UNHCR = "XM-DAC-41121"
"""UNHCR in the register of organisations (https://iatistandard.org/en/iati-standard/203/codelists/organisationidentifier/)."""

STARTS, ENDS = ("actual_start", "planned_start"), ("actual_end", "planned_end")
MOST = 15
"""Activities that are named for each country."""


def portfolio_sections(context: ProfileContext, anchor: str) -> list[Section]:
    """Return activities and money in each country, and what went to UNHCR; nothing without IATI files."""
    if not context.book.measure("activities").rows:
        return []
    found = [("portfolio", say("The portfolio in the country"), _there(context))]
    if contributions := _protection(context):
        found.append(("protection", say("Protection in the region"), contributions))
    return [Section(f"{anchor}{name}", title, (*blocks, _source())) for name, title, blocks in found]


def _source() -> Paragraph:
    citation = say("Source: {citation}.", citation=say("the IATI files of the programme"))
    return Paragraph(citation, "small")


def _there(context: ProfileContext) -> list[Block]:
    rows = tuple(_row(context, country) for country in context.countries)
    heads = (say("Activities under way"), say("Spent, counted once"))
    columns = (TableColumn(say("Country")), *(TableColumn(h, numeric=True) for h in heads))
    caption = say("Activities there, and what they spent in {year}", year=context.this_year())
    spent = tuple(Series((Country(c),), _by_year(context, country=iso2_of(c))) for c in context.countries)
    title = say("Spent there by year, counted once, in euros")
    named = [table for country in context.countries for table in _activities(context, country)]
    return [Table(caption, columns, rows), *_drawn(context, title, spent), *named]


def _row(context: ProfileContext, country: str) -> tuple[Line, ...]:
    code = iso2_of(country)
    activities = context.book.measure("active", country=code, year=context.year)
    spent = context.book.measure("spent_once", country=code, year=context.year)
    return (Country(country),), (FigureText(activities),), (FigureText(spent),)


def _activities(context: ProfileContext, country: str) -> list[Block]:
    """Name the activities in a country, those that spent most first."""
    code = iso2_of(country)
    names = {
        str(at["iati_identifier"])
        for at, _ in context.book.breakdown("active", "iati_identifier", country=code, year=context.year)
    }
    spent = [
        (n, context.book.measure("spent", iati_identifier=n, country=code, year=context.year)) for n in sorted(names)
    ]
    spent.sort(key=lambda pair: -(pair[1].value or 0))
    if not spent:
        return []
    columns = ("iati_identifier", "title", "implementing_org", *STARTS, *ENDS)
    facts = context.session.engine.rows(Selection("facts", "portfolio", "iati_identifier", "count"), columns)
    known = {row["iati_identifier"]: row for row in facts}
    heads = (
        say("Activity"),
        say("Implementing organisation"),
        say("Start"),
        say("End"),
    )
    rows = tuple(
        (
            (Quote(known[n]["title"] or n), Label(" "), Label(n)),
            (Quote(known[n]["implementing_org"]),),
            _first_day(known[n], STARTS),
            _first_day(known[n], ENDS),
            (FigureText(figure),),
        )
        for n, figure in spent[:MOST]
    )
    caption = say("Activities: {country}", country=Country(country))
    return [
        Table(
            caption,
            (*(TableColumn(h) for h in heads), TableColumn(say("Spent, as reported"), numeric=True)),
            rows,
        )
    ]


def _first_day(row: dict[str, Any], columns: tuple[str, ...]) -> Line:
    """Return the first day that is told, the actual one before the planned."""
    found = [row[column] for column in columns if row[column]]
    return (day(found[0], short=True),) if found else ()


def _protection(context: ProfileContext) -> list[Block]:
    points = _by_year(context, receiver_org=UNHCR)
    contribution = dict(points).get(context.year) or context.book.measure(
        "spent_once", receiver_org=UNHCR, year=context.year
    )
    if not contribution.rows and not points:
        return []
    sentence = say("To UNHCR, for protection in the region: {amount}.", amount=FigureText(contribution))
    title = say("Contributions to UNHCR by year, in euros")
    return [Paragraph(sentence), *_drawn(context, title, (Series((Label("UNHCR"),), points),))]


def _by_year(context: ProfileContext, **at: str) -> tuple[tuple[int, Figure], ...]:
    """Return what was spent in each year that has a row, up to the profile's."""
    years = {
        int(str(found["year"])) for found, _ in context.book.breakdown("spent_once", "year", **at) if found["year"]
    }
    recent_years = sorted(year for year in years if context.year - YEARS <= year <= context.year)
    return tuple((year, context.book.measure("spent_once", **at, year=year)) for year in recent_years)


def _drawn(context: ProfileContext, title: Line, series: tuple[Series, ...]) -> list[Block]:
    long = tuple(one for one in series if sum(f.value is not None for _, f in one.points) > 1)
    described = say("Figures by year, up to {year}; one line for each name.", year=context.this_year())
    return [Lines((*title, Label(f", {span_of(long)}")), described, long)] if long else []
