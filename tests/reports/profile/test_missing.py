"""What a profile cannot tell: a sentence for each reason, with the names of what it applies to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_report import plain
from small_statistics import PEOPLE, asked_of, by_year, data_of, figure, observed

from grutto.codelists import areas
from grutto.content.blocks import Country, Items, Paragraph
from grutto.reports.profile.indicators import Chapter
from grutto.reports.profile.missing import missing_section, silent_blocks, why

if TYPE_CHECKING:
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData

CHAPTER = Chapter("trends", "Migration trends", ())
UNKNOWN = data_of(by_year("A", figure(2010, None, "suppressed")))
SILENT = data_of(by_year("A"))
NO_SOURCE = data_of(provided=False)
WORLD = [code for code, area in areas().items() if area.kind == "country" and not (area.since or area.until)][:40]


def lines(context: ProfileContext, *data: IndicatorData, empty: bool = False) -> list[str]:
    sections = missing_section(context, {CHAPTER: data}, [CHAPTER] if empty else [], "x-")
    return [plain(line) for s in sections for b in s.blocks if isinstance(b, Items) for line in b.lines]


def test_each_reason_is_told_once_with_the_indicators_it_applies_to() -> None:
    other = replace(PEOPLE, name="Diaspora")
    assert lines(asked_of(), UNKNOWN, replace(UNKNOWN, indicator=other), SILENT) == [
        f"Migration trends · {PEOPLE.name}; Diaspora: no value, because: suppressed.",
        f"Migration trends · {PEOPLE.name}: the sources in the release have no row of it up to 2010.",
    ]


def test_a_chapter_without_any_source_is_one_sentence() -> None:
    """With a source that is silent there is more to say."""
    none = "no source of it is in the release"
    assert lines(asked_of(), NO_SOURCE, NO_SOURCE, empty=True) == [f"Migration trends: {none}."]
    assert lines(asked_of(), NO_SOURCE, SILENT, empty=True)[0] == f"Migration trends · {PEOPLE.name}: {none}."


def test_where_all_is_known_there_is_no_such_section() -> None:
    """A zero is known."""
    assert missing_section(asked_of(), {CHAPTER: (data_of(by_year("A", figure(2010, 0))),)}, [], "") == []


def test_countries_that_differ_are_told_apart() -> None:
    both = data_of(
        by_year("Afghanistan", figure(2010, None, "suppressed")), by_year("Ethiopia"), countries=("AFG", "ETH")
    )
    assert plain(why(asked_of(), both)) == (
        "Afghanistan: no value, because: suppressed; Ethiopia: the sources in the release have no row of it up to 2010"
    )
    assert plain(why(asked_of(), data_of())) == "the sources in the release have no row of it"


def test_a_gap_is_told_beside_the_series_that_are_known() -> None:
    known, gap = by_year("Netherlands", figure(2010, 5)), by_year("Germany", figure(2010, None, "suppressed"))
    (told,) = silent_blocks(asked_of(), data_of(known, gap))
    assert isinstance(told, Paragraph)
    assert plain(told.line) == "Germany: no value, because: suppressed."
    assert silent_blocks(asked_of(), data_of(known)) == []


def test_the_countries_in_the_way_of_a_sum_are_named_and_of_many_the_first_six() -> None:
    def told(number: int) -> str:
        rows = [observed("migrant_stock", a, "AFG", 2010, None if n < number else 1) for n, a in enumerate(WORLD)]
        (block,) = silent_blocks(asked_of(*rows), data_of(by_year("Afghanistan", figure(2010, None, "suppressed"))))
        assert isinstance(block, Paragraph)
        return plain(block.line)

    first = sorted(WORLD[:2])
    names = ", ".join(plain((Country(code),)) for code in first)
    assert told(2) == f"Afghanistan: there is no sum, because some countries have no value: {names}."
    assert told(7).count(",") == 1 + 6
    assert told(7).endswith(", ….")
    assert not told(6).endswith("….")
