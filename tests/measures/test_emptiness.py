"""An edition of a year without data, or of a framework that nothing belongs to, is told from one that has data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_iati import activity, budget, one, paid, released
from small_report import PROGRAMME

from grutto.measures.emptiness import emptiness
from grutto.measures.scope import Scope

RAN = '<activity-date type="2" iso-date="2010-03-01"/><activity-date type="4" iso-date="2010-09-01"/>'
DAYS = '<period-start iso-date="2012-01-01"/><period-end iso-date="2012-12-31"/>'
TITLE = "<title><narrative>Trained</narrative></title>"
PERIOD = f'<period>{DAYS}<actual value="3"/></period>'
RESULT = f'<result type="1">{TITLE}<indicator measure="1">{TITLE}{PERIOD}</indicator></result>'
FILES = one(activity("A", RAN, RESULT, paid(5, "2008-06-01"), budget(7, "2014-01-01", "2014-12-31")))
NONE = "none-of-framework|framework=test"


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (2007, False),
        (2008, True),
        (2009, False),
        (2010, True),
        (2011, False),
        (2012, True),
        (2013, False),
        (2014, True),
    ],
)
def test_an_activity_an_amount_or_a_result_is_data(year: int, *, found: bool) -> None:
    """It ran in 2010, paid in 2008, has a budget for 2014 and a result of 2012."""
    with released(FILES, PROGRAMME) as session:
        assert emptiness(Scope(session, PROGRAMME, year)) == ("" if found else f"none-of-year|year={year}")


def test_a_release_of_others_is_none_of_the_framework() -> None:
    other = replace(PROGRAMME, owner="XM-T-9")
    with released(FILES, other) as session:
        assert emptiness(Scope(session, other, 2010)) == NONE
        without_priorities = replace(other, priority=())
        assert emptiness(Scope(session, without_priorities, 2010)) == ""
    tagged = one(activity("A", RAN, '<tag vocabulary="99" code="p1"/>'))
    with released(tagged, other) as session:
        assert emptiness(Scope(session, other, 2010)) == ""
