"""An order: a year there is, unless the subject tells it, and a language that is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_policy import POLICY
from small_result import results

from grutto.editions.order import Chain, Order, Profile, ScenarioReport
from grutto.errors import InputError


@pytest.mark.parametrize("year", [0, 10, 999, 20100])
def test_an_order_for_no_year_is_refused(year: int) -> None:
    with pytest.raises(InputError, match=f"{year} is not a calendar year"):
        Order(framework=POLICY, year=year)
    with pytest.raises(InputError):
        Order(subject=Profile(("AFG",), "NLD"), year=year)


def test_a_chain_and_a_scenario_tell_their_year() -> None:
    assert Order(subject=Chain("A")).year == Order(subject=ScenarioReport(results())).year == 0


def test_the_language_is_that_of_the_framework_where_none_is_ordered() -> None:
    """A language that is not written gives way to English."""
    dutch, french = (replace(POLICY, language=code) for code in ("nl", "fr"))
    assert Order(framework=dutch, year=2010).written_in == ("nl",)
    assert Order(framework=french, year=2010).written_in == ("en",)
    assert Order(year=2010).written_in == ("en",)
    assert Order(framework=dutch, year=2010, languages=("en", "nl")).written_in == ("en", "nl")
