"""What the portfolio does in a country: activities, money, and contributions to UNHCR; from the IATI files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import iso2_of
from grutto.reports.content import Callout, Column, Paragraph, Shown, Table

if TYPE_CHECKING:
    from grutto.reports.content import Block, Line
    from grutto.reports.profile.asked import Asked

UNHCR = "XM-DAC-41121"
"""UNHCR in the register of organisations (https://iatistandard.org/en/iati-standard/203/codelists/organisationidentifier/)."""


def portfolio_blocks(asked: Asked) -> list[Block]:
    """Return activities and money in each country, and what went to UNHCR; without IATI files, that there are none."""
    if not asked.book.measure("activities").rows:
        text = asked.say("No source of this is in the release. It would come from: {sources}.", sources=_files(asked))
        return [Callout((text,))]
    rows = tuple(_row(asked, country) for country in asked.countries)
    heads = (asked.say("Activities"), asked.say("Spent"))
    columns = (Column(asked.say("Country")), *(Column(h, numeric=True) for h in heads))
    caption = asked.say("Activities there, and what they spent in {year}", year=asked.this_year())
    contribution = asked.book.measure("spent", receiver_org=UNHCR, year=asked.year)
    said = asked.say("To UNHCR, for protection in the region: {amount}.", amount=Shown(contribution))
    return [Table(caption, columns, rows), Paragraph(said)]


def _files(asked: Asked) -> Line:
    return asked.say("the IATI files of the programme")


def _row(asked: Asked, country: str) -> tuple[Line, ...]:
    code = iso2_of(country)
    activities = asked.book.measure("activities", country=code)
    spent = asked.book.measure("spent", country=code, year=asked.year)
    return (asked.country(country),), (Shown(activities),), (Shown(spent),)
