"""The form of a step: what the record refuses is a sentence at a field, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.cases.casework.step_form import fields_of
from grutto_web.cases.research.models import Study
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.form import ActForm

STUDY = {
    "code": "diaspora", "title": "Diaspora", "kind": "study", "institution": "Pharos", "question": "What?",
    "method": "Interviews.", "source": "letter",
}  # fmt: skip


@pytest.fixture
def officer(person: People) -> User:
    """Somebody who keeps the register."""
    return person(Role.OFFICER)


def filled_in(officer: User, data: dict[str, Any], step: Any = StudySteps.register, study: Study | None = None) -> Any:
    """Return the form of a step as it was filled in."""
    form: ActForm = step.form(data, {}, act=step(), record=study, actor=officer)
    form.is_valid()
    return form


@pytest.mark.django_db
def test_a_constraint_of_two_fields_speaks_at_the_last_of_them(officer: User) -> None:
    form = filled_in(officer, STUDY | {"expected_from": "2011-07-01", "expected_until": "2011-06-30"})
    assert dict(form.errors) == {"expected_until": ["This is before the first day on which results are expected."]}


@pytest.mark.django_db
def test_a_constraint_between_what_is_asked_and_what_is_known_speaks(officer: User) -> None:
    study = perform(StudySteps.register, None, officer, STUDY)
    study = perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"})
    form = filled_in(officer, {"delivered_on": "2020-01-01"}, StudySteps.deliver, study)
    assert dict(form.errors) == {"delivered_on": ["This is before the day on which the work began."]}
    assert study.delivered_on is None, "what is tried changes nothing"


@pytest.mark.django_db
def test_what_must_be_unique_is_said_at_its_field(officer: User) -> None:
    perform(StudySteps.register, None, officer, STUDY)
    form = filled_in(officer, STUDY)
    assert list(form.errors) == ["code"]
    assert form.typed["code"] == "diaspora"


@pytest.mark.django_db
def test_every_mistake_is_told_at_once(officer: User) -> None:
    form = filled_in(officer, STUDY | {"title": "", "kind": "thesis", "parts": "0"})
    assert set(form.errors) == {"title", "kind", "parts"}


@pytest.mark.django_db
def test_what_is_known_stands_in_the_form(officer: User) -> None:
    study = perform(StudySteps.register, None, officer, STUDY)
    form: Any = StudySteps.change.form(act=StudySteps.change(), record=study, actor=officer)
    assert form.initial["title"] == "Diaspora"
    assert "paid_eur" not in form.initial
    assert form.initial["version"] == 1


def test_a_constraint_is_about_the_fields_that_it_names() -> None:
    named = {constraint.name: fields_of(constraint) for constraint in Study._meta.constraints}
    assert named["study_expected_in_order"] == {"expected_from", "expected_until"}
    assert named["study_published_somewhere"] == {"state", "address"}
