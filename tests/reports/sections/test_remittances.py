"""The trend of the price of sending money, in the report, from real quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from dutch import english_of_ours
from quote_samples import quotes
from small_policy import POLICY

from grutto.content.blocks import Callout, Lines, Paragraph, Table
from grutto.content.wording import text_of
from grutto.errors import DeclarationError
from grutto.locale import language_named
from grutto.measures.session import open_release
from grutto.reports.context import Context
from grutto.reports.sections import remittances
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH, DUTCH = language_named("en"), language_named("nl")
NETHERLANDS = replace(POLICY, country="NLD")


def rows(caption: str, tables: list[Table]) -> list[list[str]]:
    (table,) = [t for t in tables if text_of(t.caption, ENGLISH).startswith(caption)]
    return [[text_of(line, ENGLISH).replace("\N{NO-BREAK SPACE}", " ") for line in row] for row in table.rows]


def test_the_trend_from_the_netherlands(tmp_path: Path) -> None:
    def price(period: str, day: str, cost: str, **cells: str) -> dict[str, str]:
        return {
            "period": period,
            "date": day,
            "cc1 lcu fee": "0",
            "cc1 fx margin": cost,
            "cc1 total cost %": cost,
        } | cells

    surinam = {"destination_code": "SUR", "corridor": "NLDSUR"}
    given = [
        price("2011_3Q", "10/Aug/2011", "10"),
        price("2013_3Q", "10/Aug/2013", "8"),
        price("2013_3Q", "10/Aug/2013", "6", firm="B"),
        price("2013_3Q", "10/Aug/2013", "4", firm="C"),
        price("2013_3Q", "10/Aug/2013", "12", **surinam),
        price("2013_3Q", "10/Aug/2013", "0", firm="D", transparent="no"),
        price("2013_3Q", "10/Aug/2013", "1", source_code="FRA", corridor="FRAMAR"),
        price("2014_1Q", "10/Feb/2014", "3"),
    ]
    home = Home(tmp_path / "home")
    assert not take_in(home, incoming_files([quotes(tmp_path / "q.csv", given)])).refused
    with open_release(home, in_memory=True) as session:
        context = Context(session, NETHERLANDS, 2013)
        found = remittances.section(context)
        tables = [b for b in found.blocks if isinstance(b, Table)]
        # (8 + 6 + 4 + 12) ÷ 4 = 7.5, three less than 10 less a half.
        assert rows("Average price by quarter", tables) == [
            ["2011-Q3", "10.0 %", "", "1"],
            ["2013-Q3", "7.5 %", "−2.5 percentage points", "4"],
        ]
        assert rows("Price by receiving country in 2013-Q3", tables) == [
            ["Morocco", "6.0 %", "6.0 %", "3"],
            ["Suriname", "12.0 %", "unknown", "1"],
        ]
        said = [
            text_of(b.line, ENGLISH).replace("\N{NO-BREAK SPACE}", " ")
            for b in found.blocks
            if isinstance(b, Paragraph)
        ]
        assert said[0] == (
            "In 2013-Q3, sending the equivalent of USD 200 from the Netherlands cost 7.5 % of the amount on average."
            " Since 2011-Q3 this changed by −2.5 percentage points."
        )
        (chart,) = [b for b in found.blocks if isinstance(b, Lines)]
        assert [year for year, _ in chart.series[0].points] == [2011, 2013]
        assert chart.series[0].points[-1][1] in session.book.figures.values(), "it leads to its rows"
        words = [text_of(b.line, DUTCH) for b in found.blocks if isinstance(b, Paragraph)]
        words += [text_of(b.caption, DUTCH) for b in found.blocks if isinstance(b, Table)]
        assert english_of_ours(" ".join(words)) == []
        none = remittances.section(Context(session, NETHERLANDS, 2010))
        assert [type(b) for b in none.blocks] == [Callout]
        with pytest.raises(DeclarationError, match="from which country money is sent"):
            remittances.section(Context(session, POLICY, 2013))
