"""A large edition of counts is made by a task: with progress, once, and told when it fails."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.tasks import TaskResultStatus
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from grutto.errors import ProtectionError
from grutto_web.cases.casework import acts, making
from grutto_web.cases.casework.acts import DropCounts, Offer, OfferAgain, ReleaseCounts
from grutto_web.cases.casework.models import CountedPerson, ProtectedEdition
from grutto_web.cases.casework.sheets import take
from grutto_web.cases.returns.population import NAME
from grutto_web.cases.returns.registers import PAST
from grutto_web.people.acts.perform import entries, perform
from grutto_web.people.acts.refusals import GuardError, NotApartError
from grutto_web.people.jobs.lost import requeue
from grutto_web.people.jobs.models import Job
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db
HEAD = "number,scheme,return_kind,country,applied_on,departed_on,sex,category"


@pytest.fixture
def officer(person: People, monkeypatch: pytest.MonkeyPatch) -> User:
    """A disclosure officer of twenty who returned; every edition is a large one."""
    monkeypatch.setattr(acts, "AT_ONCE", 0)
    rows = [f"R{n},hrt,assisted,IRQ,2020-01-01,2020-06-01,M,adult" for n in range(20)]
    stream = io.BytesIO("\n".join([HEAD, *rows]).encode())
    assert take(PAST, "r.csv", stream, person(Role.CASEWORKER, "XM-DAC-47066"), trial=False).taken == 20
    return person(Role.DISCLOSURE)


@pytest.fixture
def order(officer: User, client_of: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Order the next edition on its page; return it and the page that comes."""

    def ordered() -> tuple[ProtectedEdition, str]:
        browser = client_of(officer)
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post("/en/work/cases/counts/offer/", {"population": NAME})
        return ProtectedEdition.objects.latest("pk"), browser.get(answer.url).text

    return ordered


def work() -> None:
    """Do the tasks that wait, the first one first, as a worker would."""
    for each in DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at"):
        making.make.func(SimpleNamespace(task_result=SimpleNamespace(id=each.pk)), *each.args_kwargs["args"])


def test_its_page_shows_the_progress_then_the_counts(order: Any, officer: User, client_of: Any) -> None:
    edition, page = order()
    assert "It waits for its turn" in page
    assert (edition.state, edition.cells, edition.counts, CountedPerson.objects.count()) == ("ordered", None, "", 0)
    with pytest.raises(GuardError, match="is being made or waits already"):
        perform(Offer, None, officer, {"population": NAME})
    work()
    edition.refresh_from_db()
    assert (edition.state, edition.cells, CountedPerson.objects.count()) == ("offered", 5, 20)
    assert "5 cells" in client_of(officer).get(edition.get_absolute_url()).text
    assert [(e.act, e.actor) for e in entries(edition)] == [("casework.Offer", officer), ("casework.KeepCounts", None)]
    assert Job.objects.get().step == "Attacking what would be published"


def test_who_ordered_it_does_not_release_it(order: Any, officer: User, person: People) -> None:
    edition, _ = order()
    perform(OfferAgain, edition, person(Role.DISCLOSURE, name="other"))
    again = ProtectedEdition.objects.get()
    making.start_making(again, officer, "en")
    work()
    again.refresh_from_db()
    with pytest.raises(NotApartError):
        perform(ReleaseCounts, again, officer)
    assert perform(ReleaseCounts, again, person(Role.MANAGER)).state == "released"


def test_a_task_that_runs_again_counts_nobody_twice(order: Any) -> None:
    """A worker was killed: before it kept anything, or after it kept all but could not tell."""
    edition, _ = order()
    task = DBTaskResult.objects.filter(pk=Job.objects.get().pk)
    task.update(status=TaskResultStatus.RUNNING, worker_ids=["dead"])
    assert requeue() == (1, 0)
    work()
    work()
    edition.refresh_from_db()
    assert (edition.state, edition.version, CountedPerson.objects.count()) == ("offered", 2, 20)


def test_an_edition_dropped_while_it_is_made_stays_dropped(order: Any, officer: User) -> None:
    edition, _ = order()
    perform(DropCounts, edition, officer, {"reason": "a late case"})
    work()
    edition.refresh_from_db()
    assert (edition.state, CountedPerson.objects.count()) == ("dropped", 0)


def test_why_it_could_not_be_made_is_told_in_both_languages(
    order: Any, officer: User, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsafe(*_: Any) -> None:
        raise ProtectionError("small counts could be worked out from what would be published", where="by-sex")

    edition, _ = order()
    with monkeypatch.context() as patch:
        patch.setattr(making, "drafted", unsafe)
        work()
    edition.refresh_from_db()
    assert (edition.state, CountedPerson.objects.count()) == ("failed", 0)
    page = client_of(officer).get(edition.get_absolute_url()).text
    assert "Small counts could be worked out from what would be published" in page
    assert "Make it again" in page
    with translation.override("nl"):
        page = client_of(officer).get(edition.get_absolute_url()).text
    assert "Uit wat openbaar zou worden, zijn kleine aantallen af te leiden" in page
    perform(OfferAgain, edition, officer)
    again = ProtectedEdition.objects.get()
    assert (again.state, again.fault) == ("ordered", "")
