"""An indicator as content: sentences, a chart of what has at least two years, parts as bars or on a map."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import plain
from small_statistics import PEOPLE, asked_of, by_year, data_of, figure, observed

from grutto.content.blocks import Chord, FlowMap, Lines, Multiples, Paragraph, Ranking, Table
from grutto.reports.profile.blocks import indicator_blocks

if TYPE_CHECKING:
    from grutto.content.blocks import Block
    from grutto.reports.profile.indicator_data import IndicatorData

TWO = by_year("Afghanistan", figure(2005, 60), figure(2010, 90))
ABROAD = [("PAK", figure(2010, 50, ref_area="PAK")), ("NLD", figure(2010, 40, ref_area="NLD"))]


def blocks(data: IndicatorData) -> list[Block]:
    return indicator_blocks(asked_of(), data)


def test_a_series_is_said_and_drawn_from_two_years_on() -> None:
    """90 after 60 is +50 %. One year is a table, for a point is no line; an unknown year is not counted."""
    sentence, chart, *_ = blocks(data_of(TWO))
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.line).startswith("Afghanistan: 90 in 2010; change since 2005: +50.0 %")
    assert isinstance(chart, Lines)
    assert plain(chart.title).endswith("2005–2010")
    alone = by_year("Afghanistan", figure(2005, None), figure(2010, 90))
    assert [type(block) for block in blocks(data_of(alone))[1:2]] == [Table]
    assert not [block for block in blocks(data_of(by_year("A"))) if isinstance(block, Lines | Table)]


def test_several_measures_are_small_charts() -> None:
    parts = replace(PEOPLE, measure=("first_permits_family", "first_permits_work"))
    assert [type(block) for block in blocks(data_of(TWO, indicator=parts)) if isinstance(block, Lines | Multiples)] == [
        Multiples
    ]


def test_parts_are_bars_by_country_or_by_purpose() -> None:
    ranking = data_of(TWO, indicator=replace(PEOPLE, by="ranking"), divided={"AFG": ABROAD})
    (bars,) = [block for block in blocks(ranking) if isinstance(block, Ranking)]
    assert [(plain(bar.name), bar.figure.value) for bar in bars.bars] == [
        ("Pakistan", Decimal(50)),
        ("Netherlands", Decimal(40)),
    ]
    assert plain(bars.title) == f"{PEOPLE.name}: Afghanistan, 2010"
    aid = [("SECTOR=110", figure(2010, 5)), ("SECTOR=120", figure(2010, 4))]
    purposes = data_of(TWO, indicator=replace(PEOPLE, by="purpose"), divided={"AFG": aid})
    (bars,) = [block for block in blocks(purposes) if isinstance(block, Ranking)]
    assert [plain(bar.name) for bar in bars.bars] == ["Education", "Health"]


def test_a_map_has_its_curves_from_where_people_left() -> None:
    leaving = data_of(TWO, indicator=replace(PEOPLE, by="map"), divided={"AFG": ABROAD})
    coming = replace(leaving, indicator=replace(PEOPLE, by="map", role="hosted"))
    (out,), (in_,) = ([b for b in blocks(data) if isinstance(b, FlowMap)] for data in (leaving, coming))
    assert [(flow.origin, flow.destination) for flow in out.flows] == [("AFG", "PAK"), ("AFG", "NLD")]
    assert [(flow.origin, flow.destination) for flow in in_.flows] == [("PAK", "AFG"), ("NLD", "AFG")]


def test_a_circle_stands_beside_it_where_people_went_both_ways() -> None:
    """From Afghanistan to the Netherlands and back; of one way the map says it all."""
    there, back = observed("migrant_stock", "NLD", "AFG", 2010, 40), observed("migrant_stock", "AFG", "NLD", 2010, 3)
    data = data_of(TWO, indicator=replace(PEOPLE, by="map"), divided={"AFG": ABROAD})
    (circle,) = [b for b in indicator_blocks(asked_of(there, back), data) if isinstance(b, Chord)]
    assert [(flow.origin, flow.destination, flow.figure.value) for flow in circle.flows] == [
        ("AFG", "NLD", Decimal(40)),
        ("NLD", "AFG", Decimal(3)),
    ]
    assert not [b for b in indicator_blocks(asked_of(there), data) if isinstance(b, Chord)]
