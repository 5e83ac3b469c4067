"""Figures in the text: what a model computed is not shown to the last person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grutto.content.blocks import Column, FigureText, Label, Table
from grutto.content.display import exact, shown, significant, text_of
from grutto.locale import language_named
from grutto.model.figure import Figure, Simulation, Statement
from grutto.render.outline import widths_of

RUN = Simulation("m", "1", (), "a", 7, ("t", "s"), ())


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1234567", 1_230_000), ("999999", 1_000_000), ("-98765", -98_800), ("1234", 1_230), ("999", 999), ("0", 0)],
)
def test_three_significant_digits(value: str, rounded: int) -> None:
    assert significant(Decimal(value)) == rounded


def test_what_a_model_computed_is_rounded_in_the_text_and_exact_in_the_register() -> None:
    dutch = language_named("nl")
    computed = Figure("f", Decimal(1_234_567), "persons", RUN, None)
    counted = Figure("f", Decimal(1_234_567), "persons", Statement("x", date(2010, 1, 1), "y"), None)
    assert (shown(computed, dutch), exact(computed, dutch)) == ("1.230.000", "1.234.567")
    assert shown(counted, dutch) == "1.234.567"


def test_a_change_is_as_wide_in_a_table_as_it_is_shown() -> None:
    """A column of changes in percentage points has room for these words, which are never broken."""
    change = Figure("f", Decimal("58.7"), "percent", Statement("x", date(2010, 1, 1), "y"), None)
    line = (FigureText(change, "points"),)
    dutch = language_named("nl")
    assert text_of(line, dutch) == "+58,7\N{NO-BREAK SPACE}procentpunt"
    table = Table((Label("t"),), (Column((Label("Verschil"),), numeric=True),), ((line,),))
    assert widths_of(table, dutch, 100) == [len("+58,7 procentpunt") + 3]


def test_columns_of_words_give_way_where_a_line_is_full() -> None:
    """A number is never broken; of words, the widest column gives way first, down to the least."""
    words, number = (Label("many words " * 4),), (FigureText(Figure("f", Decimal(10**9), "EUR", RUN, None)),)
    heads = (Column((Label("A"),)), Column((Label("B"),)), Column((Label("C"),), numeric=True))
    table, dutch = (
        Table((Label("t"),), heads, ((words, (Label("few words here it is"),), number),)),
        language_named("nl"),
    )
    free, full, tight = (widths_of(table, dutch, room) for room in (1000, 60, 10))
    assert free[2] == full[2] == tight[2]
    assert (sum(full), free[1]) == (60, full[1])
    assert tight[:2] == [18, 18]
