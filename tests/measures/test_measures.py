"""Measures and their dimensions by name, and values of dimensions as they are typed."""

from __future__ import annotations

import pytest

from grutto.errors import InputError, UnknownNameError
from grutto.measures import dimension_column, dimension_names, dimension_value, measure_named


def test_a_measure_and_a_dimension_that_there_is_not_are_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"no measure “spend”(.|\n)*spent, spent_gross"):
        measure_named("spend")
    with pytest.raises(UnknownNameError, match=r"“spent” has no dimension “colour”(.|\n)*year, currency, country"):
        dimension_column(measure_named("spent"), "colour")


def test_a_dimension_has_a_short_name_wherever_its_column_stands() -> None:
    spent = measure_named("spent")
    assert dimension_column(spent, "priority") == "attribution.priority"
    assert "priority" in dimension_names(spent)
    assert not any("." in name for name in dimension_names(spent))


def test_a_value_has_the_type_of_its_column() -> None:
    spent = measure_named("spent")
    assert dimension_value(spent, "year", "2010") == 2010
    assert dimension_value(spent, "hierarchy", "2") == 2, "a column of another table"
    assert dimension_value(spent, "priority", "2") == "2", "a code, though of digits"
    assert dimension_value(spent, "country", "unknown") is None


def test_a_value_that_is_none_of_its_column_is_refused() -> None:
    with pytest.raises(InputError, match=r"“MMX”(.|\n)*year=MMX"):
        dimension_value(measure_named("spent"), "year", "MMX")
