"""What a reader must mind before comparing: sources, breaks, and sums that lack a country in some years."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import plain
from small_statistics import PEOPLE, STOCK, asked_of, by_year, data_of, figure, observed

from grutto.codelists import areas, eu_members
from grutto.content.blocks import Callout, Paragraph
from grutto.reports.profile.notes import dataflows, note_blocks, sometimes

if TYPE_CHECKING:
    from grutto.content.blocks import Block

WORLD = [code for code, area in areas().items() if area.kind == "country" and not (area.since or area.until)][:40]


def marked(blocks: list[Block]) -> list[str]:
    """Return the lines of the warning, if there is one."""
    return [plain(line) for block in blocks if isinstance(block, Callout) for line in block.lines]


def test_a_large_country_that_some_years_lack_is_named_the_largest_first() -> None:
    """10 of 100 in Iran in 2009, and nothing of 2010; less than a twentieth is no large part."""
    hundred = {"IRN": Decimal(10), "PAK": Decimal(86), "DEU": Decimal(4)}
    rest = {"PAK": Decimal(90), "NLD": Decimal(1)}
    assert sometimes({2009: hundred, 2010: rest}) == ["IRN"]
    assert sometimes({2009: {"IRN": Decimal(10), "PAK": Decimal(90)}, 2010: {"NLD": Decimal(1)}}) == [
        "NLD",
        "PAK",
        "IRN",
    ]
    assert sometimes({2010: rest}) == []
    assert sometimes({2009: {"IRN": Decimal(0)}, 2010: {}}) == [], "of nothing there are no parts"


def test_the_source_is_named_once_with_what_always_holds() -> None:
    one = replace(figure(2010, 5), warnings=(f"note|of={STOCK}|id=born-or-citizens", "note|of=x|id=y"))
    blocks = note_blocks(asked_of(), data_of(by_year("A", one, figure(2005, 4))))
    (source,) = [block for block in blocks if isinstance(block, Paragraph)]
    assert plain(source.line).startswith("Source: ")
    assert "Licence: " in plain(source.line)
    assert "some countries count foreign citizens instead" in plain(source.line)
    assert marked(blocks) == []


def test_what_holds_for_several_sources_is_told_beside_the_first() -> None:
    one = replace(figure(2010, 5), warnings=(f"note|of={STOCK}|id=born-or-citizens",))
    other = figure(2005, 4, dataflow="undesa/population-prospects")
    blocks = note_blocks(asked_of(), data_of(by_year("A", one, other)))
    texts = [plain(block.line) for block in blocks if isinstance(block, Paragraph)]
    assert ["foreign citizens" in text for text in texts] == [True, False]


def test_a_flag_that_breaks_a_series_is_a_warning() -> None:
    one = replace(figure(2010, 5), warnings=("flag-B",))
    (line,) = marked(note_blocks(asked_of(), data_of(by_year("A", one))))
    assert "break" in line.lower()


def test_what_is_computed_comes_from_the_sources_of_its_inputs() -> None:
    context = asked_of(
        observed("migrant_stock", "NLD", "AFG", 2010, 5),
        observed("population", "AFG", "_Z", 2010, 10, "undesa/population-prospects"),
    )
    stock = context.book.measure("migrant_stock", ref_area="NLD", counterpart="AFG", year=2010, dataflow=STOCK)
    people = context.book.measure("population", ref_area="AFG", year=2010, dataflow="undesa/population-prospects")
    share = context.book.derive("share_percent", stock, people)
    assert dataflows(context, (share,)) == [STOCK, "undesa/population-prospects"]
    assert dataflows(context, (people, share)) == ["undesa/population-prospects", STOCK]


def test_a_total_that_the_publisher_gives_says_so() -> None:
    own = figure(2010, 5, ref_area="_T", ref_area_kind="aggregate")
    of_parts = figure(2010, 5, ref_area="NLD", ref_area_kind="country")
    assert marked(note_blocks(asked_of(), data_of(by_year("A", of_parts)))) == []
    assert marked(note_blocks(asked_of(), data_of(by_year("A", own)))) == [
        "Where a part is unknown, the total is the one that the source gives itself."
    ]


def test_a_sum_that_changes_because_a_country_is_silent_says_so() -> None:
    rows = [observed("migrant_stock", area, "AFG", year, 1) for area in WORLD for year in (2005, 2010)]
    known = by_year("A", figure(2005, 40), figure(2010, 40))
    assert marked(note_blocks(asked_of(*rows), data_of(known))) == []
    once = observed("migrant_stock", "DEU", "AFG", 2005, 60)
    rest = [row for row in rows if row["ref_area"] != "DEU"]
    assert marked(note_blocks(asked_of(*rest, once), data_of(known))) == [
        "The sum changes for this reason too: in some years there is no value of Germany."
    ]
    both = asked_of(*rest, once, countries=("AFG", "ETH"))
    (line,) = marked(note_blocks(both, data_of(known)))
    assert line.startswith("Afghanistan: The sum changes")


def test_the_union_is_told_without_whom_it_is() -> None:
    union = data_of(by_year("A", figure(2010, 40)), indicator=replace(PEOPLE, role="origin_there", union=True))
    members = [code for code in eu_members(2010) if code != "MLT"]
    rows = [observed("migrant_stock", area, "AFG", 2010, 1) for area in members]
    assert marked(note_blocks(asked_of(*rows), union)) == [
        "The sum of the European Union is without Malta, of which there is no value."
    ]
    assert marked(note_blocks(asked_of(*rows[:3]), union)) == [], "three members are no union"
