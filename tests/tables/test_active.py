"""In which years an activity runs: actual dates over planned ones, open ends; worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_cases import Case, Cases
from small_iati import activity, by, one, paid, released, split, to

if TYPE_CHECKING:
    from grutto.measures.session import Session

cases = Cases()


def dates(**days: str) -> str:
    codes = {"planned_start": "1", "actual_start": "2", "planned_end": "3", "actual_end": "4"}
    return "".join(f'<activity-date type="{codes[name]}" iso-date="{day}"/>' for name, day in days.items())


FRAME = activity("FRAME", paid(1, "2009-06-01"), paid(1, "2012-06-01"))


def dated(**days: str) -> Case:
    """Return the case of an activity, in a release that speaks of 2009 to 2012."""
    return cases.add(FRAME, activity("A", dates(**days)))


@pytest.mark.parametrize(
    ("session", "years"),
    [
        pytest.param(dated(actual_start="2009-12-31", actual_end="2011-01-01"), [2009, 2010, 2011], id="any day"),
        pytest.param(
            dated(planned_start="2009-01-01", actual_start="2011-03-01", planned_end="2012-12-31"),
            [2011, 2012],
            id="an actual start counts before a planned one",
        ),
        pytest.param(
            dated(planned_start="2009-01-01", planned_end="2012-12-31", actual_end="2010-02-01"),
            [2009, 2010],
            id="an actual end counts before a planned one",
        ),
        pytest.param(dated(planned_start="2011-01-01"), [2011, 2012], id="no end"),
        pytest.param(dated(actual_end="2010-01-01"), [2009, 2010], id="no start"),
        pytest.param(dated(), [2009, 2010, 2011, 2012], id="neither"),
        pytest.param(
            dated(planned_start="2011-01-01", actual_end="2010-06-01"), [2010, 2011], id="an end before the start"
        ),
    ],
    indirect=["session"],
)
def test_a_year_counts_if_a_day_of_it_lies_between_start_and_end(session: Session, years: list[int]) -> None:
    assert list(split(session, "active", "year", iati_identifier="A")) == years


def test_an_activity_that_ended_long_ago_counts_no_more() -> None:
    """In a release of its own: what is open is so in all years that the release speaks of."""
    days = dates(actual_start="2003-01-01", actual_end="2005-12-31")
    with released(one(FRAME, activity("A", days))) as session:
        assert list(split(session, "active", "year", iati_identifier="A")) == [2003, 2004, 2005]


@cases.of(
    activity(
        "A",
        '<recipient-country code="AF" percentage="50"/><recipient-country code="IQ" percentage="50"/>',
        dates(actual_start="2010-01-01", actual_end="2010-12-31"),
    )
)
def test_the_report_counts_an_activity_once_in_two_countries(session: Session) -> None:
    assert split(session, "active", "country", year=2010) == {"AF": 1, "IQ": 1}
    assert session.book.measure("active", year=2010).value == 1


RUNS = dates(actual_start="2010-01-01", actual_end="2010-12-31")


@cases.of(
    activity(
        "M",
        RUNS,
        paid(10, inside=to("I")),
        paid(1, code="1", inside=by("M")),
    ),
    activity("I", RUNS, org="XM-I"),
    activity("C", RUNS, '<related-activity ref="M" type="1"/>'),
    activity("X", RUNS, paid(5, code="1", inside=by("GONE")), org="XM-X"),
)
def test_projects_are_the_activities_that_none_other_stands_above_or_pays(session: Session) -> None:
    """M pays I and names itself, C is a part of M, X was paid by one in no file: M and X stand at the top."""
    assert split(session, "active", "top", year=2010) == {True: 2, False: 2}
    assert session.book.measure("active", year=2010, top=True, iati_identifier="X").value == 1
