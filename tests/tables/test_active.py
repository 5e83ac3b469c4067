"""In which years an activity runs: actual dates over planned ones, open ends; worked by hand."""

from __future__ import annotations

from small_iati import activity, by, one, paid, released, split, to


def dates(**days: str) -> str:
    codes = {"planned_start": "1", "actual_start": "2", "planned_end": "3", "actual_end": "4"}
    return "".join(f'<activity-date type="{codes[name]}" iso-date="{day}"/>' for name, day in days.items())


def years(*parts: str) -> list[int]:
    """Return the years in which an activity counts, in a release that speaks of 2009 to 2012."""
    frame = activity("FRAME", paid(1, "2009-06-01"), paid(1, "2012-06-01"))
    with released(one(frame, activity("A", *parts))) as session:
        return [int(year) for year in split(session, "active", "year", iati_identifier="A")]


def test_a_year_counts_if_a_day_of_it_lies_between_start_and_end() -> None:
    assert years(dates(actual_start="2009-12-31", actual_end="2011-01-01")) == [2009, 2010, 2011]


def test_actual_dates_count_before_planned_ones() -> None:
    late = dates(planned_start="2009-01-01", actual_start="2011-03-01", planned_end="2012-12-31")
    assert years(late) == [2011, 2012]
    ended = dates(planned_start="2009-01-01", planned_end="2012-12-31", actual_end="2010-02-01")
    assert years(ended) == [2009, 2010]


def test_what_is_not_given_is_open() -> None:
    assert years(dates(planned_start="2011-01-01")) == [2011, 2012]
    assert years(dates(actual_end="2010-01-01")) == [2009, 2010]
    assert years() == [2009, 2010, 2011, 2012]


def test_an_activity_that_ended_long_ago_counts_no_more() -> None:
    assert years(dates(actual_start="2003-01-01", actual_end="2005-12-31")) == [2003, 2004, 2005]


def test_an_end_before_the_start_spans_the_days_between() -> None:
    assert years(dates(planned_start="2011-01-01", actual_end="2010-06-01")) == [2010, 2011]


def test_the_report_counts_an_activity_once_in_two_countries() -> None:
    places = '<recipient-country code="AF" percentage="50"/><recipient-country code="IQ" percentage="50"/>'
    with released(one(activity("A", places, dates(actual_start="2010-01-01", actual_end="2010-12-31")))) as session:
        assert split(session, "active", "country", year=2010) == {"AF": 1, "IQ": 1}
        assert session.book.measure("active", year=2010).value == 1


def test_projects_are_the_activities_that_none_other_stands_above_or_pays() -> None:
    """M pays I and names itself, C is a part of M, X was paid by one in no file: M and X stand at the top."""
    runs = dates(actual_start="2010-01-01", actual_end="2010-12-31")
    files = one(
        activity("M", runs, paid(10, inside=to("I")), paid(1, code="1", inside=by("M"))),
        activity("I", runs, org="XM-I"),
        activity("C", runs, '<related-activity ref="M" type="1"/>'),
        activity("X", runs, paid(5, code="1", inside=by("GONE")), org="XM-X"),
    )
    with released(files) as session:
        assert split(session, "active", "top", year=2010) == {True: 2, False: 2}
        assert session.book.measure("active", year=2010, top=True, iati_identifier="X").value == 1
