"""Data that an officer brings in: a file, or what the registry has of a publisher; and the first steps."""

from __future__ import annotations

import html
import io
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from local_server import serving
from small_iati import activity, document, paid

from grutto.sources.catalogue import Dataset
from grutto.store.home import Home
from grutto.tables.fetching import FetchListing
from grutto.tables.intake import current_lock
from grutto_web.ground.wording import problem_text_of
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError
from grutto_web.people.roles import Role
from grutto_web.work.intakes.acts import BringIn
from grutto_web.work.intakes.models import Intake, State
from grutto_web.work.intakes.tasks import bring

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

pytestmark = pytest.mark.django_db
CONTEXT = SimpleNamespace(task_result=SimpleNamespace(id="5b3c6f0e-0000-4000-8000-000000000001"))
FILE = document(activity("XM-T-1-1", paid(100)), activity("XM-T-1-2")).encode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    return Home()


def _done(intake: Intake) -> Intake:
    bring.func(CONTEXT, intake.pk)
    return Intake.objects.get(pk=intake.pk)


def test_a_file_becomes_a_release(person: People, home: Home, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    asked = perform(BringIn, None, officer, {}, {"file": SimpleUploadedFile("folder/ours.xml", FILE)})
    done = _done(asked)
    assert (done.state, done.files, done.release) == (State.DONE, [("ours.xml", "new", "")], home.current())
    assert list(current_lock(home)) == ["intake:ours.xml"]
    again = _done(perform(BringIn, None, officer, {}, {"file": SimpleUploadedFile("ours.xml", FILE)}))
    assert again.files == [("ours.xml", "unchanged", "")]
    page = client_of(officer).get(done.get_absolute_url()).text
    assert "ours.xml" in page
    assert home.current() in page


def test_what_cannot_be_read_is_told(person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    done = _done(perform(BringIn, None, officer, {}, {"file": SimpleUploadedFile("x.xml", b"no xml")}))
    ((name, outcome, why),) = done.files
    assert (name, outcome) == ("x.xml", "refused")
    page = html.unescape(client_of(officer).get(done.get_absolute_url()).text)
    assert problem_text_of(why) in page
    assert "could not be brought in" in page


@pytest.mark.outside_database
def test_each_file_of_a_zip_is_a_dataset(person: People, home: Home) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.xml", FILE)
        archive.writestr("two.xml", document(activity("XM-T-1-3")))
    done = _done(
        perform(BringIn, None, person(Role.OFFICER), {}, {"file": SimpleUploadedFile("all.zip", packed.getvalue())})
    )
    assert done.files == [("all.zip/one.xml", "new", ""), ("all.zip/two.xml", "new", "")]
    assert list(current_lock(home)) == ["intake:all.zip#one.xml", "intake:all.zip#two.xml"]


@pytest.mark.outside_database
def test_the_files_of_a_publisher_are_fetched(person: People, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: (200, FILE)) as (address, asked):
        dataset = Dataset(
            "t-activities", "registry:t-activities", f"{address}/a.xml", trusted=address.partition("//")[2]
        )
        monkeypatch.setattr("grutto_web.work.intakes.tasks.listing", lambda *_: FetchListing([dataset], ()))
        done = _done(perform(BringIn, None, person(Role.OFFICER), {"publisher": "t"}))
    assert (done.state, done.fault, asked) == (State.DONE, "", ["/a.xml"])
    assert list(current_lock(home)) == ["registry:t-activities"]


def test_one_of_both_is_asked(person: People) -> None:
    officer = person(Role.OFFICER)
    for data, files in (({}, {}), ({"publisher": "t"}, {"file": SimpleUploadedFile("x.xml", FILE)})):
        with pytest.raises(InvalidInputError):
            perform(BringIn, None, officer, data, files)


def test_the_first_steps_tell_what_is_done(person: People, client_of: Any) -> None:
    officer = person(Role.OFFICER)
    client = client_of(officer)
    assert "/en/work/begin/" in client.get("/en/work/").text
    assert client.get("/en/work/begin/").text.count(">to do<") == 7
    for role in (Role.REVIEWER, Role.ADOPTER):
        person(role)
    _done(perform(BringIn, None, officer, {}, {"file": SimpleUploadedFile("ours.xml", FILE)}))
    assert client.get("/en/work/begin/").text.count(">done<") == 2


@pytest.mark.parametrize(
    ("role", "closed"),
    [(Role.OFFICER, {"people"}), (Role.ADMINISTRATOR, {"data", "policies", "editions/order", "editions"})],
)
def test_the_first_steps_lead_nobody_to_a_page_that_is_closed(
    role: Role, closed: set[str], person: People, client_of: Any
) -> None:
    page = client_of(person(role)).get("/en/work/begin/").text.partition("<h1>")[2]
    everywhere = {"people", "data", "policies", "editions/order", "editions"}
    assert {name for name in everywhere if f'"/en/work/{name}/"' not in page} == closed
    assert "Invite the people who work on it" in page
