"""What a release tells of an indicator: its series by country, level and sum, and whether there is a source at all."""

from __future__ import annotations

from dataclasses import replace

from small_report import plain
from small_statistics import PEOPLE, asked_of, by_year, data_of, figure, observed

from grutto.codelists import areas
from grutto.reports.profile.indicator_data import (
    MOST,
    IndicatorData,
    indicator_data,
    last_known,
    period_of,
    subjects,
    title_of,
)
from grutto.reports.profile.indicators import Indicator

WORLD = [code for code, area in areas().items() if area.kind == "country" and not (area.since or area.until)][:40]
EVERYWHERE = [observed("migrant_stock", area, "IRQ", 2010, 1) for area in WORLD]
"""A source that tells forty countries tells the world."""
THERE = replace(PEOPLE, role="origin_there")


def values(data: IndicatorData) -> dict[str, list[tuple[int, int | None]]]:
    return {
        plain(one.name): [(year, None if f.value is None else int(f.value)) for year, f in one.points]
        for one in data.series
    }


def test_a_sum_over_the_world_and_its_largest_parts() -> None:
    """30 and 12 live in Germany and the Netherlands: 42 abroad; nobody in Malta is no part."""
    rows = [observed("migrant_stock", area, "AFG", 2010, n) for area, n in (("NLD", 12), ("DEU", 30), ("MLT", 0))]
    found = indicator_data(asked_of(*EVERYWHERE, *rows), replace(PEOPLE, by="map"))
    assert values(found) == {"Afghanistan": [(2010, 42)]}
    assert [(code, int(f.value or 0)) for code, f in found.divided["AFG"]] == [("DEU", 30), ("NLD", 12)]
    assert found.has_figures
    assert len(found.figures) == 3


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    rows = [observed("migrant_stock", area, "AFG", 2010, n) for area, n in (("NLD", 12), ("DEU", None))]
    found = indicator_data(asked_of(*EVERYWHERE, *rows), PEOPLE)
    assert values(found) == {"Afghanistan": [(2010, None)]}
    assert (found.known, found.has_figures, found.provided) == ((), False, True)


def test_where_few_countries_tell_each_is_named_and_nothing_is_added() -> None:
    rows = [observed("migrant_stock", area, "AFG", 2010, n) for area, n in (("NLD", 12), ("DEU", 30))]
    found = indicator_data(asked_of(*rows), PEOPLE)
    assert values(found) == {
        "Afghanistan (Germany only)": [(2010, 30)],
        "Afghanistan (Netherlands only)": [(2010, 12)],
    }
    assert [plain(detail) for one in ("AFG",) for _, detail in found.known_of(one)] == [
        " (Germany only)",
        " (Netherlands only)",
    ]
    assert found.known_of("ETH") == []


def test_without_a_source_nothing_is_provided_and_another_indicator_may_stand_in() -> None:
    context = asked_of(observed("migrant_stock", "NLD", "AFG", 2010, 5))
    without = Indicator("x", "X", ("population",), "own")
    assert not indicator_data(context, without).provided
    assert indicator_data(context, replace(without, otherwise=THERE)).indicator == THERE
    assert indicator_data(context, replace(without, otherwise=without)).indicator == replace(without, otherwise=without)


def test_a_source_that_says_nothing_of_the_country_is_provided() -> None:
    found = indicator_data(asked_of(observed("migrant_stock", "NLD", "IRQ", 2010, 5)), THERE)
    assert (found.provided, found.known) == (True, ())
    assert values(found) == {"Afghanistan": []}


def test_several_countries_are_told_each_and_the_observer_once() -> None:
    rows = [observed("migrant_stock", "NLD", code, 2010, n) for code, n in (("AFG", 5), ("ETH", 7))]
    context = asked_of(*rows, observed("population", "NLD", "_Z", 2010, 16), countries=("AFG", "ETH"))
    assert values(indicator_data(context, THERE)) == {"Afghanistan": [(2010, 5)], "Ethiopia": [(2010, 7)]}
    own = Indicator("x", "People", ("population",), "observer")
    assert values(indicator_data(context, own)) == {"Netherlands": [(2010, 16)]}
    assert subjects(context, own) == ("AFG",)
    assert plain(title_of(context, replace(THERE, name="Diaspora"))) == "Diaspora · Netherlands"
    assert plain(title_of(context, replace(THERE, name="Diaspora", union=True))) == "Diaspora"


def test_a_list_of_countries_is_no_longer_than_can_be_drawn() -> None:
    rows = [observed("migrant_stock", area, "AFG", 2010, n + 1) for n, area in enumerate(WORLD)]
    assert len(indicator_data(asked_of(*rows), replace(PEOPLE, by="ranking")).divided["AFG"]) == MOST


def test_the_last_known_figure_and_the_one_before() -> None:
    figures = [figure(2000, 1), figure(2005, 2), figure(2010, 3), figure(2015, None)]
    assert last_known(by_year("A", *figures)) == [figures[2], figures[1]]
    assert last_known(by_year("A", figures[3])) == []
    assert data_of(by_year("A", figures[3]), by_year("B", figures[0])).known == (by_year("B", figures[0]),)


def test_a_month_or_quarter_is_named_as_such() -> None:
    assert plain((period_of(figure(2010, 1)),)) == "2010"
    assert plain((period_of(figure(2010, 1, time_period="2010-Q3")),)) == "3rd quarter 2010"
