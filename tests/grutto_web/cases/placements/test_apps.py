"""The app declares what leaves and when names go."""

from __future__ import annotations

from grutto_web.cases.casework.populations import POPULATIONS
from grutto_web.cases.casework.retention import RETENTIONS
from grutto_web.cases.placements.models import Expert
from grutto_web.cases.placements.population import NAME


def test_population_and_retention_are_declared() -> None:
    assert NAME in POPULATIONS
    assert [each.months for each in RETENTIONS if each.model is Expert] == [12]
