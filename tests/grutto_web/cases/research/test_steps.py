"""The research register: designed before results, frozen once begun, nothing deleted, no use without saying so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.research.models import Study
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps
from grutto_web.cases.research.views import designs
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotPermittedError, WrongStateError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_people import People

    from grutto_web.people.accounts.models import User

EXAMPLE = Path(__file__).parents[4] / "examples" / "nl-2010" / "research.csv"
STUDY = {
    "code": "diaspora",
    "title": "Diaspora and development",
    "kind": "study",
    "institution": "Pharos",
    "question": "What do they add?",
    "method": "Interviews with forty people.",
    "source": "letter",
}


@pytest.fixture
def officer(person: People) -> User:
    """Somebody who keeps the register."""
    return person(Role.OFFICER)


@pytest.fixture
def study(officer: User) -> Study:
    """A study that is registered."""
    return perform(StudySteps.register, None, officer, STUDY)


def today(days: int = 0) -> str:
    """Return a day from today."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def public() -> str:
    """Return the public list in English."""
    answer = Client().get("/en/research/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_a_change_before_the_work_is_minor_and_after_it_major(study: Study, officer: User) -> None:
    study = perform(StudySteps.change, study, officer, STUDY | {"method": "Interviews with fifty people."})
    assert study.design == "1.1"
    study = perform(StudySteps.begin, study, officer, {"begun_on": today(-60)})
    with pytest.raises(WrongStateError):
        perform(StudySteps.change, study, officer, STUDY)
    same = {"question": study.question, "method": study.method, "reason": "none"}
    with pytest.raises(GuardError, match="as they were"):
        perform(StudySteps.design, study, officer, same)
    study = perform(
        StudySteps.design, study, officer,
        {"question": study.question, "method": "A survey of three hundred people.", "reason": "too few would talk"},
    )  # fmt: skip
    assert study.design == "2.0"
    found = [(d["number"], d["method"], d["reason"]) for d in designs(study)]
    assert found == [
        ("2.0", "A survey of three hundred people.", "too few would talk"),
        ("1.1", "Interviews with fifty people.", ""),
        ("1.0", "Interviews with forty people.", ""),
    ]
    page = Client().get("/en/research/diaspora/").content.decode()
    assert "A survey of three hundred people." in page
    assert "Interviews with fifty people." in page


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "listed"), [(28, False), (29, True)])
def test_delivered_too_long_ago_is_on_the_public_list(study: Study, officer: User, days: int, *, listed: bool) -> None:
    study = perform(StudySteps.begin, study, officer, {"begun_on": today(-60)})
    study = perform(StudySteps.deliver, study, officer, {"delivered_on": today(-days)})
    assert study.late is listed
    assert ("delivered on" in public()) is listed
    study = perform(
        StudySteps.publish, study, officer, {"published_on": today(), "address": "https://doi.org/10.1000/182"}
    )
    assert not study.late


@pytest.mark.django_db
def test_a_stopped_study_stays_and_is_listed(study: Study, officer: User) -> None:
    study = perform(StudySteps.stop, study, officer, {"reason": "no money left"})
    assert study.late
    with pytest.raises(WrongStateError):
        perform(StudySteps.begin, study, officer, {"begun_on": today()})


@pytest.mark.django_db
def test_a_use_without_a_document_is_a_claim_until_it_has_one(study: Study, officer: User) -> None:
    study = perform(StudySteps.begin, study, officer, {"begun_on": today()})
    with pytest.raises(InvalidInputError):
        perform(StudySteps.use, study, officer, {"policy": "changed the rule", "document": "letter 12"})
    study = perform(StudySteps.use, study, officer, {"policy": "changed the rule"})
    assert "changed the rule" in public()
    use = study.uses.get()
    data = {"use": use.pk, "document": "letter 12", "document_on": today()}
    study = perform(StudySteps.document, study, officer, data)
    assert "changed the rule" not in public()
    with pytest.raises(InvalidInputError):
        perform(StudySteps.document, study, officer, data)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""},
        {"question": ""},
        {"paid_eur": "-1"},
        {"parts": "0"},
        {"kind": "unknown"},
        {"expected_from": "2011-07-01", "expected_until": "2011-06-30"},
    ],
)
def test_what_is_wrong_is_refused(officer: User, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError):
        perform(StudySteps.register, None, officer, STUDY | wrong)
    assert not Study.objects.exists()


@pytest.mark.django_db
def test_days_in_the_future_or_out_of_order_are_refused(study: Study, officer: User) -> None:
    with pytest.raises(InvalidInputError):
        perform(StudySteps.begin, study, officer, {"begun_on": today(1)})
    study = perform(StudySteps.begin, study, officer, {"begun_on": today(-5)})
    with pytest.raises(Exception, match="before the day on which the work began"):
        perform(StudySteps.deliver, study, officer, {"delivered_on": today(-6)})


@pytest.mark.django_db
def test_only_officers_keep_it(person: People) -> None:
    with pytest.raises(NotPermittedError):
        perform(StudySteps.register, None, person(Role.AUDITOR), STUDY)


@pytest.mark.django_db
def test_the_example_of_the_letter_is_taken_once(officer: User) -> None:
    for expected in ((3, 0), (0, 3)):
        with EXAMPLE.open("rb") as stream:
            outcome = take(REGISTER, EXAMPLE.name, stream, officer, trial=False)
        assert (outcome.taken, outcome.there, outcome.problems) == (*expected, [])
    parts = dict(Study.objects.values_list("code", "parts"))
    assert parts["is-academie-migration"] == 5
    pharos = Study.objects.get(code="pharos-temporary-return")
    assert (str(pharos.expected_from), str(pharos.expected_until)) == ("2011-04-01", "2011-06-30")
    assert pharos.late


@pytest.mark.django_db
def test_an_officer_does_it_all_in_the_browser(officer: User, client_of: Callable[[User], Client]) -> None:
    browser = client_of(officer)
    assert browser.post("/en/work/research/new/", STUDY).status_code == 302
    study = Study.objects.get()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("begin", {"begun_on": today(-3)}),
        ("deliver", {"delivered_on": today(-1)}),
    ]
    for name, data in steps:
        assert browser.post(f"/en/work/research/{study.pk}/{name}/", data).status_code == 302
    page = browser.get(f"/nl/work/research/{study.pk}/").content.decode()
    assert "Resultaten zijn opgeleverd" in page
    assert browser.get(f"/en/work/research/{study.pk}/delete/").status_code == 404
    assert "Diaspora and development" in browser.get("/en/work/research/?kind=study").content.decode()
    assert "Diaspora and development" not in browser.get("/en/work/research/?kind=scenarios").content.decode()
