"""What the portfolio does in a country: activities, money, and contributions to UNHCR; from the IATI files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import iso2_of
from grutto.content.blocks import Column, FigureText, Label, Lines, Paragraph, Quote, Section, Series, Table
from grutto.locale import day
from grutto.model.figure import Selection
from grutto.reports.profile.series import YEARS

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext

UNHCR = "XM-DAC-41121"
"""UNHCR in the register of organisations (https://iatistandard.org/en/iati-standard/203/codelists/organisationidentifier/)."""

STARTS, ENDS = ("actual_start", "planned_start"), ("actual_end", "planned_end")
MOST = 15
"""Activities that are named for each country."""


def portfolio_sections(asked: ProfileContext, anchor: str) -> list[Section]:
    """Return activities and money in each country, and what went to UNHCR; nothing without IATI files."""
    if not asked.book.measure("activities").rows:
        return []
    found = [("portfolio", asked.say("The portfolio in the country"), _there(asked))]
    if contributions := _protection(asked):
        found.append(("protection", asked.say("Protection in the region"), contributions))
    return [Section(f"{anchor}{name}", title, (*blocks, _source(asked))) for name, title, blocks in found]


def _source(asked: ProfileContext) -> Paragraph:
    said = asked.say("Source: {citation}.", citation=asked.say("the IATI files of the programme"))
    return Paragraph(said, "small")


def _there(asked: ProfileContext) -> list[Block]:
    rows = tuple(_row(asked, country) for country in asked.countries)
    heads = (asked.say("Activities under way"), asked.say("Spent, counted once"))
    columns = (Column(asked.say("Country")), *(Column(h, numeric=True) for h in heads))
    caption = asked.say("Activities there, and what they spent in {year}", year=asked.this_year())
    spent = tuple(Series((asked.country(c),), _by_year(asked, country=iso2_of(c))) for c in asked.countries)
    title = asked.say("Spent there by year, counted once, in euros")
    named = [table for country in asked.countries for table in _activities(asked, country)]
    return [Table(caption, columns, rows), *_drawn(asked, title, spent), *named]


def _row(asked: ProfileContext, country: str) -> tuple[Line, ...]:
    code = iso2_of(country)
    activities = asked.book.measure("active", country=code, year=asked.year)
    spent = asked.book.measure("spent_once", country=code, year=asked.year)
    return (asked.country(country),), (FigureText(activities),), (FigureText(spent),)


def _activities(asked: ProfileContext, country: str) -> list[Block]:
    """Name the activities in a country, those that spent most first."""
    code = iso2_of(country)
    names = {
        str(at["iati_identifier"])
        for at, _ in asked.book.breakdown("active", "iati_identifier", country=code, year=asked.year)
    }
    spent = [(n, asked.book.measure("spent", iati_identifier=n, country=code, year=asked.year)) for n in sorted(names)]
    spent.sort(key=lambda pair: -(pair[1].value or 0))
    if not spent:
        return []
    columns = ("iati_identifier", "title", "implementing_org", *STARTS, *ENDS)
    facts = asked.session.engine.rows(Selection("facts", "portfolio", "iati_identifier", "count"), columns)
    told = {row["iati_identifier"]: row for row in facts}
    heads = (asked.say("Activity"), asked.say("Implementing organisation"), asked.say("Start"), asked.say("End"))
    rows = tuple(
        (
            (Quote(told[n]["title"] or n), Label(" "), Label(n)),
            (Quote(told[n]["implementing_org"]),),
            _first_day(asked, told[n], STARTS),
            _first_day(asked, told[n], ENDS),
            (FigureText(figure),),
        )
        for n, figure in spent[:MOST]
    )
    caption = asked.say("Activities: {country}", country=asked.country(country))
    return [Table(caption, (*(Column(h) for h in heads), Column(asked.say("Spent, as reported"), numeric=True)), rows)]


def _first_day(asked: ProfileContext, row: dict[str, Any], columns: tuple[str, ...]) -> Line:
    """Return the first day that is told, the actual one before the planned."""
    found = [row[column] for column in columns if row[column]]
    return (Label(day(found[0], asked.language, short=True)),) if found else ()


def _protection(asked: ProfileContext) -> list[Block]:
    points = _by_year(asked, receiver_org=UNHCR)
    contribution = dict(points).get(asked.year) or asked.book.measure("spent_once", receiver_org=UNHCR, year=asked.year)
    if not contribution.rows and not points:
        return []
    said = asked.say("To UNHCR, for protection in the region: {amount}.", amount=FigureText(contribution))
    title = asked.say("Contributions to UNHCR by year, in euros")
    return [Paragraph(said), *_drawn(asked, title, (Series((Label("UNHCR"),), points),))]


def _by_year(asked: ProfileContext, **at: str) -> tuple[tuple[int, Figure], ...]:
    """Return what was spent in each year that has a row, up to the profile's."""
    years = {int(str(found["year"])) for found, _ in asked.book.breakdown("spent_once", "year", **at) if found["year"]}
    shown = sorted(year for year in years if asked.year - YEARS <= year <= asked.year)
    return tuple((year, asked.book.measure("spent_once", **at, year=year)) for year in shown)


def _drawn(asked: ProfileContext, title: Line, series: tuple[Series, ...]) -> list[Block]:
    long = tuple(one for one in series if sum(f.value is not None for _, f in one.points) > 1)
    described = asked.say("Figures by year, up to {year}; one line for each name.", year=asked.this_year())
    return [Lines(title, described, long)] if long else []
