"""Countries side by side: the same source and year, per inhabitant, and what cannot be compared is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Paragraph, Table
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.reports.profile.comparison import comparison
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.indicator_data import indicator_data
from grutto.reports.profile.indicators import CHAPTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.store.home import Home


def shown(home: Home, *countries: str) -> Iterator[list[str]]:
    """Yield the rows of the table, then what is not compared."""
    english = language_named("en")
    with open_release(home) as session:
        context = ProfileContext(session, countries, "NLD", 2020)
        data = [indicator_data(context, one) for chapter in CHAPTERS[:1] for one in chapter.indicators]
        for section in comparison(context, data, ""):
            for block in section.blocks:
                if isinstance(block, Table):
                    yield from ([text_of(cell, english) for cell in row] for row in block.rows)
                elif isinstance(block, Paragraph):
                    yield [text_of(block.line, english)]


def test_two_countries_are_compared_by_year_and_per_inhabitant(statistics: Home) -> None:
    """861,077 of 3,795,509 inhabitants are 226.87 per thousand; 5,853,838 of 39,671,817 are 147.56."""
    *rows, (apart,) = shown(statistics, "GEO", "AFG")
    by_name = {row[0]: row[1:] for row in rows}
    assert by_name["Population"] == ["2020", "3,795,509", "39,671,817", "", ""]
    assert by_name["Emigrants, by country of residence"] == ["2020", "861,077", "5,853,838", "226.87", "147.56"]
    assert "Refugees, by country of asylum" not in by_name, "nothing is known of Georgia"
    assert "Refugees, by country of asylum" in apart


def test_one_country_is_not_compared(statistics: Home) -> None:
    assert list(shown(statistics, "GEO")) == []
