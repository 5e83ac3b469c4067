"""Activities are found, counted, listed, and one is had with all that is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import UnknownNameError
from grutto.library.home import OpenHome

if TYPE_CHECKING:
    from grutto.library.activities import Activities
    from grutto.store.home import Home

HRT = "XM-DAC-7-nl2010-hrt"


@pytest.fixture
def activities(nl_home: Home) -> Activities:
    return OpenHome(nl_home).activities


def test_all_are_there(activities: Activities) -> None:
    assert len(activities) == 26
    assert len(list(activities)) == activities.to_arrow().num_rows == 26
    assert "26" in repr(activities)


def test_they_are_found_by_words_and_facets(activities: Activities) -> None:
    assert HRT in [found.identifier for found in activities.find("return")]
    first, second = (row["country"] for row in activities.count("country")[:2])
    one = activities.find(where={"country": first})
    assert len(one) == activities.count("country")[0]["activities"]
    assert len(activities.find(where={"country": [first, second]})) > len(one)
    with pytest.raises(UnknownNameError, match="no facet “colour”"):
        len(activities.find(where={"colour": "red"}))


def test_they_are_counted_by_a_facet(activities: Activities) -> None:
    counts = activities.count("reporter")
    assert sum(row["activities"] for row in counts) >= 26


def test_one_is_had_by_its_identifier(activities: Activities) -> None:
    assert activities[HRT].listed.identifier == HRT
    with pytest.raises(UnknownNameError, match="no activity “nobody”"):
        _ = activities["nobody"]


def test_a_notebook_shows_the_first_ones(activities: Activities) -> None:
    assert "20 of 26 rows" in activities._repr_html_()
    assert len(activities.first(3)) == 3
