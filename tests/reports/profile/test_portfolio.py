"""What the portfolio does in a country, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import plain, table
from small_statistics import asked_of

from grutto.content.blocks import Lines
from grutto.measures.book import Book
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.portfolio import UNHCR, portfolio_sections

if TYPE_CHECKING:
    from grutto.content.blocks import Section
    from grutto.measures.session import Session


def there(programme: Session, *countries: str, year: int = 2010) -> list[Section]:
    session = replace(programme, book=Book(programme.engine, attributed=True))
    return portfolio_sections(ProfileContext(session, countries, "NLD", year), "x-")


def test_activities_and_what_they_spent_in_each_country(programme: Session) -> None:
    """A spent 250, of which 150 in Kenya and 100 in Uganda; B spent 90 in Uganda. In Germany there is nothing."""
    (section,) = there(programme, "KEN", "UGA", "DEU")
    assert section.anchor == "x-portfolio"
    assert table(section, "Activities there, and what they spent in")[1:] == [
        ["Kenya", "1", "€ 150"],
        ["Uganda", "2", "€ 190"],
        ["Germany", "0", "not in the source"],
    ]


def test_the_activities_are_named_those_that_spent_most_first(programme: Session) -> None:
    (section,) = there(programme, "UGA")
    named = table(section, "Activities: Uganda")
    assert [(row[0], *row[2:]) for row in named[1:]] == [
        ("A A", "1 Jan 2009", "30 Jun 2011", "€ 100"),
        ("B B", "1 Jan 2009", "30 Jun 2011", "€ 90"),
    ]


def test_a_year_alone_is_no_line_and_two_are(programme: Session) -> None:
    """In Kenya A spent 120 in 2009 and 150 in 2010; in Uganda B began to spend in 2010."""
    (section,) = there(programme, "KEN")
    (drawn,) = [block for block in section.blocks if isinstance(block, Lines)]
    assert [(year, figure.value) for year, figure in drawn.series[0].points] == [
        (2009, Decimal(120)),
        (2010, Decimal(150)),
    ]
    assert plain(drawn.title).endswith(", 2009–2010")
    (before,) = there(programme, "KEN", year=2009)
    assert not [block for block in before.blocks if isinstance(block, Lines)]


def test_nothing_went_to_unhcr_and_without_files_there_is_no_portfolio(programme: Session) -> None:
    assert [section.anchor for section in there(programme, "KEN")] == ["x-portfolio"]
    assert UNHCR.startswith("XM-DAC-")
    assert portfolio_sections(asked_of(), "") == []
