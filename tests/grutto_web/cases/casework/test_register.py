"""What a register is follows from what its records and steps say."""

from __future__ import annotations

from pathlib import Path

from grutto_web.cases.casework.retention import RETENTIONS
from grutto_web.cases.placements.models import Expert
from grutto_web.cases.placements.registers import EXPERTS
from grutto_web.cases.research import register
from grutto_web.cases.research.models import READERS, Study
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps


def test_it_follows_from_the_declarations() -> None:
    assert (REGISTER.model, REGISTER.create, REGISTER.readers) == (Study, StudySteps.register, READERS)
    assert list(REGISTER.acts)[:3] == ["change", "begin", "design"]
    assert REGISTER.facts[0] == "code"
    assert {"begun_on", "address", "registered_on"} <= REGISTER.later
    assert "title" not in REGISTER.later


def test_no_fact_is_sealed() -> None:
    assert not {"name", "contact", "number"} & set(EXPERTS.facts)


def test_it_knows_where_it_was_declared() -> None:
    file, line = REGISTER.place
    assert Path(file) == Path(register.__file__)
    assert "register_of(" in Path(file).read_text().splitlines()[line - 1]


def test_how_long_it_is_kept_is_declared_with_it() -> None:
    (kept,) = [each for each in RETENTIONS if each.model is Expert]
    assert (kept.months, kept.idle_months, kept.act.name()) == (12, 24, "placements.expert.erase")
    assert kept.ask is not None
