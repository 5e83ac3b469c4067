"""A declared step is an act: one line says what a class said, and the door runs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto_web.cases.casework.steps import asked_at, declared
from grutto_web.cases.research import steps
from grutto_web.cases.research.models import Study, Use
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.act import ACTS
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People


def test_a_step_is_an_act_under_its_name() -> None:
    assert StudySteps.begin is ACTS["research.study.begin"]
    assert StudySteps.begin.record is Study
    assert (set(StudySteps.begin.states), StudySteps.begin.after) == ({"registered"}, "fieldwork")
    assert StudySteps.begin.roles == {Role.OFFICER}
    assert StudySteps.begin.__module__ == steps.__name__


def test_addresses_follow_the_order_of_the_declaration() -> None:
    standing = [name for name, step in declared(StudySteps).items() if not step.creates]
    assert list(StudySteps.acts())[: len(standing)] == standing


def test_a_field_is_asked_where_it_says() -> None:
    known = declared(StudySteps)
    assert asked_at(Study, "begin", known["begin"]) == ("begun_on",)
    assert asked_at(Study, "design", known["design"]) == ("question", "method")
    assert asked_at(Use, "document", known["document"]) == ("document", "document_on")
    everything = asked_at(Study, "register", known["register"])
    assert "title" in everything
    assert not {"begun_on", "registered_on"} & set(everything)


def test_a_step_knows_where_it_was_declared() -> None:
    file, line = declared(StudySteps)["begin"].place
    assert Path(file) == Path(steps.__file__)
    assert "begin = Step(" in Path(file).read_text().splitlines()[line - 1]


@pytest.mark.django_db
def test_the_log_has_its_name(person: People) -> None:
    data = {
        "code": "diaspora", "title": "Diaspora", "kind": "study", "institution": "Pharos", "question": "What?",
        "method": "Interviews.", "source": "letter",
    }  # fmt: skip
    officer = person(Role.OFFICER)
    study = perform(StudySteps.register, None, officer, data)
    assert [entry.act for entry in entries(study)] == ["research.study.register"]
    assert may(StudySteps.begin, study, officer)
    assert not may(StudySteps.publish, study, officer)
