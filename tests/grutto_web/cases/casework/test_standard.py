"""What every register can do to its records, without declaring it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from grutto_web.cases.casework.beside import Attachment, CaseHolder, CaseNote, Reminder
from grutto_web.cases.research.models import Study
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts.perform import entries, may, perform
from grutto_web.people.acts.record import VOID
from grutto_web.people.acts.refusals import InvalidInputError, NotApartError, NotPermittedError, WrongStateError
from grutto_web.people.acts.waiting import waiting_for
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User

STUDY = {
    "code": "diaspora", "title": "Diaspora", "kind": "study", "institution": "Pharos", "question": "What?",
    "method": "Interviews.", "source": "letter",
}  # fmt: skip
ACTS: Any = REGISTER.acts


@pytest.fixture
def officer(person: People) -> User:
    """Somebody who keeps the register."""
    return person(Role.OFFICER)


@pytest.fixture
def study(officer: User) -> Study:
    """A study that is registered."""
    return perform(StudySteps.register, None, officer, STUDY)


@pytest.mark.django_db
def test_a_note_is_sealed_and_changes_no_version(study: Study, officer: User) -> None:
    after = perform(ACTS["note"], study, officer, {"text": "Ask Zahra Rahimi"})
    note = CaseNote.objects.of(study).get()
    assert (after.version, note.words, note.by) == (1, "Ask Zahra Rahimi", officer)
    assert b"Zahra" not in bytes(note.text)
    assert "Zahra" not in str(list(Entry.objects.values_list("changes", "reason")))
    assert perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"}).version == 2


@pytest.mark.django_db
def test_a_file_is_kept_sealed_and_given_back(study: Study, officer: User, client_of: Callable[[User], Client]) -> None:
    perform(ACTS["attach"], study, officer, {}, {"file": SimpleUploadedFile("Zahra.pdf", b"%PDF-1.7 her story")})
    kept = Attachment.objects.of(study).get()
    assert b"her story" not in bytes(kept.content)
    answer = client_of(officer).get(f"/en/work/research/{study.pk}/files/{kept.pk}/")
    assert answer.content == b"%PDF-1.7 her story"
    assert answer["Content-Disposition"] == 'attachment; filename="Zahra.pdf"'
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"MZ not a pdf"), ("a.html", b"<script>"), ("pdf", b"%PDF-")]
)
def test_a_file_that_is_not_taken_is_refused(study: Study, officer: User, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        perform(ACTS["attach"], study, officer, {}, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
def test_it_is_assigned_and_handed_over(study: Study, officer: User, person: People) -> None:
    colleague, auditor = person(Role.OFFICER, name="colleague"), person(Role.AUDITOR)
    assert may(ACTS["assign"], study, officer)
    assert not may(ACTS["hand-over"], study, officer)
    with pytest.raises(InvalidInputError):
        perform(ACTS["assign"], study, officer, {"person": auditor.pk})
    perform(ACTS["assign"], study, officer, {"person": officer.pk})
    perform(ACTS["hand-over"], study, officer, {"person": colleague.pk, "reason": "on leave"})
    assert CaseHolder.objects.of(study).get().person == colleague
    assert not may(ACTS["assign"], study, officer)


@pytest.mark.django_db
def test_who_declares_a_conflict_does_nothing_more_and_sees_nothing(study: Study, officer: User) -> None:
    perform(ACTS["conflict"], study, officer, {"reason": "my brother leads it"})
    with pytest.raises(NotApartError):
        perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"})
    with pytest.raises(NotApartError):
        perform(ACTS["note"], study, officer, {"text": "still here"})
    assert not Study.objects.seen_by(officer)


@pytest.mark.django_db
def test_a_reminder_waits_until_it_was_looked_at(study: Study, officer: User) -> None:
    due = timezone.localdate() + timedelta(days=3)
    perform(ACTS["follow-up"], study, officer, {"text": "did they answer?", "due": due.isoformat()})
    (waiting,) = waiting_for(officer)
    assert (waiting.about, waiting.late) == ("Diaspora", False)
    perform(ACTS["followed-up"], study, officer, {"reminder": Reminder.objects.of(study).get().pk})
    assert not waiting_for(officer)


@pytest.mark.django_db
def test_what_is_void_stays_and_nothing_leads_from_it(
    study: Study, officer: User, client_of: Callable[[User], Client]
) -> None:
    study = perform(ACTS["void"], study, officer, {"reason": "entered twice"})
    assert study.state == VOID
    with pytest.raises(WrongStateError):
        perform(StudySteps.begin, study, officer, {"begun_on": "2020-01-02"})
    assert "Diaspora" not in client_of(officer).get("/en/work/research/").content.decode()
    assert "Diaspora" in client_of(officer).get("/en/work/research/?state=void").content.decode()
    assert entries(study).last().reason == "entered twice"


@pytest.mark.django_db
def test_only_who_works_at_it_does_any_of_it(study: Study, person: People) -> None:
    auditor = person(Role.AUDITOR)
    for name in ("note", "void", "correct", "conflict"):
        with pytest.raises(NotPermittedError):
            perform(ACTS[name], study, auditor, {"text": "x", "reason": "x"})
