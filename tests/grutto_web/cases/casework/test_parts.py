"""Parts change through the steps of their record, and the log tells them with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import InvalidInputError
from grutto_web.people.log.words import field_label, value_text
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

STUDY = {
    "code": "diaspora", "title": "Diaspora", "kind": "study", "institution": "Pharos", "question": "What?",
    "method": "Interviews.", "source": "letter",
}  # fmt: skip


@pytest.mark.django_db
def test_the_log_tells_a_part_with_its_record(person: People) -> None:
    officer = person(Role.OFFICER)
    study = perform(StudySteps.register, None, officer, STUDY)
    study = perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"})
    study = perform(StudySteps.use, study, officer, {"policy": "changed the rule"})
    use = study.uses.get()
    assert entries(study).last().changes == {f"use/{use.pk}/policy": [None, "changed the rule"], **blank(use.pk)}
    data = {"use": use.pk, "document": "letter 12", "document_on": "2021-02-03"}
    study = perform(StudySteps.document, study, officer, data)
    assert entries(study).last().changes == {
        f"use/{use.pk}/document": ["", "letter 12"],
        f"use/{use.pk}/document_on": [None, "2021-02-03"],
    }
    assert study.uses.get().version == 2


def blank(key: int) -> dict[str, list[str | None]]:
    """Return what an undocumented use leaves empty, as the log tells it."""
    return {f"use/{key}/document": [None, ""]}


@pytest.mark.django_db
def test_a_part_of_another_record_cannot_be_chosen(person: People) -> None:
    officer = person(Role.OFFICER)
    one, other = (perform(StudySteps.register, None, officer, STUDY | {"code": code}) for code in ("one", "other"))
    one, other = (perform(StudySteps.begin, each, officer, {"begun_on": "2020-01-02"}) for each in (one, other))
    one = perform(StudySteps.use, one, officer, {"policy": "changed the rule"})
    data = {"use": one.uses.get().pk, "document": "letter 12", "document_on": "2021-02-03"}
    with pytest.raises(InvalidInputError):
        perform(StudySteps.document, other, officer, data)


def test_the_log_names_part_key_and_field() -> None:
    with override("en"):
        assert field_label("research.study", "use/3/document_on") == "use 3: Date of the document"
        assert value_text("research.study", "use/3/document_on", "2021-02-03") == "2021-02-03"
