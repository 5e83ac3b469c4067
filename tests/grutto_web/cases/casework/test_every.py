"""Every register has the same acts; those about people where there are any, those of counts where it is counted."""

from __future__ import annotations

from grutto_web.cases.casework.every import RESERVED, standard_acts
from grutto_web.cases.placements.steps import AssignmentSteps, ExpertSteps
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.roles import Role


def test_what_a_register_has_for_nothing() -> None:
    plain = set(standard_acts(StudySteps, counted=False))
    assert plain == {
        "correct", "note", "attach", "follow-up", "followed-up", "assign", "hand-over", "conflict", "void",
    }  # fmt: skip
    assert set(standard_acts(AssignmentSteps, counted=True)) - plain == {"hold-back", "count-again"}
    assert set(standard_acts(ExpertSteps, counted=False)) - plain == {"erase", "ask-whether", "still-needed"}
    assert {name.replace("-", "_") for name in plain} <= RESERVED


def test_two_registers_of_the_same_records_share_them() -> None:
    assert standard_acts(StudySteps, counted=False)["note"] is standard_acts(StudySteps, counted=False)["note"]


def test_roles_follow_from_the_steps() -> None:
    acts = standard_acts(AssignmentSteps, counted=True)
    assert acts["note"].roles == {Role.CASEWORKER, Role.DECIDER}
    assert acts["correct"].roles == {Role.CASEWORKER}, "what is decided is not corrected by whoever entered it"
    assert acts["void"].roles == {Role.CASEWORKER, Role.DECIDER}
    assert standard_acts(ExpertSteps, counted=False)["erase"].roles == frozenset()
