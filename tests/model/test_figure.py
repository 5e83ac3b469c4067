"""Names of figures: stable, fit for a link, and never shared by two figures."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from grutto.model.figure import Period, Scalar, figure_id

values = st.one_of(
    st.none(), st.text(max_size=60), st.sampled_from(["unknown", "a b", "a-b", "a.b", "a_b", "", "-", "A", "a", "é"])
)


def test_the_name_is_readable_and_sorted_by_dimension() -> None:
    assert figure_id("spent", {"year": 2010, "attribution.priority": "6"}) == "spent.priority-6.year-2010"
    assert figure_id("spent", {"year": 2010, "country": None}) == "spent.country-unknown.year-2010"
    assert figure_id("actual", {"period_end": date(2010, 12, 31)}) == "actual.period_end-2010-12-31"


@given(values, values)
def test_two_values_never_share_a_name(one: Scalar, other: Scalar) -> None:
    names = [figure_id("spent", {"country": value}) for value in (one, other)]
    assert (names[0] == names[1]) == (one == other)


@given(st.dictionaries(st.sampled_from(["year", "country", "sector"]), values))
def test_the_order_of_dimensions_never_matters(at: dict[str, Scalar]) -> None:
    assert figure_id("spent", at) == figure_id("spent", dict(reversed(at.items())))


@given(st.dictionaries(st.sampled_from(["country", "sector"]), values))
def test_a_name_is_fit_for_a_link(at: dict[str, Scalar]) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", figure_id("spent", at))


@given(
    st.dictionaries(st.sampled_from(["country", "sector"]), values),
    st.dictionaries(st.sampled_from(["country", "sector"]), values),
)
def test_two_places_never_share_a_name(one: dict[str, Scalar], other: dict[str, Scalar]) -> None:
    assert (figure_id("spent", one) == figure_id("spent", other)) == (one == other)


def test_a_period_is_a_year_only_if_it_is_one() -> None:
    assert str(Period.year(2010)) == "2010"
    assert str(Period(date(2010, 1, 1), date(2010, 12, 30))) == "2010-01-01/2010-12-30"
