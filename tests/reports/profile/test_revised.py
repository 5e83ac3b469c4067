"""Values that a source changed: what it said before, and what it says now."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from small_report import plain
from small_statistics import STOCK, asked_of
from small_tables import engine_of

from grutto.content.blocks import Table
from grutto.reports.profile.revised import MOST, revision_blocks

if TYPE_CHECKING:
    from grutto.reports.profile.context import ProfileContext

REVISED = {
    "dataflow": STOCK,
    "indicator": "migrant_stock",
    "ref_area": "NLD",
    "counterpart": "AFG",
    "time_period": "2010",
    "breakdown": "_T",
    "value_before": Decimal(1100),
    "value_now": Decimal(1130),
}


def told(*rows: dict[str, Any], **profile: Any) -> ProfileContext:
    context = asked_of(**profile)
    return replace(context, session=replace(context.session, engine=engine_of(revision=list(rows))))


def cells(context: ProfileContext, language: str = "en") -> list[list[str]]:
    (table,) = [block for block in revision_blocks(context) if isinstance(block, Table)]
    return [[plain(cell, language) for cell in row] for row in table.rows]


def test_both_values_stand_with_indicator_source_and_countries() -> None:
    ((name, *rest),) = cells(told(REVISED))
    assert name.startswith("Immigrants, by country of origin (")
    assert rest == ["Netherlands · Afghanistan", "2010", "1,100", "1,130"]


def test_a_value_that_was_withdrawn_or_is_new_is_no_zero() -> None:
    new, withdrawn = REVISED | {"value_before": None}, REVISED | {"value_now": None, "time_period": "2005"}
    assert [row[3:] for row in cells(told(new, withdrawn))] == [["none", "1,130"], ["1,100", "none"]]


def test_the_country_itself_stands_alone_and_once() -> None:
    own = REVISED | {"ref_area": "AFG", "counterpart": "_Z", "indicator": "population"}
    total = REVISED | {"counterpart": "AFG", "ref_area": "_T"}
    within = REVISED | {"ref_area": "AFG", "counterpart": "AFG"}
    assert [row[1] for row in cells(told(own, total, within))] == ["Afghanistan"] * 3


def test_what_is_of_other_countries_is_not_told_and_without_any_there_is_no_table() -> None:
    assert revision_blocks(told(REVISED | {"counterpart": "IRQ"})) == []
    assert revision_blocks(told()) == []


def test_an_indicator_without_a_name_has_its_code_and_a_long_list_is_cut() -> None:
    many = [REVISED | {"indicator": "goats", "time_period": str(year)} for year in range(1900, 1950)]
    found = cells(told(*many))
    assert len(found) == MOST
    assert found[0][0].startswith("goats (")
