"""From an order to a published edition with three people; what is not published nobody else reads."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from grutto.editions.make import make_edition
from grutto.editions.order import Order as EditionOrder
from grutto.frameworks import load
from grutto.store.home import Home
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.refusals import GuardError, NotApartError, NotPermittedError
from grutto_web.people.roles import Role
from grutto_web.work.editions.acts import Adopt, Correct, Finish, Order, Publish, Review, SendBack, Submit, Withdraw
from grutto_web.work.editions.checks import entries, of_edition
from grutto_web.work.editions.making import job_of, make
from grutto_web.work.editions.models import Publication, State
from grutto_web.work.editions.signed_inputs import signed_inputs
from grutto_web.work.judgements.models import Survey

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from web_people import People

    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db
ORDER = {"framework": "nl-2008", "year": 2010, "languages": ["en", "nl"]}


def _draft(officer: User, edition: str = "abc", checks: list[dict[str, Any]] | None = None) -> Publication:
    """Return an edition as if a worker had made it."""
    ordered = perform(Order, None, officer, ORDER)
    made = {"edition": edition, "checks": checks or [], "signed": signed_inputs("nl-2008", 2010).version}
    return perform(Finish, ordered, None, made)


def test_three_people_are_needed(person: People) -> None:
    officer, reviewer, adopter = person(Role.OFFICER), person(Role.REVIEWER), person(Role.ADOPTER)
    draft = _draft(officer)
    for role in (Role.REVIEWER, Role.ADOPTER):
        organisation = officer.held[0].organisation_id
        perform(GiveRole, None, None, {"user": officer.pk, "organisation": organisation, "role": role})
    perform(
        GiveRole,
        None,
        None,
        {"user": reviewer.pk, "organisation": reviewer.held[0].organisation_id, "role": Role.ADOPTER},
    )
    officer, reviewer = (type(u).objects.get(pk=u.pk) for u in (officer, reviewer))
    submitted = perform(Submit, draft, officer)
    with pytest.raises(NotApartError):
        perform(Review, submitted, officer)
    with pytest.raises(NotPermittedError):
        perform(Review, submitted, adopter)
    reviewed = perform(Review, submitted, reviewer)
    for again in (officer, reviewer):
        with pytest.raises(NotApartError):
            perform(Adopt, reviewed, again)
    adopted = perform(Adopt, reviewed, adopter)
    assert not may(Publish, adopted, adopter)
    assert perform(Publish, adopted, officer).state == State.PUBLISHED


def test_what_is_missing_keeps_a_draft_back(person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    about = "line:imd/expenditure/2010"
    draft = _draft(officer, checks=[{"code": "unexplained", "about": about}])
    with pytest.raises(GuardError, match="Settle the list"):
        perform(Submit, draft, officer)
    (entry,) = entries(draft)
    assert entry.title == "A difference must be explained and is not: imd: expenditure"
    title = {"en": "Migration and development", "nl": "Migratie en ontwikkeling"}
    subject = {"about": about, "asks": "cause", "title": title, "required": True, "figures": [], "basis": None}
    Survey.objects.create(framework="nl-2008", year=2010, release="r", subjects=[subject])
    (entry,) = entries(draft)
    assert entry.title == "A difference must be explained and is not: Migration and development: expenditure"
    assert (
        entry.address
        == "/en/work/judgements/write/cause/?framework=nl-2008&year=2010&about=line%3Aimd%2Fexpenditure%2F2010"
    )
    page = client_of(officer).get(draft.get_absolute_url()).text
    assert "1 thing keeps it from being submitted" in page
    assert entry.title in page


def test_the_same_edition_is_not_under_way_twice(person: People) -> None:
    officer = person(Role.OFFICER)
    perform(Submit, _draft(officer), officer)
    with pytest.raises(GuardError, match="very same edition"):
        perform(Submit, _draft(officer), officer)


def test_sent_back_with_a_reason(person: People) -> None:
    officer, reviewer = person(Role.OFFICER), person(Role.REVIEWER)
    submitted = perform(Submit, _draft(officer), officer)
    assert perform(SendBack, submitted, reviewer, {"reason": "Chapter on money"}).state == State.DRAFT


def test_an_order_becomes_a_published_edition_and_is_withdrawn(
    home: Home, person: People, client_of: Any, visitor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    officer, reviewer, adopter = (person(r) for r in (Role.OFFICER, Role.REVIEWER, Role.ADOPTER))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(officer).post("/en/work/editions/order/", ORDER)
    assert answer.status_code == 302
    ordered = Publication.objects.get()
    job = job_of(ordered)
    assert job
    make.func(SimpleNamespace(task_result=job), ordered.pk, ordered.version, "en")
    job.refresh_from_db()
    assert (job.step, job.done, job.total) == ("Keeping the edition", 3, 4)
    made = Publication.objects.get()
    assert (made.state, made.found, made.fault) == (State.DRAFT, [], "")
    assert (home.editions / made.edition / "edition.json").is_file()
    address = f"/en/reports/{made.edition}/"
    assert visitor.get(address).status_code == 404
    assert made.edition not in visitor.get("/en/reports/").text
    read = client_of(reviewer).get(f"/en/work/editions/read/{made.edition}/finance/")
    assert read.status_code == 200
    assert f"/en/work/editions/read/{made.edition}/figures/" in read.text
    for act, actor in ((Submit, officer), (Review, reviewer), (Adopt, adopter), (Publish, officer)):
        made = perform(act, made, actor)
    assert made.edition in visitor.get("/en/reports/").text
    assert visitor.get(address).status_code == visitor.get(f"{address}finance/").status_code == 200
    again = perform(Correct, None, officer, {"corrects": made.pk, "reason": "A wrong amount"})
    assert (again.framework, again.year, again.languages) == ("nl-2008", 2010, "en,nl")
    perform(Withdraw, made, adopter, {"reason": "The amount of 2009 was wrong"})
    listed = visitor.get("/en/reports/").text
    assert "withdrawn" in listed
    assert "The amount of 2009 was wrong" in listed
    assert "This edition was withdrawn" in visitor.get(address).text


def test_an_order_says_what_it_takes(home: Home, person: People, client_of: Any) -> None:
    page = client_of(person(Role.OFFICER)).get("/nl/work/editions/order/").text
    assert "haar besparingsregister over zoals die nu ondertekend zijn. Scenario’s neemt alleen" in page


def test_the_first_order_says_what_it_takes_off_the_site(
    home: Home, person: People, client_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order leaves what the command line made where it is, but no longer public; the second one changes nothing."""
    own = Home(tmp_path / "home")
    shutil.copytree(home.path, own.path, ignore=shutil.ignore_patterns("editions"))
    monkeypatch.setenv("GRUTTO_HOME", str(own.path))
    officer = person(Role.OFFICER)
    told = "made on the command line"
    assert told not in client_of(officer).get("/en/work/editions/order/").text
    make_edition(own, EditionOrder(framework=load("nl-2008"), year=2009, languages=("en",)))
    assert "the report that was made on the command line" in client_of(officer).get("/en/work/editions/order/").text
    perform(Order, None, officer, ORDER)
    assert told not in client_of(officer).get("/en/work/editions/order/").text


def test_an_order_without_data_is_kept_back(home: Home, person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    framework = load("nl-2008")
    edition = make_edition(home, EditionOrder(framework=framework, year=1850, languages=("en",))).edition
    shutil.rmtree(home.editions / edition.id)
    draft = _draft(officer, checks=of_edition(edition, framework, ()))
    with pytest.raises(GuardError, match="Settle the list"):
        perform(Submit, draft, officer)
    page = client_of(officer).get(draft.get_absolute_url().replace("/en/", "/nl/")).text
    assert "De editie is zonder gegevens: geen activiteit, bedrag of resultaat" in page


def test_an_order_sent_twice_is_one_order(home: Home, person: People) -> None:
    officer = person(Role.OFFICER)
    perform(Order, None, officer, ORDER)
    with pytest.raises(GuardError, match="being made already"):
        perform(Order, None, officer, ORDER)


def test_a_task_of_an_older_order_tells_nothing(home: Home, person: People) -> None:
    ordered = perform(Order, None, person(Role.OFFICER), ORDER)
    make.func(None, ordered.pk, ordered.version + 1, "en")
    ordered.refresh_from_db()
    assert ordered.state == State.ORDERED
