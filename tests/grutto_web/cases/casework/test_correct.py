"""Corrections: what is known, by who enters it, with the reason and both values in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grutto_web.cases.casework.correct import fields_by_role, guards_of
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps, otherwise
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.cases.research.models import Study
    from grutto_web.people.accounts.models import User

STUDY = {
    "code": "diaspora", "title": "Diaspora", "kind": "study", "institution": "Pharos", "question": "What?",
    "method": "Interviews.", "source": "letter",
}  # fmt: skip
CORRECT: Any = REGISTER.acts["correct"]


@pytest.fixture
def officer(person: People) -> User:
    """Somebody who keeps the register."""
    return person(Role.OFFICER)


@pytest.fixture
def study(officer: User) -> Study:
    """A study whose work began."""
    study = perform(StudySteps.register, None, officer, STUDY)
    return perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"})


def known(study: Study, officer: User) -> dict[str, Any]:
    """Return what stands in the form of a correction."""
    form = CORRECT.form(act=CORRECT(), record=study, actor=officer)
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items() if name != "reason"}


@pytest.mark.django_db
def test_old_and_new_value_and_reason_are_in_the_log(study: Study, officer: User) -> None:
    data = known(study, officer) | {"title": "Diaspora and development", "reason": "the title was cut"}
    study = perform(CORRECT, study, officer, data)
    last = entries(study).last()
    assert last.changes == {"title": ["Diaspora", "Diaspora and development"]}
    assert last.reason == "the title was cut"


@pytest.mark.django_db
def test_only_what_is_known_and_not_settled_is_asked(study: Study, officer: User) -> None:
    assert {"title", "begun_on"} <= set(known(study, officer))
    assert not {"question", "method", "delivered_on", "paid_eur"} & set(known(study, officer))


@pytest.mark.django_db
def test_a_correction_corrects_something_and_says_why(study: Study, officer: User) -> None:
    with pytest.raises(GuardError, match="as it was"):
        perform(CORRECT, study, officer, known(study, officer) | {"reason": "none"})
    with pytest.raises(InvalidInputError):
        perform(CORRECT, study, officer, known(study, officer) | {"title": "Other"})


@pytest.mark.django_db
def test_what_the_record_refuses_no_correction_brings_in(study: Study, officer: User) -> None:
    study = perform(StudySteps.deliver, study, officer, {"delivered_on": "2020-02-02"})
    wrong = known(study, officer) | {"begun_on": "2020-03-03", "reason": "a slip"}
    with pytest.raises(InvalidInputError, match="before the day on which the work began"):
        perform(CORRECT, study, officer, wrong)


def test_guards_of_settled_fields_do_not_stop_a_correction() -> None:
    assert otherwise in guards_of(StudySteps, ["question"])
    assert otherwise not in guards_of(StudySteps, ["begun_on"])
    assert fields_by_role(StudySteps)["begun_on"] == {Role.OFFICER}
