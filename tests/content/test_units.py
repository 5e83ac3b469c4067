"""Units in words: every one that the program itself gives to a figure has some, in each language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grutto.content.units import COUNTED, OTHERS, is_known, is_money, unit_text
from grutto.locale import language_named, languages
from grutto.measures import measures
from grutto.measures.derive import OPERATIONS
from grutto.model.quantity import COUNTED as RESULTS
from grutto.model.quantity import RATIOS


def test_every_unit_of_a_measure_an_operation_and_a_result_has_words() -> None:
    units = {measure.unit for measure in measures().values()} | {one.unit for one in OPERATIONS.values()}
    own = {unit for unit in units if unit and not unit.startswith("@") and not is_money(unit)}
    assert {unit for unit in own | RESULTS | RATIOS if not is_known(unit)} == set()


@pytest.mark.parametrize("unit", [*COUNTED, *OTHERS])
def test_every_unit_is_written_in_every_language(unit: str) -> None:
    assert all(unit_text(unit, language) for language in languages().values())


def test_one_takes_the_singular() -> None:
    dutch, english = language_named("nl"), language_named("en")
    assert [unit_text("person", dutch, n) for n in (Decimal(1), Decimal(2), Decimal("1.5"), None)] == [
        "persoon",
        "personen",
        "personen",
        "personen",
    ]
    assert unit_text("country", english, Decimal(-1)) == "country"


def test_a_unit_of_a_publisher_is_as_it_was_written() -> None:
    assert unit_text("households", language_named("nl"), Decimal(1)) == "households"
